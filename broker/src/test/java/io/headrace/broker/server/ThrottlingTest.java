package io.headrace.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.protocol.message.CreateTopicsRequest;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.headrace.protocol.message.CreateTopicsResponse;
import io.headrace.protocol.message.ListConfigResourcesRequest;
import io.headrace.protocol.message.ProduceResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotas as Apache's clients feel them. Windows are short, so that bursts are. */
class ThrottlingTest {

    private static final int QUOTA = 100_000;
    private static final int VALUE_BYTES = 10_000;
    private static final int RECORDS = 50;

    @TempDir
    Path directory;

    private HeadraceBroker broker;
    private Admin admin;

    @BeforeEach
    void start() {
        broker = TestBroker.start(
                directory, "quota.window.num", "2", "controller.quota.window.num", "1", "num.network.threads", "2");
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterEach
    void stop() {
        admin.close();
        broker.close();
    }

    private void quota(String key, Double value, String... parts) throws Exception {
        Map<String, String> entity = new HashMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            entity.put(parts[i], parts[i + 1]);
        }
        admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                        new ClientQuotaEntity(entity), List.of(new ClientQuotaAlteration.Op(key, value)))))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    private static double metric(Map<MetricName, ? extends Metric> metrics, String name) {
        return metrics.entrySet().stream()
                .filter(each -> each.getKey().name().equals(name))
                .mapToDouble(each -> (Double) each.getValue().metricValue())
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    private static KafkaProducer<byte[], byte[]> producer(HeadraceBroker broker, String clientId) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "client.id",
                        clientId,
                        "batch.size",
                        Integer.toString(2 * VALUE_BYTES)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends everything and gives the seconds that took. */
    private double produce(KafkaProducer<byte[], byte[]> producer) throws Exception {
        producer.partitionsFor("t");
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        long startNs = System.nanoTime();
        for (int i = 0; i < RECORDS; i++) {
            sent.add(producer.send(new ProducerRecord<>("t", 0, null, new byte[VALUE_BYTES])));
        }
        for (Future<RecordMetadata> each : sent) {
            each.get(60, TimeUnit.SECONDS);
        }
        return (System.nanoTime() - startNs) / 1e9;
    }

    private void createTopic() throws Exception {
        admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
    }

    @Test
    void producersAreHeldToTheirRate() throws Exception {
        createTopic();
        quota("producer_byte_rate", (double) QUOTA, "client-id", "slow");
        try (KafkaProducer<byte[], byte[]> slow = producer(broker, "slow");
                KafkaProducer<byte[], byte[]> free = producer(broker, "free")) {
            double seconds = produce(slow);
            // 500 kB at 100 kB/s, less the burst of a window and what is under way when the last pause begins.
            assertTrue(seconds > 2.0, "took " + seconds + " s");
            assertTrue(metric(slow.metrics(), "produce-throttle-time-max") > 0);
            produce(free);
            assertEquals(0.0, metric(free.metrics(), "produce-throttle-time-max"));
        }
    }

    @Test
    void consumersAreHeldToTheirRate() throws Exception {
        createTopic();
        try (KafkaProducer<byte[], byte[]> producer = producer(broker, "free")) {
            produce(producer);
        }
        quota("consumer_byte_rate", (double) QUOTA, "user", "ANONYMOUS");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.partition.fetch.bytes", 2 * VALUE_BYTES),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("t", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long startNs = System.nanoTime();
            int read = 0;
            while (read < RECORDS) {
                read += consumer.poll(Duration.ofMillis(200)).count();
                assertTrue(System.nanoTime() - startNs < 60e9, "only " + read + " records in a minute");
            }
            double seconds = (System.nanoTime() - startNs) / 1e9;
            assertTrue(seconds > 2.0, "took " + seconds + " s");
            assertTrue(metric(consumer.metrics(), "fetch-throttle-time-max") > 0);
        }
    }

    @Test
    void aThrottledClientHasItsAnswerAtOnceAndIsThenNotReadFrom() throws Exception {
        createTopic();
        // Requests of this size are three seconds' worth; the burst is one second.
        quota("producer_byte_rate", 1000.0, "client-id", "raw");
        try (RawClient client = new RawClient(broker.port())) {
            long startNs = System.nanoTime();
            ProduceResponse response =
                    client.call(TestBroker.produce("t", 0, -1, TestBroker.batch("x".repeat(3000))), 9);
            assertEquals(0, TestBroker.produced(response).errorCode());
            long answeredMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertTrue(response.throttleTimeMs() > 1000, "throttled for " + response.throttleTimeMs() + " ms");
            assertTrue(answeredMs < response.throttleTimeMs(), "answered after " + answeredMs + " ms");
            client.call(new ListConfigResourcesRequest(), 0);
            long nextMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertTrue(nextMs >= response.throttleTimeMs(), "read from again after " + nextMs + " ms");
        }
    }

    @Test
    void requestsThatTakeTooMuchTimeAreThrottled() throws Exception {
        createTopic();
        quota("request_percentage", 0.000_001, "client-id", null);
        try (RawClient client = new RawClient(broker.port())) {
            ProduceResponse response = client.call(TestBroker.produce("t", 0, -1, TestBroker.batch("x")), 9);
            // Of all that is to pay for, no more than a window at a time.
            assertEquals(1000, response.throttleTimeMs());
        }
    }

    @Test
    void topicsBeyondTheQuotaAreRefusedToClientsThatKnowTheError() throws Exception {
        quota("controller_mutation_rate", 1.0, "user", null);
        admin.createTopics(List.of(new NewTopic("a", 3, (short) 1))).all().get(30, TimeUnit.SECONDS);
        ExecutionException refused = assertThrows(
                ExecutionException.class,
                () -> admin.createTopics(
                                List.of(new NewTopic("b", 1, (short) 1)),
                                new CreateTopicsOptions().retryOnQuotaViolation(false))
                        .all()
                        .get(30, TimeUnit.SECONDS));
        ThrottlingQuotaExceededException cause =
                assertInstanceOf(ThrottlingQuotaExceededException.class, refused.getCause());
        assertTrue(cause.throttleTimeMs() > 0);
        // Older clients are only throttled.
        try (RawClient client = new RawClient(broker.port())) {
            CreateTopicsResponse response = client.call(
                    new CreateTopicsRequest()
                            .topics(List.of(new CreatableTopic()
                                    .name("c")
                                    .numPartitions(1)
                                    .replicationFactor((short) 1))),
                    5);
            assertEquals(0, response.topics().get(0).errorCode());
            assertTrue(response.throttleTimeMs() > 0);
        }
        // Apache's client asks again until it is let through.
        admin.createTopics(List.of(new NewTopic("b", 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
    }

    @Test
    void addressesThatConnectTooOftenAreRefused() throws Exception {
        quota("connection_creation_rate", 1.0, "ip", "127.0.0.1");
        boolean refused = false;
        for (int i = 0; i < 5 && !refused; i++) {
            try (RawClient client = new RawClient(broker.port())) {
                client.call(new ListConfigResourcesRequest(), 0);
            } catch (java.io.UncheckedIOException closed) {
                refused = true;
            }
        }
        assertTrue(refused);
        quota("connection_creation_rate", null, "ip", "127.0.0.1");
        try (RawClient client = new RawClient(broker.port())) {
            client.call(new ListConfigResourcesRequest(), 0);
        }
    }
}
