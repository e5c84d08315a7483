package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewPartitions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.InvalidPartitionsException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.TopicExistsException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.interop.FaultProxy;
import io.headrace.interop.FaultProxy.Fault;
import io.headrace.interop.ProxiedBroker;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Connections are cut, reset, stalled or swallow what they carry, at random bytes in both directions.
 *
 * <p>30 cuts a test; 1,000 with {@code -Plong}. A failure names the seed, and {@code -Dheadrace.seed=...} repeats its
 * faults.
 */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@SuppressWarnings("FutureReturnValueIgnored") // A send or a call that failed shows in what is read afterwards.
class CutConnectionsTest {

    private static final int CUTS = Boolean.getBoolean("headrace.long") ? 1_000 : 30;
    private static final int PARTITIONS = 3;
    private static final int ADMIN_TIMEOUT_MS = 15_000;

    /** What a client on such a line is told beside its defaults: not to wait long for an answer that was lost. */
    private static final Object[] IMPATIENT = {
        "request.timeout.ms", 2_000, "reconnect.backoff.ms", 5, "reconnect.backoff.max.ms", 50, "retry.backoff.ms", 5
    };

    @Parameter
    Target target;

    private final long seed = Long.getLong("headrace.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private FaultProxy proxy() {
        return ProxiedBroker.of(target).proxy();
    }

    private Contract contract() {
        return new Contract(ProxiedBroker.of(target).bootstrapServers());
    }

    private static Object[] impatient(Object... more) {
        List<Object> all = new ArrayList<>(List.of(IMPATIENT));
        all.addAll(List.of(more));
        return all.toArray();
    }

    @AfterEach
    void disarm() {
        proxy().disarm();
    }

