package io.headrace.spec;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterClientQuotasOptions;
import io.headrace.clients.admin.AlterConfigOp;
import io.headrace.clients.admin.AlterConfigOp.OpType;
import io.headrace.clients.admin.AlterConfigsOptions;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.CreatePartitionsOptions;
import io.headrace.clients.admin.CreateTopicsOptions;
import io.headrace.clients.admin.NewPartitions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.ScramCredentialInfo;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.clients.admin.UserScramCredentialAlteration;
import io.headrace.clients.admin.UserScramCredentialDeletion;
import io.headrace.clients.admin.UserScramCredentialUpsertion;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicCollection;
import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.quota.ClientQuotaAlteration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Asks brokers for the steps of items: one request for all of a kind, and an answer for each. Stateless. */
final class Requests {
    private Requests() {}

    /** Has those checked that brokers check without doing them. */
    static Map<PlanItem, Optional<String>> checked(Admin admin, List<PlanItem> items) {
        Map<PlanItem, KafkaFuture<?>> asked = new LinkedHashMap<>();
        asked.putAll(createTopics(admin, items, true));
        asked.putAll(addPartitions(admin, items, true));
        asked.putAll(alterConfigs(admin, items, true));
        asked.putAll(alterQuotas(admin, items, true));
        return failures(asked);
    }

    /** Waits for all, and says why those failed that did. */
    static Map<PlanItem, Optional<String>> failures(Map<PlanItem, KafkaFuture<?>> asked) {
        Map<PlanItem, Optional<String>> failures = new LinkedHashMap<>();
        asked.forEach((item, future) -> failures.put(item, Waiting.failure(future)));
        return failures;
    }

    static Map<PlanItem, KafkaFuture<?>> createTopics(Admin admin, List<PlanItem> items, boolean checkOnly) {
        Map<PlanItem, Step.CreateTopic> steps = steps(items, Step.CreateTopic.class);
        if (steps.isEmpty()) {
            return Map.of();
        }
        List<NewTopic> topics = new ArrayList<>();
        for (Step.CreateTopic step : steps.values()) {
            TopicSpec topic = step.topic();
            topics.add(new NewTopic(
                            topic.name(),
                            topic.partitions().isPresent()
                                    ? Optional.of(topic.partitions().getAsInt())
                                    : Optional.empty(),
                            topic.replicationFactor().isPresent()
                                    ? Optional.of(
                                            (short) topic.replicationFactor().getAsInt())
                                    : Optional.empty())
                    .configs(step.configs()));
        }
        Map<String, KafkaFuture<Void>> answers = admin.createTopics(
                        topics, new CreateTopicsOptions().validateOnly(checkOnly))
                .values();
        return answers(steps, step -> answers.get(step.topic().name()));
    }

    static Map<PlanItem, KafkaFuture<?>> addPartitions(Admin admin, List<PlanItem> items, boolean checkOnly) {
        Map<PlanItem, Step.AddPartitions> steps = steps(items, Step.AddPartitions.class);
        if (steps.isEmpty()) {
            return Map.of();
        }
        Map<String, NewPartitions> counts = new HashMap<>();
        steps.values().forEach(step -> counts.put(step.topic(), NewPartitions.increaseTo(step.count())));
        Map<String, KafkaFuture<Void>> answers = admin.createPartitions(
                        counts, new CreatePartitionsOptions().validateOnly(checkOnly))
                .values();
        return answers(steps, step -> answers.get(step.topic()));
    }

