package io.headrace.metadata.config;

import java.util.Map;

/** The settings of transactions, typed. Immutable. */
public final class TransactionConfig {

    private final Map<String, Object> values;

    TransactionConfig(Map<String, Object> values) {
        this.values = values;
    }

    /** "transaction.max.timeout.ms". */
    public int maxTimeoutMs() {
        return intValue(TransactionKeys.MAX_TIMEOUT_MS);
    }

    /** "transactional.id.expiration.ms". */
    public int idExpirationMs() {
        return intValue(TransactionKeys.ID_EXPIRATION_MS);
    }

    /** "transaction.remove.expired.transaction.cleanup.interval.ms". */
    public int idExpirationCheckIntervalMs() {
        return intValue(TransactionKeys.ID_EXPIRATION_CHECK_MS);
    }

    /** "transaction.partition.verification.enable". */
    public boolean verifiesPartitions() {
        return (Boolean) values.get(TransactionKeys.VERIFY_PARTITIONS);
    }

    /** "add.partitions.to.txn.retry.backoff.max.ms": how long a batch waits for the end of the transaction before. */
    public int addPartitionsWaitMs() {
        return intValue(TransactionKeys.ADD_PARTITIONS_WAIT_MS);
    }

    /** "transaction.state.log.num.partitions". */
    public int topicPartitions() {
        return intValue(TransactionKeys.NUM_PARTITIONS);
    }

    /** "transaction.state.log.replication.factor". */
    public short topicReplicationFactor() {
        return (Short) values.get(TransactionKeys.REPLICATION_FACTOR);
    }

    /** "transaction.state.log.min.isr". */
    public int topicMinIsr() {
        return intValue(TransactionKeys.MIN_ISR);
    }

    /** "transaction.state.log.segment.bytes". */
    public int topicSegmentBytes() {
        return intValue(TransactionKeys.SEGMENT_BYTES);
    }

    /** "transaction.state.log.load.buffer.size": bytes read at once when state is loaded. */
    public int loadBufferBytes() {
        return intValue(TransactionKeys.LOAD_BUFFER_BYTES);
    }

    private int intValue(String name) {
        return (Integer) values.get(name);
    }
}
