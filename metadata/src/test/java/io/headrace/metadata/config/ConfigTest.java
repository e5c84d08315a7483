package io.headrace.metadata.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.record.TimestampType;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.record.ConfigRecord;
import io.headrace.protocol.wire.TypedRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
    private static final long WEEK_MS = 604_800_000;
    private static final ClusterImage EMPTY = ClusterImage.empty("c");

    @Test
    void whatNobodySetsHasKafkasDefault() {
        TopicSettings defaults = broker().topicDefaults();
        assertEquals(1 << 30, defaults.segmentBytes());
        assertEquals(WEEK_MS, defaults.segmentMs());
        assertEquals(0, defaults.segmentJitterMs());
        assertEquals(10 << 20, defaults.segmentIndexBytes());
        assertEquals(4096, defaults.indexIntervalBytes());
        assertEquals(WEEK_MS, defaults.retentionMs());
        assertEquals(-1, defaults.retentionBytes());
        assertEquals(60_000, defaults.fileDeleteDelayMs());
        assertFalse(defaults.preallocate());
        assertEquals(Long.MAX_VALUE, defaults.flushMessages());
        assertEquals(Long.MAX_VALUE, defaults.flushMs());
        assertEquals(1_048_588, defaults.maxMessageBytes());
        assertEquals(TimestampType.CREATE_TIME, defaults.messageTimestampType());
        assertEquals(Long.MAX_VALUE, defaults.messageTimestampBeforeMaxMs());
        assertEquals(3_600_000, defaults.messageTimestampAfterMaxMs());
        assertEquals(1, defaults.minInsyncReplicas());
        assertEquals("producer", defaults.compressionType());
        assertEquals(List.of("delete"), defaults.cleanupPolicy());

        BrokerConfig broker = broker();
        assertEquals(1, broker.nodeId());
        assertEquals("localhost", broker.bindHost());
        assertEquals(9092, broker.port());
        assertEquals("localhost", broker.advertisedHost());
        assertEquals(-1, broker.advertisedPort());
        assertEquals(List.of(Path.of("/data")), broker.logDirs());
        assertEquals(1, broker.numPartitions());
        assertTrue(broker.autoCreateTopics());
        assertTrue(broker.deleteTopicsEnabled());
        assertEquals(Runtime.getRuntime().availableProcessors(), broker.networkThreads());
        assertEquals(104_857_600, broker.socketRequestMaxBytes());
        assertEquals(600_000, broker.connectionsMaxIdleMs());
        assertEquals(Map.of(), broker.maxConnectionsPerIpOverrides());
        assertEquals(57_671_680, broker.fetchMaxBytes());
        assertEquals(86_400_000, broker.producerIdExpirationMs());
    }

    @Test
    void theDefaultsInTheTopicDefinitionAreThoseOfTheBrokersSettings() {
        TopicSettings defaults = broker().topicDefaults();
        Map<String, Object> values = TopicKeys.DEF.defaultValues();
        assertEquals(values.get("retention.ms"), defaults.retentionMs());
        assertEquals(values.get("segment.ms"), defaults.segmentMs());
        for (ConfigDef.ConfigKey key : TopicKeys.DEF.configKeys().values()) {
            List<SettingLayers.Found> found = SettingLayers.atStart(broker()).topicSetting(key.name, Map.of());
            Object effective =
                    found.isEmpty() ? null : TopicKeys.parse(key, found.get(0).topicValue());
            assertEquals(key.defaultValue, effective, key.name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "log.retention.hours=2, 7200000",
        "log.retention.hours=-1, -1",
        "log.retention.minutes=3, 180000",
        "log.retention.hours=2 log.retention.minutes=3, 180000",
        "log.retention.hours=2 log.retention.minutes=3 log.retention.ms=4, 4",
        "log.retention.ms=-1, -1",
    })
    void retentionCanBeStatedInThreeUnitsAndTheFinestCounts(String settings, long expectedMs) {
        assertEquals(expectedMs, broker(settings.split(" ")).topicDefaults().retentionMs());
    }

    @Test
    void segmentsRollByTheFinestUnitToo() {
        assertEquals(3_600_000, broker("log.roll.hours=1").topicDefaults().segmentMs());
        assertEquals(
                5, broker("log.roll.hours=1", "log.roll.ms=5").topicDefaults().segmentMs());
        assertEquals(
                3_600_000, broker("log.roll.jitter.hours=1").topicDefaults().segmentJitterMs());
        assertEquals(
                9, broker("log.flush.scheduler.interval.ms=9").topicDefaults().flushMs());
        assertEquals(
                8,
                broker("log.flush.scheduler.interval.ms=9", "log.flush.interval.ms=8")
                        .topicDefaults()
                        .flushMs());
    }

    @Test
    void theTopicsOwnSettingCountsThenTheBrokersThenThatOfAllThenTheStart() {
        BrokerConfig broker = broker("log.retention.ms=4");
        ClusterImage image = EMPTY;
        assertEquals(4, TopicSettings.of(broker, image, "t").retentionMs());
        image = with(image, ConfigResource.Type.BROKER, "", "log.retention.hours", "1");
        assertEquals(3_600_000, TopicSettings.of(broker, image, "t").retentionMs());
        image = with(image, ConfigResource.Type.BROKER, "2", "log.retention.ms", "9");
        assertEquals(3_600_000, TopicSettings.of(broker, image, "t").retentionMs());
        image = with(image, ConfigResource.Type.BROKER, "1", "log.retention.ms", "2");
        assertEquals(2, TopicSettings.of(broker, image, "t").retentionMs());
        image = with(image, ConfigResource.Type.TOPIC, "t", "retention.ms", "1");
        assertEquals(1, TopicSettings.of(broker, image, "t").retentionMs());
        assertEquals(2, TopicSettings.of(broker, image, "other").retentionMs());

        ConfigView.Entry entry = entry(ConfigView.topic(broker, image, "t"), "retention.ms");
        assertEquals("1", entry.value());
        assertEquals(ConfigSource.DYNAMIC_TOPIC_CONFIG, entry.source());
        assertEquals(
                List.of(
                        new ConfigView.Synonym("retention.ms", "1", ConfigSource.DYNAMIC_TOPIC_CONFIG),
                        new ConfigView.Synonym("log.retention.ms", "2", ConfigSource.DYNAMIC_BROKER_CONFIG),
                        new ConfigView.Synonym("log.retention.hours", "1", ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG),
                        new ConfigView.Synonym("log.retention.ms", "4", ConfigSource.STATIC_BROKER_CONFIG),
                        new ConfigView.Synonym("log.retention.hours", "168", ConfigSource.DEFAULT_CONFIG)),
                entry.synonyms());
        assertFalse(entry.readOnly());
        assertEquals(5, entry.typeId());
    }

    @Test
    void topicsWithoutSettingsOfTheirOwnShareOneObject() {
        BrokerConfig broker = broker();
        assertSame(TopicSettings.of(broker, EMPTY, "a"), TopicSettings.of(broker, EMPTY, "b"));
    }

    @Test
    void aTopicsViewShowsEverySettingWithWhatItDoes() {
        List<ConfigView.Entry> entries = ConfigView.topic(broker("log.retention.hours=1"), EMPTY, "t");
        assertEquals(TopicKeys.DEF.names().size() - 1, entries.size(), "all but the internal one");
        for (ConfigView.Entry entry : entries) {
            assertTrue(entry.documentation().length() > 20, entry.name());
            assertTrue(entry.value() != null, entry.name());
            assertFalse(entry.synonyms().isEmpty(), entry.name());
        }
        ConfigView.Entry retention = entry(entries, "retention.ms");
        assertEquals("3600000", retention.value());
        assertEquals(ConfigSource.STATIC_BROKER_CONFIG, retention.source());
        ConfigView.Entry policy = entry(entries, "cleanup.policy");
        assertEquals("delete", policy.value());
        assertEquals(ConfigSource.DEFAULT_CONFIG, policy.source());
        assertEquals(7, policy.typeId());
    }

    @Test
    void aBrokersViewSaysWhatCanBeChangedWhileItRuns() {
        ClusterImage image = with(EMPTY, ConfigResource.Type.BROKER, "", "log.retention.ms", "7");
        List<ConfigView.Entry> entries = ConfigView.broker(broker("num.partitions=3"), image);
        ConfigView.Entry partitions = entry(entries, "num.partitions");
        assertEquals("3", partitions.value());
        assertEquals(ConfigSource.STATIC_BROKER_CONFIG, partitions.source());
        assertTrue(partitions.readOnly());
        ConfigView.Entry retention = entry(entries, "log.retention.ms");
        assertEquals("7", retention.value());
        assertEquals(ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, retention.source());
        assertFalse(retention.readOnly());
        assertNull(entry(entries, "broker.rack").value());
        assertTrue(entries.stream().noneMatch(entry -> entry.name().startsWith("internal.")));

        List<ConfigView.Entry> all = ConfigView.allBrokers(broker(), image);
        assertEquals(1, all.size());
        assertEquals("log.retention.ms", all.get(0).name());
    }

    @Test
    void smallSegmentsAreForTestsOnly() {
        assertEquals(
                "Invalid value 100 for configuration log.segment.bytes: has to be at least 1048576; allowed are"
                        + " [1048576,...]",
                refusal("log.segment.bytes=100"));
        assertEquals(
                100, broker("internal.log.segment.bytes=100").topicDefaults().segmentBytes());
    }

    @Test
    void whatIsWrongIsNamed() {
        assertEquals(
                "log.dirs is missing: the directory that is to hold the data",
                assertThrows(ConfigException.class, () -> BrokerConfig.of(Map.of()))
                        .getMessage());
        assertEquals(
                "Invalid value [/a, /b] for configuration log.dirs: only one directory is supported so far",
                refusal("log.dirs=/a,/b"));
        assertEquals(
                "Invalid value PLAINTEXT://h:x for configuration listeners: a port is a number from 0 to 65535",
                refusal("listeners=PLAINTEXT://h:x"));
        assertEquals(
                "Invalid value PLAINTEXT://h:70000 for configuration listeners: a port is a number from 0 to 65535",
                refusal("listeners=PLAINTEXT://h:70000"));
        assertEquals(
                "Invalid value h:1 for configuration listeners: a listener is written PLAINTEXT://host:port",
                refusal("listeners=h:1"));
        assertEquals(
                "Invalid value SSL://h:1 for configuration listeners: only PLAINTEXT listeners are supported so far",
                refusal("listeners=SSL://h:1"));
        assertEquals(
                "Invalid value PLAINTEXT://h:1 for configuration listeners: is set, and port is too",
                refusal("listeners=PLAINTEXT://h:1", "port=2"));
        assertEquals(
                "Invalid value PLAINTEXT://:1 for configuration advertised.listeners: clients need a host to connect to",
                refusal("advertised.listeners=PLAINTEXT://:1"));
        assertEquals(
                "Invalid value PLAINTEXT://0.0.0.0:1 for configuration advertised.listeners: clients need a host to connect"
                        + " to",
                refusal("advertised.listeners=PLAINTEXT://0.0.0.0:1"));
        assertEquals(
                "Invalid value [/a, /b] for configuration log.dir: only one directory is supported so far",
                assertThrows(ConfigException.class, () -> BrokerConfig.of(Map.of("log.dir", "/a,/b")))
                        .getMessage());
        assertEquals(
                "Invalid value a for configuration max.connections.per.ip.overrides: is written host:limit,host:limit",
                refusal("max.connections.per.ip.overrides=a"));
        assertEquals(
                "Invalid value lots for configuration num.partitions: has to be a whole number from -2147483648 to"
                        + " 2147483647",
                refusal("num.partitions=lots"));
    }

    @Test
    void accessControlIsNotSkippedInSilence() {
        assertEquals(
                "Invalid value org.example.Guard for configuration authorizer.class.name: access control is not supported"
                        + " yet: everybody may do everything",
                refusal("authorizer.class.name=org.example.Guard"));
        assertEquals(
                Set.of("authorizer.class.name"),
                broker("authorizer.class.name=").unknownKeys());
    }

    @Test
    void topicSettingsWithoutEffectAreRefusedAndToldFromUnknownOnes() {
        assertEquals(
                "Topic config remote.storage.enable is not supported yet: it would have no effect",
                topicRefusal("remote.storage.enable", "true"));
        assertEquals("Unknown topic config name: retention.msec", topicRefusal("retention.msec", "1"));
        assertEquals(
                "Invalid value shred for configuration cleanup.policy: allowed are compact, delete",
                topicRefusal("cleanup.policy", "compact,shred"));
        assertEquals(
                "Invalid value 1.1 for configuration min.cleanable.dirty.ratio: may be at most 1; allowed are [0,...,1]",
                topicRefusal("min.cleanable.dirty.ratio", "1.1"));
    }

    @Test
    void compressionTakesKafkasSettings() {
        for (String type : List.of("producer", "uncompressed", "gzip", "snappy", "lz4", "zstd")) {
            ConfigRules.validateTopic(Map.of("compression.type", type));
        }
        assertTrue(topicRefusal("compression.type", "none").startsWith("Invalid value none for configuration"));
        assertEquals(
                "Invalid value 0 for configuration compression.gzip.level: has to be from 1 to 9, or -1",
                topicRefusal("compression.gzip.level", "0"));
        assertTrue(topicRefusal("compression.lz4.level", "18").startsWith("Invalid value 18 for configuration"));
        assertTrue(topicRefusal("compression.zstd.level", "23").startsWith("Invalid value 23 for configuration"));
        assertEquals(5, broker("compression.zstd.level=5").topicDefaults().zstdLevel());
    }

    @Test
    void compactionTakesKafkasSettings() {
        for (String policy : List.of("compact", "compact,delete", "delete, compact", "")) {
            ConfigRules.validateTopic(Map.of("cleanup.policy", policy));
        }
        assertEquals(
                "Invalid value 10 for configuration min.compaction.lag.ms: may not exceed max.compaction.lag.ms, 5",
                assertThrows(
                                ConfigException.class,
                                () -> ConfigRules.validateTopic(
                                        Map.of("min.compaction.lag.ms", "10"),
                                        Map.of("min.compaction.lag.ms", "10", "max.compaction.lag.ms", "5")))
                        .getMessage());
        TopicSettings settings = broker("log.cleanup.policy=compact", "log.cleaner.min.cleanable.ratio=0.25")
                .topicDefaults();
        assertEquals(List.of("compact"), settings.cleanupPolicy());
        assertEquals(0.25, settings.minCleanableDirtyRatio());
        assertEquals(24 * 60 * 60 * 1000, settings.deleteRetentionMs());
        assertEquals(Long.MAX_VALUE, settings.maxCompactionLagMs());
        assertEquals(
                "Invalid value 0.0 for configuration log.cleaner.io.buffer.load.factor: has to be above 0, and at most 1",
                refusal("log.cleaner.io.buffer.load.factor=0"));
    }

    private static String topicRefusal(String name, String value) {
        return assertThrows(ConfigException.class, () -> ConfigRules.validateTopic(Map.of(name, value)))
                .getMessage();
    }

    @Test
    void listenersAndOverridesAreRead() {
        BrokerConfig broker = broker(
                "listeners=PLAINTEXT://[::1]:0",
                "advertised.listeners=plaintext://example.com:19092",
                "max.connections.per.ip.overrides=10.0.0.1:5,::1:7");
        assertEquals("::1", broker.bindHost());
        assertEquals(0, broker.port());
        assertEquals("example.com", broker.advertisedHost());
        assertEquals(19092, broker.advertisedPort());
        assertEquals(Map.of("10.0.0.1", 5, "::1", 7), broker.maxConnectionsPerIpOverrides());
        BrokerConfig everywhere = broker("listeners=PLAINTEXT://:1");
        assertEquals("", everywhere.bindHost());
        assertFalse(everywhere.advertisedHost().isEmpty());
        BrokerConfig simple = broker("host=127.0.0.1", "port=0");
        assertEquals("127.0.0.1", simple.bindHost());
        assertEquals("127.0.0.1", simple.advertisedHost());
        assertEquals(0, simple.port());
    }

    @Test
    void settingsCanBeObjectsAndStrangersAreToldApart() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("log.dir", "/there");
        settings.put("num.partitions", 7);
        settings.put("zookeeper.connect", "x");
        BrokerConfig broker = BrokerConfig.of(settings);
        assertEquals(7, broker.numPartitions());
        assertEquals(List.of(Path.of("/there")), broker.logDirs());
        assertEquals(List.of("zookeeper.connect"), new ArrayList<>(broker.unknownKeys()));
        assertEquals(Map.of("log.dir", "/there", "num.partitions", "7"), broker.originals());
    }

    private static BrokerConfig broker(String... settings) {
        Map<String, String> map = new HashMap<>(Map.of("log.dirs", "/data"));
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            map.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return BrokerConfig.of(map);
    }

    private static String refusal(String... settings) {
        return assertThrows(ConfigException.class, () -> broker(settings)).getMessage();
    }

    private static ClusterImage with(
            ClusterImage image, ConfigResource.Type type, String resource, String name, String value) {
        TypedRecord record = new ConfigRecord()
                .resourceType(type.id())
                .resourceName(resource)
                .name(name)
                .value(value);
        return image.apply(List.of(record)).after();
    }

    private static ConfigView.Entry entry(List<ConfigView.Entry> entries, String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
