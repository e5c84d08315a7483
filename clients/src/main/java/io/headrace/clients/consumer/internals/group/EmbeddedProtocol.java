package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.headrace.common.TopicPartition;
import io.headrace.protocol.message.ConsumerProtocolAssignment;
import io.headrace.protocol.message.ConsumerProtocolSubscription;
import io.headrace.protocol.wire.MalformedMessageException;
import io.headrace.protocol.wire.Message;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What consumers of the classic protocol say to each other inside its messages: subscriptions and assignments, each with
 * its version in front. Later versions only add to the end, so a version that is not known is read as the newest that is.
 * Pure.
 */
public final class EmbeddedProtocol {

    /** The protocol type of consumers. */
    public static final String CONSUMER = "consumer";

    private static final int NO_GENERATION = -1;

    private EmbeddedProtocol() {}

    /** Writes a member's subscription. */
    public static byte[] write(Subscription subscription) {
        List<ConsumerProtocolSubscription.TopicPartition> owned = new ArrayList<>();
        byTopic(subscription.ownedPartitions())
                .forEach((topic, partitions) -> owned.add(new ConsumerProtocolSubscription.TopicPartition()
                        .topic(topic)
                        .partitions(partitions)));
        return write(
                new ConsumerProtocolSubscription()
                        .topics(subscription.topics())
                        .userData(bytes(subscription.userData()))
                        .ownedPartitions(owned)
                        .generationId(subscription.generationId().orElse(NO_GENERATION))
                        .rackId(subscription.rackId().orElse(null)),
                ConsumerProtocolSubscription.HIGHEST_VERSION);
    }

    /**
     * Reads a member's subscription.
     *
     * @throws MalformedMessageException when it is none
     */
    public static Subscription subscription(byte[] metadata) {
        ByteBuf in = Unpooled.wrappedBuffer(metadata);
        ConsumerProtocolSubscription read = ConsumerProtocolSubscription.read(
                in,
                version(in, ConsumerProtocolSubscription.LOWEST_VERSION, ConsumerProtocolSubscription.HIGHEST_VERSION));
        List<TopicPartition> owned = new ArrayList<>();
        for (ConsumerProtocolSubscription.TopicPartition topic : read.ownedPartitions()) {
            topic.partitions().forEach(partition -> owned.add(new TopicPartition(topic.topic(), partition)));
        }
        return new Subscription(
                read.topics(),
                buffer(read.userData()),
                owned,
                read.generationId(),
                read.rackId() == null || read.rackId().isEmpty() ? Optional.empty() : Optional.of(read.rackId()));
    }

    /** Writes what a member is to have. */
    public static byte[] write(Assignment assignment) {
        List<ConsumerProtocolAssignment.TopicPartition> topics = new ArrayList<>();
        byTopic(assignment.partitions())
                .forEach((topic, partitions) -> topics.add(new ConsumerProtocolAssignment.TopicPartition()
                        .topic(topic)
                        .partitions(partitions)));
        return write(
                new ConsumerProtocolAssignment().assignedPartitions(topics).userData(bytes(assignment.userData())),
                ConsumerProtocolAssignment.HIGHEST_VERSION);
    }

    /**
     * Reads what a member is to have; nothing when there are no bytes.
     *
     * @throws MalformedMessageException when it is no assignment
     */
    public static Assignment assignment(byte[] bytes) {
        if (bytes.length == 0) {
            return new Assignment(List.of());
        }
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        ConsumerProtocolAssignment read = ConsumerProtocolAssignment.read(
                in, version(in, ConsumerProtocolAssignment.LOWEST_VERSION, ConsumerProtocolAssignment.HIGHEST_VERSION));
        List<TopicPartition> partitions = new ArrayList<>();
        for (ConsumerProtocolAssignment.TopicPartition topic : read.assignedPartitions()) {
            topic.partitions().forEach(partition -> partitions.add(new TopicPartition(topic.topic(), partition)));
        }
        return new Assignment(partitions, buffer(read.userData()));
    }

    private static byte[] write(Message message, int version) {
        byte[] bytes = new byte[Short.BYTES + message.size(version)];
        ByteBuf out = Unpooled.wrappedBuffer(bytes).clear();
        out.writeShort(version);
        message.write(WireWriter.to(out), version);
        return bytes;
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

    private static Map<String, List<Integer>> byTopic(Collection<TopicPartition> partitions) {
        Map<String, List<Integer>> topics = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            topics.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                    .add(partition.partition());
        }
        return topics;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
