package io.headrace.broker.coordinator;

import io.headrace.common.Uuid;
import io.headrace.common.internals.Topic;
import io.headrace.coordination.CoordinatorRecordCodec;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.Timers;
import io.headrace.group.GroupMachine;
import io.headrace.group.GroupRecordCodec;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.plan.NewTopic;
import io.headrace.record.compress.CompressionType;
import java.util.Map;
import java.util.function.Supplier;

/** Groups and committed offsets, in {@code __consumer_offsets}. */
public final class GroupCoordinator implements CoordinatorKind<GroupMachine> {

    private final Supplier<BrokerConfig> config;

    /** Group coordinators with the settings that {@code config} gives, as they are at the time. */
    public GroupCoordinator(Supplier<BrokerConfig> config) {
        this.config = config;
    }

    @Override
    public NewTopic topic() {
        return NewTopic.of(
                        Topic.GROUP_METADATA_TOPIC_NAME,
                        config.get().groups().offsetsTopicPartitions(),
                        config.get().groups().offsetsTopicReplicationFactor())
                .withConfigs(Map.of(
                        "cleanup.policy",
                        "compact",
                        "compression.type",
                        "producer",
                        "segment.bytes",
                        Integer.toString(config.get().groups().offsetsTopicSegmentBytes())));
    }

    @Override
    public CoordinatorRecordCodec codec() {
        return GroupRecordCodec.INSTANCE;
    }

    @Override
    public CompressionType compression() {
        return CompressionType.forId(config.get().groups().offsetsTopicCompression());
    }

    @Override
    public long writeTimeoutMs() {
        return config.get().groups().offsetsCommitTimeoutMs();
    }

    @Override
    public int loadBufferBytes() {
        return config.get().groups().offsetsLoadBufferBytes();
    }

    @Override
    public GroupMachine create(int partition, int leaderEpoch, Timers timers, ClusterImage image) {
        return new GroupMachine(config, timers, () -> Uuid.randomUuid().toString(), image);
    }

    @Override
    public Outcome imageChanged(GroupMachine machine, ImageChange change, long nowMs) {
        return machine.imageChanged(change, nowMs);
    }
}
