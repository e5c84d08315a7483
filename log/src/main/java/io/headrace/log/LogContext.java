package io.headrace.log;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.log.file.FileIo;
import io.headrace.log.segment.SegmentPlace;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * What a partition's log is given for life.
 *
 * @param partition its name
 * @param topicId the topic's id, zero if it has none
 * @param directory where its files go
 * @param io how files are reached
 * @param disk runs what blocks: forcing, closing
 * @param names the names of all partitions' directories
 * @param deletions takes files that leave the log
 * @param producerExpirationMs {@code producer.id.expiration.ms}
 */
record LogContext(
        TopicPartition partition,
        Uuid topicId,
        Path directory,
        FileIo io,
        Executor disk,
        DirectoryNames names,
        DeletionQueue deletions,
        long producerExpirationMs) {

    SegmentPlace place() {
        return new SegmentPlace(directory, io, disk);
    }

    boolean hasTopicId() {
        return !topicId.equals(Uuid.ZERO_UUID);
    }
}
