package io.headrace.metadata.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.config.ConfigResource;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.config.GroupSettings;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.plan.AlterConfigs.Change;
import io.headrace.metadata.plan.AlterConfigs.Op;
import io.headrace.metadata.plan.AlterConfigs.OpType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlterConfigsTest {
    private static final BrokerConfig BROKER = Cluster.config();
    private static final ConfigResource A = new ConfigResource(ConfigResource.Type.TOPIC, "a");
    private static final ConfigResource GROUP = new ConfigResource(ConfigResource.Type.GROUP, "g");
    private static final ConfigResource METRICS = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "m");
    private static final ConfigResource ALL_BROKERS = new ConfigResource(ConfigResource.Type.BROKER, "");
    private static final ConfigResource BROKER_1 = new ConfigResource(ConfigResource.Type.BROKER, "1");
    private static final ClusterImage IMAGE = Cluster.after(
            Cluster.of(1, 2),
            CreateTopics.of(BROKER, List.of(NewTopic.of("a", 2, 1).withConfigs(Map.of("retention.ms", "5"))), false));

    @Test
    void settingsAreChangedOneByOneOrAltogether() {
        ClusterImage changed = Cluster.after(
                IMAGE,
                AlterConfigs.of(
                        BROKER,
                        List.of(Change.of(
                                A,
                                List.of(
                                        new Op("retention.ms", OpType.DELETE, null),
                                        new Op("max.message.bytes", OpType.SET, "100"),
                                        new Op("cleanup.policy", OpType.APPEND, "delete")))),
                        false));
        assertEquals(Map.of("max.message.bytes", "100", "cleanup.policy", "delete"), changed.configs(A));
        ClusterImage replaced = Cluster.after(
                changed, AlterConfigs.of(BROKER, List.of(Change.replacing(A, Map.of("segment.ms", "10"))), false));
        assertEquals(Map.of("segment.ms", "10"), replaced.configs(A));
        assertTrue(AlterConfigs.of(BROKER, List.of(Change.replacing(A, Map.of("segment.ms", "10"))), false)
                .plan(replaced, 0)
                .records()
                .isEmpty());
        assertTrue(AlterConfigs.of(BROKER, List.of(Change.replacing(A, Map.of())), true)
                .plan(replaced, 0)
                .records()
                .isEmpty());
    }

    @Test
    void brokersHaveSettingsTooOneByOneOrAll() {
        ConfigResource all = new ConfigResource(ConfigResource.Type.BROKER, "");
        ConfigResource one = new ConfigResource(ConfigResource.Type.BROKER, "1");
        ClusterImage changed = Cluster.after(
                IMAGE,
                AlterConfigs.of(
                        BROKER,
                        List.of(
                                Change.of(all, List.of(new Op("log.retention.ms", OpType.SET, "7"))),
                                Change.of(one, List.of(new Op("message.max.bytes", OpType.SET, "9")))),
                        false));
        assertEquals(Map.of("log.retention.ms", "7"), changed.configs(all));
        assertEquals(Map.of("message.max.bytes", "9"), changed.configs(one));
    }

    @Test
    void aResourceWithOneWrongSettingIsNotChangedAtAll() {
        String number = "has to be a whole number from -9223372036854775808 to 9223372036854775807";
        assertChange(
                A,
                Errors.INVALID_CONFIG,
                "Invalid value x for configuration segment.ms: " + number,
                new Op("max.message.bytes", OpType.SET, "1"),
                new Op("segment.ms", OpType.SET, "x"));
        assertChange(
                A, Errors.INVALID_CONFIG, "Unknown topic config name: no.such", new Op("no.such", OpType.SET, "1"));
        assertChange(
                A,
                Errors.INVALID_CONFIG,
                "Can't APPEND to segment.ms: it is not a list",
                new Op("segment.ms", OpType.APPEND, "1"));
        assertChange(
                A,
                Errors.INVALID_REQUEST,
                "SUBTRACT of cleanup.policy needs a value",
                new Op("cleanup.policy", OpType.SUBTRACT, null));
        assertChange(
                A,
                Errors.INVALID_REQUEST,
                "Setting segment.ms is named more than once",
                new Op("segment.ms", OpType.SET, "1"),
                new Op("segment.ms", OpType.DELETE, null));
        assertChange(
                new ConfigResource(ConfigResource.Type.TOPIC, "nope"),
                Errors.UNKNOWN_TOPIC_OR_PARTITION,
                "Topic 'nope' does not exist",
                new Op("segment.ms", OpType.SET, "1"));
        assertChange(
                new ConfigResource(ConfigResource.Type.BROKER, "x"),
                Errors.INVALID_REQUEST,
                "A broker is named by its id, but 'x' is no number",
                new Op("log.retention.ms", OpType.SET, "1"));
        assertChange(
                new ConfigResource(ConfigResource.Type.BROKER, "9"),
                Errors.INVALID_REQUEST,
                "Broker 9 is not registered",
                new Op("log.retention.ms", OpType.SET, "1"));
        assertChange(
                new ConfigResource(ConfigResource.Type.BROKER, "1"),
                Errors.INVALID_REQUEST,
                "Broker config listeners can only be set when the broker is started",
                new Op("listeners", OpType.SET, "PLAINTEXT://:1"));
        assertChange(
                new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1"),
                Errors.INVALID_REQUEST,
                "Settings of resource type BROKER_LOGGER cannot be changed here",
                new Op("x", OpType.SET, "1"));
        assertChange(
                new ConfigResource(ConfigResource.Type.TOPIC, ""),
                Errors.INVALID_REQUEST,
                "There are no settings for all topics: name one",
                new Op("segment.ms", OpType.SET, "1"));
        assertChange(
                A, Errors.INVALID_REQUEST, "SET of segment.ms needs a value", new Op("segment.ms", OpType.SET, null));
        Change change = Change.of(A, List.of(new Op("segment.ms", OpType.SET, "1")));
        assertEquals(
                Errors.INVALID_REQUEST,
                AlterConfigs.of(BROKER, List.of(change, change), false)
                        .plan(IMAGE, 0)
                        .result()
                        .get(1)
                        .error());
    }

    private static void assertChange(ConfigResource resource, Errors error, String message, Op... ops) {
        Plan<List<AlterConfigs.Result>> plan = AlterConfigs.of(
                        BROKER, List.of(Change.of(resource, Arrays.asList(ops))), false)
                .plan(IMAGE, 0);
        assertEquals(List.of(new AlterConfigs.Result(resource, error, message)), plan.result());
        assertTrue(plan.records().isEmpty());
    }

    @Test
    void deletingWhatIsNotSetOrUnknownChangesNothing() {
        Plan<List<AlterConfigs.Result>> plan = AlterConfigs.of(
                        BROKER,
                        List.of(Change.of(
                                A,
                                List.of(
                                        new Op("no.such", OpType.DELETE, null),
                                        new Op("segment.ms", OpType.DELETE, null)))),
                        false)
                .plan(IMAGE, 0);
        assertEquals(Errors.NONE, plan.result().get(0).error());
        assertTrue(plan.records().isEmpty());
    }

    @Test
    void listsGrowAndShrinkElementByElement() {
        ClusterImage image = set(IMAGE, A, new Op("cleanup.policy", OpType.APPEND, "delete"));
        assertEquals("delete", image.configs(A).get("cleanup.policy"));
        image = set(image, A, new Op("cleanup.policy", OpType.SUBTRACT, "nonsense"));
        assertEquals("delete", image.configs(A).get("cleanup.policy"));
    }

    @Test
    void groupsKeepWithinTheBrokersBounds() {
        ClusterImage image = set(IMAGE, GROUP, new Op("consumer.session.timeout.ms", OpType.SET, "50000"));
        assertEquals(new GroupSettings(50_000, 5_000, 0), GroupSettings.of(BROKER, image, "g"));
        assertEquals(new GroupSettings(45_000, 5_000, 0), GroupSettings.of(BROKER, image, "other"));
        assertEquals(
                48_000,
                GroupSettings.of(Cluster.config("group.consumer.max.session.timeout.ms", "48000"), image, "g")
                        .consumerSessionTimeoutMs());
        assertChange(
                GROUP,
                Errors.INVALID_CONFIG,
                "Invalid value 1 for configuration consumer.session.timeout.ms: must be at least"
                        + " group.consumer.min.session.timeout.ms, which is 45000",
                new Op("consumer.session.timeout.ms", OpType.SET, "1"));
        assertChange(
                GROUP,
                Errors.INVALID_CONFIG,
                "Invalid value 16000 for configuration consumer.heartbeat.interval.ms: must be at most"
                        + " group.consumer.max.heartbeat.interval.ms, which is 15000",
                new Op("consumer.heartbeat.interval.ms", OpType.SET, "16000"));
        assertChange(GROUP, Errors.INVALID_CONFIG, "Unknown group config name: foo", new Op("foo", OpType.SET, "1"));
        assertChange(
                GROUP,
                Errors.INVALID_CONFIG,
                "Can't APPEND to foo: it is not a list",
                new Op("foo", OpType.APPEND, "1"));
        assertChange(
                new ConfigResource(ConfigResource.Type.GROUP, ""),
                Errors.INVALID_REQUEST,
                "There are no settings for all groups: name one",
                new Op("consumer.session.timeout.ms", OpType.SET, "50000"));
    }

    @Test
    void heartbeatsOfAGroupComeBeforeItsSessionsEnd() {
        BrokerConfig wide = Cluster.config(
                "group.consumer.min.session.timeout.ms", "1000", "group.consumer.min.heartbeat.interval.ms", "1000");
        Plan<List<AlterConfigs.Result>> plan = AlterConfigs.of(
                        wide,
                        List.of(Change.of(GROUP, List.of(new Op("consumer.session.timeout.ms", OpType.SET, "5000")))),
                        false)
                .plan(IMAGE, 0);
        assertEquals(
                "Invalid value 5000 for configuration consumer.session.timeout.ms: must be more than"
                        + " consumer.heartbeat.interval.ms, which is 5000",
                plan.result().get(0).message());
    }

    @Test
    void metricsSubscriptionsAreCheckedAsApacheDoes() {
        ClusterImage image = set(IMAGE, METRICS, new Op("match", OpType.SET, "client_id=a.*,client_software_name=x"));
        assertEquals(
                "client_id=a.*,client_software_name=x", image.configs(METRICS).get("match"));
        assertChange(
                METRICS,
                Errors.INVALID_REQUEST,
                "Invalid value 10 for configuration interval.ms: it must lie between 100 and 3600000",
                new Op("interval.ms", OpType.SET, "10"));
        assertChange(
                METRICS,
                Errors.INVALID_REQUEST,
                "Unknown client metrics config name: foo",
                new Op("foo", OpType.SET, "10"));
        assertError(METRICS, Errors.INVALID_CONFIG, new Op("interval.ms", OpType.SET, "x"));
        assertError(METRICS, Errors.INVALID_CONFIG, new Op("match", OpType.SET, "foo"));
        assertError(METRICS, Errors.INVALID_CONFIG, new Op("match", OpType.SET, "foo=bar"));
        assertError(METRICS, Errors.INVALID_CONFIG, new Op("match", OpType.SET, "client_id=("));
        assertError(METRICS, Errors.INVALID_CONFIG, new Op("metrics", OpType.APPEND, "a"));
    }

    @Test
    void brokerSettingsAreCheckedTogetherWithThoseThatStay() {
        assertError(ALL_BROKERS, Errors.INVALID_REQUEST, new Op("max.connections.per.ip", OpType.SET, "0"));
        assertError(BROKER_1, Errors.INVALID_REQUEST, new Op("log.retention.ms", OpType.SET, "0"));
        assertError(BROKER_1, Errors.INVALID_REQUEST, new Op("log.retention.hours", OpType.SET, "1"));
        assertError(BROKER_1, Errors.INVALID_REQUEST, new Op("max.connections", OpType.SET, "-1"));
        assertError(BROKER_1, Errors.INVALID_REQUEST, new Op("max.connections.per.ip.overrides", OpType.SET, "foo:x"));
        assertError(BROKER_1, Errors.INVALID_REQUEST, new Op("no.such", OpType.SET, "1"));
        ClusterImage image = set(IMAGE, ALL_BROKERS, new Op("max.connections.per.ip.overrides", OpType.SET, "h:1"));
        image = set(image, BROKER_1, new Op("max.connections.per.ip", OpType.SET, "0"));
        assertEquals(0, BROKER.at(image).maxConnectionsPerIp());
        assertEquals(Map.of("h", 1), BROKER.at(image).maxConnectionsPerIpOverrides());
    }

    private static ClusterImage set(ClusterImage image, ConfigResource resource, Op op) {
        AlterConfigs command = AlterConfigs.of(BROKER, List.of(Change.of(resource, List.of(op))), false);
        assertEquals(Errors.NONE, command.plan(image, 0).result().get(0).error());
        return Cluster.after(image, command);
    }

    private static void assertError(ConfigResource resource, Errors error, Op op) {
        AlterConfigs.Result result = AlterConfigs.of(BROKER, List.of(Change.of(resource, List.of(op))), false)
                .plan(IMAGE, 0)
                .result()
                .get(0);
        assertEquals(error, result.error());
        assertTrue(result.message().contains(op.name()), result.message());
    }
}
