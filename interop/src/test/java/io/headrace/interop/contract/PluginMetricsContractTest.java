package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.clients.consumer.ConsumerInterceptor;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerInterceptor;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.Cluster;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.TopicPartition;
import io.headrace.common.metrics.Measurable;
import io.headrace.common.metrics.Monitorable;
import io.headrace.common.metrics.PluginMetrics;
import io.headrace.common.metrics.Sensor;
import io.headrace.common.metrics.stats.CumulativeSum;
import io.headrace.common.serialization.Deserializer;
import io.headrace.common.serialization.Serializer;
import io.headrace.partitioners.Partitioner;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Plug-ins of the clients have metrics of their own (KIP-877). */
class PluginMetricsContractTest {

    /** Adds a metric and a sensor, and tries what is not allowed. */
    abstract static class Measured implements Monitorable {
        private boolean isConfigured;

        public void configure(Map<String, ?> configs) {
            isConfigured = configs.containsKey("client.id");
        }

        public void configure(Map<String, ?> configs, boolean isKey) {
            isConfigured = configs.containsKey("client.id");
        }

        /** Instances that the application made are not configured. */
        boolean isToBeConfigured() {
            return true;
        }

        @Override
        public void withPluginMetrics(PluginMetrics metrics) {
            assertEquals(isToBeConfigured(), isConfigured, getClass().getName());
            LinkedHashMap<String, String> tags = new LinkedHashMap<>();
            tags.put("mine", "yes");
            MetricName name = metrics.metricName("answer", "of everything", tags);
            metrics.addMetric(name, (Measurable) (config, now) -> 42);
            assertThrows(
                    IllegalArgumentException.class, () -> metrics.addMetric(name, (Measurable) (config, now) -> 1));

            // Of a name of its own: Apache's plug-ins get each other's sensors of the same name.
            String seen = "seen by " + System.identityHashCode(this);
            Sensor sensor = metrics.addSensor(seen);
            sensor.add(metrics.metricName("seen-total", "", new LinkedHashMap<>()), new CumulativeSum());
            sensor.record(7);
            assertThrows(IllegalArgumentException.class, () -> metrics.addSensor(seen));

            MetricName passing = metrics.metricName("passing", "", new LinkedHashMap<>());
            metrics.addMetric(passing, (Measurable) (config, now) -> 1);
            metrics.removeMetric(passing);
            assertThrows(IllegalArgumentException.class, () -> metrics.removeMetric(passing));
            metrics.addSensor("not " + seen);
            metrics.removeSensor("not " + seen);
            assertThrows(IllegalArgumentException.class, () -> metrics.removeSensor("not " + seen));

            LinkedHashMap<String, String> taken = new LinkedHashMap<>();
            taken.put("class", "another");
            assertThrows(IllegalArgumentException.class, () -> metrics.metricName("answer", "", taken));
        }

        public void close() {}
    }

    /** A serializer. */
    public static final class KeySerializer extends Measured implements Serializer<byte[]> {
        @Override
        public byte[] serialize(String topic, byte[] data) {
            return data;
        }

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            super.configure(configs, isKey);
        }

        @Override
        public void close() {}
    }

    /** One that the application makes. */
    public static final class GivenSerializer extends Measured implements Serializer<byte[]> {
        @Override
        public byte[] serialize(String topic, byte[] data) {
            return data;
        }

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            super.configure(configs, isKey);
        }

        @Override
        boolean isToBeConfigured() {
            return false;
        }

        @Override
        public void close() {}
    }

    /** A partitioner. */
    public static final class Placing extends Measured implements Partitioner {
        @Override
        public int partition(
                String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            return 0;
        }

        @Override
        public void close() {}
    }

    /** An interceptor of producers. */
    public static final class Sending extends Measured implements ProducerInterceptor<byte[], byte[]> {
        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            return record;
        }

        @Override
        public void close() {}
    }

    /** A deserializer. */
    public static final class ValueDeserializer extends Measured implements Deserializer<byte[]> {
        @Override
        public byte[] deserialize(String topic, byte[] data) {
            return data;
        }

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            super.configure(configs, isKey);
        }

        @Override
        public void close() {}
    }

    /** An interceptor of consumers. */
    public static final class Reading extends Measured implements ConsumerInterceptor<byte[], byte[]> {
        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}
    }

    private static Map<String, Object> config(Object... more) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", "127.0.0.1:1");
        config.put("client.id", "c");
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return config;
    }

    /** Name and tags of the plug-ins' metrics, and their values. */
    private static Map<String, Object> ofPlugins(Map<MetricName, ? extends Metric> metrics) {
        Map<String, Object> found = new TreeMap<>();
        metrics.forEach((name, metric) -> {
            if (name.group().equals("plugins")) {
                found.put(name.name() + " " + new TreeMap<>(name.tags()), metric.metricValue());
            }
        });
        return found;
    }

    private static void expect(Map<String, Object> metrics, String setting, Class<?> plugin) {
        String tags = "class=" + plugin.getSimpleName() + ", client-id=c, config=" + setting;
        metrics.put("answer {" + tags + ", mine=yes}", 42.0);
        metrics.put("seen-total {" + tags + "}", 7.0);
    }

    @Test
    void pluginsOfAProducer() {
        Map<String, Object> expected = new TreeMap<>();
        expect(expected, "key.serializer", KeySerializer.class);
        expect(expected, "value.serializer", GivenSerializer.class);
        expect(expected, "partitioner.class", Placing.class);
        expect(expected, "interceptor.classes", Sending.class);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                config(
                        "key.serializer",
                        KeySerializer.class.getName(),
                        "partitioner.class",
                        Placing.class.getName(),
                        "interceptor.classes",
                        Sending.class.getName()),
                null,
                new GivenSerializer())) {
            assertEquals(expected, ofPlugins(producer.metrics()));
        }
    }

    @Test
    void pluginsOfAConsumer() {
        Map<String, Object> expected = new TreeMap<>();
        expect(expected, "key.deserializer", ValueDeserializer.class);
        expect(expected, "value.deserializer", ValueDeserializer.class);
        expect(expected, "interceptor.classes", Reading.class);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config(
                "key.deserializer",
                ValueDeserializer.class.getName(),
                "value.deserializer",
                ValueDeserializer.class.getName(),
                "interceptor.classes",
                Reading.class.getName(),
                "group.id",
                "g"))) {
            assertEquals(expected, ofPlugins(consumer.metrics()));
        }
    }
}
