package io.headrace.group.classic;

import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.group.model.CommitVerdict;
import io.headrace.group.model.Committer;
import io.headrace.group.model.Group;
import java.util.List;

/** A group of the classic protocol. Owner: the coordinator's thread. */
public final class ClassicGroup implements Group {
    private final String groupId;

    ClassicGroup(String groupId) {
        this.groupId = groupId;
    }

    @Override
    public String groupId() {
        return groupId;
    }

    @Override
    public GroupType type() {
        return GroupType.CLASSIC;
    }

    @Override
    public GroupState state() {
        throw new UnsupportedOperationException("classic groups");
    }

    @Override
    public String protocolType() {
        throw new UnsupportedOperationException("classic groups");
    }

    @Override
    public boolean isEmpty() {
        throw new UnsupportedOperationException("classic groups");
    }

    @Override
    public boolean isSubscribedTo(String topic) {
        throw new UnsupportedOperationException("classic groups");
    }

    @Override
    public CommitVerdict checkCommit(Committer committer) {
        throw new UnsupportedOperationException("classic groups");
    }

    @Override
    public Errors checkFetch(String memberId, int memberEpoch) {
        throw new UnsupportedOperationException("classic groups");
    }

    @Override
    public Errors checkOffsetDelete() {
        throw new UnsupportedOperationException("classic groups");
    }

    @Override
    public Errors checkDelete() {
        throw new UnsupportedOperationException("classic groups");
    }

    @Override
    public long retainedFromMs(long commitTimestampMs) {
        throw new UnsupportedOperationException("classic groups");
    }

    @Override
    public List<CoordinatorRecord> tombstones() {
        throw new UnsupportedOperationException("classic groups");
    }
}
