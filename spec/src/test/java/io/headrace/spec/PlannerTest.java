package io.headrace.spec;

import static io.headrace.spec.States.acl;
import static io.headrace.spec.States.empty;
import static io.headrace.spec.States.topic;
import static io.headrace.spec.States.user;
import static io.headrace.spec.States.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.ScramMechanism;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.spec.ClusterState.TopicState;
import io.headrace.spec.UserSpec.Credential;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final PlanOptions PRUNE = PlanOptions.DEFAULT.withPrune();

    @Test
    void whatIsMissingIsCreatedWithItsSettings() {
        ClusterSpec spec = ClusterSpec.builder()
                .topic("orders", t -> t.partitions(6).replicationFactor(3).config("retention.ms", "14d"))
                .topic("audit", t -> t.brokersConfig("retention.ms"))
                .quota(user("alice"), "producer_byte_rate", 1024 * 1024)
                .build();
        assertPlan("""
                + topic audit
                    partitions: the broker's default
                    replication factor: the broker's default
                + topic orders
                    partitions: 6
                    replication factor: 3
                    retention.ms: 14d
                + quota of user alice
                    producer_byte_rate: 1MiB""", spec.plan(empty(), PlanOptions.DEFAULT));
    }

    @Test
    void valuesAreComparedByMeaning() {
        TopicState now = topic(
                "orders",
                6,
                Map.of(
                        "retention.ms", Optional.of("86400000"),
                        "cleanup.policy", Optional.of("delete,compact"),
                        "preallocate", Optional.of("true")));
        ClusterSpec spec = ClusterSpec.builder()
                .topic(
                        "orders",
                        t -> t.partitions(6)
                                .config("retention.ms", "24h")
                                .config("cleanup.policy", "compact, delete")
                                .config("preallocate", "True"))
                .build();
        assertTrue(spec.plan(with(now), PlanOptions.DEFAULT).isEmpty());
    }

    @Test
    void aValueOfTheBrokersIsNotTheTopicsOwn() {
        TopicState now = topic("orders", 3, Map.of("segment.bytes", Optional.of("1048576")));
        ClusterSpec spec = ClusterSpec.builder()
                .topic(
                        "orders",
                        t -> t.partitions(6).config("retention.ms", "7d").brokersConfig("segment.bytes"))
                .build();
        assertPlan("""
                ~ topic orders
                    partitions: 3 -> 6
                ~ topic orders
                    retention.ms: 7d (the broker's) -> 7d
                    segment.bytes: 1MiB -> the broker's, 1GiB""", spec.plan(with(now), PlanOptions.DEFAULT));
    }

    @Test
    void whatKafkaCannotDoIsRefusedWithTheReason() {
        ClusterSpec spec = ClusterSpec.builder()
                .topic("orders", t -> t.partitions(3).replicationFactor(3))
                .topic("__consumer_offsets", t -> t.partitions(60))
                .topic("typo", t -> t.config("retention.msec", "1").config("segment.bytes", "1G"))
                .topic("__mine", t -> {})
                .build();
        TopicState offsets = new TopicState("__consumer_offsets", Uuid.randomUuid(), true, 50, 1, Map.of());
        Plan plan = spec.plan(with(topic("orders", 6, Map.of()), offsets), PlanOptions.DEFAULT);
        assertPlan("""
                ! topic __consumer_offsets: the brokers count on the 50 partitions that it has
                ! topic __mine: brokers make their internal topics themselves
                ! topic orders: it has 6 partitions, and the spec says 3: Kafka cannot take partitions away; copy the records to a new topic instead
                ! topic orders: its replication factor is 1, and the spec says 3: that takes a reassignment of its replicas to brokers, which a spec does not name
                ! topic typo: 'retention.msec' is no setting of a topic; did you mean 'retention.ms'?
                ! topic typo: segment.bytes: '1G' is not an amount of bytes: a whole number, or one with a unit of KiB, MiB, GiB, TiB, kB, MB, GB, TB""", plan);
        assertTrue(plan.isRefused());
        assertFalse(plan.isEmpty());
    }

    @Test
    void onlyWhatIsOwnedIsPrunedAndOnlyWhenAsked() {
        ClusterState now = with(
                topic("orders-a", 1, Map.of("segment.bytes", Optional.of("1048576"))),
                topic("orders-old", 2, Map.of()),
                topic("others", 1, Map.of("segment.bytes", Optional.of("1048576"))),
                topic("__orders", 1, Map.of()),
                new TopicState("orders-internal", Uuid.randomUuid(), true, 1, 1, Map.of()));
        ClusterSpec.Builder builder =
                ClusterSpec.builder().topic("orders-a", t -> {}).topic("others", t -> {});
        assertPlan("", builder.build().plan(now, PRUNE));
        ClusterSpec spec = builder.owned(o -> o.topics("orders-*", "__*")).build();
        assertPlan("""
                ? topic orders-a: not in the spec; pruning would take it away
                    segment.bytes: 1MiB -> the broker's, 1GiB
                ? topic orders-old: not in the spec; pruning would take it away""", spec.plan(now, PlanOptions.DEFAULT));
        assertTrue(spec.plan(now, PlanOptions.DEFAULT).isEmpty());
        assertPlan("""
                ~ topic orders-a
                    segment.bytes: 1MiB -> the broker's, 1GiB
                - topic orders-old (with all records of its 2 partitions)""", spec.plan(now, PRUNE));
    }

    @Test
    void sensitiveValuesAreNeitherComparedNorShown() {
        ClusterSpec spec = ClusterSpec.builder()
                .topic("a", t -> t.config("secret.text", "xyzzy"))
                .topic("b", t -> t.config("secret.text", "xyzzy"))
                .build();
        ClusterState now = with(topic("a", 1, Map.of("secret.text", Optional.empty())), topic("b", 1, Map.of()));
        assertPlan("""
                ~ topic b
                    secret.text: the broker's -> (hidden)""", spec.plan(now, PlanOptions.DEFAULT));
    }

    @Test
    void quotasAreChangedLimitByLimit() {
        ClusterSpec spec = ClusterSpec.builder()
                .owned(o -> o.users("alice"))
                .quota(user("alice"), "producer_byte_rate", 2048)
                .unlimited(user("alice"), "request_percentage")
                .quota(user(null), "producer_byte_rat", 1)
                .build();
        ClusterState now = new ClusterState(
                "c",
                Map.of(),
                States.SETTINGS,
                Map.of(
                        user("alice"),
                                Map.of(
                                        "producer_byte_rate", 1024.0,
                                        "request_percentage", 50.0,
                                        "consumer_byte_rate", 1.0),
                        user("bob"), Map.of("consumer_byte_rate", 1.0)),
                Map.of(),
                Set.of(),
                Map.of());
        assertPlan("""
                ! quota of any user: 'producer_byte_rat' is no limit here; did you mean 'producer_byte_rate'?
                ~ quota of user alice
                    producer_byte_rate: 1KiB -> 2KiB
                    request_percentage: 50 -> none
                    consumer_byte_rate: 1 -> none""", spec.plan(now, PRUNE));
    }

    @Test
    void credentialsAreComparedWithoutPasswords() {
        Credential fromEnv = new Credential(Optional.of(Secret.env("P")), OptionalInt.empty());
        Credential more = new Credential(Optional.of(Secret.env("P")), OptionalInt.of(10_000));
        Credential untold = new Credential(Optional.empty(), OptionalInt.empty());
        ClusterSpec spec = ClusterSpec.builder()
                .owned(o -> o.users("*"))
                .user("alice", ScramMechanism.SCRAM_SHA_256, fromEnv)
                .user("bob", ScramMechanism.SCRAM_SHA_256, more)
                .user("carol", ScramMechanism.SCRAM_SHA_512, fromEnv)
                .user("dave", ScramMechanism.SCRAM_SHA_512, untold)
                .build();
        ClusterState now = new ClusterState(
                "c",
                Map.of(),
                States.SETTINGS,
                Map.of(),
                Map.of(
                        "alice", Map.of(ScramMechanism.SCRAM_SHA_256, 4096),
                        "bob", Map.of(ScramMechanism.SCRAM_SHA_256, 4096, ScramMechanism.SCRAM_SHA_512, 4096)),
                Set.of(),
                Map.of());
        assertPlan("""
                ~ user bob with SCRAM-SHA-256
                    iterations: 4096 -> 10000
                    password: from env P
                - user bob with SCRAM-SHA-512
                + user carol with SCRAM-SHA-512
                    iterations: 8192
                    password: from env P
                ! user dave with SCRAM-SHA-512: the spec does not say where its password comes from, and brokers do not tell it""", spec.plan(now, PRUNE));
        assertPlan(
                """
                ~ user alice with SCRAM-SHA-256
                    password: from env P
                ! user bod: its password cannot be set, since the spec does not name it; did you mean 'bob'?""",
                spec.plan(now, new PlanOptions(false, Set.of("alice", "bod"))).items().stream()
                        .filter(item -> item.subject().matches("user (alice|bod).*"))
                        .map(PlanItem::toString)
                        .reduce((a, b) -> a + "\n" + b)
                        .orElse(""));
    }

    @Test
    void whatTheClusterDoesNotSupportIsSaidItemByItem() {
        ClusterSpec spec = ClusterSpec.builder()
                .topic("orders", t -> {})
                .acl(acl("User:alice", AclOperation.READ, AclPermissionType.ALLOW, "orders"))
                .build();
        ClusterState now = new ClusterState(
                "c",
                Map.of(),
                States.SETTINGS,
                Map.of(),
                Map.of(),
                Set.of(),
                Map.of(Area.ACLS, "this cluster does not support ACLs"));
        assertPlan("""
                + topic orders
                    partitions: the broker's default
                    replication factor: the broker's default
                ! ACL User:alice may read topic orders: this cluster does not support ACLs""", spec.plan(now, PlanOptions.DEFAULT));
    }

    @Test
    void aclsAreMadeAndPrunedOneByOne() {
        ClusterSpec spec = ClusterSpec.builder()
                .owned(o -> o.principals("User:alice"))
                .acl(acl("User:alice", AclOperation.READ, AclPermissionType.ALLOW, "orders"))
                .acl(acl("User:alice", AclOperation.WRITE, AclPermissionType.DENY, "orders"))
                .build();
        ClusterState now = new ClusterState(
                "c",
                Map.of(),
                States.SETTINGS,
                Map.of(),
                Map.of(),
                Set.of(
                        acl("User:alice", AclOperation.READ, AclPermissionType.ALLOW, "orders"),
                        acl("User:alice", AclOperation.ALL, AclPermissionType.ALLOW, "old"),
                        acl("User:bob", AclOperation.ALL, AclPermissionType.ALLOW, "old")),
                Map.of());
        assertPlan("""
                - ACL User:alice may all topic old
                + ACL User:alice must not write topic orders""", spec.plan(now, PRUNE));
    }

    private static void assertPlan(String expected, Plan plan) {
        assertPlan(expected, plan.toString());
    }

    private static void assertPlan(String expected, String plan) {
        assertEquals(expected, plan);
    }
}
