package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigDef.Validator;

/** The settings of a broker that transactions have: Kafka's names. */
final class TransactionKeys {
    static final String ADD_PARTITIONS_WAIT_MS = "add.partitions.to.txn.retry.backoff.max.ms";
    static final String ID_EXPIRATION_MS = "transactional.id.expiration.ms";
    static final String ID_EXPIRATION_CHECK_MS = "transaction.remove.expired.transaction.cleanup.interval.ms";
    static final String LOAD_BUFFER_BYTES = "transaction.state.log.load.buffer.size";
    static final String MAX_TIMEOUT_MS = "transaction.max.timeout.ms";
    static final String MIN_ISR = "transaction.state.log.min.isr";
    static final String NUM_PARTITIONS = "transaction.state.log.num.partitions";
    static final String REPLICATION_FACTOR = "transaction.state.log.replication.factor";
    static final String SEGMENT_BYTES = "transaction.state.log.segment.bytes";
    static final String VERIFY_PARTITIONS = "transaction.partition.verification.enable";

    private TransactionKeys() {}

    /** Adds them to the settings of a broker. */
    static void addTo(ConfigDef def) {
        define(
                def,
                MAX_TIMEOUT_MS,
                ConfigDef.Type.INT,
                15 * 60 * 1000,
                Range.atLeast(1),
                "The longest transaction.timeout.ms, in milliseconds, that a producer may ask for; one that asks for more"
                        + " is refused, since readers of committed records wait for it.");
        define(
                def,
                ID_EXPIRATION_MS,
                ConfigDef.Type.INT,
                7 * 24 * 60 * 60 * 1000,
                Range.atLeast(1),
                "How long a transactional id is remembered, in milliseconds, after its last transaction has ended.");
        define(
                def,
                ID_EXPIRATION_CHECK_MS,
                ConfigDef.Type.INT,
                60 * 60 * 1000,
                Range.atLeast(1),
                "How exactly transactional.id.expiration.ms is kept, in milliseconds.");
        define(
                def,
                VERIFY_PARTITIONS,
                ConfigDef.Type.BOOLEAN,
                true,
                null,
                "Whether the first batch of a transaction for a partition is only taken when the transaction's coordinator"
                        + " knows of the partition. Without it, a late batch can begin a transaction that nobody ends.");
        define(
                def,
                ADD_PARTITIONS_WAIT_MS,
                ConfigDef.Type.INT,
                100,
                Range.atLeast(0),
                "How long a batch that begins a transaction waits, in milliseconds, for the end of the transaction before,"
                        + " until the producer is told to come again.");
        define(
                def,
                NUM_PARTITIONS,
                ConfigDef.Type.INT,
                50,
                Range.atLeast(1),
                "How many partitions __transaction_state gets when it is created.");
        define(
                def,
                REPLICATION_FACTOR,
                ConfigDef.Type.SHORT,
                (short) 1,
                Range.atLeast(1),
                "How many replicas __transaction_state gets when it is created. Unlike Kafka's 3, the default does with one"
                        + " broker.");
        define(
                def,
                MIN_ISR,
                ConfigDef.Type.INT,
                1,
                Range.atLeast(1),
                "min.insync.replicas of __transaction_state when it is created; Kafka's default is 2.");
        define(
                def,
                SEGMENT_BYTES,
                ConfigDef.Type.INT,
                100 * 1024 * 1024,
                Range.atLeast(1),
                "segment.bytes of __transaction_state when it is created; small segments load sooner.");
        define(
                def,
                LOAD_BUFFER_BYTES,
                ConfigDef.Type.INT,
                5 * 1024 * 1024,
                Range.atLeast(1),
                "How many bytes of __transaction_state are read at once when its state is loaded.");
    }

    private static void define(
            ConfigDef def,
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            String documentation) {
        def.define(name, type, defaultValue, validator, Importance.MEDIUM, documentation);
    }
}
