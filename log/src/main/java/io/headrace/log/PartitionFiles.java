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

    private static final List<String> OF_A_SEGMENT =
            List.of(SegmentNames.LOG, SegmentNames.INDEX, SegmentNames.TIME_INDEX, SegmentNames.TRANSACTION_INDEX);

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
        if (context.hasTopicId()) {
            new PartitionMetadataFile(context.io(), context.directory()).write(context.topicId());
        }
        exists = true;
    }

    /** Takes a segment's files out of the log. Those that read them keep them. */
    void remove(Segment segment, long dueMs) {
        segment.retire();
        for (String suffix : OF_A_SEGMENT) {
            Path path = SegmentNames.file(context.directory(), segment.baseOffset(), suffix);
            Path renamed = path.resolveSibling(path.getFileName() + SegmentNames.DELETED);
            try {
                if (context.io().exists(path)) {
                    context.io().rename(path, renamed);
                    context.deletions().addFile(renamed, dueMs);
                }
            } catch (NoSuchFileException e) {
                LOG.debug("{} is gone already", path, e);
            } catch (IOException e) {
                LOG.warn("{} left the log and could not be renamed; it comes back with a restart", path, e);
            }
        }
    }
}
