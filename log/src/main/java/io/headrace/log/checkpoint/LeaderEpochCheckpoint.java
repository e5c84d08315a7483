package io.headrace.log.checkpoint;

import io.headrace.log.epoch.LeaderEpochs;
import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@value #NAME} of a partition: which leader's records start where.
 *
 * <pre>
 *   0                 version
 *   2                 entry count
 *   0 0               epoch, start offset
 *   3 1042
 * </pre>
 */
public final class LeaderEpochCheckpoint {

    /** Its name. */
    public static final String NAME = "leader-epoch-checkpoint";

    private final FileIo io;
    private final Path path;

    /** Names the partition's directory. */
    public LeaderEpochCheckpoint(FileIo io, Path directory) {
        this.io = io;
        this.path = directory.resolve(NAME);
    }

    /**
     * Reads the chain; an empty one when there is no file.
     *
     * @throws MalformedCheckpointException when the content is not of this format, or not rising
     */
    public LeaderEpochs read() throws IOException {
        LeaderEpochs epochs = LeaderEpochs.EMPTY;
        for (String line : CheckpointText.read(io, path)) {
            String[] words = line.split(" ", -1);
            if (words.length != 2) {
                throw new MalformedCheckpointException(path, "'" + line + "' has not two words");
            }
            long epoch = CheckpointText.number(path, words[0]);
            long startOffset = CheckpointText.number(path, words[1]);
            if (epoch < 0
                    || epoch > Integer.MAX_VALUE
                    || startOffset < 0
                    || epoch <= epochs.latestEpoch()
                    || startOffset < epochs.latestStartOffset()) {
                throw new MalformedCheckpointException(path, "'" + line + "' does not rise");
            }
            epochs = epochs.assign((int) epoch, startOffset);
        }
        return epochs;
    }

    /** Replaces the file. Not forced to stable storage: what it says can be read from the batches. */
    public void write(LeaderEpochs epochs) throws IOException {
        List<String> lines = new ArrayList<>();
        epochs.forEach((epoch, startOffset) -> lines.add(epoch + " " + startOffset));
        io.replace(path, CheckpointText.format(lines));
    }
}
