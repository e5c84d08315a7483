package io.headrace.interop;

import static org.apache.kafka.clients.admin.AlterConfigOp.OpType.APPEND;
import static org.apache.kafka.clients.admin.AlterConfigOp.OpType.DELETE;
import static org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET;
import static org.apache.kafka.clients.admin.AlterConfigOp.OpType.SUBTRACT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings and quotas by Apache's admin client: what is expected is written once and holds for both brokers. */
@ParameterizedClass
@EnumSource(Target.class)
class SettingsAndQuotasTest {

    @Parameter
    Target target;

    private Admin admin;
    private String topic;
    private final Map<String, String> outcomes = new LinkedHashMap<>();
    private final Map<String, String> expected = new LinkedHashMap<>();

    @BeforeEach
    void connect() throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()));
        topic = Target.topic("settings");
        get(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all());
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static String outcome(KafkaFuture<?> future) throws Exception {
        try {
            get(future);
            return "done";
        } catch (ExecutionException e) {
            assertNotNull(e.getCause().getMessage());
            return e.getCause().getClass().getSimpleName();
        }
    }

    private static AlterConfigOp op(String name, AlterConfigOp.OpType type, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), type);
    }

    private void alter(String expectedOutcome, ConfigResource.Type type, String name, AlterConfigOp... ops)
            throws Exception {
        ConfigResource resource = new ConfigResource(type, name);
        Collection<AlterConfigOp> all = List.of(ops);
        String what = type + " '" + name.replace(topic, "topic") + "' " + all;
        expected.put(what, expectedOutcome);
        outcomes.put(
                what,
                outcome(admin.incrementalAlterConfigs(Map.of(resource, all)).all()));
    }

    private void compare() {
        assertEquals(lines(expected), lines(outcomes));
    }

    private static String lines(Map<String, String> map) {
        StringBuilder text = new StringBuilder();
        map.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private ConfigEntry entry(ConfigResource.Type type, String name, String key) throws Exception {
        ConfigResource resource = new ConfigResource(type, name);
        Config config = get(admin.describeConfigs(
                                List.of(resource),
                                new DescribeConfigsOptions()
                                        .includeSynonyms(true)
                                        .includeDocumentation(true))
                        .all())
                .get(resource);
        return config.get(key);
    }

    /** Apache's broker shows a change a moment after it has answered. */
    private void untilValue(ConfigResource.Type type, String name, String key, String value) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!value.equals(entry(type, name, key).value())) {
            assertTrue(System.nanoTime() - deadlineNs < 0, key + " is " + entry(type, name, key));
        }
    }

    @Test
    void settingsOfTopics() throws Exception {
        String invalid = "InvalidConfigurationException";
        alter("done", ConfigResource.Type.TOPIC, topic, op("retention.ms", SET, "1000"));
        alter(invalid, ConfigResource.Type.TOPIC, topic, op("retention.ms", SET, "x"));
        alter(invalid, ConfigResource.Type.TOPIC, topic, op("retention.ms", SET, "-5"));
        alter(invalid, ConfigResource.Type.TOPIC, topic, op("retention.ms", SET, ""));
        alter(invalid, ConfigResource.Type.TOPIC, topic, op("segment.bytes", SET, "1"));
        alter(invalid, ConfigResource.Type.TOPIC, topic, op("no.such", SET, "1"));
        alter("done", ConfigResource.Type.TOPIC, topic, op("no.such", DELETE, ""));
        alter("done", ConfigResource.Type.TOPIC, topic, op("segment.ms", DELETE, ""));
        alter(invalid, ConfigResource.Type.TOPIC, topic, op("retention.ms", APPEND, "1"));
        alter("done", ConfigResource.Type.TOPIC, topic, op("cleanup.policy", APPEND, "compact"));
        alter("done", ConfigResource.Type.TOPIC, topic, op("cleanup.policy", SUBTRACT, "compact"));
        alter("done", ConfigResource.Type.TOPIC, topic, op("cleanup.policy", SUBTRACT, "nonsense"));
        alter(invalid, ConfigResource.Type.TOPIC, topic, op("cleanup.policy", APPEND, "nonsense"));
        alter(invalid, ConfigResource.Type.TOPIC, topic, op("compression.type", SET, "nonsense"));
        alter(
                "InvalidRequestException",
                ConfigResource.Type.TOPIC,
                topic,
                op("retention.ms", SET, "1"),
                op("retention.ms", DELETE, ""));
        alter("InvalidRequestException", ConfigResource.Type.TOPIC, topic, op("retention.ms", SET, null));
        alter(
                invalid,
                ConfigResource.Type.TOPIC,
                topic,
                op("segment.ms", SET, "7777"),
                op("retention.bytes", SET, "x"));
        alter(
                "UnknownTopicOrPartitionException",
                ConfigResource.Type.TOPIC,
                "no-such-topic",
                op("retention.ms", SET, "1"));
        alter("InvalidRequestException", ConfigResource.Type.TOPIC, "", op("retention.ms", SET, "1"));
        alter("InvalidTopicException", ConfigResource.Type.TOPIC, "a b", op("retention.ms", SET, "1"));
        compare();
        untilValue(ConfigResource.Type.TOPIC, topic, "retention.ms", "1000");
        ConfigEntry retention = entry(ConfigResource.Type.TOPIC, topic, "retention.ms");
        assertEquals(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, retention.source());
        assertEquals(ConfigEntry.ConfigType.LONG, retention.type());
        assertFalse(retention.isReadOnly());
        assertFalse(retention.documentation().isBlank());
        assertEquals("retention.ms", retention.synonyms().get(0).name());
        assertEquals(
                "delete",
                entry(ConfigResource.Type.TOPIC, topic, "cleanup.policy").value());
        assertEquals(
                "604800000",
                entry(ConfigResource.Type.TOPIC, topic, "segment.ms").value());
    }

    @Test
    void whatIsOnlyValidatedIsNotDone() throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        assertEquals(
                "done",
                outcome(admin.incrementalAlterConfigs(
                                Map.of(resource, List.of(op("retention.ms", SET, "77"))),
                                new AlterConfigsOptions().validateOnly(true))
                        .all()));
        assertEquals(
                "InvalidConfigurationException",
                outcome(admin.incrementalAlterConfigs(
                                Map.of(resource, List.of(op("retention.ms", SET, "x"))),
                                new AlterConfigsOptions().validateOnly(true))
                        .all()));
        assertEquals(
                ConfigEntry.ConfigSource.DEFAULT_CONFIG,
                entry(ConfigResource.Type.TOPIC, topic, "retention.ms").source());
    }

    @Test
    void settingsOfBrokers() throws Exception {
        String invalid = "InvalidRequestException";
        alter("done", ConfigResource.Type.BROKER, "1", op("log.retention.ms", SET, "604800001"));
        alter("done", ConfigResource.Type.BROKER, "", op("log.retention.ms", SET, "604800002"));
        alter(invalid, ConfigResource.Type.BROKER, "", op("log.retention.ms", SET, "x"));
        alter(invalid, ConfigResource.Type.BROKER, "1", op("log.retention.hours", SET, "2"));
        alter(invalid, ConfigResource.Type.BROKER, "", op("log.retention.minutes", SET, "2"));
        alter(invalid, ConfigResource.Type.BROKER, "1", op("log.roll.hours", SET, "2"));
        alter(invalid, ConfigResource.Type.BROKER, "1", op("log.dirs", SET, "/x"));
        alter(invalid, ConfigResource.Type.BROKER, "", op("listeners", SET, "PLAINTEXT://:1"));
        alter(invalid, ConfigResource.Type.BROKER, "", op("auto.create.topics.enable", SET, "false"));
        alter(invalid, ConfigResource.Type.BROKER, "", op("telemetry.max.bytes", SET, "2"));
        alter(invalid, ConfigResource.Type.BROKER, "", op("max.connections", SET, "-1"));
        alter(invalid, ConfigResource.Type.BROKER, "", op("max.connections.per.ip", SET, "0"));
        alter(invalid, ConfigResource.Type.BROKER, "1", op("max.connections.per.ip.overrides", SET, "foo:x"));
        alter("done", ConfigResource.Type.BROKER, "", op("max.connections", SET, "100000"));
        alter("done", ConfigResource.Type.BROKER, "", op("max.connection.creation.rate", SET, "100000"));
        alter(invalid, ConfigResource.Type.BROKER, "1", op("log.retention.ms", SET, null));
        compare();
        untilValue(ConfigResource.Type.BROKER, "1", "log.retention.ms", "604800001");
        untilValue(ConfigResource.Type.BROKER, "", "log.retention.ms", "604800002");
        ConfigEntry retention = entry(ConfigResource.Type.BROKER, "1", "log.retention.ms");
        assertEquals(ConfigEntry.ConfigSource.DYNAMIC_BROKER_CONFIG, retention.source());
        assertEquals(
                List.of(
                        ConfigEntry.ConfigSource.DYNAMIC_BROKER_CONFIG,
                        ConfigEntry.ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG),
                retention.synonyms().stream()
                        .map(ConfigEntry.ConfigSynonym::source)
                        .filter(source -> source != ConfigEntry.ConfigSource.DEFAULT_CONFIG)
                        .toList());
        untilValue(ConfigResource.Type.TOPIC, topic, "retention.ms", "604800001");
        assertTrue(entry(ConfigResource.Type.BROKER, "1", "log.dirs").isReadOnly());
        alter("done", ConfigResource.Type.BROKER, "1", op("log.retention.ms", DELETE, ""));
        alter(
                "done",
                ConfigResource.Type.BROKER,
                "",
                op("log.retention.ms", DELETE, ""),
                op("max.connections", DELETE, ""),
                op("max.connection.creation.rate", DELETE, ""));
        compare();
        untilValue(ConfigResource.Type.TOPIC, topic, "retention.ms", "604800000");
    }

    @Test
    void settingsOfGroups() throws Exception {
        String group = Target.topic("group");
        String invalid = "InvalidConfigurationException";
        String timeout = "consumer.session.timeout.ms";
        alter("done", ConfigResource.Type.GROUP, group, op(timeout, SET, "50000"));
        alter(invalid, ConfigResource.Type.GROUP, group, op(timeout, SET, "1"));
        alter(invalid, ConfigResource.Type.GROUP, group, op(timeout, SET, "100000"));
        alter(invalid, ConfigResource.Type.GROUP, group, op("consumer.heartbeat.interval.ms", SET, "1"));
        alter(invalid, ConfigResource.Type.GROUP, group, op("consumer.heartbeat.interval.ms", SET, "16000"));
        alter(invalid, ConfigResource.Type.GROUP, group, op(timeout, SET, "x"));
        alter("done", ConfigResource.Type.GROUP, group, op("consumer.assignment.interval.ms", SET, "100"));
        alter(invalid, ConfigResource.Type.GROUP, group, op("consumer.assignment.interval.ms", SET, "-1"));
        alter(invalid, ConfigResource.Type.GROUP, group, op("consumer.assignment.interval.ms", SET, "1000000"));
        alter(invalid, ConfigResource.Type.GROUP, group, op("no.such", SET, "x"));
        alter("InvalidRequestException", ConfigResource.Type.GROUP, group, op(timeout, SET, null));
        alter("InvalidRequestException", ConfigResource.Type.GROUP, "", op(timeout, SET, "50000"));
        alter(invalid, ConfigResource.Type.GROUP, group, op(timeout, APPEND, "1"));
        compare();
        untilValue(ConfigResource.Type.GROUP, group, timeout, "50000");
        ConfigEntry entry = entry(ConfigResource.Type.GROUP, group, timeout);
        assertEquals(ConfigEntry.ConfigSource.DYNAMIC_GROUP_CONFIG, entry.source());
        assertEquals("group." + timeout, entry.synonyms().get(1).name());
        assertEquals(
                "group." + timeout,
                entry(ConfigResource.Type.GROUP, "never-seen", timeout)
                        .synonyms()
                        .get(0)
                        .name());
        assertTrue(listed(ConfigResource.Type.GROUP).contains(new ConfigResource(ConfigResource.Type.GROUP, group)));
    }

    private Collection<ConfigResource> listed(ConfigResource.Type type) throws Exception {
        return get(admin.listConfigResources(Set.of(type), new ListConfigResourcesOptions())
                .all());
    }

    @Test
    void subscriptionsToMetricsOfClients() throws Exception {
        String name = Target.topic("metrics");
        String invalid = "InvalidConfigurationException";
        alter(
                "done",
                ConfigResource.Type.CLIENT_METRICS,
                name,
                op("interval.ms", SET, "1000"),
                op("metrics", SET, "a.b,c"),
                op("match", SET, "client_id=none.*,client_software_name=x"));
        alter("InvalidRequestException", ConfigResource.Type.CLIENT_METRICS, name, op("interval.ms", SET, "10"));
        alter("InvalidRequestException", ConfigResource.Type.CLIENT_METRICS, name, op("interval.ms", SET, "100000000"));
        alter(invalid, ConfigResource.Type.CLIENT_METRICS, name, op("interval.ms", SET, "x"));
        alter(invalid, ConfigResource.Type.CLIENT_METRICS, name, op("match", SET, "foo"));
        alter(invalid, ConfigResource.Type.CLIENT_METRICS, name, op("match", SET, "foo=bar"));
        alter(invalid, ConfigResource.Type.CLIENT_METRICS, name, op("match", SET, "client_id=("));
        alter("InvalidRequestException", ConfigResource.Type.CLIENT_METRICS, name, op("no.such", SET, "x"));
        alter("InvalidRequestException", ConfigResource.Type.CLIENT_METRICS, "", op("interval.ms", SET, "1000"));
        alter(invalid, ConfigResource.Type.CLIENT_METRICS, name, op("metrics", APPEND, "z"));
        compare();
        untilValue(ConfigResource.Type.CLIENT_METRICS, name, "interval.ms", "1000");
        assertEquals(
                "300000",
                entry(ConfigResource.Type.CLIENT_METRICS, "never-seen", "interval.ms")
                        .value());
        assertTrue(listed(ConfigResource.Type.CLIENT_METRICS)
                .contains(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name)));
        assertTrue(listed(ConfigResource.Type.TOPIC).contains(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
        assertEquals(
                List.of(new ConfigResource(ConfigResource.Type.BROKER, "1")),
                List.copyOf(listed(ConfigResource.Type.BROKER)));
    }

    @Test
    void levelsOfLoggers() throws Exception {
        alter(
                "InvalidConfigurationException",
                ConfigResource.Type.BROKER_LOGGER,
                "1",
                op("no.such.logger", SET, "DEBUG"));
        alter("InvalidRequestException", ConfigResource.Type.BROKER_LOGGER, "1", op("root", APPEND, "DEBUG"));
        alter("InvalidRequestException", ConfigResource.Type.BROKER_LOGGER, "1", op("root", DELETE, ""));
        compare();
        assertEquals(
                ConfigEntry.ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG,
                entry(ConfigResource.Type.BROKER_LOGGER, "1", "root").source());
    }

    private static ClientQuotaEntity entity(String... parts) {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            names.put(parts[i], parts[i + 1]);
        }
        return new ClientQuotaEntity(names);
    }

    private void quota(String expectedOutcome, ClientQuotaEntity entity, String key, Double value) throws Exception {
        ClientQuotaAlteration alteration =
                new ClientQuotaAlteration(entity, List.of(new ClientQuotaAlteration.Op(key, value)));
        String what = entity + " " + key + " " + value;
        expected.put(what, expectedOutcome);
        outcomes.put(what, outcome(admin.alterClientQuotas(List.of(alteration)).all()));
    }

    @Test
    void quotasOfClients() throws Exception {
        // Names of this test alone, so that nothing is throttled that others do.
        String user = "quota-user";
        String client = "quota-client";
        String invalid = "InvalidRequestException";
        quota("done", entity("user", user), "producer_byte_rate", 100.0);
        quota("done", entity("user", user, "client-id", client), "request_percentage", 50.5);
        quota("done", entity("user", user, "client-id", null), "controller_mutation_rate", 5.5);
        quota("done", entity("ip", "10.1.2.3"), "connection_creation_rate", 10.0);
        quota(invalid, entity("ip", "10.1.2.3"), "connection_creation_rate", 10.5);
        quota(invalid, entity("ip", "not an address"), "connection_creation_rate", 10.0);
        quota(invalid, entity("ip", "10.1.2.3", "user", user), "connection_creation_rate", 10.0);
        quota(invalid, entity("ip", "10.1.2.3"), "producer_byte_rate", 10.0);
        quota(invalid, entity("user", user), "connection_creation_rate", 10.0);
        quota(invalid, entity("user", user), "no_such", 10.0);
        quota(invalid, entity("no-such", user), "producer_byte_rate", 10.0);
        quota(invalid, entity(), "producer_byte_rate", 10.0);
        quota(invalid, entity("user", ""), "producer_byte_rate", 10.0);
        quota(invalid, entity("user", user), "producer_byte_rate", 0.0);
        quota(invalid, entity("user", user), "producer_byte_rate", -1.0);
        quota(invalid, entity("user", user), "consumer_byte_rate", 1.5);
        quota(invalid, entity("user", user), "producer_byte_rate", 1e30);
        quota("done", entity("user", user), "no_such", null);
        compare();

        ClientQuotaFilterComponent named = ClientQuotaFilterComponent.ofEntity("user", user);
        untilQuotas(
                ClientQuotaFilter.contains(List.of(named)),
                Set.of(
                        entity("user", user),
                        entity("user", user, "client-id", client),
                        entity("user", user, "client-id", null)));
        untilQuotas(ClientQuotaFilter.containsOnly(List.of(named)), Set.of(entity("user", user)));
        untilQuotas(
                ClientQuotaFilter.contains(List.of(named, ClientQuotaFilterComponent.ofDefaultEntity("client-id"))),
                Set.of(entity("user", user, "client-id", null)));
        assertEquals(
                "UnsupportedVersionException",
                outcome(admin.describeClientQuotas(
                                ClientQuotaFilter.contains(List.of(ClientQuotaFilterComponent.ofEntityType("no-such"))))
                        .entities()));
        assertEquals(
                invalid,
                outcome(admin.describeClientQuotas(ClientQuotaFilter.contains(
                                List.of(ClientQuotaFilterComponent.ofEntityType("ip"), named)))
                        .entities()));
        quota("done", entity("user", user), "producer_byte_rate", null);
        quota("done", entity("user", user, "client-id", client), "request_percentage", null);
        quota("done", entity("user", user, "client-id", null), "controller_mutation_rate", null);
        quota("done", entity("ip", "10.1.2.3"), "connection_creation_rate", null);
        compare();
        untilQuotas(ClientQuotaFilter.contains(List.of(named)), Collections.emptySet());
    }

    private void untilQuotas(ClientQuotaFilter filter, Set<ClientQuotaEntity> wanted) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Set<ClientQuotaEntity> found =
                get(admin.describeClientQuotas(filter).entities()).keySet();
        while (!found.equals(wanted)) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "quotas of " + found);
            found = get(admin.describeClientQuotas(filter).entities()).keySet();
        }
    }
}
