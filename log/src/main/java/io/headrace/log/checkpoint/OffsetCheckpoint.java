package io.headrace.log.checkpoint;

import io.headrace.common.TopicPartition;
import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file with one offset per partition of a data directory: recovery points, log start offsets, high watermarks.
 *
 * <pre>
 *   0                          version
 *   2                          entry count
 *   orders 0 1042              topic, partition, offset
 *   orders 1 77
 * </pre>
 *
 * <p>Without state but its path; blocks. Calls for one file must not overlap.
 */
public final class OffsetCheckpoint {

    /** Up to where a partition's log is on stable storage. */
    public static final String RECOVERY_POINT = "recovery-point-offset-checkpoint";

    /** From where on a partition's log may be read, where that is not the start of its first segment. */
    public static final String LOG_START = "log-start-offset-checkpoint";

    /** Up to where a partition's log was compacted. */
    public static final String CLEANER = "cleaner-offset-checkpoint";

    private final FileIo io;
    private final Path path;

    /** Names the file; it need not be there. */
    public OffsetCheckpoint(FileIo io, Path path) {
        this.io = io;
        this.path = path;
    }

    /**
     * Reads all offsets; none when there is no file.
     *
     * @throws MalformedCheckpointException when the content is not of this format
     */
    public Map<TopicPartition, Long> read() throws IOException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (String line : CheckpointText.read(io, path)) {
            String[] words = line.split(" ", -1);
            if (words.length != 3) {
                throw new MalformedCheckpointException(path, "'" + line + "' has not three words");
            }
            long partition = CheckpointText.number(path, words[1]);
            long offset = CheckpointText.number(path, words[2]);
            if (partition < 0 || partition > Integer.MAX_VALUE || offset < 0) {
                throw new MalformedCheckpointException(path, "'" + line + "' has a negative number");
            }
            if (offsets.put(new TopicPartition(words[0], (int) partition), offset) != null) {
                throw new MalformedCheckpointException(path, "'" + line + "' is there twice");
            }
        }
        return offsets;
    }

    /** Replaces the file, durably. */
    public void write(Map<TopicPartition, Long> offsets) throws IOException {
        List<String> lines = new ArrayList<>(offsets.size());
        offsets.forEach(
                (partition, offset) -> lines.add(partition.topic() + ' ' + partition.partition() + ' ' + offset));
        io.replaceDurably(path, CheckpointText.format(lines));
    }
}
