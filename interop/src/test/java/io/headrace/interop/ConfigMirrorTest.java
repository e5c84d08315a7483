package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AdminClientConfig;
import io.headrace.clients.consumer.ConsumerConfig;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerConfig;
import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigException;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.metadata.config.ConfigRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Every setting that is defined here is one of Apache's, with its type, its default and its importance, and takes and
 * refuses the same values. What differs is listed with its reason, and the list is checked too: a difference that is gone
 * must leave it.
 */
class ConfigMirrorTest {

    /** The clients. */
    enum Client {
        PRODUCER,
        CONSUMER,
        ADMIN;

        ConfigDef ours() {
            return switch (this) {
                case PRODUCER -> ProducerConfig.configDef();
                case CONSUMER -> ConsumerConfig.configDef();
                case ADMIN -> AdminClientConfig.configDef();
            };
        }

        org.apache.kafka.common.config.ConfigDef theirs() {
            return switch (this) {
                case PRODUCER -> org.apache.kafka.clients.producer.ProducerConfig.configDef();
                case CONSUMER -> org.apache.kafka.clients.consumer.ConsumerConfig.configDef();
                case ADMIN -> org.apache.kafka.clients.admin.AdminClientConfig.configDef();
            };
        }

        /** The settings that it cannot do without. */
        private Map<String, String> needed() {
            return switch (this) {
                case PRODUCER ->
                    Map.of(
                            "bootstrap.servers", "localhost:1",
                            "key.serializer", "java.lang.String",
                            "value.serializer", "java.lang.String");
                case CONSUMER ->
                    Map.of(
                            "bootstrap.servers", "localhost:1",
                            "key.deserializer", "java.lang.String",
                            "value.deserializer", "java.lang.String");
                case ADMIN -> Map.of("bootstrap.servers", "localhost:1");
            };
        }

        /** Why settings are not defined as Apache's, by name. */
        Map<String, String> reasonsToDiffer() {
            return Map.of("headrace.event.loop", "Apache's clients cannot share a thread");
        }

        Map<String, Object> with(String key, Object value) {
            Map<String, Object> settings = new HashMap<>(needed());
            settings.put(key, value);
            return settings;
        }

