package io.headrace.interop.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterConfigOp;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourceType;
import io.headrace.interop.Target;
import io.headrace.spec.ApplyReport;
import io.headrace.spec.ApplyReport.Outcome;
import io.headrace.spec.ClusterSpec;
import io.headrace.spec.Plan;
import io.headrace.spec.PlanItem;
import io.headrace.spec.PlanItem.Kind;
import io.headrace.spec.PlanOptions;
import io.headrace.spec.Secret;
import io.headrace.spec.SpecException;
import io.headrace.spec.StateReader;
import io.headrace.spec.UserSpec.Credential;
import io.headrace.testsupport.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a spec says comes about on real clusters, and a second time there is nothing to do. */
class ClusterSpecTest {
    private static final PlanOptions PRUNE = PlanOptions.DEFAULT.withPrune();

    @ParameterizedTest
    @EnumSource(Target.class)
    void whatIsWishedComesAboutOnce(Target target) throws Exception {
        String prefix = Target.topic("spec") + "-";
        ClientQuotaEntity client = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, prefix + "client"));
        ClusterSpec first = ClusterSpec.builder()
                .owned(owned -> owned.topics(prefix + "*").clients(prefix + "*"))
                .topic(
                        prefix + "a",
                        topic -> topic.partitions(2)
                                .replicationFactor(1)
                                .config("retention.ms", "1d")
                                .config("cleanup.policy", "delete,compact"))
                .topic(prefix + "b", topic -> {})
                .quota(client, "producer_byte_rate", 1024 * 1024)
                .build();
        ClusterSpec second = ClusterSpec.builder()
                .owned(owned -> owned.topics(prefix + "*").clients(prefix + "*"))
                .topic(prefix + "a", topic -> topic.partitions(4).config("retention.ms", "36h"))
                .topic(prefix + "c", topic -> topic.partitions(1))
                .build();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()))) {
            assertEquals(3, first.ensure(admin).count(Outcome.DONE));
            awaitNothingToDo(first, admin, PlanOptions.DEFAULT);
            assertEquals(0, first.ensure(admin).results().size());

            Plan plan = second.plan(admin, PRUNE);
            assertEquals(
                    List.of(
                            "~ topic " + prefix + "a\n    partitions: 2 -> 4",
                            "~ topic " + prefix
                                    + "a\n    retention.ms: 1d -> 36h\n    cleanup.policy: delete,compact -> the"
                                    + " broker's, delete",
                            "- topic " + prefix + "b (with all records of its " + partitions(admin, prefix + "b")
                                    + " partitions)",
                            "+ topic " + prefix + "c\n    partitions: 1\n    replication factor: the broker's default",
                            "- quota of client " + prefix + "client\n    producer_byte_rate: 1MiB -> none"),
                    plan.items().stream().map(PlanItem::toString).toList());
            ApplyReport report = plan.apply(admin);
            assertTrue(report.isComplete(), report.toString());
            awaitNothingToDo(second, admin, PRUNE);
            assertEquals(4, partitions(admin, prefix + "a"));
            assertFalse(admin.listTopics().names().get().contains(prefix + "b"));

            ClusterSpec exported = ClusterSpec.of(new StateReader(admin).readTopics(name -> name.startsWith(prefix)));
            assertEquals(Set.of(prefix + "a", prefix + "c"), exported.topics().keySet());
            assertTrue(
                    exported.plan(admin).isEmpty(), () -> exported.plan(admin).toString());
        }
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void whatTheBrokerObjectsToIsRefusedBeforeAnythingIsChanged(Target target) throws Exception {
        String prefix = Target.topic("spec-refused") + "-";
        ClusterSpec spec = ClusterSpec.builder()
                .topic(prefix + "good", topic -> topic.partitions(1))
                .topic(prefix + "unknown", topic -> topic.config("retention.msec", "1"))
                .topic(prefix + "value", topic -> topic.config("cleanup.policy", "burn"))
                .topic(prefix + "replicas", topic -> topic.partitions(1).replicationFactor(9))
                .topic(prefix + "name with spaces", topic -> {})
                .user(
                        prefix + "user",
                        ScramMechanism.SCRAM_SHA_256,
                        new Credential(
                                Optional.of(Secret.of("nowhere", () -> {
                                    throw new IllegalStateException("nobody knows it");
                                })),
                                OptionalInt.empty()))
                .build();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()))) {
            Plan plan = spec.plan(admin);
            assertEquals(5, plan.count(Kind.REFUSE), plan.toString());
            assertEquals(1, plan.count(Kind.CREATE), plan.toString());
            assertTrue(
                    plan.toString().contains("'retention.msec' is no setting of a topic; did you mean 'retention.ms'?"),
                    plan.toString());
            ApplyReport report = plan.apply(admin);
            assertEquals(0, report.count(Outcome.DONE));
            assertEquals(1, report.count(Outcome.SKIPPED));
            assertThrows(SpecException.class, () -> spec.ensure(admin));
            assertTrue(admin.listTopics().names().get().stream().noneMatch(name -> name.startsWith(prefix)));
        }
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void whatOthersChangeMeanwhileIsLeftAlone(Target target) throws Exception {
        String topic = Target.topic("spec-meanwhile");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            ClusterSpec spec = ClusterSpec.builder()
                    .topic(topic, it -> it.partitions(2).config("retention.ms", "1d"))
                    .build();
            Await.until("the topic is seen", () -> spec.plan(admin).count(Kind.CHANGE) == 2);
            Plan plan = spec.plan(admin);
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            admin.incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("retention.ms", "5000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            Await.until(
                    "the other's change is seen",
                    () -> spec.plan(admin).toString().contains("retention.ms: 5s -> 1d"));
            ApplyReport report = plan.apply(admin);
            assertEquals(1, report.count(Outcome.DONE), report.toString());
            assertEquals(1, report.count(Outcome.FAILED), report.toString());
            assertEquals(
                    "it has been changed since the plan was made; plan again",
                    report.results().stream()
                            .filter(result -> result.outcome() == Outcome.FAILED)
                            .findFirst()
                            .orElseThrow()
                            .reason());
        }
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void instancesThatStartTogetherAllHaveTheirTopics(Target target) throws Exception {
        String prefix = Target.topic("spec-together") + "-";
        ClusterSpec.Builder builder = ClusterSpec.builder();
        for (int i = 0; i < 5; i++) {
            builder.topic(prefix + i, topic -> topic.partitions(2).config("retention.ms", "2d"));
        }
        ClusterSpec spec = builder.build();
        ExecutorService instances = Executors.newFixedThreadPool(4);
        try {
            List<Future<ApplyReport>> reports = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                reports.add(instances.submit(() -> {
                    try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()))) {
                        return spec.ensure(admin);
                    }
                }));
            }
            for (Future<ApplyReport> report : reports) {
                assertTrue(report.get().isComplete());
            }
        } finally {
            instances.shutdown();
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()))) {
            awaitNothingToDo(spec, admin, PlanOptions.DEFAULT);
        }
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void aClusterThatHasNoAclsSaysSoForEachOfThem(Target target) throws Exception {
        String topic = Target.topic("spec-acl");
        ClusterSpec spec = ClusterSpec.builder()
                .topic(topic, it -> {})
                .acl(read(topic, "User:alice"))
                .acl(read(topic, "User:bob"))
                .build();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()))) {
            SpecException failure = assertThrows(SpecException.class, () -> spec.ensure(admin));
            assertTrue(
                    failure.getMessage().contains("ACL User:alice may read topic " + topic + ": "),
                    failure.getMessage());
            assertTrue(
                    failure.getMessage().contains("ACL User:bob may read topic " + topic + ": "), failure.getMessage());
            assertFalse(admin.listTopics().names().get().contains(topic));
        }
    }

    /** Against Apache's broker: ours has no users. */
    @Test
    void credentialsAreMadeChangedAndPruned() throws Exception {
        String user = Target.topic("spec-user");
        Credential plain = new Credential(Optional.of(Secret.of("test", () -> "first")), OptionalInt.empty());
        Credential more = new Credential(Optional.of(Secret.of("test", () -> "first")), OptionalInt.of(10_000));
        ClusterSpec both = ClusterSpec.builder()
                .user(user, ScramMechanism.SCRAM_SHA_256, plain)
                .user(user, ScramMechanism.SCRAM_SHA_512, plain)
                .build();
        ClusterSpec one = ClusterSpec.builder()
                .owned(owned -> owned.users(user))
                .user(user, ScramMechanism.SCRAM_SHA_256, more)
                .build();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Target.APACHE.bootstrapServers()))) {
            assertEquals(2, both.ensure(admin).count(Outcome.DONE));
            awaitNothingToDo(both, admin, PlanOptions.DEFAULT);
            assertEquals(
                    2, both.plan(admin, new PlanOptions(false, Set.of(user))).count(Kind.CHANGE));
            Plan plan = one.plan(admin, PRUNE);
            assertEquals(
                    "~ user " + user
                            + " with SCRAM-SHA-256\n    iterations: 8192 -> 10000\n    password: from test\n- user "
                            + user + " with SCRAM-SHA-512",
                    plan.toString());
            ApplyReport report = plan.apply(admin);
            assertTrue(report.isComplete(), report.toString());
            awaitNothingToDo(one, admin, PRUNE);
        }
    }

    private static AclBinding read(String topic, String principal) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(principal, "*", AclOperation.READ, AclPermissionType.ALLOW));
    }

    /** Brokers show what they have acknowledged a moment later. */
    private static void awaitNothingToDo(ClusterSpec spec, Admin admin, PlanOptions options) {
        Await.until("nothing is left to do", () -> spec.plan(admin, options).isEmpty());
    }

    private static int partitions(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
    }
}
