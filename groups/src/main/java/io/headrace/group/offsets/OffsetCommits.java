package io.headrace.group.offsets;

import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.group.classic.ClassicProtocol;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.TxnOffsetCommitRequest;
import io.headrace.protocol.message.TxnOffsetCommitResponse;
import java.util.function.Consumer;

/** Commits of offsets. */
public final class OffsetCommits {
    public OffsetCommits(GroupEnvironment environment, GroupDirectory groups, ClassicProtocol classic) {}

    public Outcome commit(
            GroupRequestContext context, OffsetCommitRequest request, Consumer<OffsetCommitResponse> answer) {
        throw new UnsupportedOperationException("offsets");
    }

    public Outcome commitInTransaction(
            GroupRequestContext context, TxnOffsetCommitRequest request, Consumer<TxnOffsetCommitResponse> answer) {
        throw new UnsupportedOperationException("offsets");
    }

    public void makeRoomFor(String groupId, CoordinatorRecord record) {
        throw new UnsupportedOperationException("offsets");
    }
}
