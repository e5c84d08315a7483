package io.headrace.group.offsets;

import io.headrace.coordination.Outcome;
import io.headrace.group.model.GroupDirectory;
import io.headrace.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.function.Consumer;

/** Deletion of groups. */
public final class GroupDeletion {
    public GroupDeletion(GroupDirectory groups, OffsetStore offsets) {}

    public Outcome delete(String groupId, Consumer<DeletableGroupResult> answer) {
        throw new UnsupportedOperationException("offsets");
    }
}
