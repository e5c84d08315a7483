package io.headrace.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.producer.MockProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import io.headrace.common.header.internals.RecordHeaders;
import io.headrace.common.record.TimestampType;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.testsupport.Await;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConsumerLoopTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);

    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final Map<TopicPartition, OffsetAndMetadata> committed = new ConcurrentHashMap<>();

    /** Its group's commits stay when it is closed. */
    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            committed.putAll(offsets);
            super.commitAsync(offsets, callback);
        }
    };

    @AfterEach
    void stopThreads() throws InterruptedException {
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
    }

    private ConsumerLoop.Builder<String, String> builder() {
        return ConsumerLoop.builder(consumer)
                .subscribe(List.of("t"))
                .pollTimeout(Duration.ofMillis(1))
                .commitInterval(Duration.ZERO);
    }

    private static ConsumerRecord<String, String> record(TopicPartition partition, long offset, String key) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, key, "v" + offset);
    }

    private void assign(TopicPartition... partitions) {
        consumer.schedulePollTask(() -> {
            Map<TopicPartition, Long> beginnings = new HashMap<>();
            List.of(partitions).forEach(partition -> beginnings.put(partition, 0L));
            consumer.updateBeginningOffsets(beginnings);
            consumer.rebalance(List.of(partitions));
        });
    }

    private void feed(TopicPartition partition, int count, String... keys) {
        consumer.schedulePollTask(() -> {
            for (int offset = 0; offset < count; offset++) {
                consumer.addRecord(record(partition, offset, keys.length == 0 ? null : keys[offset % keys.length]));
            }
        });
    }

    private long committed(TopicPartition partition) {
        OffsetAndMetadata offset = committed.get(partition);
        return offset == null ? -1 : offset.offset();
    }

    /** Runs it in a thread of its own, as long as the test works with it. */
    private AtomicReference<Throwable> start(ConsumerLoop<String, String> loop) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                loop.run();
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return failure;
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void withoutAnExecutorRecordsAreHandledInThePollingThread() {
        assign(P0, P1);
        feed(P0, 10);
        feed(P1, 5);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger handled = new AtomicInteger();
        AtomicReference<Runnable> stop = new AtomicReference<>();
        ConsumerLoop<String, String> loop = builder()
                .eachRecord(record -> {
                    threads.add(Thread.currentThread());
                    if (handled.incrementAndGet() == 15) {
                        stop.get().run();
                    }
                })
                .build();
        stop.set(loop::stop);
        loop.run();
        assertEquals(Set.of(Thread.currentThread()), threads);
        assertEquals(10, committed(P0));
        assertEquals(5, committed(P1));
        assertTrue(consumer.closed());
        assertThrows(IllegalStateException.class, loop::run);
    }

    @Test
    void recordsOfAKeyKeepTheirOrderAndOthersOvertake() throws InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        assign(P0);
        feed(P0, 400, "a", "b", "c", "d", "e", "f", "g");
        Map<String, List<Long>> byKey = new ConcurrentHashMap<>();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger handled = new AtomicInteger();
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .eachRecord(record -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    byKey.computeIfAbsent(record.key(), key -> Collections.synchronizedList(new ArrayList<>()))
                            .add(record.offset());
                    sleep(random.nextInt(2));
                    running.decrementAndGet();
                    handled.incrementAndGet();
                })
                .build();
        AtomicReference<Throwable> failure = start(loop);
        Await.until("all are handled and committed", () -> committed(P0) == 400);
        loop.close();
        assertEquals(null, failure.get());
        assertEquals(400, handled.get());
        assertTrue(most.get() > 1, "never two at a time, seed " + seed);
        byKey.forEach((key, offsets) -> {
            List<Long> sorted = new ArrayList<>(offsets);
            Collections.sort(sorted);
            assertEquals(sorted, offsets, "key " + key + ", seed " + seed);
        });
    }

    @Test
    void onlyWhatIsDoneIsCommitted() {
        assign(P0);
        feed(P0, 10, "slow", "quick", "quick");
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .eachRecord(record -> {
                    if (record.offset() == 3) {
                        release.await();
                    }
                    handled.incrementAndGet();
                })
                .build();
        start(loop);
        // 3, 6 and 9 have the key of the one that hangs.
        Await.until("what can be done is done", () -> handled.get() == 7);
        Await.until("0 to 2 are committed", () -> committed(P0) == 3);
        release.countDown();
        Await.until("all are committed", () -> committed(P0) == 10);
        loop.close();
    }

    @Test
    void readingPausesWhileTooMuchIsInFlight() {
        consumer.setMaxPollRecords(10);
        assign(P0);
        feed(P0, 200, "a", "b", "c", "d");
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .maxInFlight(20)
                .eachRecord(record -> {
                    release.await();
                    handled.incrementAndGet();
                })
                .build();
        start(loop);
        Await.until("reading is paused", () -> consumer.paused().equals(Set.of(P0)));
        assertEquals(20, consumer.position(P0));
        assertEquals(0, handled.get());
        release.countDown();
        Await.until("all are handled", () -> committed(P0) == 200);
        assertEquals(Set.of(), consumer.paused());
        loop.close();
    }

    @Test
    void whatFailsIsTriedAgainWhileOthersGoOn() {
        assign(P0);
        feed(P0, 6, "bad", "good");
        Map<Long, AtomicInteger> attempts = new ConcurrentHashMap<>();
        List<Long> order = Collections.synchronizedList(new ArrayList<>());
        ConsumerLoop<String, String> loop = builder()
                .eachRecord(record -> {
                    int attempt = attempts.computeIfAbsent(record.offset(), o -> new AtomicInteger())
                            .incrementAndGet();
                    if (record.offset() == 0 && attempt < 3) {
                        throw new IllegalStateException("attempt " + attempt);
                    }
                    order.add(record.offset());
                })
                .retry(5, Duration.ofMillis(5), Duration.ofMillis(20))
                .build();
        start(loop);
        Await.until("all are committed", () -> committed(P0) == 6);
        loop.close();
        assertEquals(List.of(1L, 3L, 5L, 0L, 2L, 4L), order);
        assertEquals(3, attempts.get(0L).get());
        assertEquals(1, attempts.get(2L).get());
    }

    @Test
    void withoutDeadLettersARecordThatCannotBeHandledEndsTheLoop() {
        assign(P0);
        feed(P0, 10);
        IllegalStateException cause = new IllegalStateException("no");
        ConsumerLoop<String, String> loop = builder()
                .eachRecordInOrder(record -> {
                    if (record.offset() == 4) {
                        throw cause;
                    }
                })
                .retry(2, Duration.ZERO, Duration.ZERO)
                .build();
        KafkaException thrown = assertThrows(KafkaException.class, loop::run);
        assertEquals(
                "Handling offset 4 of partition t-0 failed 2 times, and there is no place for dead letters",
                thrown.getMessage());
        assertSame(cause, thrown.getCause());
        assertEquals(4, committed(P0));
        assertTrue(consumer.closed());
    }

    @Test
    void anErrorEndsTheLoopAtOnce() {
        assign(P0);
        feed(P0, 3);
        ConsumerLoop<String, String> loop = builder()
                .eachRecordInOrder(record -> {
                    throw new StackOverflowError("deep");
                })
                .retry(5, Duration.ZERO, Duration.ZERO)
                .build();
        assertThrows(StackOverflowError.class, loop::run);
        assertEquals(0, committed(P0));
    }

    @Test
    void deadLettersSayWhereTheyComeFrom() {
        assign(P0);
        feed(P0, 3, "k");
        MockProducer<String, String> producer =
                new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
        ConsumerLoop<String, String> loop = builder()
                .eachRecord(record -> {
                    if (record.offset() == 1) {
                        throw new IllegalStateException("no");
                    }
                })
                .retry(2, Duration.ZERO, Duration.ZERO)
                .deadLetters(DeadLetters.toTopic("dead", producer))
                .build();
        start(loop);
        Await.until("all are committed", () -> committed(P0) == 3);
        loop.close();
        ProducerRecord<String, String> letter = producer.history().get(0);
        assertEquals(1, producer.history().size());
        assertEquals("dead", letter.topic());
        assertEquals("k", letter.key());
        assertEquals("v1", letter.value());
        assertEquals("t", header(letter, DeadLetters.TOPIC_HEADER));
        assertEquals("0", header(letter, DeadLetters.PARTITION_HEADER));
        assertEquals("1", header(letter, DeadLetters.OFFSET_HEADER));
        assertEquals("2", header(letter, DeadLetters.ATTEMPTS_HEADER));
        assertEquals("java.lang.IllegalStateException", header(letter, DeadLetters.ERROR_CLASS_HEADER));
        assertEquals("no", header(letter, DeadLetters.ERROR_MESSAGE_HEADER));
    }

    private static String header(ProducerRecord<?, ?> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** A record is not done before its dead letter is safe. */
    @Test
    void aDeadLetterThatDoesNotArriveEndsTheLoop() {
        assign(P0);
        feed(P0, 2, "a", "b");
        MockProducer<String, String> producer =
                new MockProducer<>(false, null, new StringSerializer(), new StringSerializer());
        ConsumerLoop<String, String> loop = builder()
                .eachRecord(record -> {
                    if (record.offset() == 0) {
                        throw new IllegalStateException("no");
                    }
                })
                .deadLetters(DeadLetters.toTopic("dead", producer))
                .build();
        AtomicReference<Throwable> failure = start(loop);
        Await.until("it is sent", () -> producer.history().size() == 1);
        assertTrue(committed(P0) <= 0);
        producer.errorNext(new KafkaException("broken"));
        Await.until("the loop ends", () -> failure.get() != null);
        assertEquals(
                "A dead letter for offset 0 of partition t-0 could not be delivered",
                failure.get().getMessage());
        assertEquals(0, committed(P0));
    }

    @Test
    void whatCannotBeDeserializedBecomesADeadLetterInItsBytes() {
        assign(P0);
        RecordDeserializationException broken = new RecordDeserializationException(
                DeserializationExceptionOrigin.VALUE,
                P0,
                0,
                5,
                TimestampType.CREATE_TIME,
                null,
                ByteBuffer.wrap(new byte[] {1, 2}),
                new RecordHeaders(),
                "broken",
                new IllegalArgumentException("two bytes"));
        consumer.schedulePollTask(() -> consumer.setPollException(broken));
        consumer.schedulePollTask(() -> consumer.addRecord(record(P0, 1, "k")));
        MockProducer<byte[], byte[]> bytes =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        ConsumerLoop<String, String> loop = builder()
                .eachRecord(record -> {})
                .deadLetters(DeadLetters.toTopic("dead", new MockProducer<>(), bytes))
                .build();
        start(loop);
        Await.until("both are committed", () -> committed(P0) == 2);
        loop.close();
        assertEquals("0", header(bytes.history().get(0), DeadLetters.ATTEMPTS_HEADER));
        assertEquals(2, bytes.history().get(0).value().length);
    }

    @Test
    void whatCannotBeDeserializedEndsALoopThatTakesNone() {
        assign(P0);
        RecordDeserializationException broken = new RecordDeserializationException(
                DeserializationExceptionOrigin.KEY,
                P0,
                0,
                5,
                TimestampType.CREATE_TIME,
                null,
                null,
                new RecordHeaders(),
                "broken",
                null);
        consumer.schedulePollTask(() -> consumer.setPollException(broken));
        ConsumerLoop<String, String> loop = builder().eachRecord(record -> {}).build();
        assertSame(broken, assertThrows(RecordDeserializationException.class, loop::run));
    }

    /** What runs may end and is committed; what waits is left to the next owner. */
    @Test
    void revokedPartitionsAreLeftWithWhatIsDoneCommitted() {
        assign(P0, P1);
        feed(P0, 4, "k");
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Long> handled = Collections.synchronizedList(new ArrayList<>());
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .eachRecord(record -> {
                    began.countDown();
                    if (record.offset() == 1) {
                        release.await();
                    }
                    handled.add(record.offset());
                })
                .build();
        start(loop);
        Await.until("the first is committed", () -> committed(P0) == 1);
        consumer.schedulePollTask(() -> {
            executor.execute(release::countDown);
            consumer.rebalance(List.of(P1));
        });
        Await.until("the partition is gone", () -> consumer.assignment().equals(Set.of(P1)));
        // The second one was begun; whether others were depends on which thread was quicker.
        assertTrue(handled.size() >= 2);
        assertEquals(handled.size(), committed(P0));
        loop.close();
    }

    /** What lies before records that are done is done too, so that these can be committed. */
    @Test
    void aCleanStopLeavesNothingToBeDoneTwice() {
        assign(P0);
        feed(P0, 300, "a", "b", "c", "d", "e", "f", "g", "h", "i");
        List<Long> handled = Collections.synchronizedList(new ArrayList<>());
        Random random = new Random();
        ConsumerLoop<String, String> loop = builder()
                .commitInterval(Duration.ofHours(1))
                .executor(executor)
                .eachRecord(record -> {
                    sleep(random.nextInt(4));
                    handled.add(record.offset());
                })
                .build();
        start(loop);
        Await.until("some are handled", () -> handled.size() > 50);
        loop.close();
        assertTrue(handled.size() < 300, "all were handled before the stop");
        assertEquals(handled.size(), committed(P0));
        assertEquals(handled.size() - 1, Collections.max(handled));
    }

    @Test
    void whatDoesNotEndInTimeIsNotCommitted() {
        assign(P0);
        feed(P0, 2, "a", "b");
        CountDownLatch never = new CountDownLatch(1);
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .drainTimeout(Duration.ofMillis(20))
                .eachRecord(record -> {
                    if (record.offset() == 0) {
                        never.await();
                    }
                })
                .build();
        start(loop);
        Await.until("reading got there", () -> committed(P0) == 0);
        loop.close();
        assertEquals(0, committed(P0));
        assertTrue(consumer.closed());
        never.countDown();
    }

    @Test
    void batchesComeWholeAndInOrderOfThePartition() {
        consumer.setMaxPollRecords(3);
        assign(P0);
        feed(P0, 7);
        List<List<Long>> batches = Collections.synchronizedList(new ArrayList<>());
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .eachBatch(records ->
                        batches.add(records.stream().map(ConsumerRecord::offset).toList()))
                .build();
        start(loop);
        Await.until("all are committed", () -> committed(P0) == 7);
        loop.close();
        assertEquals(List.of(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L), List.of(6L)), batches);
    }

    @Test
    void anExecutorThatTakesNothingEndsTheLoop() {
        assign(P0);
        feed(P0, 3, "a", "b");
        executor.shutdown();
        ConsumerLoop<String, String> loop =
                builder().executor(executor).eachRecord(record -> {}).build();
        KafkaException thrown = assertThrows(KafkaException.class, loop::run);
        assertEquals(
                "the executor takes no more tasks",
                assertInstanceOf(Exception.class, thrown.getCause()).getMessage());
        assertEquals(0, committed(P0));
    }

    @Test
    void anInterruptStopsTheLoop() throws InterruptedException {
        assign(P0);
        AtomicReference<Boolean> flag = new AtomicReference<>();
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .maxInFlight(1)
                .eachRecord(record -> sleep(1))
                .build();
        consumer.schedulePollTask(() -> {
            throw new io.headrace.common.errors.InterruptException("interrupted in poll");
        });
        Thread thread = new Thread(() -> {
            loop.run();
            flag.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        assertTrue(loop.awaitEnd(Duration.ofSeconds(30)));
        thread.join();
        assertEquals(true, flag.get());
        assertTrue(consumer.closed());
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        assertEquals(
                "say what to read: subscribe(...) or assign(...)",
                assertThrows(
                                IllegalStateException.class,
                                () -> ConsumerLoop.builder(consumer).build())
                        .getMessage());
        assertEquals(
                "say what to do with records: eachRecord(...), eachRecordInOrder(...) or eachBatch(...)",
                assertThrows(
                                IllegalStateException.class,
                                () -> ConsumerLoop.builder(consumer)
                                        .subscribe(List.of("t"))
                                        .build())
                        .getMessage());
        assertThrows(
                ConfigException.class,
                () -> ConsumerLoop.builder(Map.of(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "true")));
        ConfigException group = assertThrows(
                ConfigException.class,
                () -> ConsumerLoop.builder(Map.of("bootstrap.servers", "localhost:1"))
                        .assign(List.of(P0))
                        .eachRecord(record -> {})
                        .build());
        assertTrue(group.getMessage().contains("group.id: has to be given"), group.getMessage());
        assertThrows(IllegalArgumentException.class, () -> builder().maxInFlight(0));
        assertThrows(IllegalArgumentException.class, () -> builder().maxInFlightBytes(0));
        assertThrows(IllegalArgumentException.class, () -> builder().drainTimeout(Duration.ofMillis(-1)));
    }

    @Test
    void aLoopThatIsNotRunCanBeClosed() {
        ConsumerLoop<String, String> loop = builder().eachRecord(record -> {}).build();
        assertFalse(consumer.closed());
        loop.close();
        assertTrue(consumer.closed());
    }
}
