package io.headrace.group.classic;

import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Outcome;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
import io.headrace.group.record.GroupMetadataKey;
import io.headrace.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupResponse;
import io.headrace.protocol.wire.TypedRecord;
import java.util.function.Consumer;

/** The classic group protocol. Owner: the coordinator's thread. */
public final class ClassicProtocol {
    public ClassicProtocol(GroupEnvironment environment, GroupDirectory groups) {}

    /** JoinGroup to a classic group, or one that does not exist yet. */
    public Outcome join(GroupRequestContext context, JoinGroupRequest request, Consumer<JoinGroupResponse> answer) {
        throw new UnsupportedOperationException("classic groups");
    }

    /** SyncGroup to a classic group, or none. */
    public Outcome sync(GroupRequestContext context, SyncGroupRequest request, Consumer<SyncGroupResponse> answer) {
        throw new UnsupportedOperationException("classic groups");
    }

    /** Heartbeat to a classic group, or none. */
    public Outcome heartbeat(
            GroupRequestContext context, HeartbeatRequest request, Consumer<HeartbeatResponse> answer) {
        throw new UnsupportedOperationException("classic groups");
    }

    /** LeaveGroup to a classic group, or none. */
    public Outcome leave(GroupRequestContext context, LeaveGroupRequest request, Consumer<LeaveGroupResponse> answer) {
        throw new UnsupportedOperationException("classic groups");
    }

    /** DescribeGroups, of a group of whatever kind, or none. */
    public Outcome describe(GroupRequestContext context, String groupId, Consumer<DescribedGroup> answer) {
        throw new UnsupportedOperationException("classic groups");
    }

    /** A member showed that it lives, by committing offsets. */
    public void showedLife(ClassicGroup group, String memberId, long nowMs) {
        throw new UnsupportedOperationException("classic groups");
    }

    /**
     * Before a group becomes one of another kind: answers whoever waits for a join or a sync with the error, once the
     * step's records are committed, and stops the group's timers. The group itself goes when its tombstone is replayed.
     */
    public void release(ClassicGroup group, Errors error, Step step) {
        throw new UnsupportedOperationException("classic groups");
    }

    /**
     * After a group of another kind became a classic one, by a GroupMetadata record that was replayed: starts the session
     * timers of its members and has them join again.
     */
    public void takeOver(ClassicGroup group, String reason, long nowMs) {
        throw new UnsupportedOperationException("classic groups");
    }

    /** Takes over what a record says about a group; a tombstone when {@code value} is null. */
    public void replay(GroupMetadataKey key, TypedRecord value) {
        throw new UnsupportedOperationException("classic groups");
    }

    /** All records were replayed: starts the session timers of members that were found. */
    public void loaded(long nowMs, Step step) {}

    /** No longer in charge: answers whoever waits. */
    public void unloaded() {}
}
