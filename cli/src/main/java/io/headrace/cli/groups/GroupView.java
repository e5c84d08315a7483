package io.headrace.cli.groups;

import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import java.util.List;
import java.util.Set;

/**
 * A group of any kind, as far as commands look at it.
 *
 * @param assignor the assignor that counts; empty when there is none
 * @param coordinator the broker that looks after it; null when that is not known
 */
record GroupView(
        String group, GroupType type, GroupState state, String assignor, Node coordinator, List<MemberView> members) {
    /**
     * A member.
     *
     * @param instance its group.instance.id; null when it has none
     * @param reads the partitions that it reads
     * @param tasks its tasks as subtopology_partition, of a streams group; null for members of others
     * @param standby the tasks that it keeps a copy of the state of; empty for members of other groups
     */
    record MemberView(
            String member,
            String instance,
            String client,
            String host,
            Set<TopicPartition> reads,
            List<String> tasks,
            List<String> standby) {}
}
