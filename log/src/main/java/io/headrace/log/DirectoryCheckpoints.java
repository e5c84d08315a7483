package io.headrace.log;

import io.headrace.common.TopicPartition;
import io.headrace.log.checkpoint.MalformedCheckpointException;
import io.headrace.log.checkpoint.OffsetCheckpoint;
import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recovery points and log start offsets of a data directory, as its two checkpoint files have them.
 *
 * <p>Thread safe: guarded by this object's lock, also while the files are written; only threads that may block come here.
 */
final class DirectoryCheckpoints {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryCheckpoints.class);

    private final OffsetCheckpoint recoveryFile;
    private final OffsetCheckpoint startFile;
    private final Map<TopicPartition, Long> recoveryPoints;
    private final Map<TopicPartition, Long> logStarts;
    private boolean changed;

    private DirectoryCheckpoints(
            OffsetCheckpoint recoveryFile,
            OffsetCheckpoint startFile,
            Map<TopicPartition, Long> recoveryPoints,
            Map<TopicPartition, Long> logStarts) {
        this.recoveryFile = recoveryFile;
        this.startFile = startFile;
        this.recoveryPoints = recoveryPoints;
        this.logStarts = logStarts;
    }

    static DirectoryCheckpoints read(FileIo io, Path directory) throws IOException {
        OffsetCheckpoint recoveryFile = new OffsetCheckpoint(io, directory.resolve(OffsetCheckpoint.RECOVERY_POINT));
        OffsetCheckpoint startFile = new OffsetCheckpoint(io, directory.resolve(OffsetCheckpoint.LOG_START));
        return new DirectoryCheckpoints(
                recoveryFile,
                startFile,
                readOrNothing(recoveryFile, "all segments count as not flushed"),
                readOrNothing(startFile, "logs start at their first segment"));
    }

    private static Map<TopicPartition, Long> readOrNothing(OffsetCheckpoint file, String consequence)
            throws IOException {
        try {
            return file.read();
        } catch (MalformedCheckpointException e) {
            LOG.warn("{}; {}", e.getMessage(), consequence);
            return new HashMap<>();
        }
    }

    synchronized long recoveryPoint(TopicPartition partition) {
        return recoveryPoints.getOrDefault(partition, 0L);
    }

    /** Whether the partition's log was open when its directory was closed cleanly: each such log has a recovery point. */
    synchronized boolean hasRecoveryPoint(TopicPartition partition) {
        return recoveryPoints.containsKey(partition);
    }

    synchronized OptionalLong logStart(TopicPartition partition) {
        Long offset = logStarts.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /**
     * Drops what the files say of partitions, and writes them, so that a partition that takes the name does not inherit it.
     */
    synchronized void forget(Collection<TopicPartition> partitions) throws IOException {
        for (TopicPartition partition : partitions) {
            changed |= recoveryPoints.remove(partition) != null;
            changed |= logStarts.remove(partition) != null;
        }
        writeIfChanged();
    }

    /** As {@link #forget} for all others. */
    synchronized void keepOnly(Collection<TopicPartition> partitions) throws IOException {
        Set<TopicPartition> gone = new HashSet<>(recoveryPoints.keySet());
        gone.addAll(logStarts.keySet());
        gone.removeAll(Set.copyOf(partitions));
        forget(gone);
    }

    /** {@link #write}, without recovery points for logs that are not clean: the next start rechecks those from 0 on. */
    synchronized void writeLast(Collection<PartitionLog> logs, Collection<TopicPartition> unclean) throws IOException {
        write(logs);
        for (TopicPartition partition : unclean) {
            changed |= recoveryPoints.remove(partition) != null;
        }
        writeIfChanged();
    }

    /** Takes over where the logs are, and writes the files if that is news. */
    synchronized void write(Collection<PartitionLog> logs) throws IOException {
        for (PartitionLog log : logs) {
            if (log.existsOnDisk()) {
                take(log);
            }
        }
        writeIfChanged();
    }

    private void writeIfChanged() throws IOException {
        if (changed) {
            recoveryFile.write(recoveryPoints);
            startFile.write(logStarts);
            changed = false;
        }
    }

    private void take(PartitionLog log) {
        LogView view = log.view();
        // Recovery goes by whole segments, and the indexes of the one being written are not on stable storage.
        Long recoveryPoint = Math.min(log.recoveryPoint(), view.activeSegmentBaseOffset());
        changed |= !recoveryPoint.equals(recoveryPoints.put(log.topicPartition(), recoveryPoint));
        if (view.logStartOffset() > view.segment(0).baseOffset()) {
            Long start = view.logStartOffset();
            changed |= !start.equals(logStarts.put(log.topicPartition(), start));
        } else {
            changed |= logStarts.remove(log.topicPartition()) != null;
        }
    }
}
