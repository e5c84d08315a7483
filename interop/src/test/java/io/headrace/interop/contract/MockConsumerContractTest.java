package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.MockConsumer;
import io.headrace.clients.consumer.NoOffsetForPartitionException;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.OffsetOutOfRangeException;
import io.headrace.clients.consumer.SubscriptionPattern;
import io.headrace.common.KafkaException;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.WakeupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What tests of applications rely on in the mock. Needs no broker. */
class MockConsumerContractTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);
    private static final Duration NOW = Duration.ZERO;

    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");

    private static ConsumerRecord<String, String> record(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "k", "v" + offset);
    }

    private void assignFromZero(TopicPartition... partitions) {
        consumer.assign(List.of(partitions));
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        List.of(partitions).forEach(partition -> beginnings.put(partition, 0L));
        consumer.updateBeginningOffsets(beginnings);
    }

    private List<Long> pollOffsets(TopicPartition partition) {
        return consumer.poll(NOW).records(partition).stream()
                .map(ConsumerRecord::offset)
                .toList();
    }

    @Test
    void recordsArePolledOnceFromThePositionOn() {
        assignFromZero(P0, P1);
        for (long offset = 0; offset < 3; offset++) {
            consumer.addRecord(record(P0, offset));
        }
        consumer.addRecord(record(P1, 7));
        ConsumerRecords<String, String> polled = consumer.poll(Duration.ofMillis(3));
        assertEquals(4, polled.count());
        assertEquals(3, polled.nextOffsets().get(P0).offset());
        assertEquals(8, consumer.position(P1));
        assertEquals(Duration.ofMillis(3), consumer.lastPollTimeout());
        assertTrue(consumer.poll(NOW).isEmpty());

        consumer.seek(P0, 10);
        consumer.addRecord(record(P0, 9));
        consumer.addRecord(record(P0, 10));
        assertEquals(List.of(10L), pollOffsets(P0));
        assertThrows(IllegalStateException.class, () -> consumer.addRecord(record(new TopicPartition("u", 0), 0)));
        assertThrows(IllegalStateException.class, () -> consumer.seek(new TopicPartition("u", 0), 0));
        assertThrows(IllegalArgumentException.class, () -> consumer.position(new TopicPartition("u", 0)));
    }

    @Test
    void aPollIsBounded() {
        assignFromZero(P0);
        assertThrows(IllegalArgumentException.class, () -> consumer.setMaxPollRecords(0));
        consumer.setMaxPollRecords(2);
        for (long offset = 0; offset < 5; offset++) {
            consumer.addRecord(record(P0, offset));
        }
        assertEquals(List.of(0L, 1L), pollOffsets(P0));
        assertEquals(2, consumer.position(P0));
        assertEquals(List.of(2L, 3L), pollOffsets(P0));
        assertEquals(List.of(4L), pollOffsets(P0));
    }

    @Test
    void pausedPartitionsKeepTheirRecords() {
        assignFromZero(P0, P1);
        consumer.addRecord(record(P0, 0));
        consumer.addRecord(record(P1, 0));
        consumer.pause(List.of(P0));
        assertEquals(Set.of(P0), consumer.paused());
        assertEquals(Set.of(P1), consumer.poll(NOW).partitions());
        consumer.resume(List.of(P0));
        assertEquals(Set.of(), consumer.paused());
        assertEquals(Set.of(P0), consumer.poll(NOW).partitions());
    }

    @Test
    void positionsComeFromCommitsThenFromTheReset() {
        assignFromZero(P0, P1);
        consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 4L));
        consumer.updateEndOffsets(Map.of(P0, 20L));
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(3, "note")));
        consumer.poll(NOW);
        assertEquals(3, consumer.position(P0));
        assertEquals(4, consumer.position(P1));
        assertEquals("note", consumer.committed(Set.of(P0, P1)).get(P0).metadata());
        assertEquals(Set.of(P0), consumer.committed(Set.of(P0, P1)).keySet());
        assertEquals(OptionalLong.of(17), consumer.currentLag(P0));
        assertEquals(OptionalLong.of(0), consumer.currentLag(P1));

        consumer.seekToEnd(List.of(P0));
        assertEquals(20, consumer.position(P0));
        consumer.seekToBeginning(List.of(P0));
        assertEquals(0, consumer.position(P0));
        assertEquals(Map.of(P0, 20L), consumer.endOffsets(List.of(P0)));
        assertEquals(Map.of(P1, 4L), consumer.beginningOffsets(List.of(P1)));
        assertThrows(IllegalStateException.class, () -> consumer.endOffsets(List.of(P1)));
        assertThrows(UnsupportedOperationException.class, () -> consumer.offsetsForTimes(Map.of(P0, 1L)));
    }

    @Test
    void resetsNeedToKnowWhere() {
        consumer.assign(List.of(P0));
        assertThrows(IllegalStateException.class, () -> consumer.poll(NOW));

        MockConsumer<String, String> none = new MockConsumer<>("none");
        none.assign(List.of(P0));
        assertThrows(NoOffsetForPartitionException.class, () -> none.poll(NOW));

        MockConsumer<String, String> byDuration = new MockConsumer<>("by_duration:PT1H");
        byDuration.assign(List.of(P0));
        assertThrows(IllegalStateException.class, () -> byDuration.poll(NOW));
        byDuration.updateDurationOffsets(Map.of(P0, 5L));
        assertEquals(5, byDuration.position(P0));
    }

    @Test
    void aPositionBeforeTheBeginningIsOutOfRange() {
        assignFromZero(P0);
        consumer.updateBeginningOffsets(Map.of(P0, 10L));
        consumer.seek(P0, 5);
        consumer.addRecord(record(P0, 12));
        assertThrows(OffsetOutOfRangeException.class, () -> consumer.poll(NOW));
    }

    @Test
    void aRebalanceTellsTheListenerAndDropsWhatWasNotPolled() {
        List<String> told = new ArrayList<>();
        consumer.subscribe(List.of("t"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                told.add(
                        "revoked " + partitions + " of " + consumer.assignment().size());
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                told.add("assigned " + partitions + " of "
                        + consumer.assignment().size());
            }
        });
        assertEquals(Set.of("t"), consumer.subscription());
        consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        consumer.rebalance(List.of(P0));
        consumer.addRecord(record(P0, 0));
        consumer.rebalance(List.of(P1));
        assertEquals(List.of("assigned [t-0] of 1", "revoked [t-0] of 1", "assigned [t-1] of 1"), told);
        assertTrue(consumer.poll(NOW).isEmpty());

        consumer.unsubscribe();
        assertEquals(Set.of(), consumer.assignment());
        assertEquals(Set.of(), consumer.subscription());
    }

    @Test
    void waysToSubscribeExcludeEachOther() {
        consumer.subscribe(List.of("t"));
        assertThrows(IllegalStateException.class, () -> consumer.assign(List.of(P0)));
        assertThrows(IllegalStateException.class, () -> consumer.subscribe(Pattern.compile("t")));
        consumer.unsubscribe();
        consumer.assign(List.of(P0));
        assertThrows(IllegalStateException.class, () -> consumer.subscribe(List.of("t")));
        assertThrows(IllegalArgumentException.class, () -> consumer.rebalance(List.of(P1)));
        assertThrows(IllegalStateException.class, () -> consumer.subscribe(new SubscriptionPattern("t.*")));
        consumer.unsubscribe();
        consumer.subscribe(new SubscriptionPattern("t.*"));
        consumer.rebalance(List.of(P1));
        assertEquals(Set.of(P1), consumer.assignment());
        assertThrows(IllegalArgumentException.class, () -> consumer.subscribe(new SubscriptionPattern("")));
        assertThrows(IllegalArgumentException.class, () -> consumer.subscribe(List.of("t"), null));
    }

    @Test
    void aPatternGetsTheTopicsThatMatch() {
        consumer.updatePartitions(
                "t", List.of(new PartitionInfo("t", 0, null, null, null), new PartitionInfo("t", 1, null, null, null)));
        consumer.updatePartitions("u", List.of(new PartitionInfo("u", 0, null, null, null)));
        consumer.subscribe(Pattern.compile("t.*"));
        assertEquals(Set.of("t"), consumer.subscription());
        assertEquals(Set.of(P0, P1), consumer.assignment());
        assertEquals(2, consumer.partitionsFor("t").size());
        assertEquals(List.of(), consumer.partitionsFor("v"));
        assertEquals(Set.of("t", "u"), consumer.listTopics().keySet());
    }

    @Test
    void tasksRunInThePollThatTheyAreFor() {
        assignFromZero(P0);
        consumer.scheduleNopPollTask();
        consumer.schedulePollTask(() -> consumer.addRecord(record(P0, 0)));
        consumer.schedulePollTask(consumer::wakeup);
        assertTrue(consumer.poll(NOW).isEmpty());
        assertEquals(1, consumer.poll(NOW).count());
        assertThrows(WakeupException.class, () -> consumer.poll(NOW));
        assertTrue(consumer.poll(NOW).isEmpty());
    }

    @Test
    void exceptionsAreThrownOnce() {
        assignFromZero(P0);
        KafkaException failure = new KafkaException("asked for");
        consumer.setPollException(failure);
        assertSame(failure, assertThrows(KafkaException.class, () -> consumer.poll(NOW)));
        assertTrue(consumer.poll(NOW).isEmpty());
        consumer.setOffsetsException(failure);
        assertSame(failure, assertThrows(KafkaException.class, () -> consumer.beginningOffsets(List.of(P0))));
        assertEquals(Map.of(P0, 0L), consumer.beginningOffsets(List.of(P0)));
    }

    @Test
    void commitsAreDoneAtOnce() {
        assignFromZero(P0);
        consumer.addRecord(record(P0, 0));
        consumer.poll(NOW);
        List<Object> called = new ArrayList<>();
        consumer.commitAsync((offsets, failure) -> called.add(offsets.get(P0).offset() + " " + failure));
        assertEquals(List.of("1 null"), called);
        assertEquals(1, consumer.committed(Set.of(P0)).get(P0).offset());
        assertEquals("dummy.group.id", consumer.groupMetadata().groupId());
        assertFalse(consumer.shouldRebalance());
        consumer.enforceRebalance("why");
        assertTrue(consumer.shouldRebalance());
        consumer.resetShouldRebalance();
        assertFalse(consumer.shouldRebalance());
    }

    @Test
    void theInstanceIdIsWhatWasSet() {
        assertThrows(UnsupportedOperationException.class, () -> consumer.clientInstanceId(NOW));
        Uuid id = new Uuid(1, 2);
        consumer.setClientInstanceId(id);
        consumer.injectTimeoutException(1);
        assertThrows(TimeoutException.class, () -> consumer.clientInstanceId(NOW));
        assertEquals(id, consumer.clientInstanceId(NOW));
        consumer.disableTelemetry();
        assertThrows(IllegalStateException.class, () -> consumer.clientInstanceId(NOW));
    }

    @Test
    void aClosedConsumerIsOfNoUse() {
        consumer.close(CloseOptions.timeout(NOW));
        assertTrue(consumer.closed());
        assertThrows(IllegalStateException.class, () -> consumer.poll(NOW));
        assertThrows(IllegalStateException.class, () -> consumer.assign(List.of(P0)));
        assertThrows(IllegalStateException.class, () -> consumer.commitSync(Map.of()));
        consumer.close();
    }
}
