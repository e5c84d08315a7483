package io.headrace.clients.consumer.internals.assignor;

import io.headrace.common.TopicPartition;
import io.headrace.protocol.wire.MalformedMessageException;
import io.headrace.protocol.wire.WireReader;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a member with a sticky assignor tells the leader of what it had.
 *
 * <pre>
 *   sticky:              topics (int32 count): name (int16 length, UTF-8) | partitions (int32 count, int32 each)
 *                        generation (int32)                                                   [not in version 0]
 *   cooperative-sticky:  generation (int32)
 * </pre>
 *
 * <p>Pure.
 *
 * @param generation empty from members too old to tell
 */
public record StickyUserData(List<TopicPartition> partitions, Optional<Integer> generation) {

    private static final Logger log = LoggerFactory.getLogger(StickyUserData.class);

    private static final int LEAST_TOPIC_BYTES = Short.BYTES + Integer.BYTES;

    /** The bytes for partitions and generation. */
    public static ByteBuffer of(List<TopicPartition> partitions, int generation) {
        Map<String, List<Integer>> topics = new TreeMap<>();
        partitions.forEach(partition -> topics.computeIfAbsent(partition.topic(), t -> new ArrayList<>())
                .add(partition.partition()));
        ByteBuf bytes = Unpooled.buffer();
        WireWriter out = WireWriter.to(bytes);
        out.writeInt32(topics.size());
        topics.forEach((topic, numbers) -> {
            out.writeString(topic, false);
            out.writeInt32s(numbers, false);
        });
        out.writeInt32(generation);
        return bytes.nioBuffer();
    }

    /**
     * Reads partitions and generation; nothing when there are no bytes, or such as no member of this assignor sends: then
     * the member is treated like one that had nothing.
     */
    public static Optional<StickyUserData> read(ByteBuffer bytes) {
        if (bytes == null || !bytes.hasRemaining()) {
            return Optional.empty();
        }
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            int topics = WireReader.readArrayCount(in, false, LEAST_TOPIC_BYTES, "previous_assignment");
            for (int i = 0; i < topics; i++) {
                String topic = WireReader.readString(in, false, "topic");
                List<Integer> numbers =
                        WireReader.nonNull(WireReader.readNullableInt32s(in, false, "partitions"), "partitions");
                numbers.forEach(number -> partitions.add(new TopicPartition(topic, number)));
            }
            return Optional.of(new StickyUserData(partitions, generation(in)));
        } catch (MalformedMessageException e) {
            log.info("a member's user data is not that of the sticky assignor: it counts as having had nothing", e);
            return Optional.empty();
        }
    }

    private static Optional<Integer> generation(ByteBuf in) {
        return in.readableBytes() < Integer.BYTES ? Optional.empty() : Optional.of(in.readInt());
    }

    /** The bytes for a generation alone. */
    public static ByteBuffer ofGeneration(int generation) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(generation).flip();
    }

    /** Reads a generation alone; none when there is not even that. */
    public static Optional<Integer> readGeneration(ByteBuffer bytes) {
        return bytes == null || bytes.remaining() < Integer.BYTES
                ? Optional.empty()
                : Optional.of(bytes.getInt(bytes.position()));
    }
}
