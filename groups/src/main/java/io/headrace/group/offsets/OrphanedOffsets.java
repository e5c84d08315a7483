package io.headrace.group.offsets;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.Timers;
import io.headrace.group.model.Step;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offsets go when their topic does, be they of groups that still have members or part of a transaction that is open. Many
 * of them go in several steps, the first at once. Owner: the coordinator's thread.
 */
public final class OrphanedOffsets {
    private static final Logger log = LoggerFactory.getLogger(OrphanedOffsets.class);
    private static final String TIMER = "orphans";

    private final Timers timers;
    private final OffsetStore offsets;
    private final Deque<Suspect> suspects = new ArrayDeque<>();

    /** An offset that was without its topic when it was looked at. It may have been committed anew since. */
    private record Suspect(String groupId, TopicPartition partition, BiPredicate<String, CommittedOffset> orphaned) {}

    /** Offsets of that store. */
    public OrphanedOffsets(Timers timers, OffsetStore offsets) {
        this.timers = timers;
        this.offsets = offsets;
    }

    /** Topics were deleted. Offsets that were committed for another topic of the same name stay. */
    public void topicsDeleted(List<TopicImage> topics, Step step) {
        for (TopicImage topic : topics) {
            BiPredicate<String, CommittedOffset> orphaned =
                    (name, offset) -> name.equals(topic.name()) && offset.isOf(topic.id());
            for (String groupId : offsets.groupIds(topic.name())) {
                suspect(groupId, offsets.partitions(groupId, topic.name()), orphaned);
            }
        }
        begin(step);
    }

    /**
     * Topics may have been deleted while nobody was in charge here. Offsets that do not say which topic they are of stay:
     * they may be of one that is not there yet, and expire otherwise.
     */
    public void loaded(ClusterImage image, Step step) {
        BiPredicate<String, CommittedOffset> orphaned =
                (topic, offset) -> !offset.topicId().equals(Uuid.ZERO_UUID) && image.topic(offset.topicId()) == null;
        for (String groupId : offsets.groupIds()) {
            suspect(groupId, offsets.partitions(groupId), orphaned);
        }
        begin(step);
    }

    private void suspect(
            String groupId, List<TopicPartition> partitions, BiPredicate<String, CommittedOffset> orphaned) {
        for (TopicPartition partition : partitions) {
            Suspect suspect = new Suspect(groupId, partition, orphaned);
            if (isOrphaned(suspect)) {
                suspects.add(suspect);
            }
        }
    }

    private void begin(Step step) {
        if (!suspects.isEmpty()) {
            log.info("{} committed offsets go with their topics", suspects.size());
            removeSome(step);
        }
    }

    private void removeSome(Step step) {
        while (!suspects.isEmpty() && step.size() < Tombstones.PER_STEP) {
            Suspect suspect = suspects.poll();
            if (isOrphaned(suspect)) {
                TopicPartition partition = suspect.partition();
                step.append(CommittedOffset.tombstone(suspect.groupId(), partition.topic(), partition.partition()));
            }
        }
        if (!suspects.isEmpty()) {
            timers.start(TIMER, 0, nowMs -> removeMore());
        }
    }

    private Outcome removeMore() {
        Step step = new Step();
        removeSome(step);
        return step.outcome();
    }

    private boolean isOrphaned(Suspect suspect) {
        GroupOffsets found = offsets.of(suspect.groupId());
        TopicPartition partition = suspect.partition();
        CommittedOffset committed = found.get(partition.topic(), partition.partition());
        if (committed != null && suspect.orphaned().test(partition.topic(), committed)) {
            return true;
        }
        for (long producerId : found.producers(partition)) {
            CommittedOffset pending =
                    offsets.pending(producerId, suspect.groupId()).get(partition);
            if (suspect.orphaned().test(partition.topic(), pending)) {
                return true;
            }
        }
        return false;
    }
}
