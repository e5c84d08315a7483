package io.headrace.group.consumer;

import io.headrace.common.errors.IllegalGenerationException;
import io.headrace.common.errors.InconsistentGroupProtocolException;
import io.headrace.common.errors.InvalidSessionTimeoutException;
import io.headrace.common.errors.RebalanceInProgressException;
import io.headrace.common.errors.UnknownMemberIdException;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Batches;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
import io.headrace.group.record.ConsumerGroupMemberMetadataValue;
import io.headrace.group.record.ConsumerGroupMemberMetadataValue.ClassicMemberMetadata;
import io.headrace.protocol.message.ConsumerProtocolSubscription;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupResponse;
import io.headrace.protocol.wire.MalformedMessageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members of the classic protocol in a consumer group, while it migrates: a join is their heartbeat with news, a sync
 * fetches what they have, and a rebalance is what they call every change. Owner: the coordinator's thread. Its methods
 * throw an ApiException, and then nothing has happened, when a request is refused.
 */
final class ClassicMembers {
    private static final Logger log = LoggerFactory.getLogger(ClassicMembers.class);
    /** From here on, a member that is to join comes once more with the id that it is given. */
    private static final int FIRST_VERSION_WITH_REQUIRED_ID = 4;

    private static final int FIRST_VERSION_OF_LEAVING_TOGETHER = 3;

    private final GroupEnvironment environment;
    private final MemberSteps members;
    private final GroupEpochs epochs;
    private final MemberTimers timers;
    private final Removal removal;

    ClassicMembers(
            GroupEnvironment environment,
            MemberSteps members,
            GroupEpochs epochs,
            MemberTimers timers,
            Removal removal) {
        this.environment = environment;
        this.members = members;
        this.epochs = epochs;
        this.timers = timers;
        this.removal = removal;
    }

    void join(
            GroupRequestContext context,
            ConsumerGroup group,
            JoinGroupRequest request,
            Consumer<JoinGroupResponse> answer,
            Step step) {
        boolean isNew = request.memberId().isEmpty();
        String memberId = isNew ? environment.uniqueId() : request.memberId();
        String instanceId = request.groupInstanceId();
        members.checkRoom(group, memberId);
        check(group, request);
        if (isNew && instanceId == null && context.apiVersion() >= FIRST_VERSION_WITH_REQUIRED_ID) {
            log.debug("group {}: member {} is to join with this id", group.groupId(), memberId);
            answer(step, answer, refused(Errors.MEMBER_ID_REQUIRED, memberId), memberId);
            return;
        }
        ConsumerProtocolSubscription subscription = subscription(request);
        Draft draft = new Draft(group);
        ConsumerMember before = instanceId == null || isNew
                ? members.joining(draft, memberId, instanceId, true)
                : MemberSteps.existing(group, memberId, instanceId);
        boolean changed = members.update(draft, before, said(context, request, subscription), context.nowMs());
        epochs.assign(draft, context.nowMs());
        OwnedPartitions owned = OwnedPartitions.of(EmbeddedProtocol.owned(subscription, environment.image()));
        ConsumerMember after = members.reconcile(draft, memberId, changed, owned);
        // As with a heartbeat, an assignment that came half way is made anew.
        step.in(Batches.SEVERAL).append(draft.records());
        String groupId = group.groupId();
        timers.session(groupId, after);
        step.whenCommitted(() -> {
            timers.joined(groupId, memberId);
            timers.session(groupId, after);
            timers.expectSync(groupId, after);
            group.adoptNotes(draft.group());
        });
        answer(
                step,
                answer,
                new JoinGroupResponse()
                        .memberId(memberId)
                        .generationId(after.epoch())
                        .protocolType(group.protocolType())
                        .protocolName(firstProtocol(after)),
                memberId);
    }

    /** Looks at a join, whatever the member. */
    void check(ConsumerGroup group, JoinGroupRequest request) {
        checkSessionTimeout(request.sessionTimeoutMs());
        checkProtocols(group, request);
    }

    /** Joins whose member would be the only one not classic before it: the group is to become a classic one first. */
    static boolean replacesLastConsumer(ConsumerGroup group, JoinGroupRequest request) {
        ConsumerMember replaced =
                request.groupInstanceId() == null ? null : group.staticMember(request.groupInstanceId());
        return replaced != null
                && !replaced.isClassic()
                && group.members().values().stream()
                        .allMatch(member -> member.isClassic() || member.id().equals(replaced.id()));
    }

