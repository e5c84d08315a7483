package io.headrace.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A data directory's lock: a lock of the operating system on the file {@value #NAME}, which ends with the process at the
 * latest. The file stays.
 */
final class DirectoryLock implements AutoCloseable {

    static final String NAME = ".lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, or fails at once.
     *
     * @throws DirectoryLockedException when another process, or this one, holds it
     */
    static DirectoryLock take(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(NAME), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new DirectoryLockedException(directory);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new DirectoryLockedException(directory);
        }
        return new DirectoryLock(channel);
    }

    /** Frees the lock. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
