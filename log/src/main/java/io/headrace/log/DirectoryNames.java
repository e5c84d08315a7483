package io.headrace.log;

import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The names of the partitions' directories in the data directory, which have to reach stable storage before anything
 * within them counts as being there. One fsync serves all that were made before it.
 *
 * <p>Thread safe. {@link #force} blocks, one at a time.
 */
final class DirectoryNames {

    private final FileIo io;
    private final Path directory;
    private final Object forcing = new Object();

    /** Those found at the start count as one. */
    private volatile long made = 1;

    private long forced;

    DirectoryNames(FileIo io, Path directory) {
        this.io = io;
        this.directory = directory;
    }

    /** A directory was made. */
    synchronized void made() {
        made++;
    }

    /** Forces all names that are there now to stable storage, unless they are. */
    void force() throws IOException {
        long there = made;
        synchronized (forcing) {
            if (forced < there) {
                there = made;
                io.syncDirectory(directory);
                forced = there;
            }
        }
    }
}
