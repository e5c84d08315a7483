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
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
        return numbersIn(pushesOf(id));
    }

    private Map<String, Object> reading(String group) {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                group,
                "auto.offset.reset",
                "earliest",
                "enable.metrics.push",
                true);
    }

    /** A member of a group reads a topic. What it pushes is compared with what Apache's pushes after the same work. */
    @ParameterizedTest
    @EnumSource(Target.class)
    void consumersPushWhatApachesDo(Target target) throws Exception {
        try (AutoCloseable broker = start(target, true)) {
            subscribe("org.apache.kafka.consumer.");
            int records = 10;
            try (KafkaProducer<byte[], byte[]> producer = producer("enable.metrics.push", false)) {
                for (int i = 0; i < records; i++) {
                    producer.send(new ProducerRecord<>("t", new byte[10])).get();
                }
            }
            String id;
            try (var consumer = new io.headrace.clients.consumer.KafkaConsumer<>(
                    reading("ours"),
                    new io.headrace.common.serialization.ByteArrayDeserializer(),
                    new io.headrace.common.serialization.ByteArrayDeserializer())) {
                consumer.subscribe(List.of("t"));
                for (int count = 0; count < records; ) {
                    count += consumer.poll(Duration.ofSeconds(1)).count();
                }
                consumer.commitSync();
                id = consumer.clientInstanceId(Duration.ofSeconds(30)).toString();
                Await.until("metrics come", () -> pushesOf(id).size() >= 2);
            }
            Await.until("the last push comes", () -> lastOf(id).size() == 1);
            TreeSet<String> names = new TreeSet<>();
            double consumed = 0;
            for (Path push : pushesOf(id)) {
                Map<String, Double> values = read(push);
                names.addAll(values.keySet());
                consumed += values.getOrDefault("org.apache.kafka.consumer.fetch.manager.records.consumed.total", 0.0);
            }
            // It is there for the client and for the topic; the labels are not looked at here.
            assertEquals(2 * records, consumed);
            assertEquals(Set.of(), those(names, name -> !name.startsWith("org.apache.kafka.consumer.")));

            Set<String> missing = namesOfApachesConsumer(records);
            missing.removeAll(names);
            missing.removeIf(
                    name -> name.contains(".io.") || name.contains(".select.") || name.contains("authentication"));
            assertEquals(Set.of(), missing);
        }
    }

    private static Set<String> those(Set<String> names, Predicate<String> condition) {
        return names.stream().filter(condition).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> namesOfApachesConsumer(int records) throws Exception {
        String id;
        try (var consumer = new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                reading("apaches"),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer())) {
            consumer.subscribe(List.of("t"));
            for (int count = 0; count < records; ) {
                count += consumer.poll(Duration.ofSeconds(1)).count();
            }
            consumer.commitSync();
            id = consumer.clientInstanceId(Duration.ofSeconds(30)).toString();
            Await.until("metrics come", () -> pushesOf(id).size() >= 2);
        }
        return numbersIn(pushesOf(id));
    }

    private static Set<String> numbersIn(List<Path> pushes) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (Path push : pushes) {
            read(push).forEach((name, value) -> {
                if (!value.isNaN()) {
                    names.add(name);
                }
            });
        }
        assertFalse(names.isEmpty());
        return names;
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void adminClientsPushWhenAsked(Target target) throws Exception {
        try (AutoCloseable broker = start(target, true)) {
            subscribe("org.apache.kafka.admin.");
            Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "enable.metrics.push", true);
            String ours;
            String apaches;
            try (var admin = io.headrace.clients.admin.Admin.create(config);
                    var theirs = Admin.create(config)) {
                ours = admin.clientInstanceId(Duration.ofSeconds(30)).toString();
                apaches = theirs.clientInstanceId(Duration.ofSeconds(30)).toString();
                Await.until(
                        "metrics come",
                        () -> !pushesOf(ours).isEmpty() && !pushesOf(apaches).isEmpty());
            }
            Await.until("the last push comes", () -> lastOf(ours).size() == 1);
            Set<String> missing = numbersIn(pushesOf(apaches));
            missing.removeAll(numbersIn(pushesOf(ours)));
            missing.removeIf(
                    name -> name.contains(".io.") || name.contains(".select.") || name.contains("authentication"));
            assertEquals(Set.of(), missing);
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
