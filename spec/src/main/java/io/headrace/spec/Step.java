package io.headrace.spec;

import io.headrace.clients.admin.ScramMechanism;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.quota.ClientQuotaEntity;
import java.util.Map;
import java.util.Optional;

/** What is asked of the cluster to bring one item of a plan about. Plain values; {@link Applier} sends them. */
sealed interface Step {
    /** Nothing is to be done. */
    record None() implements Step {}

    /** Settings are in the form that brokers take. */
    record CreateTopic(TopicSpec topic, Map<String, String> configs) implements Step {}

    record AddPartitions(String topic, Uuid id, int count) implements Step {}

    /** An empty value takes a setting away. */
    record AlterTopicConfigs(String topic, Uuid id, Map<String, Optional<String>> changes) implements Step {}

    record DeleteTopic(String topic, Uuid id) implements Step {}

    /** An empty value takes a limit away. */
    record AlterQuota(ClientQuotaEntity entity, Map<String, Optional<Double>> changes) implements Step {}

    record PutCredential(String user, ScramMechanism mechanism, int iterations, Secret password) implements Step {}

    record DeleteCredential(String user, ScramMechanism mechanism) implements Step {}

    record CreateAcl(AclBinding binding) implements Step {}

    record DeleteAcl(AclBinding binding) implements Step {}
}
