package io.headrace.clients.consumer.internals.assignor;

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
import java.util.TreeMap;

/**
 * What members of a group say to each other inside JoinGroup and SyncGroup, the coordinator only passing it on.
 *
 * <pre>
 *   version (int16) | ConsumerProtocolSubscription or ConsumerProtocolAssignment of that version
 * </pre>
 *
 * <p>Later versions only add to the end: a version that is not known is read as the newest that is, and what follows is
 * left unread. Pure.
 */
public final class ConsumerProtocol {

    /** The protocol type of consumer groups in JoinGroup and SyncGroup. */
    public static final String PROTOCOL_TYPE = "consumer";

    private ConsumerProtocol() {}

    /** A subscription as members tell it to the leader, in the newest version. */
    public static byte[] serialize(Subscription subscription) {
        return serialize(subscription, ConsumerProtocolSubscription.HIGHEST_VERSION);
    }

    /**
     * A subscription in a given version; what that version has no place for is left out. The same subscription gives the
     * same bytes, in whatever order its topics and partitions are: a static member's subscription counts as changed when
     * its bytes do, and that costs a rebalance.
     */
    static byte[] serialize(Subscription subscription, int version) {
        ConsumerProtocolSubscription message = new ConsumerProtocolSubscription()
                .topics(subscription.topics().stream().sorted().toList())
                .userData(bytes(subscription.userData()))
                .generationId(subscription.generationId().orElse(-1))
                .rackId(subscription.rackId().orElse(null));
        new TreeMap<>(byTopic(subscription.ownedPartitions()))
                .forEach((topic, partitions) -> message.ownedPartitions()
                        .add(new ConsumerProtocolSubscription.TopicPartition()
                                .topic(topic)
                                .partitions(partitions.stream().sorted().toList())));
        return withVersion(message, version);
    }

    /**
     * Reads a subscription.
     *
     * @throws MalformedMessageException when it is none
     */
    public static Subscription subscription(byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        int version = version(in, ConsumerProtocolSubscription.HIGHEST_VERSION);
        ConsumerProtocolSubscription message = ConsumerProtocolSubscription.read(in, version);
        List<TopicPartition> owned = new ArrayList<>();
        for (ConsumerProtocolSubscription.TopicPartition topic : message.ownedPartitions()) {
            topic.partitions().forEach(partition -> owned.add(new TopicPartition(topic.topic(), partition)));
        }
        return new Subscription(
                message.topics(),
                buffer(message.userData()),
                owned,
                message.generationId(),
                Optional.ofNullable(message.rackId()).filter(rack -> !rack.isEmpty()));
    }

    /** An assignment as the leader tells it to a member, in the newest version. */
    public static byte[] serialize(Assignment assignment) {
        return serialize(assignment, ConsumerProtocolAssignment.HIGHEST_VERSION);
    }

    static byte[] serialize(Assignment assignment, int version) {
        ConsumerProtocolAssignment message = new ConsumerProtocolAssignment().userData(bytes(assignment.userData()));
        byTopic(assignment.partitions())
                .forEach((topic, partitions) -> message.assignedPartitions()
                        .add(new ConsumerProtocolAssignment.TopicPartition()
                                .topic(topic)
                                .partitions(partitions)));
        return withVersion(message, version);
    }

    /**
     * Reads an assignment; no bytes at all, as a coordinator answers a member that the leader does not know, are none.
     *
     * @throws MalformedMessageException when it is none
     */
    public static Assignment assignment(byte[] bytes) {
        if (bytes.length == 0) {
            return new Assignment(List.of());
        }
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        int version = version(in, ConsumerProtocolAssignment.HIGHEST_VERSION);
        ConsumerProtocolAssignment message = ConsumerProtocolAssignment.read(in, version);
        List<TopicPartition> partitions = new ArrayList<>();
        for (ConsumerProtocolAssignment.TopicPartition topic : message.assignedPartitions()) {
            topic.partitions().forEach(partition -> partitions.add(new TopicPartition(topic.topic(), partition)));
        }
        return new Assignment(partitions, buffer(message.userData()));
    }

    private static int version(ByteBuf in, int highest) {
        if (in.readableBytes() < Short.BYTES) {
            throw new MalformedMessageException(
                    "what a member of a group says has " + in.readableBytes() + " bytes, and no version");
        }
        int version = in.readShort();
        if (version < 0) {
            throw new MalformedMessageException("what a member of a group says has version " + version
                    + "; the versions of the consumer protocol start at 0");
        }
        return Math.min(version, highest);
    }

    private static byte[] withVersion(Message message, int version) {
        byte[] bytes = new byte[Short.BYTES + message.size(version)];
        ByteBuf out = Unpooled.wrappedBuffer(bytes).clear();
        out.writeShort(version);
        message.write(WireWriter.to(out), version);
        return bytes;
    }

    private static Map<String, List<Integer>> byTopic(Collection<TopicPartition> partitions) {
        Map<String, List<Integer>> topics = new LinkedHashMap<>();
        partitions.forEach(partition -> topics.computeIfAbsent(partition.topic(), t -> new ArrayList<>())
                .add(partition.partition()));
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