    static Map<PlanItem, KafkaFuture<?>> alterConfigs(Admin admin, List<PlanItem> items, boolean checkOnly) {
        Map<PlanItem, Step.AlterTopicConfigs> steps = steps(items, Step.AlterTopicConfigs.class);
        if (steps.isEmpty()) {
            return Map.of();
        }
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Step.AlterTopicConfigs step : steps.values()) {
            List<AlterConfigOp> ops = new ArrayList<>();
            step.changes()
                    .forEach((name, value) -> ops.add(new AlterConfigOp(
                            new ConfigEntry(name, value.orElse("")), value.isPresent() ? OpType.SET : OpType.DELETE)));
            changes.put(resource(step.topic()), ops);
        }
        Map<ConfigResource, KafkaFuture<Void>> answers = admin.incrementalAlterConfigs(
                        changes, new AlterConfigsOptions().validateOnly(checkOnly))
                .values();
        return answers(steps, step -> answers.get(resource(step.topic())));
    }

    static Map<PlanItem, KafkaFuture<?>> alterQuotas(Admin admin, List<PlanItem> items, boolean checkOnly) {
        Map<PlanItem, Step.AlterQuota> steps = steps(items, Step.AlterQuota.class);
        if (steps.isEmpty()) {
            return Map.of();
        }
        List<ClientQuotaAlteration> alterations = new ArrayList<>();
        for (Step.AlterQuota step : steps.values()) {
            List<ClientQuotaAlteration.Op> ops = new ArrayList<>();
            step.changes().forEach((name, limit) -> ops.add(new ClientQuotaAlteration.Op(name, limit.orElse(null))));
            alterations.add(new ClientQuotaAlteration(step.entity(), ops));
        }
        var answers = admin.alterClientQuotas(alterations, new AlterClientQuotasOptions().validateOnly(checkOnly))
                .values();
        return answers(steps, step -> answers.get(step.entity()));
    }

    /** A request for each mechanism: brokers refuse to alter a user twice in one. */
    static Map<PlanItem, KafkaFuture<?>> alterCredentials(Admin admin, List<PlanItem> items) {
        Map<PlanItem, KafkaFuture<?>> answers = new LinkedHashMap<>();
        for (ScramMechanism mechanism : ScramMechanism.values()) {
            Map<PlanItem, UserScramCredentialAlteration> alterations = new LinkedHashMap<>();
            steps(items, Step.PutCredential.class).forEach((item, step) -> {
                if (step.mechanism() == mechanism) {
                    ScramCredentialInfo how = new ScramCredentialInfo(mechanism, step.iterations());
                    alterations.put(
                            item,
                            new UserScramCredentialUpsertion(
                                    step.user(), how, step.password().reveal()));
                }
            });
            steps(items, Step.DeleteCredential.class).forEach((item, step) -> {
                if (step.mechanism() == mechanism) {
                    alterations.put(item, new UserScramCredentialDeletion(step.user(), mechanism));
                }
            });
            if (!alterations.isEmpty()) {
                Map<String, KafkaFuture<Void>> users = admin.alterUserScramCredentials(
                                List.copyOf(alterations.values()))
                        .values();
                answers.putAll(answers(alterations, alteration -> users.get(alteration.user())));
            }
        }
        return answers;
    }

    static Map<PlanItem, KafkaFuture<?>> createAcls(Admin admin, List<PlanItem> items) {
        Map<PlanItem, Step.CreateAcl> steps = steps(items, Step.CreateAcl.class);
        if (steps.isEmpty()) {
            return Map.of();
        }
        var answers = admin.createAcls(
                        steps.values().stream().map(Step.CreateAcl::binding).toList())
                .values();
        return answers(steps, step -> answers.get(step.binding()));
    }

    static Map<PlanItem, KafkaFuture<?>> deleteAcls(Admin admin, List<PlanItem> items) {
        Map<PlanItem, Step.DeleteAcl> steps = steps(items, Step.DeleteAcl.class);
        if (steps.isEmpty()) {
            return Map.of();
        }
        var answers = admin.deleteAcls(steps.values().stream()
                        .map(step -> step.binding().toFilter())
                        .toList())
                .values();
        return answers(steps, step -> answers.get(step.binding().toFilter()));
    }

    /** By id where topics have one, so that a topic that was made anew under the same name is not deleted. */
    static Map<PlanItem, KafkaFuture<?>> deleteTopics(Admin admin, List<PlanItem> items) {
        Map<PlanItem, Step.DeleteTopic> steps = steps(items, Step.DeleteTopic.class);
        Map<PlanItem, KafkaFuture<?>> answers = new LinkedHashMap<>();
        steps.forEach((item, step) -> answers.put(
                item,
                (step.id().equals(Uuid.ZERO_UUID)
                                ? admin.deleteTopics(List.of(step.topic()))
                                : admin.deleteTopics(TopicCollection.ofTopicIds(List.of(step.id()))))
                        .all()));
        return answers;
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static <S extends Step> Map<PlanItem, S> steps(List<PlanItem> items, Class<S> type) {
        Map<PlanItem, S> steps = new LinkedHashMap<>();
        for (PlanItem item : items) {
            if (type.isInstance(item.step())) {
                steps.put(item, type.cast(item.step()));
            }
        }
        return steps;
    }

    private static <S> Map<PlanItem, KafkaFuture<?>> answers(
            Map<PlanItem, S> steps, Function<S, KafkaFuture<?>> answer) {
        Map<PlanItem, KafkaFuture<?>> answers = new LinkedHashMap<>();
        steps.forEach((item, step) -> answers.put(item, answer.apply(step)));
        return answers;
    }
}
