package io.headrace.clients.producer;

import static io.headrace.clients.producer.ProducerFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.fake.Fault;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.SerializationException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.testsupport.Await;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // Outcomes are looked at where they matter.
class ProducerLimitsTest {

    private final ProducerFixture fixture = new ProducerFixture(1);
    private final AtomicBoolean stalls = new AtomicBoolean();

    ProducerLimitsTest() {
        fixture.cluster.createTopic("t", 2);
        fixture.cluster.mischief((broker, request, version) ->
                request instanceof ProduceRequest && stalls.get() ? Fault.STALL : Fault.NONE);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Throwable failureOf(Future<RecordMetadata> future) {
        return assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void whenMemoryIsUsedUpSendWaitsAndThenFails() {
        stalls.set(true);
        KafkaProducer<String, String> producer =
                fixture.producer("buffer.memory", 2_000, "batch.size", 1_000, "max.block.ms", 100);
        producer.send(record("t", 0, "x".repeat(900)));
        producer.send(record("t", 1, "x".repeat(900)));
        AtomicReference<Exception> told = new AtomicReference<>();
        Throwable failure = failureOf(producer.send(record("t", 0, "y".repeat(900)), (metadata, e) -> {
            assertEquals("t-0@-1", metadata.toString());
            told.set(e);
        }));
        assertInstanceOf(BufferExhaustedException.class, failure);
        assertEquals(
                "no 1000 bytes became free within 100 ms (max.block.ms): 0 of 2000 bytes (buffer.memory) are free, "
                        + "0 other threads wait",
                // What is left of the 100 ms for memory, that is.
                failure.getMessage().replaceFirst("within \\d+ ms", "within 100 ms"));
        assertEquals(failure, told.get());
    }

    @Test
    void memoryThatIsUsedUpIsFreedWithoutWaitingForTheLingerTime() throws Exception {
        KafkaProducer<String, String> producer =
                fixture.producer("buffer.memory", 2_000, "batch.size", 1_000, "linger.ms", 60_000);
        producer.send(record("t", 0, "1"));
        producer.send(record("t", 1, "2"));
        Future<RecordMetadata> third = producer.send(record("t", 0, "x".repeat(950)));
        producer.flush();
        assertEquals(1, third.get().offset());
    }

    /** Whoever gets memory while others wait must not keep it for the linger time. */
    @Test
    void nothingLingersWhileThreadsWaitForMemory() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer(
                "buffer.memory", 2_000, "batch.size", 1_000, "linger.ms", 60_000, "max.block.ms", 60_000);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 8; t++) {
            int partition = t % 2;
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; i < 5; i++) {
                        producer.send(record("t", partition, "x".repeat(900)));
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(30_000);
            assertFalse(thread.isAlive(), "a sender waits although nothing hinders what is buffered from being sent");
        }
        producer.flush();
        assertEquals(List.of(), failures);
        assertEquals(40, fixture.values("t", 0).size() + fixture.values("t", 1).size());
        assertEquals(2_000.0, metric(producer, "buffer-available-bytes"));
    }

    private static Object metric(KafkaProducer<?, ?> producer, String name) {
        return producer.metrics().values().stream()
                .filter(m -> m.metricName().name().equals(name))
                .findFirst()
                .orElseThrow()
                .metricValue();
    }

