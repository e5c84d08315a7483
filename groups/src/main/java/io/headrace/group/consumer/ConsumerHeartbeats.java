package io.headrace.group.consumer;

import io.headrace.common.errors.FencedMemberEpochException;
import io.headrace.common.errors.GroupIdNotFoundException;
import io.headrace.coordination.Batches;
import io.headrace.group.classic.ClassicGroup;
import io.headrace.group.model.Group;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest;
import io.headrace.protocol.message.ConsumerGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members of the consumer protocol join, live and leave by heartbeats (KIP-848). Owner: the coordinator's thread. Its
 * methods throw an ApiException, and then nothing has happened, when a heartbeat is refused.
 */
final class ConsumerHeartbeats {
    private static final Logger log = LoggerFactory.getLogger(ConsumerHeartbeats.class);

    private final GroupEnvironment environment;
    private final GroupDirectory groups;
    private final MemberSteps members;
    private final GroupEpochs epochs;
    private final MemberTimers timers;
    private final Removal removal;
    private final Upgrade upgrade;

    ConsumerHeartbeats(
            GroupEnvironment environment,
            GroupDirectory groups,
            MemberSteps members,
            GroupEpochs epochs,
            MemberTimers timers,
            Removal removal,
            Upgrade upgrade) {
        this.environment = environment;
        this.groups = groups;
        this.members = members;
        this.epochs = epochs;
        this.timers = timers;
        this.removal = removal;
        this.upgrade = upgrade;
    }

    /** Takes the step of a heartbeat that keeps the rules. */
    void heartbeat(
            GroupRequestContext context,
            ConsumerGroupHeartbeatRequest request,
            Consumer<ConsumerGroupHeartbeatResponse> answer,
            Step step) {
        int epoch = request.memberEpoch();
        ConsumerGroupHeartbeatResponse response =
                epoch < 0 ? leave(request, context.nowMs(), step) : live(context, request, step);
        step.answer(answer, response, error -> new ConsumerGroupHeartbeatResponse().errorCode(error.code()));
    }

    private ConsumerGroupHeartbeatResponse live(
            GroupRequestContext context, ConsumerGroupHeartbeatRequest request, Step step) {
        // An assignment that came half way is made anew: the record that it counts is the last of them.
        step.in(Batches.SEVERAL);
        boolean joins = request.memberEpoch() == 0;
        long nowMs = context.nowMs();
        String memberId = request.memberId().isEmpty() ? environment.uniqueId() : request.memberId();
        Draft draft = joins ? draftToJoin(request.groupId(), step) : new Draft(find(request.groupId()));
        members.checkRoom(draft.group(), memberId);
        OwnedPartitions owned = OwnedPartitions.of(request.topicPartitions());
        ConsumerMember before = joins
                ? members.joining(draft, memberId, request.instanceId(), false)
                : MemberSteps.existing(draft.group(), memberId, request.instanceId());
        if (!joins) {
            checkEpoch(before, request.memberEpoch(), owned);
        }
        boolean changed = members.update(draft, before, said(context, request, before.metadata()), nowMs);
        epochs.assign(draft, nowMs);
        ConsumerMember after = members.reconcile(draft, memberId, changed, owned);
        finish(draft, before, after, step);
        return response(draft.group(), request, before, after, nowMs);
    }

    private ConsumerGroup find(String groupId) {
        Group group = groups.find(groupId);
        if (group instanceof ConsumerGroup consumerGroup) {
            return consumerGroup;
        }
        throw new GroupIdNotFoundException(
                group == null
                        ? "There is no consumer group " + groupId + "."
                        : "The group " + groupId + " is not a consumer group.");
    }

    private Draft draftToJoin(String groupId, Step step) {
        Group group = groups.find(groupId);
        if (group == null) {
            return Draft.ofNew(groupId, List.of());
        }
        return group instanceof ClassicGroup classicGroup
                ? upgrade.draft(classicGroup, step)
                : new Draft(find(groupId));
    }

    /**
     * Looks whether the member comes with the epoch that it was given. The one before is good as well, since the answer
     * with the newer one may have been lost; but only if the member has nothing that it is to have no longer.
     */
    private static void checkEpoch(ConsumerMember member, int epoch, OwnedPartitions owned) {
        if (epoch == member.epoch()) {
            return;
        }
        boolean lostAnswer = epoch < member.epoch()
                && epoch == member.current().previousEpoch()
                && owned.isWithin(member.current().assigned());
        if (!lostAnswer) {
            throw new FencedMemberEpochException("The member comes with epoch " + epoch + ", but is at "
                    + member.epoch() + ". It has to give up its partitions and join again.");
        }
    }

