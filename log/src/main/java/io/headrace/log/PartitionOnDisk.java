package io.headrace.log;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A partition's directory that was found in a data directory.
 *
 * @param partition by its name
 * @param topicId to which topic it belongs; empty if it does not say
 * @param directory where it is
 */
public record PartitionOnDisk(TopicPartition partition, Optional<Uuid> topicId, Path directory) {}
