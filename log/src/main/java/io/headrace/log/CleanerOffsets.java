package io.headrace.log;

import io.headrace.common.TopicPartition;
import io.headrace.log.checkpoint.MalformedCheckpointException;
import io.headrace.log.checkpoint.OffsetCheckpoint;
import io.headrace.log.compact.DirtyRange;
import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to where the logs of a data directory were compacted, as {@code cleaner-offset-checkpoint} has it. Without the file
 * logs are compacted from their starts again, which changes nothing in what is clean already.
 *
 * <p>Thread safe: guarded by this object's lock, also while the file is written; only threads that may block come here.
 */
final class CleanerOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(CleanerOffsets.class);

    private final OffsetCheckpoint file;
    private final Map<TopicPartition, Long> offsets;

    private CleanerOffsets(OffsetCheckpoint file, Map<TopicPartition, Long> offsets) {
        this.file = file;
        this.offsets = offsets;
    }

    static CleanerOffsets read(FileIo io, Path directory) throws IOException {
        OffsetCheckpoint file = new OffsetCheckpoint(io, directory.resolve(OffsetCheckpoint.CLEANER));
        try {
            return new CleanerOffsets(file, file.read());
        } catch (MalformedCheckpointException e) {
            LOG.warn("{}; logs are compacted from their starts again", e.getMessage());
            return new CleanerOffsets(file, new HashMap<>());
        }
    }

    synchronized long get(TopicPartition partition) {
        return offsets.getOrDefault(partition, DirtyRange.NOT_NOTED);
    }

    synchronized void put(TopicPartition partition, long offset) throws IOException {
        Long before = offsets.put(partition, offset);
        if (before == null || before != offset) {
            file.write(offsets);
        }
    }

    /** Drops partitions, so that one that takes such a name does not inherit anything. */
    synchronized void forget(Collection<TopicPartition> partitions) throws IOException {
        if (offsets.keySet().removeAll(Set.copyOf(partitions))) {
            file.write(offsets);
        }
    }

    /** As {@link #forget} for all others. */
    synchronized void keepOnly(Collection<TopicPartition> partitions) throws IOException {
        if (offsets.keySet().retainAll(Set.copyOf(partitions))) {
            file.write(offsets);
        }
    }
}
