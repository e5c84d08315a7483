package io.headrace.metadata.image;

import io.headrace.common.Uuid;
import java.util.List;

/**
 * One topic as the cluster agreed on it.
 *
 * @param name the topic's name
 * @param id the topic's id, never used again after the topic is deleted
 * @param partitions the partitions; a partition's place is its number
 */
public record TopicImage(String name, Uuid id, List<PartitionImage> partitions) {
    public TopicImage {
        partitions = List.copyOf(partitions);
    }

    /** The partition with that number, or null when there is none. */
    public PartitionImage partition(int number) {
        return number >= 0 && number < partitions.size() ? partitions.get(number) : null;
    }
}
