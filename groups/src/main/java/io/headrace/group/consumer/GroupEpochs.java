package io.headrace.group.consumer;

import io.headrace.group.assignor.Assignors;
import io.headrace.group.model.GroupEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves a group on to its next epoch, and its assignment after it. Owner: the coordinator's thread. */
final class GroupEpochs {
    private static final Logger log = LoggerFactory.getLogger(GroupEpochs.class);

    private final GroupEnvironment environment;
    private final RegexSubscriptions regexes;

    GroupEpochs(GroupEnvironment environment, RegexSubscriptions regexes) {
        this.environment = environment;
        this.regexes = regexes;
    }

    /**
     * Moves the group on when it has to, or when its topics have changed since they were last looked at.
     *
     * @param due whether members or subscriptions have changed
     */
    void bump(Draft draft, boolean due, long nowMs) {
        ConsumerGroup group = draft.group();
        boolean looked = group.seenImageVersion() == environment.image().version();
        if (!due && looked) {
            return;
        }
        boolean resolved = looked || regexes.refresh(draft, environment.image(), nowMs);
        long hash = SubscribedTopics.hash(draft.group(), environment.image());
        if (due || hash != draft.group().metadataHash()) {
            int epoch = draft.group().epoch() + 1;
            draft.append(ConsumerRecords.epoch(group.groupId(), epoch, hash));
            if (draft.group().hasPartitionMetadata()) {
                draft.append(ConsumerRecords.partitionMetadataGone(group.groupId()));
            }
            draft.group().noteChange(nowMs);
            log.info(
                    "group {}: epoch {}, of {} members",
                    group.groupId(),
                    epoch,
                    draft.group().members().size());
        }
        if (resolved) {
            draft.group().noteSeenImage(environment.image().version());
        }
    }

    /** Makes an assignment for the group's epoch when there is none yet, and the last one is old enough. */
    void assign(Draft draft, long nowMs) {
        ConsumerGroup group = draft.group();
        if (group.epoch() <= group.assignmentEpoch() || group.isEmpty()) {
            return;
        }
        int intervalMs = environment.settings(group.groupId()).consumerAssignmentIntervalMs();
        if (intervalMs > 0 && nowMs - group.assignmentTimestampMs() < intervalMs) {
            return;
        }
        TargetAssignment.renew(
                draft, environment.image(), Assignors.of(environment.config().consumerAssignors()), nowMs);
    }

    /** How long the member may take until its next heartbeat, in milliseconds. */
    int heartbeatIntervalMs(ConsumerGroup group, ConsumerMember member, long nowMs) {
        int intervalMs = environment.settings(group.groupId()).consumerHeartbeatIntervalMs();
        boolean waits =
                group.epoch() > group.assignmentEpoch() || !member.current().isReconciledTo(group.assignmentEpoch());
        boolean others = nowMs - group.changedMs() < intervalMs;
        if (!waits && !others) {
            return intervalMs;
        }
        int pace = Math.max(
                environment.config().consumerRebalanceHeartbeatIntervalMs(),
                group.members().size());
        return Math.min(pace, intervalMs);
    }
}
