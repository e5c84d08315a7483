package io.headrace.spec;

import io.headrace.clients.admin.ConfigEntry.ConfigType;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.quota.ClientQuotaEntity;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a cluster has, as far as it was looked at. Immutable: whoever makes one hands over what nobody changes any more.
 *
 * @param clusterId the cluster's id
 * @param topics by name
 * @param settings what settings topics can have, by name; empty when the cluster could not be asked
 * @param quotas limits by whom they are for
 * @param users the SCRAM credentials of each user: iterations by mechanism
 * @param acls the ACLs
 * @param closed areas that this cluster does not let us see, and why
 */
public record ClusterState(
        String clusterId,
        Map<String, TopicState> topics,
        Map<String, KnownSetting> settings,
        Map<ClientQuotaEntity, Map<String, Double>> quotas,
        Map<String, Map<ScramMechanism, Integer>> users,
        Set<AclBinding> acls,
        Map<Area, String> closed) {

    /**
     * A topic.
     *
     * @param name its name
     * @param id its id; {@link Uuid#ZERO_UUID} where the brokers have no ids
     * @param internal whether the brokers keep it for themselves
     * @param partitions how many it has
     * @param replicationFactor the fewest replicas that one of its partitions has
     * @param configs the settings of its own; empty for one whose value is not told
     */
    public record TopicState(
            String name,
            Uuid id,
            boolean internal,
            int partitions,
            int replicationFactor,
            Map<String, Optional<String>> configs) {}

    /**
     * A setting that topics can have.
     *
     * @param type what its values are
     * @param inherited the value of a topic that has none of its own; empty when it is not known
     * @param sensitive whether its value is never told
     */
    public record KnownSetting(ConfigType type, Optional<String> inherited, boolean sensitive) {}
}
