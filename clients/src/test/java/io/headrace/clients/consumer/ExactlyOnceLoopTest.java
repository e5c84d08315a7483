package io.headrace.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.producer.MockProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.ProducerFencedException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop writes in transactions, against a producer and a consumer without a cluster. */
@Timeout(60)
class ExactlyOnceLoopTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);

    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final Map<TopicPartition, TreeMap<Long, ConsumerRecord<String, String>>> log = new HashMap<>();

    private volatile ConsumerRebalanceListener subscribed;
    private int atATime = Integer.MAX_VALUE;

    /** Reads what is in {@link #log}, also when it is read again. */
    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest") {
        private final Map<TopicPartition, Long> positions = new HashMap<>();

        @Override
        public synchronized void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
            subscribed = listener;
            super.subscribe(topics, listener);
        }

        @Override
        public synchronized ConsumerRecords<String, String> poll(Duration timeout) {
            for (TopicPartition partition : assignment()) {
                if (!paused().contains(partition) && log.containsKey(partition)) {
                    log.get(partition).tailMap(positions.getOrDefault(partition, 0L)).values().stream()
                            .limit(atATime)
                            .forEach(this::addRecord);
                }
            }
            ConsumerRecords<String, String> records = super.poll(timeout);
            records.nextOffsets().forEach((partition, next) -> positions.put(partition, next.offset()));
            return records;
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            positions.put(partition, offset);
        }
    };

    private volatile Runnable onOffsets = () -> {};

    /** What happens when a record is sent; the producer fails as {@link #onCommit} and the like say. */
    private volatile BiConsumer<ProducerRecord<String, String>, MockProducer<String, String>> onSend = (r, p) -> {};

    private volatile java.util.function.Consumer<MockProducer<String, String>> onCommit = p -> {};

    private final MockProducer<String, String> producer =
            new MockProducer<>(true, null, new StringSerializer(), new StringSerializer()) {
                @Override
                public synchronized java.util.concurrent.Future<io.headrace.clients.producer.RecordMetadata> send(
                        ProducerRecord<String, String> record, io.headrace.clients.producer.Callback callback) {
                    onSend.accept(record, this);
                    return super.send(record, callback);
                }

                @Override
                public synchronized void sendOffsetsToTransaction(
                        Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
                    onOffsets.run();
                    super.sendOffsetsToTransaction(offsets, groupMetadata);
                }

                @Override
                public synchronized void commitTransaction() {
                    onCommit.accept(this);
                    super.commitTransaction();
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

    private static List<ProducerRecord<String, String>> out(ConsumerRecord<String, String> record) {
        return List.of(new ProducerRecord<>("out", record.key(), record.partition() + ":" + record.offset()));
    }

    /** Gives the loop these partitions, each with so many records. */
    private void assign(int count, TopicPartition... partitions) {
        consumer.schedulePollTask(() -> {
            Map<TopicPartition, Long> beginnings = new HashMap<>();
            for (TopicPartition partition : partitions) {
                beginnings.put(partition, 0L);
                log.put(partition, new TreeMap<>());
                for (long offset = 0; offset < count; offset++) {
                    ConsumerRecord<String, String> record =
                            new ConsumerRecord<>("t", partition.partition(), offset, "k" + offset % 5, "v" + offset);
                    log.get(partition).put(offset, record);
                }
            }
            consumer.updateBeginningOffsets(beginnings);
            consumer.rebalance(List.of(partitions));
        });
    }

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

    private long committed(TopicPartition partition) {
        long last = -1;
        for (Map<String, Map<TopicPartition, OffsetAndMetadata>> one : producer.consumerGroupOffsetsHistory()) {
            OffsetAndMetadata offset = one.get("dummy.group.id").get(partition);
            if (offset != null) {
                assertTrue(offset.offset() >= last, "offsets went back from " + last + " to " + offset.offset());
                last = offset.offset();
            }
        }
        return last;
    }

    private List<String> written() {
        return producer.history().stream().map(ProducerRecord::value).toList();
    }

    private static List<String> values(TopicPartition partition, int count) {
        List<String> all = new ArrayList<>();
        for (int offset = 0; offset < count; offset++) {
            all.add(partition.partition() + ":" + offset);
        }
        return all;
    }

    private List<String> writtenOf(TopicPartition partition) {
        return written().stream()
                .filter(value -> value.startsWith(partition.partition() + ":"))
                .toList();
    }

    @Test
    void resultsKeepTheOrderOfTheirPartitionAlthoughKeysOvertake() {
        assign(200, P0, P1);
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .exactlyOnce(producer)
                .eachRecord(record -> {
                    Thread.sleep(record.offset() % 5 == 0 ? 2 : 0);
                    return out(record);
                })
                .build();
        start(loop);
        Await.until("all is committed", () -> committed(P0) == 200 && committed(P1) == 200);
        loop.close();
        assertEquals(values(P0, 200), writtenOf(P0));
        assertEquals(values(P1, 200), writtenOf(P1));
    }

    /** What is behind one that is not done is neither written nor committed. */
    @Test
    void aTransactionHoldsWhatItsOffsetsSay() {
        assign(10, P0);
        CountDownLatch release = new CountDownLatch(1);
        List<Long> handled = Collections.synchronizedList(new ArrayList<>());
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .exactlyOnce(producer)
                .eachRecord(record -> {
                    if (record.offset() == 3) {
                        release.await();
                    }
                    handled.add(record.offset());
                    return out(record);
                })
                .build();
        start(loop);
        // 3 and 8 have the key of the one that hangs.
        Await.until("what can be done is done", () -> handled.size() == 8);
        Await.until("0 to 2 are committed", () -> committed(P0) == 3);
        assertEquals(values(P0, 3), written());
        release.countDown();
        Await.until("all is committed", () -> committed(P0) == 10);
        loop.close();
        assertEquals(values(P0, 10), written());
    }

    @Test
    void anAbortedTransactionIsDoneAgain() {
        assign(50, P0, P1);
        AtomicInteger commits = new AtomicInteger();
        onCommit = p -> {
            if (commits.incrementAndGet() % 2 == 1 && commits.get() < 6) {
                throw new KafkaException("this one cannot be committed");
            }
        };
        atATime = 10;
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .exactlyOnce(producer)
                .eachRecord(ExactlyOnceLoopTest::out)
                .build();
        start(loop);
        Await.until("all is committed", () -> committed(P0) == 50 && committed(P1) == 50);
        loop.close();
        assertTrue(commits.get() > 3);
        assertEquals(values(P0, 50), writtenOf(P0));
        assertEquals(values(P1, 50), writtenOf(P1));
    }

    /** It may have been committed: nothing else is done before that is known. */
    @Test
    void aCommitOfUnknownOutcomeIsAskedForAgain() {
        assign(10, P0);
        AtomicInteger commits = new AtomicInteger();
        onCommit = p -> {
            if (commits.incrementAndGet() < 4) {
                throw new TimeoutException("no answer");
            }
        };
        ConsumerLoop<String, String> loop = builder()
                .exactlyOnce(producer)
                .eachBatch(records -> out(records.get(0)))
                .build();
        start(loop);
        Await.until("all is committed", () -> committed(P0) == 10);
        loop.close();
        assertEquals(List.of("0:0"), written());
    }

    @Test
    void aFencedProducerEndsTheLoop() {
        assign(10, P0);
        onCommit = MockProducer::fenceProducer;
        ConsumerLoop<String, String> loop = builder()
                .exactlyOnce(producer)
                .eachRecordInOrder(ExactlyOnceLoopTest::out)
                .build();
        KafkaException thrown = assertThrows(KafkaException.class, loop::run);
        assertInstanceOf(ProducerFencedException.class, thrown.getCause());
        assertTrue(thrown.getMessage().startsWith("The producer cannot go on with transactions"), thrown.getMessage());
        assertEquals(List.of(), written());
        assertTrue(consumer.closed());
    }

    @Test
    void whatNoOtherTransactionWouldDoBetterEndsTheLoop() {
        assign(10, P0);
        producer.sendOffsetsToTransactionException = GroupAuthorizationException.forGroupId("g");
        ConsumerLoop<String, String> loop = builder()
                .exactlyOnce(producer)
                .eachRecordInOrder(ExactlyOnceLoopTest::out)
                .build();
        KafkaException thrown = assertThrows(KafkaException.class, loop::run);
        assertInstanceOf(GroupAuthorizationException.class, thrown.getCause());
        assertEquals(List.of(), written());
        assertTrue(producer.transactionAborted());
    }

    @Test
    void aResultThatCannotBeSentIsAFailedAttemptOfItsRecord() {
        assign(10, P0);
        onSend = (record, p) -> {
            if (record.topic().equals("out") && record.value().equals("0:4")) {
                throw new RecordTooLargeException("it is too large");
            }
        };
        Map<Long, AtomicInteger> handled = new ConcurrentHashMap<>();
        ConsumerLoop<String, String> loop = builder()
                .retry(2, Duration.ZERO, Duration.ZERO)
                .deadLetters(DeadLetters.toTopic("dead", producer))
                .exactlyOnce(producer)
                .eachRecordInOrder(record -> {
                    handled.computeIfAbsent(record.offset(), o -> new AtomicInteger())
                            .incrementAndGet();
                    return out(record);
                })
                .build();
        start(loop);
        Await.until("all is committed", () -> committed(P0) == 10);
        loop.close();
        List<String> expected = new ArrayList<>(values(P0, 10));
        expected.set(4, "v4"); // The dead letter stands where the result would.
        assertEquals(expected, written());
        assertEquals(2, handled.get(4L).get());
        ProducerRecord<String, String> letter = producer.history().get(4);
        assertEquals("dead", letter.topic());
        assertEquals(
                "2",
                new String(
                        letter.headers().lastHeader(DeadLetters.ATTEMPTS_HEADER).value(),
                        java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void withoutDeadLettersAResultThatCannotBeSentEndsTheLoop() {
        assign(10, P0);
        onSend = (record, p) -> {
            if (record.value().equals("0:4")) {
                throw new RecordTooLargeException("it is too large");
            }
        };
        ConsumerLoop<String, String> loop = builder()
                .exactlyOnce(producer)
                .eachRecordInOrder(ExactlyOnceLoopTest::out)
                .build();
        KafkaException thrown = assertThrows(KafkaException.class, loop::run);
        assertEquals(
                "Handling offset 4 of partition t-0 failed 1 times, and there is no place for dead letters",
                thrown.getMessage());
        assertInstanceOf(RecordTooLargeException.class, thrown.getCause());
        assertEquals(values(P0, 4), written());
        assertEquals(4, committed(P0));
    }

    @Test
    void whatFailsInTheHandlerIsTriedAgainBeforeItBecomesADeadLetter() {
        assign(6, P0);
        AtomicInteger attempts = new AtomicInteger();
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .retry(3, Duration.ofMillis(1), Duration.ofMillis(1))
                .deadLetters(DeadLetters.toTopic("dead", producer))
                .exactlyOnce(producer)
                .eachRecord(record -> {
                    if (record.offset() == 2) {
                        throw new IllegalStateException("attempt " + attempts.incrementAndGet());
                    }
                    return out(record);
                })
                .build();
        start(loop);
        Await.until("all is committed", () -> committed(P0) == 6);
        loop.close();
        assertEquals(List.of("0:0", "0:1", "v2", "0:3", "0:4", "0:5"), written());
        assertEquals(3, attempts.get());
    }

    @Test
    void beforePartitionsAreGivenUpWhatIsDoneIsCommitted() {
        assign(10, P0);
        List<String> committedThen = new ArrayList<>();
        ConsumerLoop<String, String> loop = builder()
                .commitInterval(Duration.ofHours(1))
                .listener(new ConsumerRebalanceListener() {
                    @Override
                    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                        committedThen.addAll(written());
                    }
                })
                .exactlyOnce(producer)
                .eachRecordInOrder(ExactlyOnceLoopTest::out)
                .build();
        start(loop);
        Await.until("all is sent", () -> producer.uncommittedRecords().size() == 10);
        assertEquals(-1, committed(P0));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(P1)));
        Await.until("it has other partitions", () -> consumer.assignment().contains(P1));
        assertEquals(values(P0, 10), committedThen);
        assertEquals(10, committed(P0));
        loop.close();
        assertEquals(values(P0, 10), written());
    }

    /** Others may have done it by now. */
    @Test
    void whatIsDoneOfLostPartitionsIsAborted() {
        assign(10, P0);
        CountDownLatch told = new CountDownLatch(1);
        ConsumerLoop<String, String> loop = builder()
                .commitInterval(Duration.ofHours(1))
                .exactlyOnce(producer)
                .eachRecordInOrder(ExactlyOnceLoopTest::out)
                .build();
        AtomicReference<Throwable> failure = start(loop);
        Await.until("all is sent", () -> producer.uncommittedRecords().size() == 10);
        consumer.schedulePollTask(() -> {
            subscribed.onPartitionsLost(List.of(P0));
            told.countDown();
        });
        Await.until("it is told", () -> told.getCount() == 0);
        loop.close();
        assertEquals(null, failure.get());
        assertEquals(List.of(), written());
        assertEquals(-1, committed(P0));
        assertTrue(producer.transactionAborted());
    }

    /** Its offset must not be committed without it, also when the loop ends by that. */
    @Test
    void whatCouldNotBeSentForAnInterruptIsNotCommitted() {
        assign(10, P0);
        onSend = (record, p) -> {
            if (record.value().equals("0:4")) {
                throw new InterruptException("while it waited for memory");
            }
        };
        runInterrupted();
    }

    @Test
    void whatCouldNotBeSentForAnErrorIsNotCommitted() {
        assign(10, P0);
        onSend = (record, p) -> {
            if (record.value().equals("0:4")) {
                throw new StackOverflowError("in a serializer");
            }
        };
        ConsumerLoop<String, String> loop = inOrder();
        assertThrows(StackOverflowError.class, loop::run);
        assertEquals(List.of(), written());
        assertEquals(-1, committed(P0));
    }

    /** Nor may results be committed without their offsets. */
    @Test
    void whatWasSentIsNotCommittedIfItsOffsetsWereNotForAnInterrupt() {
        assign(10, P0);
        AtomicInteger asked = new AtomicInteger();
        onOffsets = () -> {
            if (asked.incrementAndGet() == 1) {
                throw new InterruptException("while it waited for the coordinator");
            }
        };
        runInterrupted();
    }

    private ConsumerLoop<String, String> inOrder() {
        return builder()
                .exactlyOnce(producer)
                .eachRecordInOrder(ExactlyOnceLoopTest::out)
                .build();
    }

    private void runInterrupted() {
        ConsumerLoop<String, String> loop = inOrder();
        loop.run();
        assertTrue(Thread.interrupted());
        assertEquals(List.of(), written());
        assertEquals(-1, committed(P0));
        assertTrue(producer.transactionAborted());
        assertTrue(consumer.closed());
    }

    /** Whether it was committed is known only when the partition goes: its results are gone with it, and so are its offsets. */
    @Test
    void aCommitThatTurnsOutToHaveFailedWhenPartitionsGoTakesTheirOffsetsAlong() throws InterruptedException {
        assign(10, P0);
        consumer.schedulePollTask(() -> consumer.updateBeginningOffsets(Map.of(P1, 0L)));
        CountDownLatch isUnknown = new CountDownLatch(1);
        AtomicBoolean isGoing = new AtomicBoolean();
        AtomicBoolean hasFailed = new AtomicBoolean();
        onCommit = p -> {
            if (!isGoing.get()) {
                isUnknown.countDown();
                throw new TimeoutException("no answer");
            } else if (hasFailed.compareAndSet(false, true)) {
                throw new KafkaException("it was aborted");
            }
        };
        List<Long> handled = Collections.synchronizedList(new ArrayList<>());
        ConsumerLoop<String, String> loop = builder()
                .executor(executor)
                .exactlyOnce(producer)
                .eachRecord(record -> {
                    if (record.offset() >= 5) {
                        isUnknown.await();
                    }
                    handled.add(record.offset());
                    return out(record);
                })
                .build();
        AtomicReference<Throwable> failure = start(loop);
        Await.until("all are done", () -> handled.size() == 10);
        consumer.schedulePollTask(() -> {
            isGoing.set(true);
            consumer.rebalance(List.of(P1));
        });
        Await.until("it has other partitions", () -> consumer.assignment().equals(Set.of(P1)));
        loop.close();
        assertTrue(loop.awaitEnd(Duration.ofSeconds(30)));
        assertEquals(null, failure.get());
        assertTrue(hasFailed.get());
        assertEquals(List.of(), written());
        assertEquals(-1, committed(P0));
    }

    @Test
    void settingsThatWouldBreakThePromiseAreRefused() {
        Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", "localhost:1", "group.id", "g"));
        config.put("isolation.level", "read_uncommitted");
        ConfigException isolation = assertThrows(ConfigException.class, () -> build(config));
        assertTrue(isolation.getMessage().contains("has to be read_committed"), isolation.getMessage());
        config.remove("isolation.level");
        config.remove("group.id");
        ConfigException group = assertThrows(ConfigException.class, () -> build(config));
        assertTrue(group.getMessage().contains("transactions commit offsets of a group"), group.getMessage());
    }

    private void build(Map<String, Object> config) {
        ConsumerLoop.<String, String>builder(config)
                .subscribe(List.of("t"))
                .exactlyOnce(producer)
                .eachRecord(ExactlyOnceLoopTest::out)
                .build();
    }
}
