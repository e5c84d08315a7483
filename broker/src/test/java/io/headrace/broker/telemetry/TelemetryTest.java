package io.headrace.broker.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.server.BrokerStartException;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.message.GetTelemetrySubscriptionsRequest;
import io.headrace.protocol.message.GetTelemetrySubscriptionsResponse;
import io.headrace.protocol.message.PushTelemetryRequest;
import io.headrace.protocol.message.PushTelemetryResponse;
import io.headrace.testsupport.Await;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Crc32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {

    private static final int GZIP = 1;

    @TempDir
    Path directory;

    private HeadraceBroker broker;

    /** Keeps what comes. */
    public static final class Receiver implements TelemetryReceiver {
        static final Queue<Received> ALL = new ConcurrentLinkedQueue<>();

        @Override
        public void received(Uuid id, Map<String, String> client, ByteBuffer metrics, boolean terminating) {
            byte[] bytes = new byte[metrics.remaining()];
            metrics.get(bytes);
            if (new String(bytes, StandardCharsets.ISO_8859_1).equals("bad")) {
                throw new IllegalArgumentException("bad metrics");
            }
            ALL.add(new Received(id, client, new String(bytes, StandardCharsets.ISO_8859_1), terminating));
        }
    }

    private record Received(Uuid id, Map<String, String> client, String metrics, boolean terminating) {}

    @BeforeEach
    void start() throws Exception {
        Receiver.ALL.clear();
        broker = TestBroker.start(
                directory, "telemetry.receiver", Receiver.class.getName(), "telemetry.max.bytes", "20000");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void subscribe(String name, String... settings) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name);
        List<AlterConfigOp> ops = new java.util.ArrayList<>();
        for (int i = 0; i < settings.length; i += 2) {
            ops.add(new AlterConfigOp(new ConfigEntry(settings[i], settings[i + 1]), AlterConfigOp.OpType.SET));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(resource, ops)).all().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void apachesProducerPushesWhatItIsAskedFor() throws Exception {
        subscribe(
                "all",
                "metrics",
                "org.apache.kafka.producer.connection",
                "interval.ms",
                "200",
                "match",
                "client_id=asked.*");
        KafkaProducer<String, String> producer = producer("asked-1");
        KafkaProducer<String, String> other = producer("other");
        producer.partitionsFor("t");
        other.partitionsFor("t");
        Await.until("metrics come", () -> Receiver.ALL.size() >= 2);
        producer.close();
        other.close();
        for (Received each : Receiver.ALL) {
            assertEquals("asked-1", each.client().get("client_id"));
            assertEquals("apache-kafka-java", each.client().get("client_software_name"));
        }
        assertEquals(1, Receiver.ALL.stream().map(Received::id).distinct().count());
        assertTrue(Receiver.ALL.stream()
                .anyMatch(each -> each.metrics().contains("org.apache.kafka.producer.connection")));
    }

    private KafkaProducer<String, String> producer(String clientId) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "client.id", clientId),
                new StringSerializer(),
                new StringSerializer());
    }

    @Test
    void aPushIsCheckedBeforeItIsTaken() throws Exception {
        subscribe("s", "metrics", "a", "interval.ms", "3600000");
        try (RawClient client = new RawClient(broker.port())) {
            GetTelemetrySubscriptionsResponse first = client.call(new GetTelemetrySubscriptionsRequest(), 0);
            Uuid id = first.clientInstanceId();
            assertEquals(List.of("a"), first.requestedMetrics());
            // What nobody wants more often than by default is not asked for less often either.
            assertEquals(300_000, first.pushIntervalMs());
            assertEquals(20_000, first.telemetryMaxBytes());
            assertTrue(first.deltaTemporality());
            assertEquals(List.of((byte) 4, (byte) 3, (byte) 1, (byte) 2), first.acceptedCompressionTypes());
            assertNotEquals(Uuid.ZERO_UUID, id);
            assertEquals(
                    "THROTTLING_QUOTA_EXCEEDED",
                    error(client.<GetTelemetrySubscriptionsResponse>call(
                                    new GetTelemetrySubscriptionsRequest().clientInstanceId(id), 0)
                            .errorCode()));

            PushTelemetryRequest push = new PushTelemetryRequest()
                    .clientInstanceId(id)
                    .subscriptionId(first.subscriptionId() + 1)
                    .metrics("x".getBytes(StandardCharsets.UTF_8));
            assertEquals("UNKNOWN_SUBSCRIPTION_ID", push(client, push));
            // Who does not know its subscription may ask at once.
            assertEquals(first.subscriptionId(), get(client, id).subscriptionId());
            push.subscriptionId(first.subscriptionId());
            assertEquals("THROTTLING_QUOTA_EXCEEDED", push(client, push));

            assertEquals("INVALID_REQUEST", push(client, push.clientInstanceId(Uuid.ZERO_UUID)));
            assertEquals("UNSUPPORTED_COMPRESSION_TYPE", fresh(client, push.compressionType((byte) 77)));
            push.compressionType((byte) 0);
            assertEquals("TELEMETRY_TOO_LARGE", fresh(client, push.metrics(new byte[20_001])));
            assertEquals("INVALID_RECORD", fresh(client, push.metrics("bad".getBytes(StandardCharsets.UTF_8))));
            push.metrics("no gzip".getBytes(StandardCharsets.UTF_8));
            assertEquals("INVALID_RECORD", fresh(client, push.compressionType((byte) GZIP)));
            push.compressionType((byte) 0);
            assertTrue(Receiver.ALL.isEmpty());

            assertEquals("NONE", fresh(client, push.metrics("good".getBytes(StandardCharsets.UTF_8))));
            assertEquals("good", Receiver.ALL.peek().metrics());
            // The last push may come early, and none after it.
            assertEquals("NONE", push(client, push.terminating(true)));
            assertEquals("INVALID_REQUEST", push(client, push));
        }
    }

    private static GetTelemetrySubscriptionsResponse get(RawClient client, Uuid id) {
        return client.call(new GetTelemetrySubscriptionsRequest().clientInstanceId(id), 0);
    }

    /** Pushes as a client of whom nothing is known yet. */
    private static String fresh(RawClient client, PushTelemetryRequest push) {
        GetTelemetrySubscriptionsResponse asked = client.call(new GetTelemetrySubscriptionsRequest(), 0);
        return push(client, push.clientInstanceId(asked.clientInstanceId()).subscriptionId(asked.subscriptionId()));
    }

    private static String push(RawClient client, PushTelemetryRequest push) {
        return error(client.<PushTelemetryResponse>call(push, 0).errorCode());
    }

    private static String error(short code) {
        return Errors.forCode(code).name();
    }

    @Test
    void aChangedSubscriptionHasAnotherId() throws Exception {
        subscribe("s", "metrics", "a", "interval.ms", "3600000");
        try (RawClient client = new RawClient(broker.port())) {
            GetTelemetrySubscriptionsResponse before = client.call(new GetTelemetrySubscriptionsRequest(), 0);
            subscribe("more", "metrics", "*", "interval.ms", "1000");
            GetTelemetrySubscriptionsResponse after = get(client, before.clientInstanceId());
            assertEquals(List.of("*"), after.requestedMetrics());
            assertEquals(1000, after.pushIntervalMs());
            assertNotEquals(before.subscriptionId(), after.subscriptionId());
        }
    }

    @Test
    void theIdIsTheOneThatApachesBrokerMakes() {
        Uuid id = Uuid.randomUuid();
        int hash =
                new org.apache.kafka.common.Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()).hashCode();
        byte[] text = "[a.b]5000".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                (int) Crc32C.compute(text, 0, text.length) ^ hash,
                ClientTelemetry.subscriptionId(Set.of("a.b"), 5000, id));
    }

    @Test
    void nobodyIsAskedWhenNobodyTakesIt() {
        try (HeadraceBroker without = TestBroker.start(directory.resolve("without"));
                RawClient client = new RawClient(without.port())) {
            assertFalse(offers(client, 71));
            assertFalse(offers(client, 72));
        }
        try (RawClient client = new RawClient(broker.port())) {
            assertTrue(offers(client, 71));
            assertTrue(offers(client, 72));
        }
        BrokerStartException refused = assertThrows(
                BrokerStartException.class,
                () -> TestBroker.start(directory.resolve("wrong"), "telemetry.receiver", "no.such.Receiver"));
        assertTrue(refused.getMessage().startsWith("telemetry.receiver no.such.Receiver cannot be used"));
    }

    private static boolean offers(RawClient client, int api) {
        ApiVersionsResponse response = client.call(new ApiVersionsRequest(), 0);
        return response.apiKeys().stream().anyMatch(each -> each.apiKey() == api);
    }
}
