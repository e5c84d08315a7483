package io.headrace.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.InvalidConfigurationException;
import io.headrace.common.serialization.StringDeserializer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerConfigTest {

    private static Map<String, Object> with(Object... more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", "localhost:9092");
        settings.put("key.deserializer", StringDeserializer.class);
        settings.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    @Test
    void hasKafkasDefaults() {
        ConsumerConfig config = new ConsumerConfig(with());
        assertEquals(500, config.getInt("max.poll.records"));
        assertEquals(1, config.getInt("fetch.min.bytes"));
        assertEquals(52_428_800, config.getInt("fetch.max.bytes"));
        assertEquals(1_048_576, config.getInt("max.partition.fetch.bytes"));
        assertEquals(500, config.getInt("fetch.max.wait.ms"));
        assertEquals("latest", config.getString("auto.offset.reset"));
        assertEquals("read_uncommitted", config.getString("isolation.level"));
        assertEquals(60_000, config.getInt("default.api.timeout.ms"));
        assertEquals(StringDeserializer.class, config.getClass("value.deserializer"), "Apache's name is understood");
    }

    @ParameterizedTest
    @CsvSource({
        "max.poll.records, 0",
        "fetch.max.bytes, -1",
        "fetch.min.bytes, many",
        "isolation.level, serializable",
        "auto.offset.reset, by_duration:soon",
        "metadata.recovery.strategy, hope",
        "key.deserializer, no.such.Class"
    })
    void refusesWrongValuesAndNamesTheSetting(String name, String value) {
        ConfigException e = assertThrows(ConfigException.class, () -> new ConsumerConfig(with(name, value)));
        assertTrue(e.getMessage().contains(name), e.getMessage());
    }

    @Test
    void refusesToRunWithoutBootstrapServersOrDeserializers() {
        for (String name : new String[] {"bootstrap.servers", "key.deserializer", "value.deserializer"}) {
            Map<String, Object> settings = with();
            settings.remove(name);
            ConfigException e = assertThrows(ConfigException.class, () -> new ConsumerConfig(settings));
            assertTrue(e.getMessage().contains(name), e.getMessage());
        }
    }

    @Test
    void hasKafkasDefaultsForGroups() {
        ConsumerConfig config = new ConsumerConfig(with("group.id", "g"));
        assertEquals(45_000, config.getInt("session.timeout.ms"));
        assertEquals(3_000, config.getInt("heartbeat.interval.ms"));
        assertEquals(300_000, config.getInt("max.poll.interval.ms"));
        assertEquals(5_000, config.getInt("auto.commit.interval.ms"));
        assertEquals("classic", config.getString("group.protocol"));
        assertTrue(config.getBoolean("enable.auto.commit"));
        assertTrue(config.getBoolean("exclude.internal.topics"));
    }

    @Test
    void aConsumerWithoutANameGetsOneOfItsGroupAndStaticName() {
        assertEquals("mine", new ConsumerConfig(with("client.id", "mine")).getString("client.id"));
        String first = new ConsumerConfig(with("group.id", "g")).getString("client.id");
        String second = new ConsumerConfig(with("group.id", "g")).getString("client.id");
        int number = Integer.parseInt(first.substring("consumer-g-".length()));
        assertEquals("consumer-g-" + (number + 1), second);
        assertEquals(
                "consumer-g-i",
                new ConsumerConfig(with("group.id", "g", "group.instance.id", "i")).getString("client.id"));
    }

    @Test
    void withoutAGroupAutomaticCommitsAreOff() {
        assertEquals(false, new ConsumerConfig(with()).getBoolean("enable.auto.commit"));
    }

    @Test
    void nothingIsCommittedWithoutAGroup() {
        assertThrows(InvalidConfigurationException.class, () -> new ConsumerConfig(with("enable.auto.commit", "true")));
    }

    @ParameterizedTest
    @CsvSource({
        "consumer, session.timeout.ms, 1000",
        "consumer, heartbeat.interval.ms, 1000",
        "Consumer, partition.assignment.strategy, org.apache.kafka.clients.consumer.RangeAssignor",
        "classic, group.remote.assignor, uniform"
    })
    void refusesSettingsOfTheOtherGroupProtocol(String protocol, String name, String value) {
        ConfigException e = assertThrows(
                ConfigException.class, () -> new ConsumerConfig(with("group.protocol", protocol, name, value)));
        assertEquals(name + " cannot be set when group.protocol=" + protocol.toUpperCase(Locale.ROOT), e.getMessage());
    }

    @Test
    void settingsOfTheOtherGroupProtocolMayBeBlank() {
        ConsumerConfig config =
                new ConsumerConfig(with("group.protocol", "consumer", "partition.assignment.strategy", ""));
        assertEquals("consumer", config.getString("group.protocol"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/b", "a b"})
    void refusesNamesOfStaticMembersThatBrokersRefuse(String name) {
        InvalidConfigurationException e = assertThrows(
                InvalidConfigurationException.class,
                () -> new ConsumerConfig(with("group.id", "g", "group.instance.id", name)));
        assertTrue(e.getMessage().contains("'" + name + "'"), e.getMessage());
    }
}