    /** What the member says of itself now; what it leaves out is as before. */
    private static MemberMetadata said(
            GroupRequestContext context, ConsumerGroupHeartbeatRequest request, MemberMetadata before) {
        SortedSet<String> topics = request.subscribedTopicNames() == null
                ? before.topics()
                : new TreeSet<>(request.subscribedTopicNames());
        return new MemberMetadata(
                orElse(request.instanceId(), before.instanceId()),
                orElse(request.rackId(), before.rackId()),
                context.clientId(),
                context.clientHost(),
                topics,
                orElse(request.subscribedTopicRegex(), before.regex()),
                request.rebalanceTimeoutMs() == -1 ? before.rebalanceTimeoutMs() : request.rebalanceTimeoutMs(),
                orElse(request.serverAssignor(), before.assignor()),
                null);
    }

    private static String orElse(String said, String before) {
        return said == null ? before : said;
    }

    private void finish(Draft draft, ConsumerMember before, ConsumerMember after, Step step) {
        String groupId = draft.group().groupId();
        step.append(draft.records());
        timers.session(groupId, after);
        if (after.current().state() == MemberState.UNREVOKED_PARTITIONS) {
            if (!after.current().equals(before.current())) {
                timers.revocation(groupId, after);
            }
        } else if (before.current().state() == MemberState.UNREVOKED_PARTITIONS) {
            step.whenCommitted(() -> timers.revoked(groupId, after.id()));
        }
        if (before.isClassic()) {
            step.whenCommitted(() -> {
                timers.joined(groupId, before.id());
                timers.synced(groupId, before.id());
            });
        }
        if (step.hasRecords()) {
            step.whenCommitted(() -> {
                ConsumerGroup live = groups.find(groupId, ConsumerGroup.class);
                if (live != null) {
                    live.adoptNotes(draft.group());
                }
            });
        }
    }

    private ConsumerGroupHeartbeatResponse response(
            ConsumerGroup group,
            ConsumerGroupHeartbeatRequest request,
            ConsumerMember before,
            ConsumerMember after,
            long nowMs) {
        ConsumerGroupHeartbeatResponse response = new ConsumerGroupHeartbeatResponse()
                .memberId(after.id())
                .memberEpoch(after.epoch())
                .heartbeatIntervalMs(epochs.heartbeatIntervalMs(group, after, nowMs));
        boolean full = request.rebalanceTimeoutMs() != -1
                && (request.subscribedTopicNames() != null || request.subscribedTopicRegex() != null)
                && request.topicPartitions() != null;
        // A member that says everything may have lost what it was told.
        if (request.memberEpoch() == 0
                || full
                || !after.current()
                        .assigned()
                        .partitions()
                        .equals(before.current().assigned().partitions())) {
            response.assignment(assignment(after.current().assigned()));
        }
        return response;
    }

    private static ConsumerGroupHeartbeatResponse.Assignment assignment(AssignedPartitions assigned) {
        List<ConsumerGroupHeartbeatResponse.TopicPartitions> topics = new ArrayList<>();
        assigned.partitions()
                .topics()
                .forEach(topic -> topics.add(new ConsumerGroupHeartbeatResponse.TopicPartitions()
                        .topicId(topic)
                        .partitions(assigned.partitions().partitions(topic))));
        return new ConsumerGroupHeartbeatResponse.Assignment().topicPartitions(topics);
    }

    private ConsumerGroupHeartbeatResponse leave(ConsumerGroupHeartbeatRequest request, long nowMs, Step step) {
        ConsumerGroup group = find(request.groupId());
        ConsumerMember member = MemberSteps.existing(group, request.memberId(), request.instanceId());
        if (request.memberEpoch() == CurrentAssignment.STATIC_LEAVE_EPOCH) {
            log.info("group {}: static member {} leaves for a while", group.groupId(), member.id());
            step.append(ConsumerRecords.current(
                    group.groupId(), member.with(member.current().leftForAWhile())));
            step.whenCommitted(() -> timers.revoked(group.groupId(), member.id()));
        } else {
            log.info("group {}: member {} leaves", group.groupId(), member.id());
            removal.remove(group, List.of(member), nowMs, step);
        }
        return new ConsumerGroupHeartbeatResponse().memberId(member.id()).memberEpoch(request.memberEpoch());
    }
}
