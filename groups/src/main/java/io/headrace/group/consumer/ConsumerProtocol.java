package io.headrace.group.consumer;

import io.headrace.common.errors.ApiException;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.group.assignor.Assignors;
import io.headrace.group.classic.ClassicProtocol;
import io.headrace.group.model.Group;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
import io.headrace.group.record.ConsumerGroupMetadataKey;
import io.headrace.metadata.image.ImageChange;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest;
import io.headrace.protocol.message.ConsumerGroupHeartbeatResponse;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupResponse;
import java.util.function.Consumer;
import java.util.function.Function;

/** The protocol of groups whose assignments the coordinator makes (KIP-848). Owner: the coordinator's thread. */
public final class ConsumerProtocol {
    private final GroupEnvironment environment;
    private final GroupDirectory groups;
    private final RegexSubscriptions regexes = new RegexSubscriptions();
    private final MemberTimers timers;
    private final ConsumerHeartbeats heartbeats;
    private final ClassicMembers classicMembers;
    private final ClassicJoins classicJoins;

    /** A protocol without groups. */
    public ConsumerProtocol(GroupEnvironment environment, GroupDirectory groups, ClassicProtocol classic) {
        this.environment = environment;
        this.groups = groups;
        timers = new MemberTimers(environment);
        GroupEpochs epochs = new GroupEpochs(environment, regexes);
        Downgrade downgrade = new Downgrade(environment, groups, classic, timers);
        Removal removal = new Removal(groups, epochs, timers, downgrade);
        timers.connect(removal);
        MemberSteps members = new MemberSteps(environment, epochs);
        Upgrade upgrade = new Upgrade(environment, classic, timers);
        heartbeats = new ConsumerHeartbeats(environment, groups, members, epochs, timers, removal, upgrade);
        classicMembers = new ClassicMembers(environment, members, epochs, timers, removal);
        classicJoins = new ClassicJoins(environment, groups, classic, classicMembers, downgrade, members);
    }

    /** ConsumerGroupHeartbeat. The group may be of another kind, or missing. */
    public Outcome heartbeat(
            GroupRequestContext context,
            ConsumerGroupHeartbeatRequest request,
            Consumer<ConsumerGroupHeartbeatResponse> answer) {
        return step(
                step -> {
                    HeartbeatRules.check(request, context.apiVersion(), assignors());
                    heartbeats.heartbeat(context, request, answer, step);
                },
                answer,
                e -> new ConsumerGroupHeartbeatResponse()
                        .errorCode(Errors.forException(e).code())
                        .errorMessage(e.getMessage()));
    }

    /** ConsumerGroupDescribe of one group, which may be of another kind, or missing. */
    public Outcome describe(
            GroupRequestContext context,
            String groupId,
            Consumer<ConsumerGroupDescribeResponse.DescribedGroup> answer) {
        return Outcome.answer(
                answer,
                described(groupId),
                error -> new ConsumerGroupDescribeResponse.DescribedGroup()
                        .groupId(groupId)
                        .errorCode(error.code()));
    }

    private ConsumerGroupDescribeResponse.DescribedGroup described(String groupId) {
        Group group = groups.find(groupId);
        if (group instanceof ConsumerGroup consumerGroup) {
            return ConsumerDescription.of(consumerGroup, environment.image(), assignors());
        }
        return new ConsumerGroupDescribeResponse.DescribedGroup()
                .groupId(groupId)
                .errorCode(Errors.GROUP_ID_NOT_FOUND.code())
                .errorMessage(
                        group == null
                                ? "Group " + groupId + " not found."
                                : "Group " + groupId + " is not a consumer group.");
    }

    /** JoinGroup to a consumer group. */
    public Outcome classicJoin(
            GroupRequestContext context, JoinGroupRequest request, Consumer<JoinGroupResponse> answer) {
        return classicJoins.join(context, request, answer);
    }

    /** SyncGroup to a consumer group. */
    public Outcome classicSync(
            GroupRequestContext context, SyncGroupRequest request, Consumer<SyncGroupResponse> answer) {
        return step(
                step -> classicMembers.sync(group(request.groupId()), request, answer, step),
                answer,
                e -> new SyncGroupResponse().errorCode(Errors.forException(e).code()));
    }

    /** Heartbeat to a consumer group. */
    public Outcome classicHeartbeat(
            GroupRequestContext context, HeartbeatRequest request, Consumer<HeartbeatResponse> answer) {
        return step(
                step -> classicMembers.heartbeat(group(request.groupId()), request, answer, step),
                answer,
                e -> new HeartbeatResponse().errorCode(Errors.forException(e).code()));
    }

    /** LeaveGroup to a consumer group. */
    public Outcome classicLeave(
            GroupRequestContext context, LeaveGroupRequest request, Consumer<LeaveGroupResponse> answer) {
        return step(
                step -> classicMembers.leave(context, group(request.groupId()), request, answer, step),
                answer,
                e -> new LeaveGroupResponse().errorCode(Errors.forException(e).code()));
    }

    private ConsumerGroup group(String groupId) {
        return groups.find(groupId, ConsumerGroup.class);
    }

    private Assignors assignors() {
        return Assignors.of(environment.config().consumerAssignors());
    }

    /** Takes a step. One that is refused has led to nothing but the refusal. */
    private static <R> Outcome step(Consumer<Step> action, Consumer<R> answer, Function<ApiException, R> refusal) {
        Step step = new Step();
        try {
            action.accept(step);
            return step.outcome();
        } catch (ApiException e) {
            return Outcome.answer(answer, refusal.apply(e), error -> refusal.apply(error.exception()));
        }
    }

    /**
     * Takes over a record of a consumer group.
     *
     * @return the group's id
     */
    public String replay(CoordinatorRecord record) {
        String groupId = ConsumerRecords.groupId(record);
        ConsumerGroup group = group(groupId);
        if (group == null) {
            if (record.isTombstone()) {
                return groupId;
            }
            group = new ConsumerGroup(groupId);
            groups.put(group);
        }
        group.replay(record);
        if (record.isTombstone() && record.key() instanceof ConsumerGroupMetadataKey) {
            groups.remove(group);
        }
        return groupId;
    }

    /** Topics came, went or changed. */
    public void imageChanged(ImageChange change, long nowMs, Step step) {
        // Groups find out with their next heartbeat: until then they could not tell their members anyway.
        regexes.imageChanged(change);
    }

    /** All records were replayed: starts the timers of members that were found. */
    public void loaded(long nowMs, Step step) {
        regexes.loaded(environment.image());
        for (Group group : groups.all()) {
            if (group instanceof ConsumerGroup consumerGroup) {
                consumerGroup.members().values().forEach(member -> {
                    timers.session(group.groupId(), member);
                    if (member.current().state() == MemberState.UNREVOKED_PARTITIONS && !member.isClassic()) {
                        timers.revocation(group.groupId(), member);
                    }
                });
            }
        }
    }

    /** No longer in charge: answers whoever waits. */
    public void unloaded() {
        classicJoins.unloaded();
    }
}
