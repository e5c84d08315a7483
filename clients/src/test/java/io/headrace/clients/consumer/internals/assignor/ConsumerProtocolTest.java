package io.headrace.clients.consumer.internals.assignor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.headrace.common.TopicPartition;
import io.headrace.protocol.wire.MalformedMessageException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsumerProtocolTest {

    private static final Subscription FULL = new Subscription(
            List.of("b", "a"),
            ByteBuffer.wrap(new byte[] {7}),
            List.of(new TopicPartition("b", 1), new TopicPartition("a", 2), new TopicPartition("b", 0)),
            5,
            Optional.of("r"));

    @Test
    void olderVersionsLeaveOutWhatTheyHaveNoPlaceFor() {
        assertEquals(
                List.of(true, false, false, false),
                List.of(
                        reread(0).ownedPartitions().isEmpty(),
                        reread(1).ownedPartitions().isEmpty(),
                        reread(2).generationId().isEmpty(),
                        reread(3).rackId().isEmpty()));
        assertEquals(Optional.empty(), reread(1).generationId());
        assertEquals(Optional.empty(), reread(2).rackId());
        for (int version = 0; version <= 3; version++) {
            assertEquals(List.of("a", "b"), reread(version).topics());
            assertEquals(FULL.userData(), reread(version).userData());
        }
    }

    private static Subscription reread(int version) {
        return ConsumerProtocol.subscription(ConsumerProtocol.serialize(FULL, version));
    }

    @Test
    void theSameSubscriptionIsTheSameBytes() {
        Subscription inOtherOrder = new Subscription(
                List.of("a", "b"),
                ByteBuffer.wrap(new byte[] {7}),
                List.of(new TopicPartition("a", 2), new TopicPartition("b", 0), new TopicPartition("b", 1)),
                5,
                Optional.of("r"));
        assertArrayEquals(ConsumerProtocol.serialize(FULL), ConsumerProtocol.serialize(inOtherOrder));
    }

    @Test
    void aLaterVersionIsReadAsFarAsItIsKnown() {
        byte[] known = ConsumerProtocol.serialize(FULL);
        byte[] later = Arrays.copyOf(known, known.length + 9);
        later[1] = 17;
        assertEquals("r", ConsumerProtocol.subscription(later).rackId().orElseThrow());

        byte[] assignment = ConsumerProtocol.serialize(new Assignment(List.of(new TopicPartition("a", 3))));
        byte[] laterAssignment = Arrays.copyOf(assignment, assignment.length + 1);
        laterAssignment[0] = 1;
        assertEquals(
                List.of(new TopicPartition("a", 3)),
                ConsumerProtocol.assignment(laterAssignment).partitions());
    }

    @Test
    void noBytesAreNoPartitions() {
        assertEquals(List.of(), ConsumerProtocol.assignment(new byte[0]).partitions());
    }

    @Test
    void badBytesAreRefused() {
        assertThrows(MalformedMessageException.class, () -> ConsumerProtocol.subscription(new byte[0]));
        assertThrows(MalformedMessageException.class, () -> ConsumerProtocol.subscription(new byte[] {-1, -1, 0, 0}));
        assertThrows(MalformedMessageException.class, () -> ConsumerProtocol.assignment(new byte[] {0}));
        byte[] bytes = ConsumerProtocol.serialize(FULL);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(MalformedMessageException.class, () -> ConsumerProtocol.subscription(cut));
        }
    }

    @Test
    void stickyUserDataOfBothVersionsIsRead() {
        ByteBuffer data = StickyUserData.of(List.of(new TopicPartition("a", 1), new TopicPartition("b", 0)), 4);
        assertEquals(
                Optional.of(new StickyUserData(
                        List.of(new TopicPartition("a", 1), new TopicPartition("b", 0)), Optional.of(4))),
                StickyUserData.read(data.duplicate()));
        ByteBuffer old = data.duplicate();
        old.limit(old.limit() - Integer.BYTES);
        assertEquals(Optional.empty(), StickyUserData.read(old).orElseThrow().generation());
        assertEquals(Optional.empty(), StickyUserData.read(ByteBuffer.wrap(new byte[] {0, 0, 9, 0})));
        assertEquals(Optional.empty(), StickyUserData.read(null));
        assertEquals(Optional.empty(), StickyUserData.readGeneration(ByteBuffer.wrap(new byte[3])));
        assertEquals(Optional.of(8), StickyUserData.readGeneration(StickyUserData.ofGeneration(8)));
    }
}
