package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.headrace.clients.consumer.internals.assignor.ConsumerProtocol;
import io.headrace.clients.internals.Call;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The classic protocol's requests in each of their versions. Pure. */
final class ClassicRequests {

    private static final int JOIN_WITH_REBALANCE_TIMEOUT = 1;
    private static final int JOIN_WITH_INSTANCE = 5;
    private static final int JOIN_WITH_REASON = 8;
    private static final int SYNC_WITH_INSTANCE = 3;
    private static final int SYNC_WITH_PROTOCOL = 5;
    private static final int HEARTBEAT_WITH_INSTANCE = 3;
    private static final int LEAVE_WITH_MEMBERS = 3;
    private static final int LEAVE_WITH_REASON = 5;
    private static final int LONGEST_REASON = 255;

    private ClassicRequests() {}

    /** The lowest version that can name a static member, when this is one. */
    private static int lowest(GroupSettings settings, int withInstance) {
        return settings.instanceId().isPresent() ? withInstance : 0;
    }

    static Call join(GroupSettings settings, ClassicAction.Join join) {
        return Call.of(
                ApiKey.JOIN_GROUP,
                lowest(settings, JOIN_WITH_INSTANCE),
                ApiKey.JOIN_GROUP.highestStableVersion(),
                version -> {
                    List<JoinGroupRequestProtocol> protocols = new ArrayList<>();
                    join.offer()
                            .protocols()
                            .forEach((name, metadata) -> protocols.add(
                                    new JoinGroupRequestProtocol().name(name).metadata(metadata)));
                    JoinGroupRequest request = new JoinGroupRequest()
                            .groupId(settings.groupId())
                            .memberId(join.memberId())
                            .sessionTimeoutMs(settings.sessionTimeoutMs())
                            .protocolType(ConsumerProtocol.PROTOCOL_TYPE)
                            .protocols(protocols);
                    if (version >= JOIN_WITH_REBALANCE_TIMEOUT) {
                        request.rebalanceTimeoutMs(settings.maxPollIntervalMs());
                    }
                    if (version >= JOIN_WITH_INSTANCE) {
                        request.groupInstanceId(settings.instanceId().orElse(null));
                    }
                    if (version >= JOIN_WITH_REASON) {
                        request.reason(shortened(join.reason()));
                    }
                    return request;
                });
    }

    /**
     * Reads the answer to a join.
     *
     * @throws io.headrace.protocol.wire.MalformedMessageException when a member's subscription is none
     */
    static ClassicMember.Joined joined(JoinGroupResponse response) {
        Map<String, Subscription> members = new LinkedHashMap<>();
        for (JoinGroupResponseMember member : response.members()) {
            Subscription subscription = ConsumerProtocol.subscription(member.metadata());
            subscription.setGroupInstanceId(Optional.ofNullable(member.groupInstanceId()));
            members.put(member.memberId(), subscription);
        }
        return new ClassicMember.Joined(
                response.generationId(),
                response.memberId(),
                response.leader(),
                response.protocolName(),
                response.skipAssignment(),
                members);
    }

    static Call sync(GroupSettings settings, ClassicAction.Sync sync) {
        return Call.of(
                ApiKey.SYNC_GROUP,
                lowest(settings, SYNC_WITH_INSTANCE),
                ApiKey.SYNC_GROUP.highestStableVersion(),
                version -> {
                    List<SyncGroupRequestAssignment> assignments = new ArrayList<>();
                    sync.assignments()
                            .forEach((member, bytes) -> assignments.add(new SyncGroupRequestAssignment()
                                    .memberId(member)
                                    .assignment(bytes)));
                    SyncGroupRequest request = new SyncGroupRequest()
                            .groupId(settings.groupId())
                            .generationId(sync.generation())
                            .memberId(sync.memberId())
                            .assignments(assignments);
                    if (version >= SYNC_WITH_INSTANCE) {
                        request.groupInstanceId(settings.instanceId().orElse(null));
                    }
                    if (version >= SYNC_WITH_PROTOCOL) {
                        request.protocolType(ConsumerProtocol.PROTOCOL_TYPE).protocolName(sync.protocol());
                    }
                    return request;
                });
    }

    static Call heartbeat(GroupSettings settings, ClassicAction.Heartbeat heartbeat) {
        return Call.of(
                ApiKey.HEARTBEAT,
                lowest(settings, HEARTBEAT_WITH_INSTANCE),
                ApiKey.HEARTBEAT.highestStableVersion(),
                version -> {
                    HeartbeatRequest request = new HeartbeatRequest()
                            .groupId(settings.groupId())
                            .generationId(heartbeat.generation())
                            .memberId(heartbeat.memberId());
                    if (version >= HEARTBEAT_WITH_INSTANCE) {
                        request.groupInstanceId(settings.instanceId().orElse(null));
                    }
                    return request;
                });
    }

    static Call leave(GroupSettings settings, ClassicAction.Leave leave) {
        return Call.of(ApiKey.LEAVE_GROUP, 0, ApiKey.LEAVE_GROUP.highestStableVersion(), version -> {
            LeaveGroupRequest request = new LeaveGroupRequest().groupId(settings.groupId());
            if (version < LEAVE_WITH_MEMBERS) {
                return request.memberId(leave.memberId());
            }
            MemberIdentity member = new MemberIdentity()
                    .memberId(leave.memberId())
                    .groupInstanceId(settings.instanceId().orElse(null));
            if (version >= LEAVE_WITH_REASON) {
                member.reason(shortened(leave.reason()));
            }
            return request.members(List.of(member));
        });
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }
}
