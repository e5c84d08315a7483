package io.headrace.group.offsets;

import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Batches;
import io.headrace.coordination.Outcome;
import io.headrace.group.model.Group;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.Step;
import io.headrace.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DeleteGroups, of one group: a group without members goes, with its offsets. Owner: the coordinator's thread. */
public final class GroupDeletion {
    private static final Logger log = LoggerFactory.getLogger(GroupDeletion.class);

    private final GroupDirectory groups;
    private final OffsetStore offsets;

    /** Deletes groups with their offsets in that store. */
    public GroupDeletion(GroupDirectory groups, OffsetStore offsets) {
        this.groups = groups;
        this.offsets = offsets;
    }

    /** Takes the step. */
    public Outcome delete(String groupId, Consumer<DeletableGroupResult> answer) {
        // The offsets go first: a group of which some are gone can be deleted again.
        Step step = new Step().in(Batches.SEVERAL);
        Group group = groups.find(groupId);
        Errors error = group == null ? Errors.GROUP_ID_NOT_FOUND : group.checkDelete();
        if (error == Errors.NONE) {
            for (TopicPartition partition : offsets.partitions(groupId)) {
                step.append(CommittedOffset.tombstone(groupId, partition.topic(), partition.partition()));
            }
            step.append(group.tombstones());
            log.info("group {} is deleted", groupId);
        }
        step.answer(answer, result(groupId, error), late -> result(groupId, late));
        return step.outcome();
    }

    private static DeletableGroupResult result(String groupId, Errors error) {
        return new DeletableGroupResult().groupId(groupId).errorCode(error.code());
    }
}
