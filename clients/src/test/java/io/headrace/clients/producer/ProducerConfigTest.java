package io.headrace.clients.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.internals.ClientSettings;
import io.headrace.common.KafkaException;
import io.headrace.common.config.ConfigException;
import io.headrace.common.serialization.StringSerializer;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerConfigTest {

    private static Map<String, Object> configs(String... overrides) {
        Map<String, Object> configs = new HashMap<>();
        configs.put("bootstrap.servers", "localhost:9092");
        configs.put("key.serializer", StringSerializer.class.getName());
        configs.put("value.serializer", StringSerializer.class.getName());
        for (int i = 0; i < overrides.length; i += 2) {
            configs.put(overrides[i], overrides[i + 1]);
        }
        return configs;
    }

    @Test
    void aNameThatIsNoStringIsRefused() {
        Properties properties = new Properties();
        properties.putAll(configs());
        properties.put(7, "seven");
        assertThrows(ConfigException.class, () -> new KafkaProducer<>(properties));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bootstrap.servers | localhost | a port is missing",
                "bootstrap.servers | localhost:http | the port must be a number from 1 to 65535",
                "bootstrap.servers | localhost:0 | the port must be a number from 1 to 65535",
                "bootstrap.servers | localhost:65536 | the port must be a number from 1 to 65535",
                "bootstrap.servers | :9092 | the host is empty",
                "bootstrap.servers | ::1:9092 | an IPv6 address needs brackets",
                "bootstrap.servers | a b:9092 | the host is empty or has characters that no host name has",
                "bootstrap.servers | does-not-exist.invalid:9092 | none of these hosts can be resolved",
                "security.protocol | nonsense | security.protocol",
                "acks | 2 | acks",
                "compression.type | brotli | compression.type",
                "compression.gzip.level | 0 | compression.gzip.level",
                "compression.lz4.level | 18 | compression.lz4.level",
                "compression.zstd.level | 23 | compression.zstd.level",
                "linger.ms | -1 | linger.ms",
                "batch.size | -1 | batch.size",
                "batch.size | many | batch.size",
                "max.in.flight.requests.per.connection | 0 | max.in.flight.requests.per.connection",
                "max.in.flight.requests.per.connection | 6 | not possible with max.in.flight.requests.per.connection=6",
                "delivery.timeout.ms | 100 | at least linger.ms + request.timeout.ms (30005) is needed",
                "key.serializer | no.such.Class | no.such.Class",
                "partitioner.class | no.such.Class | no.such.Class",
                "metadata.max.idle.ms | 100 | metadata.max.idle.ms",
            })
    void aWrongValueIsNamed(String key, String value, String message) {
        ConfigException e = assertThrows(ConfigException.class, () -> new KafkaProducer<>(configs(key, value)).close());
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertTrue(e.getMessage().contains(value), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"acks, 1", "retries, 0"})
    void idempotenceGivesWayUnlessAskedFor(String key, String value) {
        assertEquals(false, new ProducerConfig(configs(key, value)).getBoolean("enable.idempotence"));
        Map<String, Object> explicit = configs(key, value, "enable.idempotence", "true");
        ConfigException e = assertThrows(ConfigException.class, () -> new ProducerConfig(explicit));
        assertTrue(e.getMessage().contains("not possible with " + key + "=" + value), e.getMessage());
    }

    @Test
    void theDefaultsAreKafkas() {
        ProducerConfig config = new ProducerConfig(configs());
        assertEquals(true, config.getBoolean("enable.idempotence"));
        assertEquals("all", config.getString("acks"));
        assertEquals(5L, config.getLong("linger.ms"));
        assertEquals(16_384, config.getInt("batch.size"));
        assertEquals(120_000, config.getInt("delivery.timeout.ms"));
        assertEquals("all", new ProducerConfig(configs("acks", "-1")).getString("acks"));
        assertTrue(config.getString("client.id").startsWith("producer-"));
        assertEquals(
                90_000,
                new ProducerConfig(configs(
                                "linger.ms", "60000", "request.timeout.ms", "30000", "delivery.timeout.ms", "90000"))
                        .getInt("delivery.timeout.ms"));
        assertEquals(130_000, new ProducerConfig(configs("linger.ms", "100000")).getInt("delivery.timeout.ms"));
    }

    @Test
    void aReconnectBackoffWithoutMaximumDoesNotGrow() {
        ClientSettings alone = ClientSettings.from(new ProducerConfig(configs("reconnect.backoff.ms", "20")), "c");
        assertTrue(alone.reconnectBackoff().delayMs(10) <= 24);
        ClientSettings both = ClientSettings.from(
                new ProducerConfig(configs("reconnect.backoff.ms", "20", "reconnect.backoff.max.ms", "2000")), "c");
        assertTrue(both.reconnectBackoff().delayMs(10) >= 1_600);
        assertTrue(both.allowAutoCreateTopics());
        assertFalse(both.withoutTopicCreation().allowAutoCreateTopics());
    }

    @Test
    void interceptorsThatAreNotThereAreNamed() {
        KafkaException e = assertThrows(
                KafkaException.class, () -> new KafkaProducer<>(configs("interceptor.classes", "no.such.Class")));
        assertTrue(e.getMessage().contains("no.such.Class"), e.getMessage());
    }

    @Test
    void serializersAreNeeded() {
        Map<String, Object> configs = configs();
        configs.remove("key.serializer");
        assertThrows(ConfigException.class, () -> new KafkaProducer<>(configs));
        Properties properties = new Properties();
        properties.putAll(configs);
        ConfigException e = assertThrows(
                ConfigException.class, () -> new KafkaProducer<>(properties, null, new StringSerializer()));
        assertTrue(e.getMessage().contains("key.serializer"), e.getMessage());
    }

    @Test
    void recordsAreChecked() {
        assertEquals(
                "a record needs a topic",
                assertThrows(IllegalArgumentException.class, () -> new ProducerRecord<>(null, "v"))
                        .getMessage());
        assertEquals(
                "negative partition: -1",
                assertThrows(IllegalArgumentException.class, () -> new ProducerRecord<>("t", -1, "k", "v"))
                        .getMessage());
        assertEquals(
                "negative timestamp: -2",
                assertThrows(IllegalArgumentException.class, () -> new ProducerRecord<>("t", 0, -2L, "k", "v"))
                        .getMessage());
    }
}
