package io.headrace.log;

import io.headrace.common.TopicPartition;
import java.util.Optional;
import java.util.UUID;

/**
 * Names of partitions' directories.
 *
 * <pre>
 *   orders-3                                                  a partition
 *   orders-3.0b5ccf0b0f3e4a6b8f5f0c1d2e3f4a5b-delete          one that waits to be deleted
 * </pre>
 */
final class PartitionDirectoryName {

    static final String DELETE_SUFFIX = "-delete";

    /** What file systems take. A topic's name may have 249 characters. */
    private static final int MAX_LENGTH = 255;

    private PartitionDirectoryName() {}

    static String of(TopicPartition partition) {
        return partition.topic() + '-' + partition.partition();
    }

    static String toBeDeleted(TopicPartition partition) {
        String end =
                "-" + partition.partition() + "." + UUID.randomUUID().toString().replace("-", "") + DELETE_SUFFIX;
        String topic = partition.topic();
        return topic.substring(0, Math.min(topic.length(), MAX_LENGTH - end.length())) + end;
    }

    /** The partition that a directory's name means, if it means one. */
    static Optional<TopicPartition> parse(String name) {
        int dash = name.lastIndexOf('-');
        if (dash < 1 || dash == name.length() - 1 || name.length() - dash > 11) {
            return Optional.empty();
        }
        for (int i = dash + 1; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        long number = Long.parseLong(name.substring(dash + 1));
        return number > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new TopicPartition(name.substring(0, dash), (int) number));
    }
}
