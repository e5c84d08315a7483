package io.headrace.clients.consumer.internals.mock;

import io.headrace.clients.consumer.internals.fetch.OffsetReset;
import io.headrace.common.KafkaException;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a test says of the cluster that a {@link io.headrace.clients.consumer.MockConsumer} does without: which partitions
 * topics have, and where these begin and end. Nothing is known that was not said. Owner: the mock's lock.
 */
public final class MockCluster {

    private final Map<String, List<PartitionInfo>> topics = new HashMap<>();
    private final Map<TopicPartition, Long> beginnings = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, Long> byDuration = new HashMap<>();
    private KafkaException offsetsException;

    // ---- what the test says ----

    public void setPartitions(String topic, List<PartitionInfo> partitions) {
        topics.put(topic, partitions);
    }

    public void setBeginnings(Map<TopicPartition, Long> offsets) {
        beginnings.putAll(offsets);
    }

    public void setEnds(Map<TopicPartition, Long> offsets) {
        ends.putAll(offsets);
    }

    /** Says where a reset by duration leads. */
    public void setByDuration(Map<TopicPartition, Long> offsets) {
        byDuration.putAll(offsets);
    }

    /** Has the next question for beginnings or ends fail; null takes it back. */
    public void failOffsets(KafkaException thrown) {
        offsetsException = thrown;
    }

    // ---- what the consumer asks ----

    /** All topics; what is said later is seen in it. */
    public Map<String, List<PartitionInfo>> topics() {
        return topics;
    }

    /** The partitions of a topic; none if it is not known. */
    public List<PartitionInfo> partitionsOf(String topic) {
        return topics.getOrDefault(topic, List.of());
    }

    /** The topics whose whole name a pattern matches, each with its partitions. */
    public Map<String, List<TopicPartition>> matching(Pattern pattern) {
        Map<String, List<TopicPartition>> matching = new LinkedHashMap<>();
        topics.forEach((topic, partitions) -> {
            if (pattern.matcher(topic).matches()) {
                matching.put(
                        topic,
                        partitions.stream()
                                .map(info -> new TopicPartition(topic, info.partition()))
                                .toList());
            }
        });
        return matching;
    }

    /** Whether a position is before the beginning of its partition; not where no beginning was set. */
    public boolean isBeforeBeginning(TopicPartition partition, long position) {
        return beginnings.getOrDefault(partition, position) > position;
    }

    /** Where a partition ends, if the test has said so. */
    public OptionalLong end(TopicPartition partition) {
        Long end = ends.get(partition);
        return end == null ? OptionalLong.empty() : OptionalLong.of(end);
    }

    /**
     * Where a reset leads: to the beginning, the end, or as far back as a duration.
     *
     * @throws IllegalStateException when the test did not say where that is
     */
    public long resetOffset(TopicPartition partition, OffsetReset to) {
        if (to.equals(OffsetReset.earliest())) {
            return known(beginnings, partition, "beginning");
        }
        return to.equals(OffsetReset.latest())
                ? known(ends, partition, "end")
                : known(byDuration, partition, "duration");
    }

    private static long known(Map<TopicPartition, Long> offsets, TopicPartition partition, String which) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new IllegalStateException("MockConsumer didn't have " + which + " offset specified for " + partition
                    + ", but tried to seek to " + which);
        }
        return offset;
    }

    /**
     * Where partitions begin.
     *
     * @throws KafkaException the one of {@link #failOffsets}, once
     * @throws IllegalStateException when the test did not say where one of them begins
     */
    public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return offsets(partitions, beginnings, "beginning");
    }

    /** Where partitions end; exceptions as in {@link #beginnings}. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, ends, "end");
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> wanted, Map<TopicPartition, Long> known, String which) {
        if (offsetsException != null) {
            KafkaException thrown = offsetsException;
            offsetsException = null;
            throw thrown;
        }
        Map<TopicPartition, Long> found = new HashMap<>();
        for (TopicPartition partition : wanted) {
            Long offset = known.get(partition);
            if (offset == null) {
                throw new IllegalStateException(
                        "The partition " + partition + " does not have a known " + which + " offset.");
            }
            found.put(partition, offset);
        }
        return found;
    }
}
