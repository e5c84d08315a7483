package io.headrace.group.consumer;

import io.headrace.common.Uuid;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.message.ConsumerProtocolAssignment;
import io.headrace.protocol.message.ConsumerProtocolSubscription;
import io.headrace.protocol.wire.MalformedMessageException;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * What consumers of the classic protocol say to each other inside its messages: subscriptions and assignments, each with
 * its version in front. Later versions only add to the end, so a version that is not known is read as the newest that is.
 * Pure.
 */
final class EmbeddedProtocol {
    private EmbeddedProtocol() {}

    /**
     * Reads what a member subscribes to.
     *
     * @throws MalformedMessageException when it is none of a consumer
     */
    static ConsumerProtocolSubscription subscription(byte[] metadata) {
        ByteBuf in = Unpooled.wrappedBuffer(metadata);
        return ConsumerProtocolSubscription.read(
                in,
                version(in, ConsumerProtocolSubscription.LOWEST_VERSION, ConsumerProtocolSubscription.HIGHEST_VERSION));
    }

    /**
     * Reads what a member was assigned; nothing when there are no bytes.
     *
     * @throws MalformedMessageException when it is none of a consumer
     */
    static ConsumerProtocolAssignment assignment(byte[] assignment) {
        if (assignment.length == 0) {
            return new ConsumerProtocolAssignment();
        }
        ByteBuf in = Unpooled.wrappedBuffer(assignment);
        return ConsumerProtocolAssignment.read(
                in, version(in, ConsumerProtocolAssignment.LOWEST_VERSION, ConsumerProtocolAssignment.HIGHEST_VERSION));
    }

    private static int version(ByteBuf in, int lowest, int highest) {
        if (in.readableBytes() < Short.BYTES) {
            throw new MalformedMessageException("a consumer's metadata without a version");
        }
        int version = in.readShort();
        if (version < lowest) {
            throw new MalformedMessageException("a consumer's metadata of version " + version);
        }
        return Math.min(version, highest);
    }

    /**
     * Writes an assignment for a member, without topics that are gone.
     *
     * @param metadata the member's subscription, whose version it understands
     */
    static byte[] assignment(PartitionSet partitions, ClusterImage image, byte[] metadata) {
        List<ConsumerProtocolAssignment.TopicPartition> topics = new ArrayList<>();
        for (Uuid id : partitions.topics()) {
            TopicImage topic = image.topic(id);
            if (topic != null) {
                topics.add(new ConsumerProtocolAssignment.TopicPartition()
                        .topic(topic.name())
                        .partitions(partitions.partitions(id)));
            }
        }
        int version = version(
                Unpooled.wrappedBuffer(metadata),
                ConsumerProtocolAssignment.LOWEST_VERSION,
                ConsumerProtocolAssignment.HIGHEST_VERSION);
        ConsumerProtocolAssignment assignment = new ConsumerProtocolAssignment().assignedPartitions(topics);
        byte[] bytes = new byte[Short.BYTES + assignment.size(version)];
        ByteBuf out = Unpooled.wrappedBuffer(bytes).clear();
        out.writeShort(version);
        assignment.write(WireWriter.to(out), version);
        return bytes;
    }

    /** Partitions an assignment names, of topics that exist. */
    static PartitionSet partitions(ConsumerProtocolAssignment assignment, ClusterImage image) {
        PartitionSet.Builder partitions = new PartitionSet.Builder();
        for (ConsumerProtocolAssignment.TopicPartition topic : assignment.assignedPartitions()) {
            add(image, topic.topic(), topic.partitions(), partitions);
        }
        return partitions.build();
    }

    /** Partitions a member says it owns, of topics that exist. */
    static PartitionSet owned(ConsumerProtocolSubscription subscription, ClusterImage image) {
        PartitionSet.Builder partitions = new PartitionSet.Builder();
        for (ConsumerProtocolSubscription.TopicPartition topic : subscription.ownedPartitions()) {
            add(image, topic.topic(), topic.partitions(), partitions);
        }
        return partitions.build();
    }

    private static void add(ClusterImage image, String name, List<Integer> numbers, PartitionSet.Builder to) {
        TopicImage topic = image.topic(name);
        if (topic != null) {
            numbers.forEach(number -> to.add(topic.id(), number));
        }
    }
}
