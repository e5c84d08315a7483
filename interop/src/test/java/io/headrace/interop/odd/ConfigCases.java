package io.headrace.interop.odd;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.AlterClientQuotasRequest;
import io.headrace.protocol.message.AlterClientQuotasRequest.EntityData;
import io.headrace.protocol.message.AlterClientQuotasRequest.EntryData;
import io.headrace.protocol.message.AlterClientQuotasRequest.OpData;
import io.headrace.protocol.message.AlterConfigsRequest;
import io.headrace.protocol.message.DescribeClientQuotasRequest;
import io.headrace.protocol.message.DescribeClientQuotasRequest.ComponentData;
import io.headrace.protocol.message.DescribeConfigsRequest;
import io.headrace.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.headrace.protocol.message.ListConfigResourcesRequest;
import java.util.List;
import java.util.function.Consumer;

/** Settings and quotas, read and changed with requests that make no sense. */
final class ConfigCases {

    static final CaseList ALL = new CaseList();

    private static final byte TOPIC = 2;
    private static final byte BROKER = 4;
    private static final byte LOGGER = 8;
    private static final byte METRICS = 16;
    private static final byte GROUP = 32;
    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte APPEND = 2;
    private static final byte SUBTRACT = 3;

    static {
        describe("a topic that is not there", TOPIC, "absent");
        describe("an empty topic", TOPIC, "");
        describe("a name that no topic can have", TOPIC, "a/b");
        describe("a broker that is not there", BROKER, "77");
        describe("a broker that is no number", BROKER, "one");
        describe("all brokers", BROKER, "");
        describe("a type that is none", (byte) 99, "x");
        describe("the type unknown", (byte) 0, "x");
        describe("loggers of a broker that is not there", LOGGER, "77");
        describe("loggers of all brokers", LOGGER, "");
        describe("loggers of a broker that is no number", LOGGER, "one");
        describe("a group that is not there", GROUP, "absent");
        describe("an empty group", GROUP, "");
        describe("metrics that are not there", METRICS, "absent");
        describe("metrics without name", METRICS, "");
        ALL.add(ApiKey.DESCRIBE_CONFIGS, "a setting that is not there", (s, v) -> {
            s.topic(s.name("t"), 1);
            return new DescribeConfigsRequest()
                    .resources(List.of(resource(TOPIC, s.name("t")).configurationKeys(List.of("no.such.setting"))));
        });
        ALL.add(ApiKey.DESCRIBE_CONFIGS, "a resource twice", (s, v) -> {
            s.topic(s.name("t"), 1);
            return new DescribeConfigsRequest()
                    .resources(List.of(
                            resource(TOPIC, s.name("t")).configurationKeys(null),
                            resource(TOPIC, s.name("t")).configurationKeys(null)));
        });

        change("an unknown setting", TOPIC, null, SET, "no.such.setting", "1");
        change("a wrong value", TOPIC, null, SET, "retention.ms", "soon");
        change("a value out of range", TOPIC, null, SET, "retention.ms", "-2");
        change("a value that is none", TOPIC, null, SET, "retention.ms", null);
        change("an empty value", TOPIC, null, SET, "retention.ms", "");
        change("an empty setting", TOPIC, null, SET, "", "1");
        change("an operation that is none", TOPIC, null, (byte) 9, "retention.ms", "1");
        change("appending to what is no list", TOPIC, null, APPEND, "retention.ms", "1");
        change("subtracting from what is no list", TOPIC, null, SUBTRACT, "retention.ms", "1");
        change("appending a policy that is none", TOPIC, null, APPEND, "cleanup.policy", "shred");
        change("subtracting the only policy", TOPIC, null, SUBTRACT, "cleanup.policy", "delete");
        change("appending nothing", TOPIC, null, APPEND, "cleanup.policy", null);
        change("removing what is not set", TOPIC, null, DELETE, "retention.ms", null);
        change("removing an unknown setting", TOPIC, null, DELETE, "no.such.setting", null);
        change("values that contradict each other", TOPIC, null, SET, "min.compaction.lag.ms", "9223372036854775807");
        change("a topic that is not there", TOPIC, "absent", SET, "retention.ms", "1");
        change("an empty topic", TOPIC, "", SET, "retention.ms", "1");
        change("a name that no topic can have", TOPIC, "a/b", SET, "retention.ms", "1");
        change("a broker that is not there", BROKER, "77", SET, "log.retention.ms", "100000");
        change("a broker that is no number", BROKER, "one", SET, "log.retention.ms", "100000");
        change("a setting that is fixed while a broker runs", BROKER, "1", SET, "node.id", "5");
        change("an unknown setting of a broker", BROKER, "1", SET, "no.such.setting", "5");
        change("a wrong value for a broker", BROKER, "1", SET, "log.retention.ms", "soon");
        change("a value out of range for a broker", BROKER, "1", SET, "log.cleaner.threads", "-1");
        change("a broker's own setting for all brokers", BROKER, "", SET, "listeners", "PLAINTEXT://:1");
        change("a wrong value for all brokers", BROKER, "", SET, "log.retention.ms", "soon");
        change("a type that is none", (byte) 99, "x", SET, "a", "b");
        change("the type unknown", (byte) 0, "x", SET, "a", "b");
        change("an unknown setting of a group", GROUP, "g", SET, "no.such.setting", "5");
        change("a wrong value for a group", GROUP, "g", SET, "consumer.session.timeout.ms", "soon");
        change("a value below the range of groups", GROUP, "g", SET, "consumer.session.timeout.ms", "1");
        change("a value above the range of groups", GROUP, "g", SET, "consumer.heartbeat.interval.ms", "10000000");
        change("an empty group", GROUP, "", SET, "consumer.session.timeout.ms", "50000");
        change("an unknown setting of metrics", METRICS, "m", SET, "no.such.setting", "5");
        change("a wrong interval of metrics", METRICS, "m", SET, "interval.ms", "1");
        change("a wrong match of metrics", METRICS, "m", SET, "match", "client_id");
        change("metrics without name", METRICS, "", SET, "interval.ms", "1000");
        change("a level that is none", LOGGER, "1", SET, "root", "LOUD");
        change("a logger that is not there", LOGGER, "1", SET, "no.such.logger", "INFO");
        change("appending to a logger", LOGGER, "1", APPEND, "root", "INFO");
        change("removing the root logger", LOGGER, "1", DELETE, "root", null);
        change("loggers of all brokers", LOGGER, "", SET, "root", "INFO");
        change("loggers of a broker that is not there", LOGGER, "77", SET, "root", "INFO");
        ALL.add(ApiKey.INCREMENTAL_ALTER_CONFIGS, "a setting twice", (s, v) -> {
            s.topic(s.name("t"), 1);
            return incremental(TOPIC, s.name("t"), op(SET, "retention.ms", "1"), op(SET, "retention.ms", "2"));
        });
        ALL.add(ApiKey.INCREMENTAL_ALTER_CONFIGS, "nothing to change", (s, v) -> {
            s.topic(s.name("t"), 1);
            return incremental(TOPIC, s.name("t"));
        });
        ALL.add(ApiKey.INCREMENTAL_ALTER_CONFIGS, "a resource twice", (s, v) -> {
            s.topic(s.name("t"), 1);
            AlterConfigsResource one = incremental(TOPIC, s.name("t"), op(SET, "retention.ms", "1"))
                    .resources()
                    .get(0);
            return new IncrementalAlterConfigsRequest().resources(List.of(one, one));
        });
        ALL.add(ApiKey.INCREMENTAL_ALTER_CONFIGS, "tried only, and wrong", (s, v) -> {
            s.topic(s.name("t"), 1);
            return incremental(TOPIC, s.name("t"), op(SET, "retention.ms", "soon"))
                    .validateOnly(true);
        });

        replace("an unknown setting", TOPIC, null, "no.such.setting", "1");
        replace("a wrong value", TOPIC, null, "retention.ms", "soon");
        replace("a value that is none", TOPIC, null, "retention.ms", null);
        replace("a topic that is not there", TOPIC, "absent", "retention.ms", "1");
        replace("an empty topic", TOPIC, "", "retention.ms", "1");
        replace("a broker that is not there", BROKER, "77", "log.retention.ms", "100000");
        replace("a broker that is no number", BROKER, "one", "log.retention.ms", "100000");
        replace("a setting that is fixed while a broker runs", BROKER, "1", "node.id", "5");
        replace("loggers", LOGGER, "1", "root", "INFO");
        replace("a type that is none", (byte) 99, "x", "a", "b");
        replace("a wrong value for a group", GROUP, "g", "consumer.session.timeout.ms", "1");
        replace("a wrong interval of metrics", METRICS, "m", "interval.ms", "1");
        // Apache's broker never answers that, so one version has to do.
        ALL.add(ApiKey.ALTER_CONFIGS, 2, "a resource twice", (s, v) -> {
            s.topic(s.name("t"), 1);
            AlterConfigsRequest.AlterConfigsResource one = replacing(TOPIC, s.name("t"), "retention.ms", "1")
                    .resources()
                    .get(0);
            return new AlterConfigsRequest().resources(List.of(one, one));
        });

        ALL.add(
                ApiKey.LIST_CONFIG_RESOURCES,
                1,
                "a type that is none",
                (s, v) -> new ListConfigResourcesRequest().resourceTypes(List.of((byte) 99)));
        ALL.add(
                ApiKey.LIST_CONFIG_RESOURCES,
                1,
                "a negative type",
                (s, v) -> new ListConfigResourcesRequest().resourceTypes(List.of((byte) -1)));
        ALL.add(
                ApiKey.LIST_CONFIG_RESOURCES,
                1,
                "a type twice",
                (s, v) -> new ListConfigResourcesRequest().resourceTypes(List.of(TOPIC, TOPIC)));

        quotas("a type that is none", e -> e.entity(entity("planet", "x")));
        quotas("an empty type", e -> e.entity(entity("", "x")));
        quotas("no entity", e -> e.entity(List.of()));
        quotas("an empty name", e -> e.entity(entity("client-id", "")));
        quotas(
                "an entity twice",
                e -> e.entity(List.of(
                        entity("client-id", "x").get(0),
                        entity("client-id", "y").get(0))));
        quotas("an address that is none", e -> e.entity(entity("ip", "nowhere at all")));
        quotas(
                "an address and a client",
                e -> e.entity(List.of(
                        entity("ip", "127.0.0.1").get(0),
                        entity("client-id", "y").get(0))));
        quotas("an unknown quota", e -> e.ops(quota("no.such.quota", 1)));
        quotas("a negative quota", e -> e.ops(quota("producer_byte_rate", -1)));
        quotas("a quota of 0", e -> e.ops(quota("producer_byte_rate", 0)));
        quotas("half a byte", e -> e.ops(quota("producer_byte_rate", 0.5)));
        quotas("a quota that is no number", e -> e.ops(quota("producer_byte_rate", Double.NaN)));
        quotas("an endless quota", e -> e.ops(quota("producer_byte_rate", Double.POSITIVE_INFINITY)));
        quotas("a quota of addresses for a client", e -> e.ops(quota("connection_creation_rate", 5)));
        quotas("a quota of clients for an address", e -> e.entity(entity("ip", "127.0.0.1")));
        quotas(
                "removing what is not there",
                e -> e.ops(List.of(new OpData().key("producer_byte_rate").remove(true))));
        quotas("nothing to change", e -> e.ops(List.of()));
        ask("a type that is none", c -> c.entityType("planet"), true);
        ask("an empty type", c -> c.entityType(""), true);
        ask("a match that is none", c -> c.matchType((byte) 7), true);
        ask("an exact match of nothing", c -> c.match(null), true);
        ask("a default match of something", c -> c.matchType((byte) 1), true);
        ask("any match of something", c -> c.matchType((byte) 2), false);
        ALL.add(
                ApiKey.DESCRIBE_CLIENT_QUOTAS,
                "a type twice",
                (s, v) -> new DescribeClientQuotasRequest().components(List.of(component(), component())));
        ALL.add(
                ApiKey.DESCRIBE_CLIENT_QUOTAS,
                "an address and a client",
                (s, v) -> new DescribeClientQuotasRequest()
                        .components(List.of(
                                component(), component().entityType("ip").match("127.0.0.1"))));
    }

