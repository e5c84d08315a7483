package io.headrace.metadata.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.ConfigRules;
import io.headrace.metadata.config.ConfigSource;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.PartitionImage;
import io.headrace.metadata.image.TopicImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CreateTopicsTest {
    private static final ClusterImage ONE = Cluster.of(1);
    private static final ClusterImage THREE = Cluster.of(1, 2, 3);

    @Test
    void aTopicIsCreatedAsAskedFor() {
        NewTopic topic = NewTopic.of("orders", 3, 1).withConfigs(Map.of("retention.ms", "1000"));
        Plan<List<CreateTopics.Result>> plan =
                CreateTopics.of(Cluster.config(), List.of(topic), false).plan(ONE, 0);

        CreateTopics.Result result = plan.result().get(0);
        TopicImage orders = ONE.apply(plan.records()).after().topic("orders");
        assertEquals(Errors.NONE, result.error());
        assertEquals(orders.id(), result.id());
        assertNotEquals(Uuid.ZERO_UUID, result.id());
        assertEquals(3, result.partitions());
        assertEquals(1, result.replicationFactor());
        assertEquals(3, orders.partitions().size());
        assertEquals(new PartitionImage(2, List.of(1), List.of(1), 1, 0, 0), orders.partition(2));
        assertEquals(
                Map.of("retention.ms", "1000"),
                ONE.apply(plan.records()).after().configs(ConfigRules.topicResource("orders")));
        var retention = result.configs().stream()
                .filter(entry -> entry.name().equals("retention.ms"))
                .findFirst()
                .orElseThrow();
        assertEquals("1000", retention.value());
        assertEquals(ConfigSource.DYNAMIC_TOPIC_CONFIG, retention.source());
    }

    @Test
    void whatIsLeftOpenComesFromTheConfiguration() {
        var config = Cluster.config("num.partitions", "5", "default.replication.factor", "2");
        Plan<List<CreateTopics.Result>> plan = CreateTopics.of(
                        config,
                        List.of(NewTopic.withDefaults("a"), NewTopic.of("b", -1, 1), NewTopic.of("c", 1, -1)),
                        false)
                .plan(THREE, 0);
        assertEquals(
                List.of("5x2", "5x1", "1x2"),
                plan.result().stream()
                        .map(r -> r.partitions() + "x" + r.replicationFactor())
                        .toList());
    }

    @Test
    void replicasAreSpreadAndLeadersGoRound() {
        Plan<List<CreateTopics.Result>> plan = CreateTopics.of(
                        Cluster.config(), List.of(NewTopic.of("t", 30, 2)), false)
                .plan(THREE, 0);
        TopicImage topic = THREE.apply(plan.records()).after().topic("t");
        Map<Integer, Integer> leads = new HashMap<>();
        Set<List<Integer>> pairs = new HashSet<>();
        for (PartitionImage partition : topic.partitions()) {
            assertEquals(2, new HashSet<>(partition.replicas()).size());
            assertEquals(partition.replicas(), partition.isr());
            assertEquals(partition.replicas().get(0), partition.leader());
            leads.merge(partition.leader(), 1, Integer::sum);
            pairs.add(partition.replicas());
        }
        assertEquals(Map.of(1, 10, 2, 10, 3, 10), leads);
        assertEquals(6, pairs.size(), "each leader has each of the others as second replica at times");
    }

    @Test
    void replicasCanBeChosen() {
        TreeMap<Integer, List<Integer>> chosen = new TreeMap<>(Map.of(0, List.of(3, 1), 1, List.of(2, 3)));
        NewTopic topic = new NewTopic("t", -1, (short) -1, chosen, Map.of());
        Plan<List<CreateTopics.Result>> plan =
                CreateTopics.of(Cluster.config(), List.of(topic), false).plan(THREE, 0);
        TopicImage created = THREE.apply(plan.records()).after().topic("t");
        assertEquals(List.of(3, 1), created.partition(0).replicas());
        assertEquals(3, created.partition(0).leader());
        assertEquals(List.of(2, 3), created.partition(1).replicas());
        assertEquals(2, plan.result().get(0).replicationFactor());
    }

    @Test
    void validatingChangesNothingAndSaysTheSame() {
        List<NewTopic> topics = List.of(NewTopic.of("good", 2, 1), NewTopic.of("bad name", 1, 1));
        Plan<List<CreateTopics.Result>> plan =
                CreateTopics.of(Cluster.config(), topics, true).plan(ONE, 0);
        assertTrue(plan.records().isEmpty());
        assertEquals(Errors.NONE, plan.result().get(0).error());
        assertEquals(2, plan.result().get(0).partitions());
        assertEquals(Uuid.ZERO_UUID, plan.result().get(0).id());
        assertEquals(Errors.INVALID_TOPIC_EXCEPTION, plan.result().get(1).error());
    }

    @Test
    void oneBadTopicDoesNotKeepTheOthersBack() {
        List<NewTopic> topics = List.of(NewTopic.of("a", 1, 1), NewTopic.of("b", 0, 1), NewTopic.of("c", 1, 1));
        Plan<List<CreateTopics.Result>> plan =
                CreateTopics.of(Cluster.config(), topics, false).plan(ONE, 0);
        assertEquals(
                List.of(Errors.NONE, Errors.INVALID_PARTITIONS, Errors.NONE),
                plan.result().stream().map(CreateTopics.Result::error).toList());
        assertEquals(2, ONE.apply(plan.records()).after().topicCount());
    }

    @Test
    void automaticCreationTakesWhatIsThere() {
        var config = Cluster.config("num.partitions", "4");
        ClusterImage image = Cluster.after(ONE, CreateTopics.of(config, List.of(NewTopic.of("old", 2, 1)), false));
        Plan<List<CreateTopics.Result>> plan = CreateTopics.automatic(
                        config,
                        Stream.of("old", "new", "b@d")
                                .map(NewTopic::withDefaults)
                                .toList())
                .plan(image, 0);
        assertEquals(
                List.of(Errors.NONE, Errors.NONE, Errors.INVALID_TOPIC_EXCEPTION),
                plan.result().stream().map(CreateTopics.Result::error).toList());
        assertEquals(image.topic("old").id(), plan.result().get(0).id());
        assertEquals(2, plan.result().get(0).partitions());
        assertEquals(4, plan.result().get(1).partitions());
        assertEquals(2, image.apply(plan.records()).after().topicCount());
    }

    @Test
    void aCommandForTooManyPartitionsIsRefusedAsAWhole() {
        List<NewTopic> topics = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            topics.add(NewTopic.of("t" + i, 1000, 1));
        }
        Plan<List<CreateTopics.Result>> plan =
                CreateTopics.of(Cluster.config(), topics, false).plan(ONE, 0);
        assertTrue(plan.records().isEmpty());
        assertEquals(11, plan.result().size());
        for (CreateTopics.Result result : plan.result()) {
            assertEquals(Errors.POLICY_VIOLATION, result.error());
            assertEquals(
                    "The request would create more than 10000 partitions, the most that one request may create",
                    result.message());
        }
        assertEquals(
                10_000,
                CreateTopics.of(Cluster.config(), topics.subList(0, 10), false)
                                .plan(ONE, 0)
                                .records()
                                .size()
                        - 10);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusals(String what, List<NewTopic> topics, Errors error, String message) {
        ClusterImage image =
                Cluster.after(THREE, CreateTopics.of(Cluster.config(), List.of(NewTopic.of("old.one", 1, 1)), false));
        Plan<List<CreateTopics.Result>> plan =
                CreateTopics.of(Cluster.config(), topics, false).plan(image, 0);
        CreateTopics.Result last = plan.result().get(plan.result().size() - 1);
        assertEquals(error, last.error(), last.message());
        assertEquals(message, last.message());
        assertEquals(topics.get(topics.size() - 1).name(), last.name());
        assertEquals(-1, last.partitions());
        assertEquals(Uuid.ZERO_UUID, last.id());
        assertTrue(image.apply(plan.records()).after().topicCount()
                == image.topicCount() + plan.result().size() - 1);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(
                        "exists",
                        List.of(NewTopic.of("old.one", 1, 1)),
                        Errors.TOPIC_ALREADY_EXISTS,
                        "Topic 'old.one' already exists"),
                arguments(
                        "collides",
                        List.of(NewTopic.of("old_one", 1, 1)),
                        Errors.INVALID_TOPIC_EXCEPTION,
                        "Topic 'old_one' collides with topic 'old.one': the two differ only in dots and underscores,"
                                + " which metrics cannot tell apart"),
                arguments(
                        "collides within the command",
                        List.of(NewTopic.of("n_ew", 1, 1), NewTopic.of("n.ew", 1, 1)),
                        Errors.INVALID_TOPIC_EXCEPTION,
                        "Topic 'n.ew' collides with topic 'n_ew': the two differ only in dots and underscores, which"
                                + " metrics cannot tell apart"),
                arguments(
                        "named twice",
                        List.of(NewTopic.of("t", 1, 1), NewTopic.of("t", 2, 1)),
                        Errors.INVALID_REQUEST,
                        "Topic 't' is named more than once"),
                arguments(
                        "name",
                        List.of(NewTopic.of("sp ace", 1, 1)),
                        Errors.INVALID_TOPIC_EXCEPTION,
                        "Topic name is invalid: 'sp ace' has a character that is not a letter or digit of ASCII, '.',"
                                + " '_' or '-'"),
                arguments(
                        "no partitions",
                        List.of(NewTopic.of("t", 0, 1)),
                        Errors.INVALID_PARTITIONS,
                        "Number of partitions must be larger than 0, or -1 for the default: 0"),
                arguments(
                        "negative partitions",
                        List.of(NewTopic.of("t", -2, 1)),
                        Errors.INVALID_PARTITIONS,
                        "Number of partitions must be larger than 0, or -1 for the default: -2"),
                arguments(
                        "absurd partitions",
                        List.of(NewTopic.of("t", Integer.MAX_VALUE, 1)),
                        Errors.INVALID_PARTITIONS,
                        "Number of partitions 2147483647 is larger than 10000, the most that one request may create"),
                arguments(
                        "no replicas",
                        List.of(NewTopic.of("t", 1, 0)),
                        Errors.INVALID_REPLICATION_FACTOR,
                        "Replication factor must be larger than 0, or -1 for the default: 0"),
                arguments(
                        "too many replicas",
                        List.of(NewTopic.of("t", 1, 4)),
                        Errors.INVALID_REPLICATION_FACTOR,
                        "Replication factor 4 is larger than the number of available brokers: 3"),
                arguments(
                        "assignments and partitions",
                        List.of(assigned(1, -1, Map.of(0, List.of(1)))),
                        Errors.INVALID_REQUEST,
                        "A topic with assignments must leave partitions and replication factor at -1, but they are 1"
                                + " and -1"),
                arguments(
                        "assignments with a gap",
                        List.of(assigned(-1, -1, Map.of(0, List.of(1), 2, List.of(1)))),
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "Assignments must be for partitions 0, 1, 2 ... without gaps; partition 1 is missing"),
                arguments(
                        "assignment to nobody",
                        List.of(assigned(-1, -1, Map.of(0, List.of()))),
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "The assignment of partition 0 names no broker"),
                arguments(
                        "assignment twice to one broker",
                        List.of(assigned(-1, -1, Map.of(0, List.of(1, 1)))),
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "The assignment of partition 0 names a broker more than once: [1, 1]"),
                arguments(
                        "assignment to a stranger",
                        List.of(assigned(-1, -1, Map.of(0, List.of(9)))),
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "The assignment of partition 0 names broker 9, which is not registered"),
                arguments(
                        "uneven assignments",
                        List.of(assigned(-1, -1, Map.of(0, List.of(1, 2), 1, List.of(1)))),
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "The assignment of partition 1 names 1 brokers, but other partitions of the topic have 2"
                                + " replicas"),
                arguments(
                        "unknown setting",
                        List.of(NewTopic.of("t", 1, 1).withConfigs(Map.of("retention", "1"))),
                        Errors.INVALID_CONFIG,
                        "Unknown topic config name: retention"),
                arguments(
                        "bad value",
                        List.of(NewTopic.of("t", 1, 1).withConfigs(Map.of("retention.ms", "soon"))),
                        Errors.INVALID_CONFIG,
                        "Invalid value soon for configuration retention.ms: has to be a whole number from"
                                + " -9223372036854775808 to 9223372036854775807"),
                arguments(
                        "null value",
                        List.of(NewTopic.of("t", 1, 1).withConfigs(nullValue("retention.ms"))),
                        Errors.INVALID_CONFIG,
                        "Invalid value null for configuration retention.ms: a value is needed"),
                arguments(
                        "unknown policy",
                        List.of(NewTopic.of("t", 1, 1).withConfigs(Map.of("cleanup.policy", "shred"))),
                        Errors.INVALID_CONFIG,
                        "Invalid value shred for configuration cleanup.policy: allowed are compact, delete"));
    }

    @Test
    void anUnavailableBrokerGetsNothingNewAndLeadsNothingNew() {
        ClusterImage image = THREE.apply(List.of(new io.headrace.metadata.record.BrokerRegistrationChangeRecord()
                        .brokerId(2)
                        .brokerEpoch(1)
                        .fenced((byte) 1)))
                .after();
        List<NewTopic> topics = List.of(
                NewTopic.of("spread", 6, 2), assigned(-1, -1, Map.of(0, List.of(2, 3))), NewTopic.of("toomany", 1, 3));
        Plan<List<CreateTopics.Result>> plan =
                CreateTopics.of(Cluster.config(), topics, false).plan(image, 0);
        ClusterImage after = image.apply(plan.records()).after();
        for (PartitionImage partition : after.topic("spread").partitions()) {
            assertEquals(Set.of(1, 3), new HashSet<>(partition.replicas()));
        }
        assertEquals(
                new PartitionImage(0, List.of(2, 3), List.of(3), 3, 0, 0),
                after.topic("t").partition(0));
        assertEquals(Errors.INVALID_REPLICATION_FACTOR, plan.result().get(2).error());
    }

    private static NewTopic assigned(int partitions, int replicationFactor, Map<Integer, List<Integer>> assignments) {
        return new NewTopic("t", partitions, (short) replicationFactor, new TreeMap<>(assignments), Map.of());
    }

    private static Map<String, String> nullValue(String... keys) {
        Map<String, String> settings = new HashMap<>();
        Arrays.stream(keys).forEach(key -> settings.put(key, null));
        return settings;
    }
}
