package io.headrace.log;

import io.headrace.log.checkpoint.PartitionMetadataFile;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentNames;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a partition: made with the first write, left by segments that are deleted.
 *
 * <p>Owner: the partition's loop; {@link #exists} may be asked by any thread.
 */
final class PartitionFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionFiles.class);

    private final LogContext context;
    private volatile boolean exists;

    PartitionFiles(LogContext context, boolean exists) {
        this.context = context;
        this.exists = exists;
    }

    boolean exists() {
        return exists;
    }

    /** Makes the directory, and notes in it whose it is before it has records. */
    void make() throws IOException {
        if (exists) {
            return;
        }
        context.io().createDirectories(context.directory());
        context.names().made();
        if (context.hasTopicId()) {
            new PartitionMetadataFile(context.io(), context.directory()).write(context.topicId());
        }
        exists = true;
    }

    /** Takes a segment's files out of the log. Those that read them keep them. */
    void remove(Segment segment, long dueMs) {
        segment.retire();
        try {
            rename(segment, dueMs);
        } catch (IOException e) {
            LOG.warn("{} left the log and could not be renamed; it comes back with a restart", segment.path(), e);
        }
    }

    /**
     * Takes segments' files out of the log, and gives those of the one that was made from them their places. When that
     * fails the new segment keeps the names it has, under which it can be read, and the next start finishes the exchange.
     */
    void exchange(List<Segment> old, Segment compacted, long dueMs) throws IOException {
        old.forEach(Segment::retire);
        for (Segment segment : old) {
            rename(segment, dueMs);
        }
        compacted.moveTo(context.place());
    }

    private void rename(Segment segment, long dueMs) throws IOException {
        IOException failure = null;
        for (String kind : SegmentNames.OF_A_SEGMENT) {
            Path path = SegmentNames.file(context.directory(), segment.baseOffset(), kind);
            Path renamed = path.resolveSibling(path.getFileName() + SegmentNames.DELETED);
            try {
                if (context.io().exists(path)) {
                    context.io().rename(path, renamed);
                    context.deletions().addFile(renamed, dueMs);
                }
            } catch (NoSuchFileException e) {
                LOG.debug("{} is gone already", path, e);
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
