package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.interop.FaultProxy.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Connections are cut at random bytes under transactions of our producer, with an epoch for each transaction and with one
 * that stays. Whoever reads committed records sees each committed transaction whole, once and in order, and nothing of the
 * others; one whose outcome the producer was not told is there whole or not at all.
 *
 * <p>60 transactions each; 1,000 with {@code -Plong}. A failure names the seed.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@SuppressWarnings("FutureReturnValueIgnored") // A record that failed fails the transaction.
class TransactionFaultsTest {

    private static final int TRANSACTIONS = Boolean.getBoolean("headrace.long") ? 1_000 : 60;
    private static final int PARTITIONS = 3;
    private static final int NEWEST_VERSION = 2;

    private enum Outcome {
        COMMITTED,
        ABORTED,
        UNKNOWN
    }

    private final long seed = Long.getLong("headrace.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private Target target;
    private String topic;
    private int faults;
    private int newProducers;

    @AfterEach
    void mend() {
        proxy().disarm();
    }

    private FaultProxy proxy() {
        return ProxiedBroker.of(target).proxy();
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", ProxiedBroker.of(target).bootstrapServers());
        config.put("request.timeout.ms", 2_000);
        config.put("reconnect.backoff.ms", 5);
        config.put("reconnect.backoff.max.ms", 50);
        config.put("retry.backoff.ms", 5);
        return config;
    }

    private KafkaProducer<String, String> producer() {
        newProducers++;
        Map<String, Object> config = config();
        config.put("transactional.id", topic);
        config.put("delivery.timeout.ms", 60_000);
        config.put("max.block.ms", 10_000);
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        untilItReturns(producer::initTransactions);
        return producer;
    }

    /** A call that timed out goes on, and is repeated. */
    private static void untilItReturns(Runnable call) {
        while (true) {
            try {
                call.run();
                return;
            } catch (TimeoutException e) {
                // Again.
            }
        }
    }

    private void finalizeVersion(int version) throws Exception {
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", ProxiedBroker.of(target).bootstrapServers()))) {
            FeatureUpdate.UpgradeType way = version < NEWEST_VERSION
                    ? FeatureUpdate.UpgradeType.SAFE_DOWNGRADE
                    : FeatureUpdate.UpgradeType.UPGRADE;
            FeatureUpdate update = new FeatureUpdate((short) version, way);
            admin.updateFeatures(Map.of("transaction.version", update), new UpdateFeaturesOptions())
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @CsvSource({"APACHE, 1", "APACHE, 2", "HEADRACE, 2"})
    void readersSeeWhatWasCommittedAndNothingElse(Target broker, int transactionVersion) throws Exception {
        target = broker;
        topic = Target.topic("txn-faults");
        if (transactionVersion < NEWEST_VERSION) {
            finalizeVersion(transactionVersion);
        }
        try {
            createTopic();
            produce();
            proxy().disarm();
            check();
        } catch (Throwable e) {
            throw new AssertionError("with -Dheadrace.seed=" + seed + ": " + e.getMessage(), e);
        } finally {
            if (transactionVersion < NEWEST_VERSION) {
                finalizeVersion(NEWEST_VERSION);
            }
        }
        System.out.println(target + ", transaction.version " + transactionVersion + ": " + faults + " faults, "
                + newProducers + " producers, "
                + outcomes.stream().filter(o -> o == Outcome.COMMITTED).count()
                + " committed, "
                + outcomes.stream().filter(o -> o == Outcome.UNKNOWN).count() + " unknown");
    }

    private void createTopic() throws Exception {
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", ProxiedBroker.of(target).bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private void produce() {
        KafkaProducer<String, String> producer = producer();
        CompletableFuture<Fault> fault = CompletableFuture.completedFuture(null);
        for (int i = 0; i < TRANSACTIONS; i++) {
            if (fault.isDone()) {
                faults++;
                fault = proxy().arm(Fault.random(random, 2_000, 500));
            }
            sizes.add(1 + random.nextInt(5));
            Outcome outcome = transaction(producer, i);
            if (outcome == null) {
                producer.close(Duration.ZERO);
                producer = producer();
                outcome = Outcome.UNKNOWN;
            }
            outcomes.add(outcome);
        }
        proxy().disarm();
        producer.close();
    }

    /** Null when its outcome is not known, and the producer has come to its end. */
    private Outcome transaction(KafkaProducer<String, String> producer, int number) {
        boolean isCommit = random.nextInt(4) > 0;
        try {
            producer.beginTransaction();
            for (int n = 0; n < sizes.get(number); n++) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    producer.send(new ProducerRecord<>(topic, partition, null, number + ":" + n));
                }
            }
            if (random.nextInt(3) == 0) {
                Map<TopicPartition, OffsetAndMetadata> offsets =
                        Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(number));
                producer.sendOffsetsToTransaction(offsets, new ConsumerGroupMetadata(topic, -1, "", Optional.empty()));
            }
            if (isCommit) {
                untilItReturns(producer::commitTransaction);
                return Outcome.COMMITTED;
            }
            if (random.nextBoolean()) {
                producer.flush();
            }
        } catch (KafkaException e) {
            // What has failed is aborted.
        }
        try {
            untilItReturns(producer::abortTransaction);
            return Outcome.ABORTED;
        } catch (KafkaException e) {
            return null;
        }
    }

    private void check() {
        List<List<String>> read = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            read.add(readCommitted(partition));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            boolean isThere = outcomes.get(i) == Outcome.COMMITTED
                    || (outcomes.get(i) == Outcome.UNKNOWN && read.get(0).contains(i + ":0"));
            for (int n = 0; isThere && n < sizes.get(i); n++) {
                expected.add(i + ":" + n);
            }
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertEquals(expected, read.get(partition), "partition " + partition + ", outcomes " + outcomes);
        }
    }

    private List<String> readCommitted(int partition) {
        String last = "last";
        try (KafkaProducer<String, String> plain =
                new KafkaProducer<>(config(), new StringSerializer(), new StringSerializer())) {
            plain.send(new ProducerRecord<>(topic, partition, null, last));
        }
        Map<String, Object> config = config();
        config.put("isolation.level", "read_committed");
        config.put("auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, partition)));
            long deadlineNs = System.nanoTime() + Duration.ofSeconds(90).toNanos();
            while (!values.contains(last)) {
                assertTrue(
                        System.nanoTime() - deadlineNs < 0, () -> "nothing more after " + values.size() + " records");
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        values.remove(last);
        return values;
    }
}