    /** Runs a test so that its failure tells how to repeat it. */
    private void seeded(Body body) {
        try {
            body.run();
        } catch (Throwable e) {
            throw new AssertionError("with -Dheadrace.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private interface Body {
        void run() throws Exception;
    }

    /** Waits for a fault to strike, as long as the sender has not failed. */
    private static void awaitStrike(Fault fault, CompletableFuture<Fault> struck, NumberedSender sender)
            throws Exception {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!struck.isDone()) {
            sender.failOnFailure();
            assertTrue(System.nanoTime() - deadlineNs < 0, "no traffic for this fault within 90 s: " + fault);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Test
    void aProducerLosesNothingDoublesNothingAndKeepsTheOrder() {
        seeded(() -> {
            String topic = contract().newTopic("cut-producer", PARTITIONS);
            NumberedSender sender;
            try (KafkaProducer<byte[], byte[]> producer = contract()
                    .producer(impatient("compression.type", "lz4", "linger.ms", 2, "delivery.timeout.ms", 300_000))) {
                sender = new NumberedSender(producer, topic).start();
                sender.awaitProgress();
                int cuts = 0;
                while (cuts < CUTS) {
                    Fault fault = Fault.random(random, 10_000, 500);
                    awaitStrike(fault, proxy().arm(fault), sender);
                    cuts += fault.cuts() ? 1 : 0;
                    if (random.nextInt(3) > 0) {
                        sender.awaitProgress();
                    }
                }
                sender.finish();
            }
            try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
                NumberedReading.check(consumer, topic, PARTITIONS, sender);
            }
        });
    }

    @Test
    void aConsumerReadsEachRecordOnceInOrder() {
        seeded(() -> {
            long perPartition = 3_000;
            String topic = contract().newTopic("cut-consumer", PARTITIONS);
            try (KafkaProducer<byte[], byte[]> producer =
                    contract().producer("batch.size", 1_000, "compression.type", "lz4")) {
                for (int i = 0; i < perPartition * PARTITIONS; i++) {
                    int p = i % PARTITIONS;
                    String value = p + ":" + i / PARTITIONS + ":" + Long.toHexString(random.nextLong());
                    producer.send(new ProducerRecord<>(topic, p, null, bytes(value)));
                }
            }
            // Short answers, so that there are many.
            try (KafkaConsumer<byte[], byte[]> consumer =
                    contract().consumer(impatient("max.partition.fetch.bytes", 3_000, "fetch.max.bytes", 7_000))) {
                List<TopicPartition> all = NumberedReading.all(topic, PARTITIONS);
                consumer.assign(all);
                long[] next = new long[PARTITIONS];
                int cuts = 0;
                int rounds = 0;
                Fault fault = null;
                CompletableFuture<Fault> struck = null;
                long deadlineNs = System.nanoTime();
                while (cuts < CUTS || next[0] + next[1] + next[2] < perPartition * PARTITIONS) {
                    if (struck == null || struck.isDone()) {
                        cuts += fault != null && fault.cuts() ? 1 : 0;
                        struck = null;
                        fault = null;
                        if (cuts < CUTS) {
                            fault = Fault.random(random, 1_500, 20_000);
                            struck = proxy().arm(fault);
                            deadlineNs =
                                    System.nanoTime() + Duration.ofSeconds(90).toNanos();
                        }
                    }
                    if (next[0] + next[1] + next[2] == perPartition * PARTITIONS) {
                        rounds++;
                        next = new long[PARTITIONS];
                        consumer.seekToBeginning(all);
                    }
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                        int p = record.partition();
                        assertEquals(next[p], record.offset(), "offset in partition " + p + ", round " + rounds);
                        assertTrue(text(record.value()).startsWith(p + ":" + next[p] + ":"), text(record.value()));
                        next[p]++;
                    }
                    assertTrue(System.nanoTime() - deadlineNs < 0, "stuck for 90 s before " + fault);
                }
                for (TopicPartition partition : all) {
                    assertEquals(perPartition, consumer.position(partition));
                }
            }
        });
    }

    @Test
    void anAdminCallEndsInTimeWithAResultOrARetriableError() {
        seeded(() -> {
            Set<String> created = new TreeSet<>();
            try (Admin admin = contract().admin(impatient("default.api.timeout.ms", ADMIN_TIMEOUT_MS))) {
                String topic = contract().newTopic("cut-admin", 1);
                int cuts = 0;
                int partitions = 1;
                while (cuts < CUTS) {
                    Fault fault = Fault.random(random, 200, 300);
                    CompletableFuture<Fault> struck = proxy().arm(fault);
                    while (!struck.isDone()) {
                        switch (random.nextInt(8)) {
                            case 0 -> {
                                String name = Target.topic("cut-made");
                                NewTopic one = new NewTopic(name, 1, (short) 1);
                                // An answer that was lost makes the next attempt find the topic.
                                if (ends(admin.createTopics(List.of(one)).all(), TopicExistsException.class)) {
                                    created.add(name);
                                }
                            }
                            case 1 -> {
                                // The control, Apache's broker, becomes slow with very many.
                                if (partitions < 40) {
                                    NewPartitions to = NewPartitions.increaseTo(++partitions);
                                    ends(
                                            admin.createPartitions(Map.of(topic, to))
                                                    .all(),
                                            InvalidPartitionsException.class);
                                }
                            }
                            case 2 -> {
                                String name = created.isEmpty()
                                        ? topic + "-no"
                                        : created.iterator().next();
                                created.remove(name);
                                ends(admin.deleteTopics(List.of(name)).all(), UnknownTopicOrPartitionException.class);
                            }
                            case 3 -> ends(admin.listTopics().names(), null);
                            case 4 -> ends(admin.describeTopics(List.of(topic)).allTopicNames(), null);
                            case 5 ->
                                ends(
                                        admin.describeConfigs(
                                                        List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic)))
                                                .all(),
                                        null);
                            case 6 ->
                                ends(
                                        admin.listOffsets(Map.of(new TopicPartition(topic, 0), OffsetSpec.latest()))
                                                .all(),
                                        null);
                            default -> ends(admin.describeCluster().nodes(), null);
                        }
                    }
                    cuts += fault.cuts() ? 1 : 0;
                }
                Set<String> listed = admin.listTopics().names().get(60, TimeUnit.SECONDS);
                assertTrue(listed.containsAll(created), () -> {
                    Set<String> missing = new TreeSet<>(created);
                    missing.removeAll(listed);
                    return "created and not there: " + missing;
                });
            }
        });
    }

    /**
     * Waits for a call.
     *
     * @param repeated what it may fail with when it was carried out twice, or null
     * @return whether it was carried out
     */
    private static boolean ends(KafkaFuture<?> call, Class<? extends Exception> repeated) throws Exception {
        try {
            call.get(2 * ADMIN_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            throw new AssertionError("hangs: not ended after twice its timeout", e);
        } catch (ExecutionException e) {
            if (repeated != null && repeated.isInstance(e.getCause())) {
                return true;
            }
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw e;
        }
    }
}
