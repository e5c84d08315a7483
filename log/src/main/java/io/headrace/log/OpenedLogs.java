package io.headrace.log;

import io.headrace.common.TopicPartition;
import java.util.Map;

/**
 * The logs that could be opened, and why the others could not.
 *
 * @param logs by partition
 * @param failed by partition: a storage error, or that the directory belongs to another topic
 */
public record OpenedLogs(Map<TopicPartition, PartitionLog> logs, Map<TopicPartition, RuntimeException> failed) {}
