package io.headrace.clients.producer.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.header.Header;
import io.headrace.record.BatchBuilder;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Given a partition in some state, which batch may go next, and when. */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is delivered here.
class PartitionLaneTest {

    private static final long LINGER_NS = 1_000_000;
    private static final int BATCH_BYTES = 1_000;

    private final List<Long> announced = new ArrayList<>();
    private final BufferMemory memory = new BufferMemory(1_000_000, () -> {});
    private final List<ProducerBatch> made = new ArrayList<>();
    private final PartitionBuffer buffer =
            new PartitionBuffer("t", 0, BATCH_BYTES, LINGER_NS, memory::isShort, (b, dueNs) -> announced.add(dueNs));

    @AfterEach
    void release() {
        made.forEach(ProducerBatch::release);
    }

    private ProducerBatch fresh(long createdNs) {
        memory.reserve(BATCH_BYTES, 0);
        ProducerBatch batch = new ProducerBatch(
                new BatchBuilder(
                        UnpooledByteBufAllocator.DEFAULT,
                        TestSettings.idempotent().codec(),
                        BATCH_BYTES),
                new Delivery(new TopicPartition("t", 0), new Interceptors<>(List.of()), () -> false, 1),
                createdNs,
                BATCH_BYTES,
                memory);
        made.add(batch);
        return batch;
    }

    /** Puts a batch of one record behind all others. */
    private ProducerBatch buffer(long createdNs) {
        ProducerBatch batch = fresh(createdNs);
        byte[] value = new byte[900];
        buffer.appendTo(batch, 940, 0, null, value, new Header[0], null, null);
        return batch;
    }

    private PartitionLane lane(ProducerSettings settings) {
        PartitionLane lane = new PartitionLane(buffer, settings, 0);
        lane.sequences().start(1, (short) 0);
        return lane;
    }

    private static ProducerBatch send(PartitionLane lane, long nowNs) {
        ProducerBatch batch = lane.next(nowNs);
        assertNotNull(batch);
        batch.stamp(1, lane.sequences().epoch(), lane.sequences().take(1));
        return batch;
    }

    private static void acknowledge(PartitionLane lane, ProducerBatch batch) {
        lane.landed(batch);
        lane.sequences().acknowledged(1, batch.epoch(), batch.sequence(), 1);
    }

    @Test
    void aLoneRecordWaitsForItsLingerTimeAndIsAnnouncedOnce() {
        PartitionLane lane = lane(TestSettings.idempotent());
        ProducerBatch batch = fresh(100);
        buffer.appendTo(batch, 100, 0, null, new byte[10], new Header[0], null, null);
        assertNotNull(buffer.append(100, 0, null, new byte[10], new Header[0], null, null));
        assertEquals(List.of(100 + LINGER_NS), announced);
        assertEquals(100 + LINGER_NS, lane.dueNs(200));
        assertNull(lane.next(200));
        assertEquals(PartitionLane.READY, lane.dueNs(100 + LINGER_NS));
        assertSame(batch, lane.next(100 + LINGER_NS));
        assertEquals(PartitionLane.NEVER, lane.dueNs(100 + LINGER_NS));
    }

    @Test
    void aFlushEndsTheWaitOfWhatIsThereButNotOfWhatComesLater() {
        PartitionLane lane = lane(TestSettings.idempotent());
        buffer(100);
        lane.flush(100);
        assertEquals(PartitionLane.READY, lane.dueNs(150));
        send(lane, 150);
        buffer(200);
        acknowledge(lane, made.get(0));
        assertEquals(200 + LINGER_NS, lane.dueNs(250));
    }

    @Test
    void aFullBatchIsAnnouncedAtOnce() {
        PartitionLane lane = lane(TestSettings.idempotent());
        buffer(100);
        buffer(100);
        assertEquals(List.of(100 + LINGER_NS, PartitionBuffer.READY), announced);
        assertEquals(PartitionLane.READY, lane.dueNs(100));
    }

    @Test
    void theFirstBatchUnderAnEpochGoesAlone() {
        PartitionLane lane = lane(TestSettings.idempotent());
        buffer(0);
        buffer(0);
        buffer(0);
        ProducerBatch first = send(lane, 0);
        assertEquals(PartitionLane.NEVER, lane.dueNs(0));
        assertNull(lane.next(0));
        acknowledge(lane, first);
        assertEquals(PartitionLane.READY, lane.dueNs(0));
        send(lane, 0);
    }