    private ConfigCases() {}

    private static DescribeConfigsResource resource(byte type, String name) {
        return new DescribeConfigsResource().resourceType(type).resourceName(name);
    }

    private static void describe(String name, byte type, String resource) {
        ALL.add(
                ApiKey.DESCRIBE_CONFIGS,
                name,
                (s, v) -> new DescribeConfigsRequest()
                        .resources(List.of(resource(type, resource).configurationKeys(null))));
    }

    private static AlterableConfig op(byte operation, String setting, String value) {
        return new AlterableConfig().configOperation(operation).name(setting).value(value);
    }

    private static IncrementalAlterConfigsRequest incremental(byte type, String name, AlterableConfig... ops) {
        return new IncrementalAlterConfigsRequest()
                .resources(List.of(new AlterConfigsResource()
                        .resourceType(type)
                        .resourceName(name)
                        .configs(List.of(ops))));
    }

    /** Changes one setting; a topic without name is made for the case. */
    private static void change(String name, byte type, String resource, byte operation, String setting, String value) {
        ALL.add(
                ApiKey.INCREMENTAL_ALTER_CONFIGS,
                name,
                (s, v) -> incremental(type, nameOf(s, resource), op(operation, setting, value)));
    }

    private static String nameOf(Scene scene, String resource) throws Exception {
        if (resource != null) {
            return resource;
        }
        scene.topic(scene.name("t"), 1);
        return scene.name("t");
    }