    private static void answer(Step step, Consumer<JoinGroupResponse> answer, JoinGroupResponse response, String id) {
        step.answer(answer, response, error -> refused(error, id));
    }

    static JoinGroupResponse refused(Errors error, String memberId) {
        return new JoinGroupResponse()
                .errorCode(error.code())
                .generationId(-1)
                .protocolName(null)
                .memberId(memberId);
    }

    private void checkSessionTimeout(int timeoutMs) {
        if (timeoutMs < environment.config().minSessionTimeoutMs()
                || timeoutMs > environment.config().maxSessionTimeoutMs()) {
            throw new InvalidSessionTimeoutException("The session timeout of " + timeoutMs + " ms is not allowed.");
        }
    }

    private static void checkProtocols(ConsumerGroup group, JoinGroupRequest request) {
        List<ConsumerMember> others = group.members().values().stream()
                .filter(ConsumerMember::isClassic)
                .toList();
        boolean common = request.protocols().stream()
                .anyMatch(protocol -> others.stream().allMatch(other -> offers(other, protocol.name())));
        if (!request.protocolType().equals(group.protocolType()) || !common) {
            throw new InconsistentGroupProtocolException(
                    "The member offers no protocol that the other classic members of the group have.");
        }
    }

    private static boolean offers(ConsumerMember member, String protocol) {
        return member.metadata().classic().supportedProtocols().stream()
                .anyMatch(offered -> offered.name().equals(protocol));
    }

    private static ConsumerProtocolSubscription subscription(JoinGroupRequest request) {
        try {
            return EmbeddedProtocol.subscription(request.protocols().get(0).metadata());
        } catch (MalformedMessageException e) {
            throw new InconsistentGroupProtocolException("What the member says to others is not a consumer's.");
        }
    }

    /** What a member says of itself in a join. */
    static MemberMetadata said(GroupRequestContext context, JoinGroupRequest request) {
        return said(context, request, subscription(request));
    }

    private static MemberMetadata said(
            GroupRequestContext context, JoinGroupRequest request, ConsumerProtocolSubscription subscription) {
        Map<String, byte[]> protocols = new LinkedHashMap<>();
        request.protocols().forEach(protocol -> protocols.putIfAbsent(protocol.name(), protocol.metadata()));
        List<ConsumerGroupMemberMetadataValue.ClassicProtocol> offered = new ArrayList<>();
        protocols.forEach((name, metadata) -> offered.add(new ConsumerGroupMemberMetadataValue.ClassicProtocol()
                .name(name)
                .metadata(metadata)));
        return new MemberMetadata(
                request.groupInstanceId(),
                subscription.rackId(),
                context.clientId(),
                context.clientHost(),
                new TreeSet<>(subscription.topics()),
                null,
                // Version 0 has no rebalance timeout: the session timeout stands for both.
                request.rebalanceTimeoutMs() < 0 ? request.sessionTimeoutMs() : request.rebalanceTimeoutMs(),
                null,
                new ClassicMemberMetadata()
                        .sessionTimeoutMs(request.sessionTimeoutMs())
                        .supportedProtocols(offered));
    }

    private static String firstProtocol(ConsumerMember member) {
        return member.metadata().classic().supportedProtocols().get(0).name();
    }

    void sync(ConsumerGroup group, SyncGroupRequest request, Consumer<SyncGroupResponse> answer, Step step) {
        ConsumerMember member =
                classicMember(group, request.memberId(), request.groupInstanceId(), request.generationId());
        String name = firstProtocol(member);
        if (differs(request.protocolType(), group.protocolType()) || differs(request.protocolName(), name)) {
            throw new InconsistentGroupProtocolException("The member joined by the protocol " + name + ".");
        }
        String groupId = group.groupId();
        // A member that is still to give up partitions has joined already, and will once more when it has done so.
        if (group.epoch() > member.epoch() && member.current().state() != MemberState.UNREVOKED_PARTITIONS) {
            timers.expectJoin(groupId, member);
            throw new RebalanceInProgressException("The group has moved on to epoch " + group.epoch() + ".");
        }
        SyncGroupResponse response = new SyncGroupResponse()
                .protocolType(group.protocolType())
                .protocolName(name)
                .assignment(EmbeddedProtocol.assignment(
                        member.current().assigned().partitions(),
                        environment.image(),
                        member.metadata().classic().supportedProtocols().get(0).metadata()));
        step.whenCommitted(() -> {
            timers.synced(groupId, member.id());
            timers.session(groupId, member);
        });
        step.answer(answer, response, error -> new SyncGroupResponse().errorCode(error.code()));
    }