    @Test
    void whatFailedIsSentAgainBeforeEverythingNewAndOneByOne() {
        PartitionLane lane = lane(TestSettings.idempotent());
        buffer(0);
        acknowledge(lane, send(lane, LINGER_NS));
        ProducerBatch second = buffer(0);
        ProducerBatch third = buffer(0);
        buffer(0);
        send(lane, LINGER_NS);
        send(lane, LINGER_NS);
        // They fail in the wrong order.
        lane.landed(third);
        lane.resend(third);
        assertEquals(PartitionLane.NEVER, lane.dueNs(LINGER_NS), "an older one is in flight");
        lane.landed(second);
        lane.resend(second);
        assertSame(second, lane.next(LINGER_NS));
        assertNull(lane.next(LINGER_NS));
        acknowledge(lane, second);
        assertSame(third, lane.next(LINGER_NS));
        assertNotNull(lane.next(LINGER_NS), "what is new may follow the last that is sent again");
    }

    @Test
    void aBackoffHoldsEverythingBack() {
        PartitionLane lane = lane(TestSettings.idempotent());
        ProducerBatch batch = buffer(0);
        send(lane, LINGER_NS);
        lane.landed(batch);
        lane.resend(batch);
        lane.blockUntil(5 * LINGER_NS);
        assertEquals(5 * LINGER_NS, lane.dueNs(LINGER_NS));
        assertNull(lane.next(LINGER_NS));
        lane.unblock();
        assertSame(batch, lane.next(LINGER_NS));
    }

    @Test
    void withOneInFlightOrderNeedsNoSequences() {
        PartitionLane lane = new PartitionLane(buffer, TestSettings.plain(1), 0);
        buffer(0);
        buffer(0);
        ProducerBatch first = lane.next(LINGER_NS);
        assertNull(lane.next(LINGER_NS));
        lane.landed(first);
        assertNotNull(lane.next(LINGER_NS));
        PartitionLane other = new PartitionLane(buffer, TestSettings.plain(2), 0);
        buffer(0);
        buffer(0);
        assertNotNull(other.next(LINGER_NS));
        assertNotNull(other.next(LINGER_NS));
    }

    @Test
    void lostSequencesLeadToANewEpochOnceNothingIsInFlight() {
        PartitionLane lane = lane(TestSettings.idempotent());
        buffer(0);
        acknowledge(lane, send(lane, LINGER_NS));
        ProducerBatch lost = buffer(0);
        ProducerBatch follows = buffer(0);
        send(lane, LINGER_NS);
        send(lane, LINGER_NS);
        lane.landed(lost);
        lose(lane, lost);
        assertTrue(lane.restartIfDue());
        assertEquals(0, lane.sequences().epoch(), "one is still in flight");
        assertEquals(PartitionLane.NEVER, lane.dueNs(LINGER_NS));
        lane.landed(follows);
        lane.resend(follows);
        assertTrue(lane.restartIfDue());
        assertEquals(1, lane.sequences().epoch());
        assertSame(follows, lane.next(LINGER_NS));
        assertFalse(follows.isStamped());
    }

    @Test
    void behindAnotherTopicIdIsAnotherLog() {
        PartitionLane lane = lane(TestSettings.idempotent());
        lane.topicId(new Uuid(1, 1));
        buffer(0);
        acknowledge(lane, send(lane, LINGER_NS));
        ProducerBatch again = buffer(0);
        send(lane, LINGER_NS);
        lane.landed(again);
        again.mayBeInLog(true);
        lane.resend(again);
        lane.topicId(new Uuid(1, 1));
        assertFalse(lane.sequences().mustRestart());
        lane.topicId(new Uuid(2, 2));
        assertTrue(lane.restartIfDue());
        assertEquals(1, lane.sequences().epoch());
        assertSame(again, lane.next(LINGER_NS));
        assertFalse(again.isStamped());
    }

    @Test
    void whatIsAbandonedIsTakenOnceAndSealersEndTheirOwn() {
        ProducerBatch sealing = buffer(0);
        ProducerBatch open = buffer(0);
        sealing.delegateSealing();
        assertEquals(List.of(open), buffer.abandon());
        sealing.seal();
        assertFalse(buffer.sealed(sealing), "it is the sealing thread's");
        assertThrows(IllegalStateException.class, () -> buffer(0));
        assertEquals(List.of(), buffer.abandon());
    }

