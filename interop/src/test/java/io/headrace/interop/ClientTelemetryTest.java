package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.broker.telemetry.TelemetryReceiver;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.MetricName;
import io.headrace.common.Uuid;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.metrics.KafkaMetric;
import io.headrace.common.metrics.Measurable;
import io.headrace.common.metrics.MetricConfig;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.common.utils.Time;
import io.headrace.testsupport.ApacheKafka;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.MetricsData;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our clients push their metrics to brokers that subscribe to them (KIP-714); what comes is read by Apache's classes. */
@SuppressWarnings("try") // A broker that is only there, and whose end may be interrupted.
class ClientTelemetryTest {

    /** Puts what our broker gets where Apache's plug-in puts what its broker gets. */
    public static final class Receiver implements TelemetryReceiver {
        private static Path directory;
        private static int number;

        @Override
        public synchronized void received(
                Uuid id, Map<String, String> client, ByteBuffer metrics, boolean terminating) {
            TelemetryPlugin.write(directory, id + "-" + ++number, terminating, metrics);
        }
    }

    @TempDir
    Path directory;

    private String bootstrapServers;

    private AutoCloseable start(Target target, boolean hasTelemetry) throws IOException {
        Path pushes = Files.createDirectory(directory.resolve("pushes"));
        if (target == Target.HEADRACE) {
            Receiver.directory = pushes;
            Map<String, String> settings = new HashMap<>();
            settings.put("port", "0");
            settings.put("log.dirs", directory.resolve("data").toString());
            settings.put("telemetry.receiver", Receiver.class.getName());
            HeadraceBroker broker = HeadraceBroker.start(settings);
            bootstrapServers = broker.bootstrapServers();
            return broker;
        }
        Map<String, String> settings = hasTelemetry
                ? Map.of(
                        "metric.reporters",
                        TelemetryPlugin.class.getName(),
                        TelemetryPlugin.DIRECTORY,
                        pushes.toString())
                : Map.of();
        ApacheKafka broker = ApacheKafka.start(settings, "-Xmx512m", "-XX:TieredStopAtLevel=1");
        bootstrapServers = broker.bootstrapServers();
        return broker;
    }

