package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewPartitions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.KafkaException;
import io.headrace.common.errors.InterruptException;
import io.headrace.interop.ProxiedBroker;
import io.headrace.interop.Target;
import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a producer spreads records, and how it behaves towards the threads that use it. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read or counted afterwards.
class ProducerBehaviourTest {

    private static final int RECORDS = 200_000;
    private static final int PARTITIONS = 6;
    private static final double TOLERANCE = 0.08;
    private static final int SLOW_BYTES_PER_MS = 40;

    @Parameter
    Target target;

    private Contract contract() {
        return new Contract(target);
    }

    /** Batches are small here, since a producer that chooses each one's partition by chance needs many to be even. */
    @Test
    void recordsWithoutKeyAreSpreadEvenly() throws Exception {
        String topic = contract().newTopic("spread", PARTITIONS);
        AtomicLongArray counts = new AtomicLongArray(PARTITIONS);
        AtomicReference<Exception> failure = new AtomicReference<>();
        byte[] value = bytes("0123456789");
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("batch.size", 200)) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(topic, value), (metadata, e) -> {
                    if (e == null) {
                        counts.incrementAndGet(metadata.partition());
                    } else {
                        failure.set(e);
                    }
                });
            }
        }
        assertEquals(null, failure.get());
        long sum = 0;
        for (int p = 0; p < PARTITIONS; p++) {
            assertEquals(
                    RECORDS / (double) PARTITIONS,
                    (double) counts.get(p),
                    TOLERANCE * RECORDS / PARTITIONS,
                    "" + counts);
            sum += counts.get(p);
        }
        assertEquals(RECORDS, sum);
    }

    @Test
    void partitionsThatAreAddedGetRecords() throws Exception {
        String topic = contract().newTopic("grows", 1);
        try (Admin admin = contract().admin();
                KafkaProducer<byte[], byte[]> producer =
                        contract().producer("metadata.max.age.ms", 200, "linger.ms", 0, "batch.size", 100)) {
            assertEquals(
                    0,
                    producer.send(new ProducerRecord<>(topic, new byte[90]))
                            .get(30, TimeUnit.SECONDS)
                            .partition());
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            boolean[] seen = new boolean[3];
            Await.until("records go to each of three partitions", () -> {
                Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, new byte[90]));
                seen[sent.get(30, TimeUnit.SECONDS).partition()] = true;
                return seen[0] && seen[1] && seen[2];
            });
        }
    }

    @Test
    void aSendWaitsForItsTopicAndItsPartition() throws Exception {
        // A broker that makes no topics by itself.
        Contract contract = new Contract(ProxiedBroker.of(target).bootstrapServers());
        String topic = Target.topic("appears");
        try (Admin admin = contract.admin();
                KafkaProducer<byte[], byte[]> producer = contract.producer("max.block.ms", 60_000)) {
            CompletableFuture<Integer> sent = sendElsewhere(producer, new ProducerRecord<>(topic, bytes("v")));
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
            assertEquals(0, sent.get(30, TimeUnit.SECONDS));
            sent = sendElsewhere(producer, new ProducerRecord<>(topic, 2, null, bytes("v")));
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            assertEquals(2, sent.get(30, TimeUnit.SECONDS));
        }
    }

    /** Sends in a thread of its own, which waits when this returns; gives the partition. */
    private static CompletableFuture<Integer> sendElsewhere(
            KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Integer> sent = new CompletableFuture<>();
        Thread sender = new Thread(() -> {
            try {
                sent.complete(producer.send(record).get(60, TimeUnit.SECONDS).partition());
            } catch (Throwable e) {
                sent.completeExceptionally(e);
            }
        });
        sender.start();
        Await.until("it waits", () -> sender.getState() == Thread.State.TIMED_WAITING);
        return sent;
    }

    @Test
    void overASlowLineEachRecordArrivesOnceAndInOrder() throws Exception {
        ProxiedBroker broker = ProxiedBroker.of(target);
        Contract contract = new Contract(broker.bootstrapServers());
        String topic = contract.newTopic("slow", 1);
        int count = 100;
        broker.proxy().slow(SLOW_BYTES_PER_MS);
        // Five batches take longer than a request may.
        try (KafkaProducer<byte[], byte[]> producer = contract.producer("request.timeout.ms", 1_500)) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, bytes(i + "x".repeat(1_000))));
            }
        } finally {
            broker.proxy().slow(0);
        }
        List<ConsumerRecord<byte[], byte[]>> read = contract.readPartition(topic, 0, count);
        assertEquals(count, read.size());
        for (int i = 0; i < count; i++) {
            assertEquals(i + "x".repeat(1_000), text(read.get(i).value()));
        }
    }

    @Test
    void whatACallbackThrowsHarmsNoOtherRecord() throws Exception {
        String topic = contract().newTopic("throws", 1);
        AtomicInteger calls = new AtomicInteger();
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            for (int i = 0; i < 100; i++) {
                producer.send(new ProducerRecord<>(topic, bytes("v")), (metadata, e) -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("on purpose");
                });
            }
            producer.flush();
            assertEquals(100, calls.get());
            assertEquals(
                    100,
                    producer.send(new ProducerRecord<>(topic, bytes("v")))
                            .get(30, TimeUnit.SECONDS)
                            .offset());
        }
    }

    @Test
    void flushIsRefusedInACallback() throws Exception {
        String topic = contract().newTopic("flush", 1);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            producer.send(new ProducerRecord<>(topic, bytes("v")), (metadata, e) -> {
                try {
                    producer.flush();
                    thrown.complete(null);
                } catch (Throwable refused) {
                    thrown.complete(refused);
                }
            });
            assertInstanceOf(KafkaException.class, thrown.get(30, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 60_000})
    void aCallbackMayCloseTheProducer(long timeoutMs) throws Exception {
        String topic = contract().newTopic("close-in", 1);
        KafkaProducer<byte[], byte[]> producer = contract().producer("linger.ms", 0, "delivery.timeout.ms", 120_000);
        CompletableFuture<Throwable> closed = new CompletableFuture<>();
        producer.send(new ProducerRecord<>(topic, bytes("v")), (metadata, e) -> {
            try {
                producer.close(Duration.ofMillis(timeoutMs));
                closed.complete(e);
            } catch (Throwable thrown) {
                closed.complete(thrown);
            }
        });
        assertEquals(null, closed.get(30, TimeUnit.SECONDS));
        assertThrows(IllegalStateException.class, () -> producer.send(new ProducerRecord<>(topic, bytes("v"))));
    }

    @Test
    void anInterruptEndsAWaitingSend() throws Exception {
        String topic = contract().newTopic("interrupt", 1);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("max.block.ms", 120_000)) {
            producer.send(new ProducerRecord<>(topic, bytes("v"))).get(30, TimeUnit.SECONDS);
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            Thread sender = new Thread(() -> {
                try {
                    producer.send(new ProducerRecord<>(topic, 7, null, bytes("there is no such partition")));
                    flag.completeExceptionally(new AssertionError("not interrupted"));
                } catch (InterruptException e) {
                    flag.complete(Thread.currentThread().isInterrupted());
                } catch (Throwable e) {
                    flag.completeExceptionally(e);
                }
            });
            sender.start();
            Await.until("it waits", () -> sender.getState() == Thread.State.TIMED_WAITING);
            sender.interrupt();
            assertTrue(flag.get(30, TimeUnit.SECONDS), "the interrupt flag is set again");
            assertEquals(
                    1,
                    producer.send(new ProducerRecord<>(topic, bytes("v")))
                            .get(30, TimeUnit.SECONDS)
                            .offset());
        }
    }
}
