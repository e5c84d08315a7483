package io.headrace.group.consumer;

import io.headrace.common.Uuid;
import io.headrace.group.assignor.Assignors;
import io.headrace.group.assignor.GroupSpec;
import io.headrace.group.assignor.PartitionAssignor;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.metadata.image.ClusterImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works out what the members of a group are to have. Pure, but for a line in the log. */
final class TargetAssignment {
    private static final Logger log = LoggerFactory.getLogger(TargetAssignment.class);

    private TargetAssignment() {}

    /** Appends a new assignment for the group's epoch: what changed for each member, and the epoch. */
    static void renew(Draft draft, ClusterImage image, Assignors assignors, long nowMs) {
        ConsumerGroup group = draft.group();
        SubscribedTopics topics = new SubscribedTopics(image, group.regexes());
        Map<String, GroupSpec.Member> members = new HashMap<>();
        Map<Uuid, Integer> partitionCounts = new HashMap<>();
        for (ConsumerMember member : group.members().values()) {
            Set<Uuid> ids = topics.of(member.metadata());
            members.put(
                    member.id(), new GroupSpec.Member(member.metadata().instanceId(), ids, group.target(member.id())));
            for (Uuid id : ids) {
                partitionCounts.computeIfAbsent(
                        id, key -> image.topic(key).partitions().size());
            }
        }
        PartitionAssignor assignor = assignors.orDefault(vote(group, assignors));
        Map<String, PartitionSet> assigned = assignor.assign(new GroupSpec(members, partitionCounts));
        for (String id : List.copyOf(group.members().keySet())) {
            PartitionSet partitions = assigned.get(id);
            if (!group.hasTarget(id) || !partitions.equals(group.target(id))) {
                draft.append(ConsumerRecords.target(group.groupId(), id, partitions));
            }
        }
        draft.append(ConsumerRecords.targetEpoch(group.groupId(), group.epoch(), nowMs));
        log.info(
                "group {}: assigned {} topics to {} members by {} for epoch {}",
                group.groupId(),
                partitionCounts.size(),
                members.size(),
                assignor.name(),
                group.epoch());
    }

    /** The offered assignor that most members vote for, the broker's order deciding between equals; null without votes. */
    static String vote(ConsumerGroup group, Assignors assignors) {
        Map<String, Integer> votes = new HashMap<>();
        for (ConsumerMember member : group.members().values()) {
            if (member.metadata().assignor() != null) {
                votes.merge(member.metadata().assignor(), 1, Integer::sum);
            }
        }
        String winner = null;
        for (String name : assignors.names()) {
            if (votes.getOrDefault(name, 0) > (winner == null ? 0 : votes.get(winner))) {
                winner = name;
            }
        }
        return winner;
    }
}
