package io.headrace.group.offsets;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Outcome;
import io.headrace.group.model.Group;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.Step;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** OffsetFetch, of one group. Changes nothing. */
public final class OffsetFetches {
    private static final long NO_OFFSET = -1;

    private final GroupEnvironment environment;
    private final GroupDirectory groups;
    private final OffsetStore offsets;

    /** Fetches from that store. */
    public OffsetFetches(GroupEnvironment environment, GroupDirectory groups, OffsetStore offsets) {
        this.environment = environment;
        this.groups = groups;
        this.offsets = offsets;
    }

    /**
     * Takes the step.
     *
     * @param requireStable whether offsets that a transaction may be about to replace are refused (KIP-447)
     */
    public Outcome fetch(
            OffsetFetchRequestGroup request, boolean requireStable, Consumer<OffsetFetchResponseGroup> answer) {
        Step step = new Step();
        step.answer(
                answer,
                response(request, requireStable),
                error -> new OffsetFetchResponseGroup()
                        .groupId(request.groupId())
                        .errorCode(error.code()));
        return step.outcome();
    }

    private OffsetFetchResponseGroup response(OffsetFetchRequestGroup request, boolean requireStable) {
        OffsetFetchResponseGroup response =
                new OffsetFetchResponseGroup().groupId(request.groupId()).topics(new ArrayList<>());
        Group group = groups.find(request.groupId());
        GroupOffsets found = GroupOffsets.NONE;
        if (group != null) {
            Errors error = group.checkFetch(request.memberId(), request.memberEpoch());
            if (error == Errors.NONE) {
                found = offsets.of(request.groupId());
            } else if (error != Errors.GROUP_ID_NOT_FOUND) {
                return response.errorCode(error.code());
            }
        }
        if (request.topics() == null) {
            all(found, requireStable, response.topics());
        } else {
            for (OffsetFetchRequestTopics topic : request.topics()) {
                response.topics().add(asked(found, topic, requireStable));
            }
        }
        return response;
    }

    private OffsetFetchResponseTopics asked(GroupOffsets found, OffsetFetchRequestTopics topic, boolean requireStable) {
        List<OffsetFetchResponsePartitions> partitions =
                new ArrayList<>(topic.partitionIndexes().size());
        for (int partition : topic.partitionIndexes()) {
            if (requireStable && found.isUnstable(topic.name(), partition)) {
                partitions.add(none(partition, Errors.UNSTABLE_OFFSET_COMMIT));
                continue;
            }
            CommittedOffset offset = found.get(topic.name(), partition);
            // Asked for by its id, a topic inherits nothing from one that had its name before.
            partitions.add(
                    offset == null || !offset.isOf(topic.topicId())
                            ? none(partition, Errors.NONE)
                            : some(partition, offset));
        }
        return new OffsetFetchResponseTopics()
                .name(topic.name())
                .topicId(topic.topicId())
                .partitions(partitions);
    }

    private void all(GroupOffsets found, boolean requireStable, List<OffsetFetchResponseTopics> topics) {
        Map<String, Set<Integer>> asked = new HashMap<>();
        found.all().forEach((topic, partitions) -> asked.put(topic, new TreeSet<>(partitions.keySet())));
        if (requireStable) {
            found.unstable()
                    .forEach(partition -> asked.computeIfAbsent(partition.topic(), name -> new TreeSet<>())
                            .add(partition.partition()));
        }
        asked.forEach((name, partitions) -> {
            OffsetFetchResponseTopics topic = asked(
                    found,
                    new OffsetFetchRequestTopics().name(name).partitionIndexes(new ArrayList<>(partitions)),
                    requireStable);
            topics.add(topic.topicId(currentId(name)));
        });
    }

    private Uuid currentId(String name) {
        TopicImage topic = environment.image().topic(name);
        return topic == null ? Uuid.ZERO_UUID : topic.id();
    }

    private static OffsetFetchResponsePartitions some(int partition, CommittedOffset offset) {
        return new OffsetFetchResponsePartitions()
                .partitionIndex(partition)
                .committedOffset(offset.offset())
                .committedLeaderEpoch(offset.leaderEpoch())
                .metadata(offset.metadata());
    }

    private static OffsetFetchResponsePartitions none(int partition, Errors error) {
        return new OffsetFetchResponsePartitions()
                .partitionIndex(partition)
                .committedOffset(NO_OFFSET)
                .committedLeaderEpoch(-1)
                .metadata("")
                .errorCode(error.code());
    }
}