    private static boolean differs(String said, String known) {
        return said != null && !said.equals(known);
    }

    void heartbeat(ConsumerGroup group, HeartbeatRequest request, Consumer<HeartbeatResponse> answer, Step step) {
        ConsumerMember member =
                classicMember(group, request.memberId(), request.groupInstanceId(), request.generationId());
        String groupId = group.groupId();
        timers.session(groupId, member);
        Errors error = Errors.NONE;
        if (isToJoin(group, member)) {
            timers.expectJoin(groupId, member);
            error = Errors.REBALANCE_IN_PROGRESS;
        }
        step.answer(
                answer,
                new HeartbeatResponse().errorCode(error.code()),
                late -> new HeartbeatResponse().errorCode(late.code()));
    }

    /** Whether a join would bring the member on: to a newer epoch, or to partitions that are free now. */
    private static boolean isToJoin(ConsumerGroup group, ConsumerMember member) {
        return member.epoch() < group.epoch()
                || member.current().state() == MemberState.UNREVOKED_PARTITIONS
                || (member.current().state() == MemberState.UNRELEASED_PARTITIONS && !waits(group, member));
    }

    private static boolean waits(ConsumerGroup group, ConsumerMember member) {
        boolean[] waits = {false};
        group.target(member.id()).forEach((topic, partition) -> {
            String owner = group.owner(topic, partition);
            waits[0] |= owner != null && !owner.equals(member.id());
        });
        return waits[0];
    }

    private static ConsumerMember classicMember(
            ConsumerGroup group, String memberId, String instanceId, int generation) {
        ConsumerMember member = MemberSteps.existing(group, memberId, instanceId);
        if (!member.isClassic()) {
            throw new UnknownMemberIdException("The member " + memberId + " does not speak the classic protocol.");
        }
        if (generation != member.epoch()) {
            throw new IllegalGenerationException(
                    "The member comes with generation " + generation + ", but is at " + member.epoch() + ".");
        }
        return member;
    }

    void leave(
            GroupRequestContext context,
            ConsumerGroup group,
            LeaveGroupRequest request,
            Consumer<LeaveGroupResponse> answer,
            Step step) {
        boolean single = request.members().isEmpty() && context.apiVersion() < FIRST_VERSION_OF_LEAVING_TOGETHER;
        List<LeaveGroupRequest.MemberIdentity> leaving = single
                ? List.of(new LeaveGroupRequest.MemberIdentity().memberId(request.memberId()))
                : request.members();
        Map<String, ConsumerMember> found = new LinkedHashMap<>();
        List<LeaveGroupResponse.MemberResponse> responses = new ArrayList<>();
        for (LeaveGroupRequest.MemberIdentity identity : leaving) {
            responses.add(new LeaveGroupResponse.MemberResponse()
                    .memberId(identity.memberId())
                    .groupInstanceId(identity.groupInstanceId())
                    .errorCode(find(group, identity, found).code()));
        }
        removal.remove(group, found.values(), context.nowMs(), step);
        LeaveGroupResponse response = new LeaveGroupResponse();
        if (single) {
            response.errorCode(responses.get(0).errorCode());
        } else {
            response.members(responses);
        }
        step.answer(answer, response, error -> new LeaveGroupResponse().errorCode(error.code()));
    }

    private static Errors find(
            ConsumerGroup group, LeaveGroupRequest.MemberIdentity identity, Map<String, ConsumerMember> found) {
        String instanceId = identity.groupInstanceId();
        ConsumerMember member = instanceId == null ? group.member(identity.memberId()) : group.staticMember(instanceId);
        if (member == null) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        // An admin names static members without knowing their ids.
        if (instanceId != null
                && !identity.memberId().isEmpty()
                && !identity.memberId().equals(member.id())) {
            return Errors.FENCED_INSTANCE_ID;
        }
        log.info("group {}: member {} leaves: {}", group.groupId(), member.id(), identity.reason());
        found.put(member.id(), member);
        return Errors.NONE;
    }
}