    @Test
    void aLaneWhoseLeaderLeavesAndComesBackIsEnlistedOnce() {
        PartitionLane lane = lane(TestSettings.idempotent());
        BrokerSink one = new BrokerSink(1, null, TestSettings.idempotent());
        BrokerSink two = new BrokerSink(2, null, TestSettings.idempotent());
        lane.sink(one);
        one.enlist(lane);
        lane.sink(two);
        two.enlist(lane);
        lane.sink(one);
        one.enlist(lane);
        assertEquals("BrokerSink(1, 1 ready, 0 in flight)", one.toString());
        assertEquals("BrokerSink(2, 0 ready, 0 in flight)", two.toString());
    }

    @Test
    void aBrokerThatTakesNothingIsUnavailableAfterAWhile() {
        PartitionLane lane = lane(TestSettings.idempotent());
        BrokerSink sink = new BrokerSink(1, null, TestSettings.idempotent());
        lane.sink(sink);
        sink.noteProgress(false, 100);
        assertFalse(sink.isUnavailableFor(10, 1_000), "nothing waits");
        sink.enlist(lane);
        sink.noteProgress(false, 100);
        sink.noteProgress(false, 150);
        assertFalse(sink.isUnavailableFor(100, 200));
        assertTrue(sink.isUnavailableFor(100, 201));
        sink.noteProgress(true, 300);
        assertFalse(sink.isUnavailableFor(100, 400));
    }

    private static void lose(PartitionLane lane, ProducerBatch batch) {
        lane.sequences().lost(batch.producerId(), batch.epoch(), batch.sequence(), 1);
    }

    @Test
    void whatMayBeInTheLogKeepsItsSequenceAfterALossAndGoesAlone() {
        PartitionLane lane = lane(TestSettings.idempotent());
        buffer(0);
        acknowledge(lane, send(lane, LINGER_NS));
        ProducerBatch lost = buffer(0);
        ProducerBatch perhaps = buffer(0);
        ProducerBatch last = buffer(0);
        for (int i = 0; i < 3; i++) {
            send(lane, LINGER_NS);
        }
        for (ProducerBatch batch : List.of(last, perhaps, lost)) {
            lane.landed(batch);
            batch.mayBeInLog(true);
        }
        lane.resend(perhaps);
        lane.resend(last);
        lose(lane, lost);
        assertTrue(lane.restartIfDue());
        assertSame(perhaps, lane.next(LINGER_NS));
        assertEquals(2, perhaps.sequence());
        assertEquals(0, lane.sequences().epoch());
        assertNull(lane.next(LINGER_NS), "nothing follows before it is known");

        // The broker knows it: the one before was taken in, too, and there is no gap.
        acknowledge(lane, perhaps);
        assertFalse(lane.sequences().hasGap());
        assertTrue(lane.restartIfDue());
        assertSame(last, lane.next(LINGER_NS));
        assertEquals(3, last.sequence());
    }

    @Test
    void whatIsRefusedForAGapIsSentUnderANewEpoch() {
        PartitionLane lane = lane(TestSettings.idempotent());
        buffer(0);
        acknowledge(lane, send(lane, LINGER_NS));
        ProducerBatch lost = buffer(0);
        ProducerBatch perhaps = buffer(0);
        send(lane, LINGER_NS);
        send(lane, LINGER_NS);
        lane.landed(perhaps);
        lane.landed(lost);
        perhaps.mayBeInLog(true);
        lane.resend(perhaps);
        lose(lane, lost);
        assertTrue(lane.restartIfDue());
        assertSame(perhaps, lane.next(LINGER_NS));
        lane.landed(perhaps);
        assertFalse(lane.isNext(perhaps), "a batch before it was given up");
        perhaps.mayBeInLog(false);
        lane.resend(perhaps);
        assertTrue(lane.restartIfDue());
        assertEquals(1, lane.sequences().epoch());
        assertFalse(perhaps.isStamped());
        assertSame(perhaps, lane.next(LINGER_NS));
    }