    private void subscribe(String metrics) throws Exception {
        List<AlterConfigOp> ops = new ArrayList<>();
        Map.of("metrics", metrics, "interval.ms", "200")
                .forEach((key, value) ->
                        ops.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers, "enable.metrics.push", false))) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "all"), ops))
                    .all()
                    .get();
        }
    }

    private KafkaProducer<byte[], byte[]> producer(Object... more) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrapServers);
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private List<Path> pushesOf(String id) {
        try (Stream<Path> all = Files.list(directory.resolve("pushes"))) {
            return all.filter(file -> file.getFileName().toString().startsWith(id)
                            && !file.getFileName().toString().endsWith(".tmp"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> lastOf(String id) {
        return pushesOf(id).stream().filter(f -> f.toString().endsWith("-last")).toList();
    }

    /** The values of one push by the metrics' names. */
    private static Map<String, Double> read(Path push) throws IOException {
        TreeMap<String, Double> values = new TreeMap<>();
        MetricsData data = MetricsData.parseFrom(Files.readAllBytes(push));
        for (ResourceMetrics resource : data.getResourceMetricsList()) {
            for (Metric metric : resource.getScopeMetrics(0).getMetricsList()) {
                NumberDataPoint point = metric.hasSum()
                        ? metric.getSum().getDataPoints(0)
                        : metric.getGauge().getDataPoints(0);
                assertTrue(point.getTimeUnixNano() > 0, metric.getName());
                assertFalse(metric.hasSum() && point.getStartTimeUnixNano() == 0, metric.getName());
                values.merge(metric.getName(), point.getAsDouble(), Double::sum);
            }
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void whatIsSubscribedToIsPushedAndTheLastPushSaysSo(Target target) throws Exception {
        try (AutoCloseable broker = start(target, true)) {
            subscribe("*");
            String id;
            int records = 10;
            try (KafkaProducer<byte[], byte[]> producer = producer("client.id", "ours")) {
                producer.registerMetricForSubscription(new KafkaMetric(
                        new Object(),
                        new MetricName("mine", "app-metrics", "", Map.of("where", "here")),
                        (Measurable) (config, now) -> 42,
                        new MetricConfig(),
                        Time.SYSTEM));
                for (int i = 0; i < records; i++) {
                    producer.send(new ProducerRecord<>("t", new byte[10])).get();
                }
                id = producer.clientInstanceId(Duration.ofSeconds(30)).toString();
                Await.until("metrics come", () -> pushesOf(id).size() >= 2);
            }
            Await.until("the last push comes", () -> lastOf(id).size() == 1);
            List<Path> last = lastOf(id);
            Map<String, Double> ours = read(last.get(0));
            // Delta or not is the broker's wish; both ask for differences.
            double sent = 0;
            for (Path push : pushesOf(id)) {
                sent += read(push).getOrDefault("org.apache.kafka.producer.record.send.total", 0.0);
            }
            assertEquals(records, sent);
            assertEquals(42, ours.get("org.apache.kafka.app.mine"));

            // Apache's producer pushes these names, and so does ours, but what MetricNamesTest lists as missing.
            TreeSet<String> missing = new TreeSet<>(namesOfApachesProducer());
            missing.removeAll(ours.keySet());
            missing.removeIf(
                    name -> name.contains(".io.") || name.contains(".select.") || name.contains("authentication"));
            assertEquals(new TreeSet<>(), missing);
        }
    }

    private Set<String> namesOfApachesProducer() throws Exception {
        String id;
        try (var producer = new org.apache.kafka.clients.producer.KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new org.apache.kafka.common.serialization.ByteArraySerializer(),
                new org.apache.kafka.common.serialization.ByteArraySerializer())) {
            producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>("t", new byte[10]))
                    .get();
            id = producer.clientInstanceId(Duration.ofSeconds(30)).toString();
            Await.until("metrics come", () -> !pushesOf(id).isEmpty());
        }
        TreeSet<String> names = new TreeSet<>();
        for (Path push : pushesOf(id)) {
            read(push).forEach((name, value) -> {
                if (!value.isNaN()) {
                    names.add(name);
                }
            });
        }
        assertFalse(names.isEmpty());
        return names;
    }

    @Test
    void consumersAndAdminClientsPushToo() throws Exception {
        try (AutoCloseable broker = start(Target.HEADRACE, true)) {
            subscribe("org.apache.kafka.consumer.,org.apache.kafka.admin.");
            Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
            String consumerId;
            String adminId;
            try (var consumer = new io.headrace.clients.consumer.KafkaConsumer<>(
                            config,
                            new io.headrace.common.serialization.ByteArrayDeserializer(),
                            new io.headrace.common.serialization.ByteArrayDeserializer());
                    var admin = io.headrace.clients.admin.Admin.create(Map.<String, Object>of(
                            "bootstrap.servers", bootstrapServers, "enable.metrics.push", true))) {
                consumerId = consumer.clientInstanceId(Duration.ofSeconds(30)).toString();
                adminId = admin.clientInstanceId(Duration.ofSeconds(30)).toString();
                Await.until(
                        "metrics come",
                        () -> !pushesOf(consumerId).isEmpty()
                                && !pushesOf(adminId).isEmpty());
            }
            assertTrue(read(pushesOf(consumerId).get(0)).containsKey("org.apache.kafka.consumer.request.total"));
            assertTrue(read(pushesOf(adminId).get(0)).containsKey("org.apache.kafka.admin.client.request.total"));
        }
    }

    @Test
    void withoutTelemetryThereIsNoId() throws Exception {
        try (AutoCloseable broker = start(Target.APACHE, false)) {
            try (KafkaProducer<byte[], byte[]> producer = producer()) {
                assertThrows(
                        UnsupportedVersionException.class, () -> producer.clientInstanceId(Duration.ofSeconds(30)));
            }
            try (KafkaProducer<byte[], byte[]> producer = producer("enable.metrics.push", false)) {
                IllegalStateException off = assertThrows(
                        IllegalStateException.class, () -> producer.clientInstanceId(Duration.ofSeconds(30)));
                assertTrue(off.getMessage().contains("enable.metrics.push"), off.getMessage());
            }
        }
    }
}
