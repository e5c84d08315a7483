package io.headrace.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.producer.MockProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import io.headrace.common.header.internals.RecordHeaders;
import io.headrace.common.record.TimestampType;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.testsupport.Await;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop may never do, however it is treated: commit what is not done, swap what has one key, or hang. */
@Timeout(60)
class ConsumerLoopFailuresTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final List<Long> commits = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> handled = Collections.synchronizedList(new ArrayList<>());
    private final MockProducer<String, String> letters =
            new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
    private final AtomicReference<ConsumerLoop<?, ?>> running = new AtomicReference<>();

    /** Remembers what is committed of {@link #P0}, in order. */
    private final class Recording<K> extends MockConsumer<K, String> {
        Recording() {
            super("earliest");
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            if (offsets.containsKey(P0)) {
                commits.add(offsets.get(P0).offset());
            }
            super.commitAsync(offsets, callback);
        }
    }

    private final Recording<String> consumer = new Recording<>();

    @AfterEach
    void stopThreads() throws InterruptedException {
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
    }

    private ConsumerLoop.Builder<String, String> builder() {
        return builder(consumer);
    }

    private static <K> ConsumerLoop.Builder<K, String> builder(Consumer<K, String> of) {
        return ConsumerLoop.builder(of)
                .subscribe(List.of("t"))
                .pollTimeout(Duration.ofMillis(1))
                .commitInterval(Duration.ZERO);
    }

    private ConsumerLoop<String, String> handle(
            ConsumerLoop.Builder<String, String> with, RecordHandler<String, String> by) {
        ConsumerLoop<String, String> loop = with.eachRecord(by).build();
        running.set(loop);
        return loop;
    }

    private static ConsumerRecord<String, String> record(long offset, String key) {
        return new ConsumerRecord<>("t", 0, offset, key, "v" + offset);
    }

    private static <K> void assign(MockConsumer<K, String> to, TopicPartition... partitions) {
        to.schedulePollTask(() -> {
            for (TopicPartition partition : partitions) {
                to.updateBeginningOffsets(Map.of(partition, 0L));
            }
            to.rebalance(List.of(partitions));
        });
    }

    /** Gives the loop the partition, with records with these keys. */
    private void feed(String... keys) {
        assign(consumer, P0);
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(P1, 0L));
            for (int offset = 0; offset < keys.length; offset++) {
                consumer.addRecord(record(offset, keys[offset]));
            }
        });
    }

    private long committed() {
        return commits.isEmpty() ? -1 : commits.get(commits.size() - 1);
    }

    /** What it ended with; null when it just ended. */
    private static CompletableFuture<Throwable> start(ConsumerLoop<?, ?> loop) {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            Throwable failure = null;
            try {
                loop.run();
            } catch (Throwable e) {
                failure = e;
            }
            ended.complete(failure);
        });
        thread.setDaemon(true);
        thread.start();
        return ended;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    // ---- order ----

    /** A retry that waits is dropped with its partition; what has its key and lies behind it must not be handled then. */
    @Test
    void whatWaitsBehindAFailedRecordOfItsKeyIsNotHandledWhenPartitionsGo() throws Exception {
        feed("a", "b", "a", "b", "a");
        AtomicInteger attempts = new AtomicInteger();
        ConsumerLoop<String, String> loop = handle(builder().executor(executor).retry(3, HOUR, HOUR), record -> {
            if (record.offset() == 0) {
                attempts.incrementAndGet();
                throw new IllegalStateException("not now");
            }
            handled.add(record.offset());
        });
        CompletableFuture<Throwable> ended = start(loop);
        Await.until("the other key is done", () -> handled.size() == 2 && attempts.get() == 1);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(P1)));
        Await.until("the partition is gone", () -> consumer.assignment().equals(Set.of(P1)));
        loop.close();
        assertNull(get(ended));
        assertEquals(List.of(1L, 3L), handled);
        assertEquals(0, committed());
    }

    @Test
    void whatLiesBehindARecordThatEndsTheLoopIsNotHandledIfItHasItsKey() {
        feed("a", "b", "a", "b");
        ConsumerLoop<String, String> loop = handle(builder(), record -> {
            if (record.offset() == 0) {
                throw new IllegalStateException("never");
            }
            handled.add(record.offset());
        });
        assertThrows(KafkaException.class, loop::run);
        assertEquals(List.of(1L, 3L), handled);
        assertEquals(0, committed());
    }

    /** The partition comes back while a handler still works on a record from before: both wait for each other's key. */
    @Test
    void aPartitionThatComesBackKeepsTheOrderOfItsKeys() throws Exception {
        feed("a", "a", "a");
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger atATime = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ConsumerLoop<String, String> loop =
                handle(builder().executor(executor).drainTimeout(Duration.ofMillis(1)), record -> {
                    most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
                    handled.add(record.offset());
                    if (handled.size() == 1) {
                        release.await();
                    }
                    atATime.decrementAndGet();
                });
        CompletableFuture<Throwable> ended = start(loop);
        Await.until("one is being handled", () -> handled.size() == 1);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
        assign(consumer, P0);
        consumer.schedulePollTask(() -> {
            consumer.seek(P0, 0);
            for (long offset = 0; offset < 3; offset++) {
                consumer.addRecord(record(offset, "a"));
            }
            executor.execute(release::countDown);
        });
        Await.until("all are committed", () -> committed() == 3);
        loop.close();
        assertNull(get(ended));
        assertEquals(List.of(0L, 0L, 1L, 2L), handled);
        assertEquals(1, most.get());
    }

    /** A buffer is equal to others by what is left of it, and a handler reads it. */
    @Test
    void aHandlerMayReadAKeyThatIsABuffer() throws Exception {
        Recording<ByteBuffer> buffers = new Recording<>();
        handleAll(buffers, key -> ByteBuffer.wrap(new byte[] {(byte) key}), key -> key.position(key.limit()));
        for (int key = 0; key < 3; key++) {
            int own = key;
            List<Long> ofKey =
                    handled.stream().filter(offset -> offset % 3 == own).toList();
            assertEquals(ofKey.stream().sorted().toList(), ofKey);
        }
    }

    private static final class ChangingKey {
        private volatile int value;

        ChangingKey(int value) {
            this.value = value;
        }

        @Override
        public int hashCode() {
            return value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ChangingKey that && value == that.value;
        }
    }

    /** Applications should not, but what comes of it must not be a standstill. */
    @Test
    void aHandlerThatChangesItsKeyStopsNothing() throws Exception {
        Recording<ChangingKey> changing = new Recording<>();
        handleAll(changing, ChangingKey::new, key -> key.value = 100);
    }

    private <K> void handleAll(Recording<K> of, IntFunction<K> keys, java.util.function.Consumer<K> change)
            throws Exception {
        assign(of, P0);
        of.schedulePollTask(() -> {
            for (int offset = 0; offset < 20; offset++) {
                of.addRecord(new ConsumerRecord<>("t", 0, offset, keys.apply(offset % 3), "v"));
            }
        });
        ConsumerLoop<K, String> loop = builder(of)
                .executor(executor)
                .eachRecord(record -> {
                    change.accept(record.key());
                    handled.add(record.offset());
                })
                .build();
        CompletableFuture<Throwable> ended = start(loop);
        Await.until("all are committed", () -> committed() == 20);
        loop.close();
        assertNull(get(ended));
    }

    // ---- interrupts and errors ----

    /** Nothing is wrong with the records: none of them may become a dead letter. */
    @Test
    void anInterruptOfThePollingThreadInAHandlerStopsTheLoop() throws Exception {
        feed("a", "b", "c");
        CompletableFuture<Boolean> status = new CompletableFuture<>();
        ConsumerLoop<String, String> loop =
                handle(builder().deadLetters(DeadLetters.toTopic("dead", letters)), record -> {
                    handled.add(record.offset());
                    if (record.offset() == 1) {
                        Thread.currentThread().interrupt();
                        new CountDownLatch(1).await();
                    }
                });
        Thread thread = new Thread(() -> {
            loop.run();
            status.complete(Thread.currentThread().isInterrupted());
        });
        thread.setDaemon(true);
        thread.start();
        assertTrue(get(status));
        assertEquals(List.of(), letters.history());
        assertEquals(List.of(0L, 1L), handled);
        assertEquals(1, committed());
        assertTrue(consumer.closed());
    }

    /** Many wrap the exception, and leave the thread as they found it. */
    @Test
    void anExecutorThatIsShutDownUnderItsHandlersEndsTheLoopAndCondemnsNothing() throws Exception {
        feed("a");
        CountDownLatch began = new CountDownLatch(1);
        ConsumerLoop<String, String> loop = handle(
                builder()
                        .executor(executor)
                        .drainTimeout(Duration.ofMillis(50))
                        .deadLetters(DeadLetters.toTopic("dead", letters)),
                record -> {
                    began.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException(e);
                    }
                });
        CompletableFuture<Throwable> ended = start(loop);
        assertTrue(began.await(30, TimeUnit.SECONDS));
        executor.shutdownNow();
        KafkaException failure = assertInstanceOf(KafkaException.class, get(ended));
        assertEquals("Handling offset 0 of partition t-0 was interrupted", failure.getMessage());
        assertEquals(List.of(), letters.history());
        assertEquals(0, committed());
    }

    @Test
    void nothingIsBegunBehindAnError() {
        feed("a", "b", "c");
        ConsumerLoop<String, String> loop = handle(builder(), record -> {
            handled.add(record.offset());
            if (record.offset() == 1) {
                throw new OutOfMemoryError("of the test");
            }
        });
        assertThrows(OutOfMemoryError.class, loop::run);
        assertEquals(List.of(0L, 1L), handled);
        assertEquals(1, committed());
    }

    /** Whatever dead letters throw: the record is not done, and nothing waits for it. */
    @Test
    void deadLettersThatThrowEndTheLoop() {
        feed("a", "b", "a");
        Error failure = new LinkageError("of the test");
        DeadLetters<String, String> broken = (record, attempts, cause) -> {
            throw failure;
        };
        ConsumerLoop<String, String> loop = handle(builder().drainTimeout(HOUR).deadLetters(broken), record -> {
            if (record.offset() == 0) {
                throw new IllegalStateException("never");
            }
            handled.add(record.offset());
        });
        assertSame(failure, assertThrows(LinkageError.class, loop::run));
        assertEquals(List.of(1L), handled);
        assertEquals(0, committed());
        assertTrue(consumer.closed());
    }

    /** Threads may run out: what is not handed over is not waited for. */
    @Test
    void anExecutorThatThrowsEndsTheLoop() {
        feed("a", "b", "c");
        Error failure = new OutOfMemoryError("unable to create native thread");
        Executor broken = task -> {
            throw failure;
        };
        ConsumerLoop<String, String> loop = handle(builder().executor(broken).drainTimeout(HOUR), record -> {});
        assertSame(failure, assertThrows(OutOfMemoryError.class, loop::run));
        assertEquals(0, committed());
        assertTrue(consumer.closed());
    }

    // ---- positions ----

    /** Behind a truncation, or in a topic that was made anew, an offset from before says nothing of what is read now. */
    @Test
    void whenReadingGoesBackNothingIsCommittedThatLiesAhead() throws Exception {
        feed("a", "b", "c", "d", "e", "f");
        CountDownLatch release = new CountDownLatch(1);
        List<Long> again = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger atSeek = new AtomicInteger();
        ConsumerLoop<String, String> loop = handle(builder().executor(executor), record -> {
            if (record.value().equals("anew")) {
                again.add(record.offset());
                release.await();
            }
        });
        CompletableFuture<Throwable> ended = start(loop);
        Await.until("all are committed", () -> committed() == 6);
        consumer.schedulePollTask(() -> {
            atSeek.set(commits.size());
            consumer.seek(P0, 2);
            for (long offset = 2; offset < 6; offset++) {
                consumer.addRecord(new ConsumerRecord<>("t", 0, offset, "k" + offset, "anew"));
            }
        });
        Await.until("they are being handled", () -> again.size() == 4);
        Await.until("where they begin is committed", () -> committed() == 2);
        assertEquals(
                List.of(2L),
                commits.subList(atSeek.get(), commits.size()).stream()
                        .distinct()
                        .toList());
        release.countDown();
        Await.until("all are committed", () -> committed() == 6);
        loop.close();
        assertNull(get(ended));
    }

    @Test
    void whenReadingGoesBackToARecordThatCannotBeDeserializedItBecomesADeadLetter() throws Exception {
        feed("a", "b", "c");
        List<Long> taken = Collections.synchronizedList(new ArrayList<>());
        DeadLetters<String, String> dead = new DeadLetters<>() {
            @Override
            public CompletionStage<?> failed(ConsumerRecord<String, String> record, int attempts, Exception cause) {
                throw new AssertionError("no record fails");
            }

            @Override
            public Optional<CompletionStage<?>> undeserializable(RecordDeserializationException cause) {
                taken.add(cause.offset());
                return Optional.of(CompletableFuture.completedFuture(null));
            }
        };
        ConsumerLoop<String, String> loop = handle(builder().deadLetters(dead), record -> handled.add(record.offset()));
        CompletableFuture<Throwable> ended = start(loop);
        Await.until("all are committed", () -> committed() == 3);
        consumer.schedulePollTask(() -> {
            consumer.seek(P0, 1);
            consumer.setPollException(new RecordDeserializationException(
                    DeserializationExceptionOrigin.VALUE,
                    P0,
                    1,
                    5,
                    TimestampType.CREATE_TIME,
                    null,
                    ByteBuffer.wrap(new byte[] {1, 2}),
                    new RecordHeaders(),
                    "broken",
                    new IllegalArgumentException("two bytes")));
        });
        Await.until("it is done", () -> committed() == 2);
        loop.close();
        assertNull(get(ended));
        assertEquals(List.of(1L), taken);
    }

    // ---- memory ----

    /** Twenty records of 100 bytes, five by a poll. */
    private void feedBytes() {
        consumer.setMaxPollRecords(5);
        assign(consumer, P0);
        consumer.schedulePollTask(() -> {
            for (long offset = 0; offset < 20; offset++) {
                consumer.addRecord(new ConsumerRecord<>(
                        "t",
                        0,
                        offset,
                        0,
                        TimestampType.CREATE_TIME,
                        10,
                        90,
                        "k" + offset % 2,
                        "v" + offset,
                        new RecordHeaders(),
                        Optional.empty()));
            }
        });
    }

    @Test
    void readingPausesWhileTheRecordsInFlightAreTooLarge() throws Exception {
        feedBytes();
        CountDownLatch release = new CountDownLatch(1);
        ConsumerLoop<String, String> loop =
                handle(builder().executor(executor).maxInFlightBytes(1_000), record -> release.await());
        CompletableFuture<Throwable> ended = start(loop);
        Await.until("reading is paused", () -> consumer.paused().equals(Set.of(P0)));
        assertEquals(10, consumer.position(P0));
        release.countDown();
        Await.until("all are committed", () -> committed() == 20);
        loop.close();
        assertNull(get(ended));
    }

    /** They are kept until what comes before them is done. */
    @Test
    void readingPausesWhileTheResultsThatWaitAreTooLarge() throws Exception {
        feedBytes();
        CountDownLatch release = new CountDownLatch(1);
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .maxInFlightBytes(1_000)
                .exactlyOnce(letters)
                .eachRecord(record -> {
                    if (record.offset() == 0) {
                        release.await();
                    }
                    handled.add(record.offset());
                    return List.of(new ProducerRecord<>("out", record.key(), record.value()));
                })
                .build();
        CompletableFuture<Throwable> ended = start(loop);
        Await.until("reading is paused", () -> consumer.paused().equals(Set.of(P0)));
        Await.until("the other key is done", () -> handled.size() == 5);
        AtomicLong position = new AtomicLong();
        consumer.scheduleNopPollTask(); // It hears of what is done before each poll.
        consumer.scheduleNopPollTask();
        consumer.schedulePollTask(() -> {
            position.set(consumer.position(P0));
            release.countDown();
        });
        Await.until("all is written", () -> letters.history().size() == 20);
        loop.close();
        assertNull(get(ended));
        assertEquals(10, position.get());
        for (int i = 0; i < 20; i++) {
            assertEquals("v" + i, letters.history().get(i).value());
        }
    }

    @Test
    void whatIsAssignedWhileReadingPausesWaitsToo() throws Exception {
        feed("a", "b");
        CountDownLatch release = new CountDownLatch(1);
        ConsumerLoop<String, String> loop = handle(builder().executor(executor).maxInFlight(2), record -> {
            release.await();
            handled.add((long) record.partition());
        });
        CompletableFuture<Throwable> ended = start(loop);
        Await.until("reading is paused", () -> consumer.paused().equals(Set.of(P0)));
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(P0, P1));
            consumer.addRecord(new ConsumerRecord<>("t", 1, 0, "a", "v"));
        });
        Await.until("the new one pauses", () -> consumer.paused().equals(Set.of(P0, P1)));
        release.countDown();
        Await.until("it is read then", () -> handled.contains(1L));
        loop.close();
        assertNull(get(ended));
        assertEquals(3, handled.size());
        assertEquals(2, committed());
    }

    // ---- ends ----

    @Test
    void closingInAHandlerOfThePollingThreadStops() throws Exception {
        closedInAHandler(Runnable::run);
    }

    @Test
    void closingInAHandlerOfAnExecutorStops() throws Exception {
        closedInAHandler(executor);
    }

    private void closedInAHandler(Executor in) throws Exception {
        feed("a", "a", "a");
        ConsumerLoop<String, String> loop = handle(builder().executor(in).drainTimeout(HOUR), record -> {
            running.get().close();
            handled.add(record.offset());
        });
        assertNull(get(start(loop)));
        assertEquals(List.of(0L), handled);
        assertEquals(1, committed());
        loop.close();
        loop.close();
        assertTrue(consumer.closed());
    }

    @Test
    void aStopDoesNotWaitForARetry() throws Exception {
        feed("a", "b");
        AtomicInteger attempts = new AtomicInteger();
        ConsumerLoop<String, String> loop = handle(
                builder().pollTimeout(Duration.ofMillis(20)).drainTimeout(HOUR).retry(2, HOUR, HOUR), record -> {
                    if (record.offset() == 1) {
                        attempts.incrementAndGet();
                        throw new IllegalStateException("not now");
                    }
                });
        CompletableFuture<Throwable> ended = start(loop);
        Await.until("one waits", () -> attempts.get() == 1 && committed() == 1);
        loop.close();
        assertNull(get(ended));
        assertEquals(1, attempts.get());
        assertEquals(1, committed());
    }

    @Test
    void aLoopThatIsStoppedBeforeItRunsHandlesNothing() {
        feed("a");
        ConsumerLoop<String, String> loop = handle(builder(), record -> handled.add(record.offset()));
        loop.stop();
        loop.run();
        assertEquals(List.of(), handled);
        assertTrue(consumer.closed());
        loop.close();
    }

    @Test
    void whoClosesALoopBeforeItRunsIsToldOnceWhatFailed() {
        MockConsumer<String, String> broken = new MockConsumer<>("earliest") {
            @Override
            public void close(Duration timeout) {
                throw new KafkaException("of the test");
            }
        };
        ConsumerLoop<String, String> loop = handle(builder(broken), record -> {});
        assertThrows(KafkaException.class, loop::close);
        loop.close();
        assertEquals(
                "a ConsumerLoop runs once; build another one",
                assertThrows(IllegalStateException.class, loop::run).getMessage());
    }

    /** "For ever" is a duration too. */
    @Test
    void waitsMayBeAsLongAsADurationCanBe() throws Exception {
        feed("a");
        Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
        ConsumerLoop<String, String> loop = handle(
                builder().commitInterval(ever).drainTimeout(ever).retry(2, ever, ever), record -> handled.add(0L));
        CompletableFuture<Throwable> ended = start(loop);
        Await.until("it is handled", () -> handled.size() == 1);
        loop.stop();
        assertTrue(loop.awaitEnd(ever));
        assertNull(get(ended));
        assertEquals(1, committed());
    }
}