    private static AlterConfigsRequest replacing(byte type, String name, String setting, String value) {
        return new AlterConfigsRequest()
                .resources(List.of(new AlterConfigsRequest.AlterConfigsResource()
                        .resourceType(type)
                        .resourceName(name)
                        .configs(List.of(new AlterConfigsRequest.AlterableConfig()
                                .name(setting)
                                .value(value)))));
    }

    private static void replace(String name, byte type, String resource, String setting, String value) {
        ALL.add(ApiKey.ALTER_CONFIGS, name, (s, v) -> replacing(type, nameOf(s, resource), setting, value));
    }

    private static List<EntityData> entity(String type, String name) {
        return List.of(new EntityData().entityType(type).entityName(name));
    }

    private static List<OpData> quota(String key, double value) {
        return List.of(new OpData().key(key).value(value));
    }

    private static void quotas(String name, Consumer<EntryData> odd) {
        ALL.add(ApiKey.ALTER_CLIENT_QUOTAS, name, (s, v) -> {
            EntryData entry = new EntryData()
                    .entity(entity("client-id", s.name("client")))
                    .ops(quota("producer_byte_rate", 1_000_000));
            odd.accept(entry);
            return new AlterClientQuotasRequest().entries(List.of(entry));
        });
    }

    private static ComponentData component() {
        return new ComponentData().entityType("client-id").match("x");
    }

    private static void ask(String name, Consumer<ComponentData> odd, boolean strict) {
        ALL.add(ApiKey.DESCRIBE_CLIENT_QUOTAS, name, (s, v) -> {
            ComponentData component = component();
            odd.accept(component);
            return new DescribeClientQuotasRequest()
                    .components(List.of(component))
                    .strict(strict);
        });
    }
}