        /** Starts the client and closes it again. */
        void start(Map<String, Object> settings) {
            Map<String, Object> all = new HashMap<>(settings);
            all.put("bootstrap.servers", "localhost:1");
            switch (this) {
                case PRODUCER -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()).close();
                case CONSUMER ->
                    new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer()).close();
                case ADMIN -> Admin.create(all).close();
            }
        }
    }

    private static final List<Object> NUMBERS = Arrays.asList(
            "-131073",
            "-3",
            "-2",
            "-1",
            "0",
            "1",
            "4",
            "5",
            "9",
            "10",
            "17",
            "18",
            "22",
            "23",
            "4999",
            "5000",
            " 7 ",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "abc",
            "",
            "1.5",
            "1e3",
            "0x10",
            5,
            5L,
            1.5,
            true,
            null);
    private static final List<Object> TRUTHS =
            Arrays.asList("true", "false", "TRUE", " true ", "yes", "1", "", true, false, 1, null);
    private static final List<Object> WORDS = Arrays.asList(
            "",
            " ",
            "x",
            "all",
            "ALL",
            "-1",
            "0",
            "1",
            "2",
            "none",
            "NONE",
            "gzip",
            "GZIP",
            "snappy",
            "lz4",
            "zstd",
            "bzip2",
            "PLAINTEXT",
            "plaintext",
            "SSL",
            "SASL_PLAINTEXT",
            "sasl_ssl",
            "TLS",
            "earliest",
            "Earliest",
            "latest",
            "by_duration:PT1H",
            "by_duration:-PT1H",
            "by_duration:1h",
            "by_duration",
            "read_committed",
            "read_uncommitted",
            "READ_COMMITTED",
            "rebootstrap",
            "REBOOTSTRAP",
            "use_all_dns_ips",
            "default",
            "resolve_canonical_bootstrap_servers_only",
            5,
            true,
            List.of("a"),
            null);
    private static final List<Object> LISTS = Arrays.asList(
            "",
            " ",
            "a:1",
            "a:1,b:2",
            "a:1, b:2",
            "a:1,a:1",
            "a:1,,b:2",
            ",",
            List.of(),
            List.of("a:1"),
            List.of("a:1", "a:1"),
            List.of(""),
            5,
            null);
    private static final List<Object> CLASSES =
            Arrays.asList("java.lang.String", " java.lang.String ", "no.such.Name", "", String.class, 5, null);

    private static List<Object> valuesFor(ConfigDef.Type type) {
        return switch (type) {
            case BOOLEAN -> TRUTHS;
            case INT, SHORT, LONG, DOUBLE -> NUMBERS;
            case LIST -> LISTS;
            case CLASS -> CLASSES;
            case STRING, PASSWORD -> WORDS;
        };
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void everySettingIsOneOfApachesWithItsTypeDefaultAndImportance(Client client) {
        Set<String> differing = new TreeSet<>();
        Map<String, String> differences = new TreeMap<>();
        client.ours().configKeys().forEach((name, key) -> {
            org.apache.kafka.common.config.ConfigDef.ConfigKey theirs =
                    client.theirs().configKeys().get(name);
            String ourDefinition = key.type + " " + defaultOf(key) + " " + key.importance;
            String theirDefinition =
                    theirs == null ? "none" : theirs.type + " " + defaultOf(theirs) + " " + theirs.importance;
            if (!ourDefinition.equals(theirDefinition)) {
                differing.add(name);
                differences.put(name, ourDefinition + ", Apache's: " + theirDefinition);
            }
        });

        assertEquals(new TreeSet<>(client.reasonsToDiffer().keySet()), differing, differences::toString);
    }

    @ParameterizedTest
    @EnumSource(
            value = Client.class,
            names = {"PRODUCER"})
    void everySettingOfApachesIsDefined(Client client) {
        Set<String> missing = client.theirs().configKeys().values().stream()
                .filter(key -> !key.internalConfig)
                .map(key -> key.name)
                .collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(client.ours().names());

        assertEquals(Set.of(), missing);
    }

    private static String defaultOf(ConfigDef.ConfigKey key) {
        return key.hasDefault() ? ConfigDef.convertToString(key.defaultValue, key.type) : "(needed)";
    }

    /** A class of theirs stands for ours of the same name. */
    private static String defaultOf(org.apache.kafka.common.config.ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "(needed)";
        }
        String value = org.apache.kafka.common.config.ConfigDef.convertToString(key.defaultValue, key.type);
        return value == null ? null : value.replace("org.apache.kafka.", "io.headrace.");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void everySettingTakesAndRefusesTheValuesThatApachesDoes(Client client) {
        List<String> differences = new ArrayList<>();
        ConfigDef ours = client.ours();
        org.apache.kafka.common.config.ConfigDef theirs = client.theirs();
        ours.configKeys().forEach((name, key) -> {
            if (!theirs.configKeys().containsKey(name)) {
                return;
            }
            for (Object value : valuesFor(key.type)) {
                Map<String, Object> settings = client.with(name, value);
                String our = outcome(name, () -> textOf(ours.parse(settings).get(name)));
                String their = outcome(name, () -> textOf(theirs.parse(settings).get(name)));
                if (!our.equals(their)) {
                    differences.add(name + "=" + quoted(value) + ": " + our + ", Apache's: " + their);
                }
            }
        });

        assertEquals(List.of(), differences, () -> String.join("\n", differences));
    }

    private static String quoted(Object value) {
        return value instanceof String ? "'" + value + "'" : Objects.toString(value);
    }

    private static String textOf(Object value) {
        return value instanceof Class<?> c ? c.getName() : Objects.toString(value);
    }

    /** What comes of something: its result, or that it is refused in a message that names the setting. */
    private static String outcome(String name, Supplier<String> parsing) {
        try {
            return parsing.get();
        } catch (ConfigException | org.apache.kafka.common.config.ConfigException e) {
            return e.getMessage().contains(name) ? "refused" : "refused without its name: " + e.getMessage();
        }
    }

    static Stream<Map<String, Object>> settingsOfProducersThatDependOnEachOther() {
        return Stream.of(
                Map.of(),
                Map.of("acks", "1"),
                Map.of("acks", "0"),
                Map.of("acks", "-1"),
                Map.of("acks", "1", "enable.idempotence", true),
                Map.of("acks", "1", "enable.idempotence", "false"),
                Map.of("retries", 0),
                Map.of("retries", 0, "enable.idempotence", "true"),
                Map.of("max.in.flight.requests.per.connection", 6),
                Map.of("max.in.flight.requests.per.connection", 6, "acks", "1"),
                Map.of("max.in.flight.requests.per.connection", 6, "retries", 0),
                Map.of("max.in.flight.requests.per.connection", 6, "enable.idempotence", true),
                Map.of("max.in.flight.requests.per.connection", 6, "enable.idempotence", false),
                Map.of("max.in.flight.requests.per.connection", 5, "enable.idempotence", true),
                Map.of("delivery.timeout.ms", 1),
                Map.of("delivery.timeout.ms", 30_005),
                Map.of("delivery.timeout.ms", 30_004),
                Map.of("linger.ms", 200_000),
                Map.of("linger.ms", 200_000, "delivery.timeout.ms", 120_000),
                Map.of("request.timeout.ms", 0, "linger.ms", 0, "delivery.timeout.ms", 0),
                Map.of("batch.size", 0),
                Map.of("buffer.memory", 0),
                Map.of("transactional.id", ""),
                Map.of("transactional.id", "tx"),
                Map.of("transactional.id", "tx", "acks", "1"),
                Map.of("transactional.id", "tx", "acks", "all", "retries", 0),
                Map.of("transactional.id", "tx", "enable.idempotence", false),
                Map.of("transactional.id", "tx", "max.in.flight.requests.per.connection", 6),
                Map.of("transaction.timeout.ms", 5),
                Map.of("transaction.two.phase.commit.enable", true),
                Map.of("transaction.two.phase.commit.enable", true, "transaction.timeout.ms", 5),
                Map.of("transaction.two.phase.commit.enable", false, "transaction.timeout.ms", 5));
    }

    @ParameterizedTest
    @MethodSource("settingsOfProducersThatDependOnEachOther")
    void producersTakeAndRefuseTheSameCombinations(Map<String, Object> settings) {
        Map<String, Object> ours = new HashMap<>(settings);
        ours.put("bootstrap.servers", "localhost:1");
        Map<String, Object> theirs = new HashMap<>(ours);
        ours.put("key.serializer", StringSerializer.class);
        ours.put("value.serializer", StringSerializer.class);
        theirs.put("key.serializer", org.apache.kafka.common.serialization.StringSerializer.class);
        theirs.put("value.serializer", org.apache.kafka.common.serialization.StringSerializer.class);

        boolean isOursTaken = isTaken(() -> new KafkaProducer<>(ours).close());
        boolean isTheirsTaken = isTaken(() -> new org.apache.kafka.clients.producer.KafkaProducer<>(theirs).close());

        assertEquals(isTheirsTaken, isOursTaken);
        if (isTheirsTaken) {
            for (String derived : List.of("enable.idempotence", "acks")) {
                assertEquals(
                        new org.apache.kafka.clients.producer.ProducerConfig(theirs)
                                .values()
                                .get(derived)
                                .toString()
                                .replace("-1", "all"),
                        new ProducerConfig(ours).values().get(derived).toString());
            }
        }
    }

    private static boolean isTaken(Runnable starting) {
        try {
            starting.run();
            return true;
        } catch (io.headrace.common.KafkaException | org.apache.kafka.common.KafkaException e) {
            return false;
        }
    }

    /** Settings that are the application's own. */
    private static Map<String, Object> strangers() {
        Map<String, Object> strangers = new LinkedHashMap<>();
        strangers.put("specific.avro.reader", true);
        strangers.put("schema.registry.url", "http://localhost:8081");
        return strangers;
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void settingsThatNobodyKnowsAreWarnedAboutOnceAndDoNotFail(Client client) {
        List<String> warnings = warningsOf(() -> client.start(strangers()));

        for (String stranger : strangers().keySet()) {
            assertEquals(
                    1,
                    warnings.stream().filter(line -> line.contains(stranger)).count(),
                    () -> stranger + " in " + warnings);
        }
        assertEquals(1, warnings.size(), warnings::toString);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void knownSettingsAreNotWarnedAbout(Client client) {
        Map<String, Object> all = new HashMap<>();
        client.ours().configKeys().values().stream()
                .filter(key -> key.hasDefault() && key.defaultValue != null && key.type != ConfigDef.Type.CLASS)
                .filter(key ->
                        !Set.of("enable.auto.commit", "bootstrap.servers").contains(key.name))
                .forEach(key -> all.put(key.name, ConfigDef.convertToString(key.defaultValue, key.type)));

        assertEquals(List.of(), warningsOf(() -> client.start(all)));
    }

    private static List<String> warningsOf(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger("io.headrace");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            action.run();
        } finally {
            logger.detachAppender(lines);
        }
        return List.copyOf(lines.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                // That nobody listens on port 1 is no matter of settings.
                .filter(event -> event.getLoggerName().contains("onfig"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "PRODUCER, SASL_PLAINTEXT",
        "PRODUCER, sasl_ssl",
        "CONSUMER, SASL_PLAINTEXT",
        "CONSUMER, sasl_ssl",
        "ADMIN, SASL_PLAINTEXT",
        "ADMIN, sasl_ssl"
    })
    void aClientWithoutTheCredentialsThatItsProtocolNeedsIsRefused(Client client, String protocol) {
        ConfigException thrown =
                assertThrows(ConfigException.class, () -> client.start(Map.of("security.protocol", protocol)));

        assertTrue(thrown.getMessage().contains("sasl.jaas.config"), thrown::getMessage);
    }

    // ---- topics and brokers ----

    /** Topic settings of Apache's that are refused by name, since they would have no effect. */
    private static final Set<String> TOPIC_SETTINGS_REFUSED = Set.of(
            "follower.replication.throttled.replicas",
            "leader.replication.throttled.replicas",
            "local.retention.bytes",
            "local.retention.ms",
            "remote.log.copy.disable",
            "remote.log.delete.on.disable",
            "remote.storage.enable",
            "unclean.leader.election.enable");

    /** Values of topic settings that Apache's brokers take and ours refuse by name. */
    private static final Map<String, Set<String>> TOPIC_VALUES_REFUSED = Map.of(
            // Apache's brokers take them and cannot make such small segments.
            "internal.segment.bytes", Set.of("-131073", "-3", "-2", "-1", "0"));

    @Test
    void topicSettingsAreApachesAndWhatIsMissingIsRefused() {
        org.apache.kafka.common.config.ConfigDef theirs = LogConfig.configDefCopy();
        Set<String> missing = new TreeSet<>();
        List<String> differences = new ArrayList<>();
        theirs.configKeys().forEach((name, key) -> {
            ConfigDef.ConfigKey ours = ConfigRules.topicKey(name);
            if (ours == null) {
                missing.add(name);
                String value = Objects.toString(
                        org.apache.kafka.common.config.ConfigDef.convertToString(key.defaultValue, key.type), "");
                ConfigException refusal =
                        assertThrows(ConfigException.class, () -> ConfigRules.validateTopic(Map.of(name, value)));
                assertTrue(refusal.getMessage().contains(name), refusal::getMessage);
            } else if (!(ours.type + defaultOf(ours) + ours.importance)
                    .equals(key.type + defaultOf(key) + key.importance)) {
                differences.add(name + ": " + ours.type + " " + defaultOf(ours) + " " + ours.importance);
            }
        });

        assertEquals(new TreeSet<>(TOPIC_SETTINGS_REFUSED), missing);
        assertEquals(List.of(), differences);
    }

    @Test
    void topicSettingsTakeAndRefuseTheValuesThatApachesDo() {
        org.apache.kafka.common.config.ConfigDef theirs = LogConfig.configDefCopy();
        List<String> differences = new ArrayList<>();
        Map<String, Set<String>> refusedHere = new TreeMap<>();
        theirs.configKeys().forEach((name, key) -> {
            ConfigDef.ConfigKey ours = ConfigRules.topicKey(name);
            if (ours == null) {
                return;
            }
            for (String value : topicValues(ours)) {
                String our = outcome(name, () -> {
                    ConfigRules.validateTopic(Map.of(name, value));
                    return "taken";
                });
                String their = outcome(name, () -> {
                    theirs.parse(Map.of(name, value));
                    return "taken";
                });
                if (our.equals("refused") && their.equals("taken")) {
                    refusedHere.computeIfAbsent(name, n -> new TreeSet<>()).add(value);
                } else if (!our.equals(their)) {
                    differences.add(name + "='" + value + "': " + our + ", Apache's: " + their);
                }
            }
        });

        assertEquals(List.of(), differences, () -> String.join("\n", differences));
        assertEquals(
                TOPIC_VALUES_REFUSED.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> (Set<String>) new TreeSet<>(e.getValue()))),
                refusedHere);
    }

    private static List<String> topicValues(ConfigDef.ConfigKey key) {
        Stream<String> words = Stream.of(
                "delete",
                "compact",
                "compact,delete",
                "delete,compact",
                "delete,delete",
                "",
                "keep",
                "producer",
                "gzip",
                "lz4",
                "snappy",
                "zstd",
                "uncompressed",
                "none",
                "PRODUCER",
                "CreateTime",
                "LogAppendTime",
                "createtime");
        Function<Object, String> text = value -> value instanceof String s ? s : null;
        return switch (key.type) {
            case STRING, LIST -> words.toList();
            default ->
                valuesFor(key.type).stream().map(text).filter(Objects::nonNull).toList();
        };
    }

    /** Broker settings whose definition differs from Apache's, with the reason. */
    private static final Map<String, String> BROKER_DIFFERENCES = Map.of(
            "advertised.listeners", "empty, not null, when it is not set: nothing can tell the two apart",
            "group.consumer.assignment.interval.ms", "0: an assignment is cheap enough not to wait for",
            "listeners", "empty stands for host and port, which keep to this machine by default",
            "log.dir", "no default: data in /tmp would be a trap",
            "log.dirs", "empty, not null, when it is not set; one of log.dirs and log.dir is needed",
            "node.id", "1 by default: one broker needs no plan of numbers",
            "num.network.threads", "as many as there are cores: an event loop does all of a request's work",
            "offsets.topic.replication.factor", "1: one broker cannot keep three replicas",
            "transaction.state.log.min.isr", "1, as the replicas",
            "transaction.state.log.replication.factor", "1: one broker cannot keep three replicas");

    @Test
    void brokerSettingsAreApachesWhereTheyAreNotListedWithAReason() {
        Map<String, String> differences = new TreeMap<>();
        KafkaConfig.configDef().configKeys().forEach((name, key) -> {
            ConfigDef.ConfigKey ours = ConfigRules.brokerKey(name);
            if (ours != null && !(ours.type + " " + defaultOf(ours)).equals(key.type + " " + defaultOf(key))) {
                differences.put(
                        name, ours.type + " " + defaultOf(ours) + ", Apache's: " + key.type + " " + defaultOf(key));
            }
        });

        assertEquals(
                new TreeSet<>(BROKER_DIFFERENCES.keySet()), new TreeSet<>(differences.keySet()), differences::toString);
    }
}
