package io.headrace.clients.consumer;

import io.headrace.common.TopicPartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Finds out whether offsets are committed, by asking the coordinator: for a commit that ended with a timeout, a wakeup or
 * an interrupt, and in an {@link OffsetCommitCallback}, where the answer was lost and not the commit perhaps.
 *
 * <pre>{@code
 * try {
 *     consumer.commitSync(offsets);
 * } catch (TimeoutException e) {
 *     if (!CommitCheck.of(consumer, offsets, Duration.ofSeconds(10)).isCommitted()) {
 *         consumer.commitSync(offsets);
 *     }
 * }
 * }</pre>
 *
 * <p>It tells what the group has at the time of the answer. A commit that is missing may still be on its way; to be sure
 * that it is not, commit again: that is harmless while the partitions belong to this consumer. To tell one's own commit
 * from another one of the same offset, give it metadata that nobody else uses: metadata is compared too.
 *
 * <p>Immutable.
 */
public final class CommitCheck {

    /** What the group has of one partition, compared with what was to be committed. */
    public enum Found {
        /** The same offset and metadata. */
        COMMITTED,
        /** A higher offset, or the same with other metadata: a later commit, or another member's. */
        OVERTAKEN,
        /** A lower offset, or none. */
        MISSING
    }

    private final Map<TopicPartition, Found> found;

    private CommitCheck(Map<TopicPartition, Found> found) {
        this.found = Map.copyOf(found);
    }

    /**
     * Asks the coordinator. To be called where the consumer may be used: in the thread that polls.
     *
     * @param consumer a consumer of the group
     * @param offsets what was to be committed
     * @param timeout how long that may take
     * @throws io.headrace.common.errors.TimeoutException when there is no answer in time
     * @throws io.headrace.common.KafkaException when the coordinator refuses to tell
     */
    public static CommitCheck of(
            Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(offsets.keySet(), timeout);
        Map<TopicPartition, Found> found = new HashMap<>();
        offsets.forEach((partition, offset) -> found.put(partition, compare(offset, committed.get(partition))));
        return new CommitCheck(found);
    }

    private static Found compare(OffsetAndMetadata wanted, OffsetAndMetadata there) {
        if (there == null || there.offset() < wanted.offset()) {
            return Found.MISSING;
        }
        boolean isSame = there.offset() == wanted.offset() && Objects.equals(there.metadata(), wanted.metadata());
        return isSame ? Found.COMMITTED : Found.OVERTAKEN;
    }

    /** What was found, by partition. */
    public Map<TopicPartition, Found> byPartition() {
        return found;
    }

    /** Whether the group has all that was to be committed. */
    public boolean isCommitted() {
        return found.values().stream().allMatch(Found.COMMITTED::equals);
    }

    /** Whether nothing is missing: the group goes on at the offsets that were to be committed, or behind them. */
    public boolean isCovered() {
        return found.values().stream().noneMatch(Found.MISSING::equals);
    }

    @Override
    public String toString() {
        return "CommitCheck" + found;
    }
}