    @Test
    void aCallbackThatSendsIsNeverMadeToWait() throws Exception {
        KafkaProducer<String, String> producer =
                fixture.producer("buffer.memory", 1_000, "batch.size", 1_000, "linger.ms", 0, "max.block.ms", 60_000);
        CompletableFuture<Future<RecordMetadata>> unknown = new CompletableFuture<>();
        producer.send(record("t", 0, "1"), (metadata, e) -> {
            fixture.cluster.createTopic("new", 1);
            unknown.complete(producer.send(record("new", 0, "x")));
        });
        Throwable failure = failureOf(unknown.get(30, TimeUnit.SECONDS));
        assertInstanceOf(io.headrace.common.errors.TimeoutException.class, failure);
        assertEquals(
                "the metadata does not show partition 0 of topic new yet, and a callback cannot wait for it on the "
                        + "producer's own thread: it was asked for",
                failure.getMessage());
        CompletableFuture<Future<RecordMetadata>> full = new CompletableFuture<>();
        CompletableFuture<Void> filled = new CompletableFuture<>();
        producer.send(record("t", 0, "2"), (metadata, e) -> {
            // All memory goes to the one record that waits for this callback to end.
            Future<RecordMetadata> first = producer.send(record("t", 1, "x".repeat(900)));
            filled.complete(null);
            full.complete(producer.send(record("t", 0, "x".repeat(900))));
            assertFalse(first.isDone());
        });
        filled.get(30, TimeUnit.SECONDS);
        Throwable exhausted = failureOf(full.get(30, TimeUnit.SECONDS));
        assertInstanceOf(BufferExhaustedException.class, exhausted);
        assertTrue(exhausted.getMessage().contains("this is the producer's own thread"), exhausted.getMessage());
        producer.flush();
        assertEquals(1, fixture.values("t", 1).size());
        assertEquals(0, producer.send(record("new", 0, "x")).get().offset());
    }

