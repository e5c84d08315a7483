package io.headrace.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.ScramMechanism;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.spec.ClusterState.TopicState;
import io.headrace.spec.UserSpec.Credential;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random clusters and random wishes: what a plan does is what was wished, and a second plan has nothing to do. */
class PlannerPropertyTest {
    private static final int CASES = 1_000;
    private static final List<String> NAMES = List.of("a", "b", "a-1", "a-2", "b-1", "c");
    private static final Map<String, List<String>> VALUES = Map.of(
            "retention.ms", List.of("1d", "86400000", "7d", "-1"),
            "segment.bytes", List.of("1MiB", "1048576", "1GiB"),
            "preallocate", List.of("true", "FALSE"),
            "cleanup.policy", List.of("compact", "compact,delete", "delete, compact"));

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void anAppliedPlanLeavesNothingToDo() {
        for (int i = 0; i < CASES; i++) {
            ClusterState before = cluster();
            ClusterSpec spec = wish();
            PlanOptions options = new PlanOptions(random.nextBoolean(), Set.of());
            Plan plan = spec.plan(before, options);
            if (plan.isRefused()) {
                continue;
            }
            ClusterState after = States.after(before, plan);
            Plan again = spec.plan(after, options);
            String what = "seed " + seed + ", case " + i + "\n" + before + "\n" + spec + "\n" + plan + "\n" + again;
            assertTrue(again.isEmpty(), what);
            assertEquals(plan.count(PlanItem.Kind.KEEP), again.count(PlanItem.Kind.KEEP), what);
            assertUntouched(before, after, spec, options, what);
            if (!options.prune()) {
                assertEquals(0, plan.count(PlanItem.Kind.DELETE), what);
            }
        }
    }

    @Test
    void whatIsExportedChangesNothing() {
        for (int i = 0; i < CASES; i++) {
            ClusterState state = cluster();
            ClusterSpec exported = ClusterSpec.of(state);
            Plan plan = exported.plan(state, PlanOptions.DEFAULT.withPrune());
            assertTrue(plan.isEmpty(), () -> "seed " + seed + "\n" + state + "\n" + plan);
            Plan elsewhere = exported.plan(States.empty(), PlanOptions.DEFAULT);
            assertEquals(
                    state.topics().values().stream()
                            .filter(topic -> !topic.internal())
                            .count(),
                    elsewhere.items().stream()
                            .filter(item -> item.area() == Area.TOPICS)
                            .count());
        }
    }

    /** What the spec neither names nor owns is as it was. */
    private static void assertUntouched(
            ClusterState before, ClusterState after, ClusterSpec spec, PlanOptions options, String what) {
        before.topics().forEach((name, topic) -> {
            if (!spec.topics().containsKey(name)
                    && !(options.prune() && spec.owned().topic(name))) {
                assertEquals(topic, after.topics().get(name), what);
            }
            if (topic.internal()) {
                assertTrue(after.topics().containsKey(name), what);
            }
        });
        before.quotas().forEach((entity, limits) -> {
            if (!spec.quotas().containsKey(entity)
                    && !(options.prune() && spec.owned().quota(entity))) {
                assertEquals(limits, after.quotas().get(entity), what);
            }
        });
        before.users().forEach((user, mechanisms) -> {
            if (!spec.users().containsKey(user)
                    && !(options.prune() && spec.owned().user(user))) {
                assertEquals(mechanisms, after.users().get(user), what);
            }
        });
        for (AclBinding acl : before.acls()) {
            if (!(options.prune() && spec.owned().acl(acl))) {
                assertTrue(after.acls().contains(acl), what);
            }
        }
    }

    private ClusterState cluster() {
        Map<String, TopicState> topics = new TreeMap<>();
        for (String name : some(NAMES)) {
            Map<String, Optional<String>> configs = new TreeMap<>();
            for (String setting : some(List.copyOf(VALUES.keySet()))) {
                String value = one(VALUES.get(setting));
                configs.put(
                        setting,
                        Optional.of(SettingValue.canonical(
                                setting, States.SETTINGS.get(setting).type(), value)));
            }
            topics.put(
                    name,
                    new TopicState(name, Uuid.randomUuid(), random.nextInt(8) == 0, 1 + random.nextInt(3), 1, configs));
        }
        Map<ClientQuotaEntity, Map<String, Double>> quotas = new HashMap<>();
        for (String name : some(NAMES)) {
            quotas.put(States.user(name), Map.of(one(List.copyOf(Quota.CLIENT_LIMITS)), 1.0 + random.nextInt(3)));
        }
        Map<String, Map<ScramMechanism, Integer>> users = new TreeMap<>();
        for (String name : some(NAMES)) {
            users.put(name, Map.of(mechanism(), 4096 + random.nextInt(2)));
        }
        Set<AclBinding> acls = new HashSet<>();
        for (String name : some(NAMES)) {
            acls.add(acl(name));
        }
        return new ClusterState("c", topics, States.SETTINGS, quotas, users, acls, Map.of());
    }

    private ClusterSpec wish() {
        ClusterSpec.Builder spec = ClusterSpec.builder();
        for (String name : some(NAMES)) {
            spec.topic(name, topic -> {
                if (random.nextBoolean()) {
                    topic.partitions(2 + random.nextInt(3));
                }
                for (String setting : some(List.copyOf(VALUES.keySet()))) {
                    if (random.nextInt(4) == 0) {
                        topic.brokersConfig(setting);
                    } else {
                        topic.config(setting, one(VALUES.get(setting)));
                    }
                }
            });
        }
        for (String name : some(NAMES)) {
            String limit = one(List.copyOf(Quota.CLIENT_LIMITS));
            if (random.nextInt(4) == 0) {
                spec.unlimited(States.user(name), limit);
            } else {
                spec.quota(States.user(name), limit, 1 + random.nextInt(3));
            }
        }
        for (String name : some(NAMES)) {
            OptionalInt iterations = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(4096);
            spec.user(name, mechanism(), new Credential(Optional.of(Secret.of("test", () -> "x")), iterations));
        }
        for (String name : some(NAMES)) {
            spec.acl(acl(name));
        }
        for (String pattern : some(List.of("a*", "b-1", "User:a*", "*"))) {
            spec.owned(owned -> owned.topics(pattern).users(pattern).principals(pattern));
        }
        return spec.build();
    }

    private AclBinding acl(String name) {
        return States.acl(
                "User:" + name,
                random.nextBoolean() ? AclOperation.READ : AclOperation.WRITE,
                random.nextBoolean() ? AclPermissionType.ALLOW : AclPermissionType.DENY,
                "t");
    }

    private ScramMechanism mechanism() {
        return random.nextBoolean() ? ScramMechanism.SCRAM_SHA_256 : ScramMechanism.SCRAM_SHA_512;
    }

    private <T> List<T> some(List<T> all) {
        return all.stream().filter(any -> random.nextInt(3) == 0).toList();
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
