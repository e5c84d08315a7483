package io.headrace.log;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;

/**
 * A log to open.
 *
 * @param partition its name
 * @param topicId the topic's id; {@link Uuid#ZERO_UUID} if it has none, and any directory of that name then fits
 * @param config the topic's configuration
 */
public record LogSpec(TopicPartition partition, Uuid topicId, LogConfig config) {}
