package io.headrace.spec;

import io.headrace.clients.admin.ConfigEntry.ConfigType;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourceType;
import io.headrace.spec.ClusterState.KnownSetting;
import io.headrace.spec.ClusterState.TopicState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Clusters as plain values, and what steps make of them. */
final class States {
    static final Map<String, KnownSetting> SETTINGS = Map.of(
            "retention.ms", new KnownSetting(ConfigType.LONG, Optional.of("604800000"), false),
            "segment.bytes", new KnownSetting(ConfigType.INT, Optional.of("1073741824"), false),
            "preallocate", new KnownSetting(ConfigType.BOOLEAN, Optional.of("false"), false),
            "cleanup.policy", new KnownSetting(ConfigType.LIST, Optional.of("delete"), false),
            "secret.text", new KnownSetting(ConfigType.PASSWORD, Optional.empty(), true));

    private States() {}

    static ClusterState empty() {
        return new ClusterState("c", Map.of(), SETTINGS, Map.of(), Map.of(), Set.of(), Map.of());
    }

    static ClusterState with(TopicState... topics) {
        Map<String, TopicState> byName = new TreeMap<>();
        for (TopicState topic : topics) {
            byName.put(topic.name(), topic);
        }
        return new ClusterState("c", byName, SETTINGS, Map.of(), Map.of(), Set.of(), Map.of());
    }

    static TopicState topic(String name, int partitions, Map<String, Optional<String>> configs) {
        return new TopicState(name, new Uuid(7, name.hashCode()), false, partitions, 1, configs);
    }

    static ClientQuotaEntity user(String name) {
        Map<String, String> entries = new HashMap<>();
        entries.put(ClientQuotaEntity.USER, name);
        return new ClientQuotaEntity(entries);
    }

    static AclBinding acl(String principal, AclOperation operation, AclPermissionType permission, String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(principal, "*", operation, permission));
    }

    /** What a cluster is after it did the steps of a plan, as a simple model of one. */
    static ClusterState after(ClusterState state, Plan plan) {
        Map<String, TopicState> topics = new TreeMap<>(state.topics());
        Map<ClientQuotaEntity, Map<String, Double>> quotas = new HashMap<>(state.quotas());
        Map<String, Map<ScramMechanism, Integer>> users = new TreeMap<>(state.users());
        Set<AclBinding> acls = new HashSet<>(state.acls());
        for (PlanItem item : plan.items()) {
            Step step = item.step();
            if (step instanceof Step.CreateTopic create) {
                Map<String, Optional<String>> configs = new TreeMap<>();
                create.configs().forEach((name, value) -> configs.put(name, Optional.of(value)));
                topics.put(
                        create.topic().name(),
                        new TopicState(
                                create.topic().name(),
                                Uuid.randomUuid(),
                                false,
                                create.topic().partitions().orElse(1),
                                create.topic().replicationFactor().orElse(1),
                                configs));
            } else if (step instanceof Step.AddPartitions add) {
                TopicState now = topics.get(add.topic());
                topics.put(
                        add.topic(),
                        new TopicState(
                                now.name(), now.id(), false, add.count(), now.replicationFactor(), now.configs()));
            } else if (step instanceof Step.AlterTopicConfigs alter) {
                TopicState now = topics.get(alter.topic());
                Map<String, Optional<String>> configs = new TreeMap<>(now.configs());
                alter.changes().forEach((name, value) -> {
                    if (value.isPresent()) {
                        configs.put(name, value);
                    } else {
                        configs.remove(name);
                    }
                });
                topics.put(
                        alter.topic(),
                        new TopicState(
                                now.name(), now.id(), false, now.partitions(), now.replicationFactor(), configs));
            } else if (step instanceof Step.DeleteTopic delete) {
                topics.remove(delete.topic());
            } else if (step instanceof Step.AlterQuota alter) {
                Map<String, Double> limits = new TreeMap<>(quotas.getOrDefault(alter.entity(), Map.of()));
                alter.changes().forEach((name, limit) -> {
                    if (limit.isPresent()) {
                        limits.put(name, limit.get());
                    } else {
                        limits.remove(name);
                    }
                });
                quotas.put(alter.entity(), limits);
            } else if (step instanceof Step.PutCredential put) {
                Map<ScramMechanism, Integer> mechanisms = new TreeMap<>(users.getOrDefault(put.user(), Map.of()));
                mechanisms.put(put.mechanism(), put.iterations());
                users.put(put.user(), mechanisms);
            } else if (step instanceof Step.DeleteCredential delete) {
                Map<ScramMechanism, Integer> mechanisms = new TreeMap<>(users.get(delete.user()));
                mechanisms.remove(delete.mechanism());
                users.put(delete.user(), mechanisms);
            } else if (step instanceof Step.CreateAcl create) {
                acls.add(create.binding());
            } else if (step instanceof Step.DeleteAcl delete) {
                acls.remove(delete.binding());
            }
        }
        return new ClusterState(state.clusterId(), topics, state.settings(), quotas, users, acls, state.closed());
    }
}