    @Test
    void aBatchIsNextWhenNothingBeforeItIsLeft() {
        PartitionLane lane = lane(TestSettings.idempotent());
        buffer(0);
        acknowledge(lane, send(lane, LINGER_NS));
        ProducerBatch first = buffer(0);
        ProducerBatch second = buffer(0);
        send(lane, LINGER_NS);
        send(lane, LINGER_NS);
        lane.landed(second);
        assertFalse(lane.isNext(second), "the first is in flight");
        lane.landed(first);
        lane.resend(first);
        assertFalse(lane.isNext(second), "the first has to be sent again");
        assertTrue(lane.isNext(first));
    }

    @Test
    void theOldestRecordDecidesWhenSomethingExpires() {
        PartitionLane lane = lane(TestSettings.idempotent());
        assertEquals(PartitionLane.NEVER, lane.oldestNs());
        ProducerBatch first = buffer(10);
        buffer(20);
        assertEquals(10, lane.oldestNs());
        send(lane, LINGER_NS + 10);
        assertEquals(10, lane.oldestNs());
        lane.landed(first);
        assertEquals(20, lane.oldestNs());
        assertNull(lane.takeOlderThan(20));
        assertNotNull(lane.takeOlderThan(21));
        assertEquals(PartitionLane.NEVER, lane.oldestNs());
    }

    private static void decide(PartitionLane lane, ProducerBatch batch) {
        batch.delivery().acknowledged(0, -1);
        lane.decided(batch);
    }

    @Test
    void outcomesAreToldInTheOrderOfTheRecords() {
        PartitionLane lane = lane(TestSettings.idempotent());
        buffer(0);
        acknowledge(lane, send(lane, LINGER_NS));
        decide(lane, made.get(0));
        assertSame(made.get(0), lane.nextToTell());
        lane.told();
        ProducerBatch second = buffer(0);
        ProducerBatch third = buffer(0);
        ProducerBatch fourth = buffer(0);
        ProducerBatch fifth = buffer(0);
        for (int i = 0; i < 4; i++) {
            send(lane, LINGER_NS);
        }
        lane.landed(third);
        lane.resend(third);
        acknowledge(lane, fifth);
        decide(lane, fifth);
        assertNull(lane.nextToTell(), "the second is in flight");
        // Expired, and its answer is still to come.
        decide(lane, second);
        assertSame(second, lane.nextToTell());
        assertNull(lane.nextToTell(), "one at a time");
        lane.told();
        acknowledge(lane, fourth);
        decide(lane, fourth);
        assertNull(lane.nextToTell(), "the third is to be sent again");
        lane.landed(second);
        assertSame(third, lane.next(LINGER_NS));
        lane.landed(third);
        decide(lane, third);
        for (ProducerBatch next : List.of(third, fourth, fifth)) {
            assertSame(next, lane.nextToTell());
            lane.told();
        }
        assertNull(lane.nextToTell());
    }

    /** A broker knows a batch that is sent again by its last five, so no more than four may follow one without an answer. */
    @Test
    void nothingNewGetsSoFarAheadThatAnOlderBatchIsForgotten() {
        PartitionLane lane = lane(TestSettings.idempotent());
        buffer(0);
        acknowledge(lane, send(lane, LINGER_NS));
        ProducerBatch unanswered = buffer(0);
        send(lane, LINGER_NS);
        for (int i = 0; i < 4; i++) {
            buffer(0);
            acknowledge(lane, send(lane, LINGER_NS));
        }
        buffer(0);
        assertEquals(PartitionLane.NEVER, lane.dueNs(LINGER_NS));
        assertNull(lane.next(LINGER_NS));
        acknowledge(lane, unanswered);
        assertEquals(PartitionLane.READY, lane.dueNs(LINGER_NS));
        send(lane, LINGER_NS);
    }

    @Test
    void whatExpiresBeforeItWasSentHasItsPlaceToo() {
        PartitionLane lane = lane(TestSettings.idempotent());
        buffer(0);
        acknowledge(lane, send(lane, LINGER_NS));
        ProducerBatch second = buffer(0);
        ProducerBatch third = buffer(0);
        send(lane, LINGER_NS);
        assertSame(third, lane.takeOlderThan(1));
        decide(lane, third);
        assertNull(lane.nextToTell());
        lane.landed(second);
        decide(lane, second);
        assertSame(second, lane.nextToTell());
        lane.told();
        assertSame(third, lane.nextToTell());
    }
}
