package io.headrace.broker.txn;

import io.headrace.broker.coordinator.CoordinatorKind;
import io.headrace.common.internals.Topic;
import io.headrace.coordination.CoordinatorRecordCodec;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.Timers;
import io.headrace.metadata.config.TransactionConfig;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.plan.NewTopic;
import io.headrace.record.compress.CompressionType;
import io.headrace.txn.TransactionLimits;
import io.headrace.txn.TransactionMachine;
import io.headrace.txn.TransactionMarkers;
import io.headrace.txn.TransactionRecordCodec;
import java.util.Map;

/** What makes a coordinator one of transactions. Immutable. */
final class TransactionKind implements CoordinatorKind<TransactionMachine> {

    private static final long WRITE_TIMEOUT_MS = 5_000;

    private final TransactionConfig config;
    private final TransactionMarkers markers;

    TransactionKind(TransactionConfig config, TransactionMarkers markers) {
        this.config = config;
        this.markers = markers;
    }

    @Override
    public NewTopic topic() {
        return NewTopic.of(
                        Topic.TRANSACTION_STATE_TOPIC_NAME, config.topicPartitions(), config.topicReplicationFactor())
                .withConfigs(Map.of(
                        "cleanup.policy",
                        "compact",
                        "compression.type",
                        "producer",
                        "segment.bytes",
                        Integer.toString(config.topicSegmentBytes()),
                        "min.insync.replicas",
                        Integer.toString(config.topicMinIsr())));
    }

    @Override
    public CoordinatorRecordCodec codec() {
        return TransactionRecordCodec.INSTANCE;
    }

    @Override
    public CompressionType compression() {
        return CompressionType.NONE;
    }

    @Override
    public long writeTimeoutMs() {
        return WRITE_TIMEOUT_MS;
    }

    @Override
    public int loadBufferBytes() {
        return config.loadBufferBytes();
    }

    @Override
    public TransactionMachine create(int partition, int leaderEpoch, Timers timers, ClusterImage image) {
        TransactionLimits limits = new TransactionLimits(
                config.maxTimeoutMs(), config.idExpirationMs(), config.idExpirationCheckIntervalMs());
        return new TransactionMachine(
                Topic.TRANSACTION_STATE_TOPIC_NAME + "-" + partition, leaderEpoch, limits, timers, markers);
    }

    /** Topics come and go without these coordinators: what is gone by the end of a transaction is not told of it. */
    @Override
    public Outcome imageChanged(TransactionMachine machine, ImageChange change, long nowMs) {
        return Outcome.none();
    }
}