    @Test
    void aRecordThatCannotBeBufferedHarmsNoOther() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 0);
        ProducerRecord<String, String> broken = record("t", 0, "x");
        broken.headers().add(new io.headrace.common.header.Header() {
            @Override
            public String key() {
                return "k";
            }

            @Override
            public byte[] value() {
                if (++asked > 1) {
                    throw new IllegalStateException("on purpose");
                }
                return new byte[1];
            }
        });
        assertThrows(IllegalStateException.class, () -> producer.send(broken));
        assertEquals(0, producer.send(record("t", 0, "y")).get().offset());
        producer.flush();
        assertEquals(33_554_432.0, metric(producer, "buffer-available-bytes"));
    }

    private int asked;

    @Test
    void recordsThatCanNeverBeSentAreRefused() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer("max.request.size", 1_000);
        // What remains of 1000 for a value: batch header 61, record 21 at most, lengths of key, value and headers 1 + 2
        // + 1.
        assertEquals(0, producer.send(record("t", 0, "x".repeat(914))).get().offset());
        Throwable failure = failureOf(producer.send(record("t", 0, "x".repeat(915))));
        assertInstanceOf(RecordTooLargeException.class, failure);
        assertEquals(
                "a record for topic t takes up to 1001 bytes, more than max.request.size (1000)", failure.getMessage());
        KafkaProducer<String, String> small = fixture.producer("buffer.memory", 500);
        assertEquals(
                "a record for topic t takes up to 686 bytes, more than buffer.memory (500)",
                failureOf(small.send(record("t", 0, "x".repeat(600)))).getMessage());
    }

    @Test
    void whatDoesNotFitTheSerializerIsRefused() {
        @SuppressWarnings({"unchecked", "rawtypes"})
        KafkaProducer<Object, Object> producer = (KafkaProducer) fixture.producer();
        SerializationException e =
                assertThrows(SerializationException.class, () -> producer.send(new ProducerRecord<>("t", 7)));
        assertEquals(
                "a value of class java.lang.Integer for topic t does not fit the serializer "
                        + StringSerializer.class.getName() + " (value.serializer)",
                e.getMessage());
    }

    @Test
    void noMoreRequestsAreInFlightThanAllowed() {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        stalls.set(true);
        fixture.cluster.mischief((broker, request, version) -> {
            if (request instanceof ProduceRequest) {
                most.set(Math.max(most.get(), seen.incrementAndGet()));
                return Fault.STALL;
            }
            return Fault.NONE;
        });
        KafkaProducer<String, String> producer = fixture.producer(
                "max.in.flight.requests.per.connection", 3, "enable.idempotence", false, "batch.size", 0);
        for (int i = 0; i < 20; i++) {
            producer.send(record("t", 0, "x"));
        }
        Await.until("three requests are there", () -> most.get() == 3);
        producer.close(Duration.ofMillis(100));
        assertEquals(3, most.get());
    }

    @Test
    void anInterruptEndsWaiting() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer("max.block.ms", 60_000, "linger.ms", 60_000);
        assertInterruptible(() -> producer.send(record("nope", 0, "x")));
        producer.send(record("t", 0, "x")).isDone();
        stalls.set(true);
        assertInterruptible(producer::flush);
        assertInterruptible(producer::close);
        assertThrows(IllegalStateException.class, () -> producer.send(record("t", 0, "x")));
    }

    private static void assertInterruptible(Runnable action) throws Exception {
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                action.run();
                flag.completeExceptionally(new AssertionError("not interrupted"));
            } catch (InterruptException e) {
                flag.complete(Thread.currentThread().isInterrupted());
            } catch (Throwable e) {
                flag.completeExceptionally(e);
            }
        });
        thread.start();
        Await.until("the thread waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
        thread.interrupt();
        assertTrue(flag.get(30, TimeUnit.SECONDS), "the interrupt flag is set again");
    }

    @Test
    void closeWaitsForWhatWasSent() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 60_000);
        Future<RecordMetadata> future = producer.send(record("t", 0, "x"));
        producer.close();
        assertEquals(0, future.get().offset());
        producer.close();
        assertEquals(
                "the producer is closed: it cannot send any more",
                assertThrows(IllegalStateException.class, () -> producer.send(record("t", 0, "x")))
                        .getMessage());
        assertThrows(IllegalStateException.class, () -> producer.partitionsFor("t"));
        Await.until("connections are closed", () -> fixture.cluster.connections() == 0);
    }

    @Test
    void closeWithATimeoutFailsTheRest() {
        stalls.set(true);
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 0);
        List<Exception> told = Collections.synchronizedList(new ArrayList<>());
        Future<RecordMetadata> inFlight = producer.send(record("t", 0, "x"), (metadata, e) -> told.add(e));
        Await.until("it is in flight", () -> fixture.cluster.count(ApiKey.PRODUCE) == 1);
        Future<RecordMetadata> buffered = producer.send(record("t", 0, "y"), (metadata, e) -> told.add(e));
        producer.close(Duration.ofMillis(50));
        for (Future<RecordMetadata> future : List.of(inFlight, buffered)) {
            Throwable failure = failureOf(future);
            assertInstanceOf(KafkaException.class, failure);
            assertEquals("the producer was closed before the records for t-0 were acknowledged", failure.getMessage());
        }
        assertEquals(2, told.size());
        assertThrows(IllegalArgumentException.class, () -> producer.close(Duration.ofMillis(-1)));
    }

    @Test
    void closeTakesATimeoutOfAnyLength() {
        KafkaProducer<String, String> producer = fixture.producer();
        producer.close(Duration.ofSeconds(Long.MAX_VALUE));
        assertThrows(IllegalStateException.class, () -> producer.partitionsFor("t"));
    }

    @Test
    void aCloseThatIsInterruptedLeavesNoMetricsBehind() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer("client.id", "interrupted");
        ObjectName beans = new ObjectName("kafka.producer:client-id=interrupted,*");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        assertFalse(server.queryNames(beans, null).isEmpty());
        Thread.currentThread().interrupt();
        assertThrows(InterruptException.class, producer::close);
        assertTrue(Thread.interrupted());
        assertEquals(Set.of(), server.queryNames(beans, null));
    }

    @Test
    void closeInACallbackDoesNotWaitForItself() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 0, "batch.size", 0);
        CompletableFuture<String> outcome = new CompletableFuture<>();
        producer.send(record("t", 0, "1"), (metadata, e) -> {
            try {
                assertThrows(KafkaException.class, producer::flush);
                producer.close();
                outcome.complete("closed");
            } catch (Throwable failure) {
                outcome.completeExceptionally(failure);
            }
        });
        assertEquals("closed", outcome.get(30, TimeUnit.SECONDS));
        assertThrows(IllegalStateException.class, () -> producer.send(record("t", 0, "2")));
    }

    @Test
    void aRecordIsNotWaitedForOnTheThreadThatDeliversIt() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 0);
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        CompletableFuture<Long> later = new CompletableFuture<>();
        Future<RecordMetadata> first = producer.send(record("t", 0, "1"), (metadata, e) -> {
            Future<RecordMetadata> second = producer.send(record("t", 0, "2"), (next, failure) -> {
                later.complete(next.offset());
            });
            refused.complete(assertThrows(IllegalStateException.class, () -> second.get(1, TimeUnit.MINUTES)));
        });
        String message = refused.get(30, TimeUnit.SECONDS).getMessage();
        assertTrue(
                message.startsWith("a record for t-0 cannot be waited for on " + KafkaProducer.NETWORK_THREAD_PREFIX),
                message);
        assertEquals(1, later.get(30, TimeUnit.SECONDS));
        // What is known need not be waited for.
        CompletableFuture<Long> known = new CompletableFuture<>();
        producer.send(record("t", 0, "3"), (metadata, e) -> known.complete(offset(first)));
        assertEquals(0, known.get(30, TimeUnit.SECONDS));
    }

    private static long offset(Future<RecordMetadata> future) {
        try {
            return future.get().offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closeEndsThoseWhoWaitForMetadataOrMemory() throws Exception {
        stalls.set(true);
        KafkaProducer<String, String> producer =
                fixture.producer("buffer.memory", 1_000, "batch.size", 1_000, "max.block.ms", 60_000);
        producer.send(record("t", 0, "x".repeat(800)));
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (String topic : List.of("t", "nope")) {
            Thread thread = new Thread(() -> {
                try {
                    producer.send(record(topic, 0, "x".repeat(800))).get();
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            Await.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
        }
        producer.close(Duration.ZERO);
        for (Thread thread : threads) {
            thread.join(30_000);
            assertFalse(thread.isAlive());
        }
        assertEquals(2, failures.size());
        failures.forEach(e -> assertInstanceOf(KafkaException.class, e));
    }

    @Test
    void aProducerThatFindsNoBrokerSaysSo() {
        fixture.cluster.stop(0);
        KafkaProducer<String, String> producer = fixture.producer("max.block.ms", 200);
        String message = failureOf(producer.send(record("t", 0, "x"))).getMessage();
        assertTrue(
                message.startsWith(
                        "topic t did not show up in the metadata within max.block.ms (200 ms); metadata could "
                                + "not be updated: bootstrap server 127.0.0.1:" + fixture.cluster.port(0)
                                + " is not available: "
                                + "could not connect to /127.0.0.1:" + fixture.cluster.port(0)),
                message);
    }

    @Test
    void transactionsNeedATransactionalId() {
        KafkaProducer<String, String> producer = fixture.producer();
        ConsumerGroupMetadata group = new ConsumerGroupMetadata("group");
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(new TopicPartition("t", 0), new OffsetAndMetadata(1));
        Map<String, Runnable> calls = Map.of(
                "initTransactions", producer::initTransactions,
                "beginTransaction", producer::beginTransaction,
                "commitTransaction", producer::commitTransaction,
                "abortTransaction", producer::abortTransaction,
                "sendOffsetsToTransaction", () -> producer.sendOffsetsToTransaction(offsets, group));
        calls.forEach((name, call) -> assertEquals(
                name + " needs a transactional.id in the producer's configuration",
                assertThrows(IllegalStateException.class, call::run).getMessage()));
    }

    @Test
    void aClusterWithoutTelemetryIsNotAskedForAnId() {
        KafkaProducer<String, String> producer = fixture.producer();
        assertThrows(UnsupportedVersionException.class, () -> producer.clientInstanceId(Duration.ofSeconds(30)));
    }
}
