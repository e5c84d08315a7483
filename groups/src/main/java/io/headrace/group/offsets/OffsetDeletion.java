package io.headrace.group.offsets;

import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Outcome;
import io.headrace.group.model.Group;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.Step;
import io.headrace.protocol.message.OffsetDeleteRequest;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.headrace.protocol.message.OffsetDeleteResponse;
import io.headrace.protocol.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import io.headrace.protocol.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** OffsetDelete: offsets that an admin client wants to be gone. Owner: the coordinator's thread. */
public final class OffsetDeletion {
    private final GroupDirectory groups;
    private final OffsetStore offsets;

    /** Deletes from that store. */
    public OffsetDeletion(GroupDirectory groups, OffsetStore offsets) {
        this.groups = groups;
        this.offsets = offsets;
    }

    /** OffsetDelete (KIP-496): not for topics that a member subscribes to. */
    public Outcome delete(OffsetDeleteRequest request, Consumer<OffsetDeleteResponse> answer) {
        Step step = new Step();
        Group group = groups.find(request.groupId());
        Errors error = request.groupId().isEmpty()
                ? Errors.INVALID_GROUP_ID
                : group == null ? Errors.GROUP_ID_NOT_FOUND : group.checkOffsetDelete();
        OffsetDeleteResponse response =
                new OffsetDeleteResponse().errorCode(error.code()).topics(new ArrayList<>());
        if (error == Errors.NONE) {
            for (OffsetDeleteRequestTopic topic : request.topics()) {
                response.topics().add(delete(group, topic, step));
            }
        }
        step.answer(answer, response, late -> new OffsetDeleteResponse().errorCode(late.code()));
        return step.outcome();
    }

    private OffsetDeleteResponseTopic delete(Group group, OffsetDeleteRequestTopic topic, Step step) {
        boolean subscribed = group.isSubscribedTo(topic.name());
        GroupOffsets found = offsets.of(group.groupId());
        List<OffsetDeleteResponsePartition> partitions = new ArrayList<>();
        for (OffsetDeleteRequestPartition partition : topic.partitions()) {
            int index = partition.partitionIndex();
            if (!subscribed && (found.get(topic.name(), index) != null || found.isUnstable(topic.name(), index))) {
                step.append(CommittedOffset.tombstone(group.groupId(), topic.name(), index));
            }
            Errors error = subscribed ? Errors.GROUP_SUBSCRIBED_TO_TOPIC : Errors.NONE;
            partitions.add(
                    new OffsetDeleteResponsePartition().partitionIndex(index).errorCode(error.code()));
        }
        return new OffsetDeleteResponseTopic().name(topic.name()).partitions(partitions);
    }
}
