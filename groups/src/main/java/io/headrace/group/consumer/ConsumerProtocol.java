package io.headrace.group.consumer;

import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.group.classic.ClassicProtocol;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
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

/** The protocol of groups whose assignments the coordinator makes (KIP-848). Owner: the coordinator's thread. */
public final class ConsumerProtocol {
    /** A protocol without groups. */
    public ConsumerProtocol(GroupEnvironment environment, GroupDirectory groups, ClassicProtocol classic) {}

    /** ConsumerGroupHeartbeat. The group may be of another kind, or missing. */
    public Outcome heartbeat(
            GroupRequestContext context,
            ConsumerGroupHeartbeatRequest request,
            Consumer<ConsumerGroupHeartbeatResponse> answer) {
        throw new UnsupportedOperationException("consumer groups");
    }

    /** ConsumerGroupDescribe of one group, which may be of another kind, or missing. */
    public Outcome describe(
            GroupRequestContext context,
            String groupId,
            Consumer<ConsumerGroupDescribeResponse.DescribedGroup> answer) {
        throw new UnsupportedOperationException("consumer groups");
    }

    /** JoinGroup to a consumer group. */
    public Outcome classicJoin(
            GroupRequestContext context, JoinGroupRequest request, Consumer<JoinGroupResponse> answer) {
        throw new UnsupportedOperationException("consumer groups");
    }

    /** SyncGroup to a consumer group. */
    public Outcome classicSync(
            GroupRequestContext context, SyncGroupRequest request, Consumer<SyncGroupResponse> answer) {
        throw new UnsupportedOperationException("consumer groups");
    }

    /** Heartbeat to a consumer group. */
    public Outcome classicHeartbeat(
            GroupRequestContext context, HeartbeatRequest request, Consumer<HeartbeatResponse> answer) {
        throw new UnsupportedOperationException("consumer groups");
    }

    /** LeaveGroup to a consumer group. */
    public Outcome classicLeave(
            GroupRequestContext context, LeaveGroupRequest request, Consumer<LeaveGroupResponse> answer) {
        throw new UnsupportedOperationException("consumer groups");
    }

    /**
     * Takes over a record of a consumer group.
     *
     * @return the group's id
     */
    public String replay(CoordinatorRecord record) {
        throw new UnsupportedOperationException("consumer groups");
    }

    /** Topics came, went or changed. */
    public void imageChanged(ImageChange change, long nowMs, Step step) {}

    /** All records were replayed: starts the timers of members that were found. */
    public void loaded(long nowMs, Step step) {}

    /** No longer in charge: answers whoever waits. */
    public void unloaded() {}
}
