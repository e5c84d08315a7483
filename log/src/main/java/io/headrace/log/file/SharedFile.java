package io.headrace.log.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that readers on any thread use: opened by the first of them, counted, and closed when the last is done after the
 * file was retired, or when nobody used it for a while.
 *
 * <p>A retired file may be renamed or unlinked at once: those who hold it read on, new users are refused. Thread safe; all
 * state is guarded by this object's lock, under which the file is opened and renamed but never closed, read or written: closing goes
 * to the executor, because it frees the blocks of an unlinked file and that takes time.
 */
public final class SharedFile {

    private static final Logger LOG = LoggerFactory.getLogger(SharedFile.class);

    private final FileIo io;
    private final Executor closer;

    private volatile Path path;
    private OpenFile file;
    private int users;
    private boolean retired;
    private boolean usedSinceSweep;

    /** A file that is not opened yet. */
    public SharedFile(FileIo io, Path path, Executor closer) {
        this.io = io;
        this.path = path;
        this.closer = closer;
    }

    /** Where the file was put; a retired file may have another name by now. */
    public Path path() {
        return path;
    }

    /**
     * Counts the caller as a user, who must call {@link #release} once.
     *
     * @throws FileRetiredException when the file was retired
     * @throws IOException when it cannot be opened
     */
    public synchronized OpenFile acquire() throws IOException {
        return acquire(false);
    }

    /** As {@link #acquire}, and makes the file if it is not there. */
    public synchronized OpenFile acquireOrCreate() throws IOException {
        return acquire(true);
    }

    private OpenFile acquire(boolean create) throws IOException {
        if (retired) {
            throw new FileRetiredException(path);
        }
        if (file == null) {
            file = create ? io.openOrCreate(path) : io.open(path);
        }
        users++;
        usedSinceSweep = true;
        return file;
    }

    /** Ends one use. */
    public void release() {
        OpenFile toClose = null;
        synchronized (this) {
            if (users == 0) {
                throw new IllegalStateException("released more often than acquired: " + path);
            }
            users--;
            if (users == 0 && retired) {
                toClose = file;
                file = null;
            }
        }
        close(toClose);
    }

    /** Refuses new users from now on, and closes the file once the last one is done. Repeating it does nothing. */
    public void retire() {
        OpenFile toClose = null;
        synchronized (this) {
            retired = true;
            if (users == 0) {
                toClose = file;
                file = null;
            }
        }
        close(toClose);
    }

    /**
     * Renames the file; users notice nothing.
     *
     * @throws IOException when that fails; it then has its old name
     */
    public synchronized void moveTo(Path to) throws IOException {
        io.rename(path, to);
        path = to;
    }

    /** As {@link #moveTo}; a file that is not there yet is made under the new name. */
    public synchronized void moveToIfThere(Path to) throws IOException {
        if (io.exists(path)) {
            io.rename(path, to);
        }
        path = to;
    }

    /** Closes the file if nobody uses it now or used it since the last call. The next user opens it again. */
    public void closeIfIdle() {
        OpenFile toClose = null;
        synchronized (this) {
            if (users == 0 && !usedSinceSweep) {
                toClose = file;
                file = null;
            }
            usedSinceSweep = false;
        }
        close(toClose);
    }

    /** Closes the file if nobody uses it now, without waiting for another call. The next user opens it again. */
    public void closeIfUnused() {
        OpenFile toClose = null;
        synchronized (this) {
            if (users == 0) {
                toClose = file;
                file = null;
            }
        }
        if (toClose != null) {
            closeNow(toClose);
        }
    }

    /** Whether the file is open now. */
    public synchronized boolean isOpen() {
        return file != null;
    }

    private void close(OpenFile toClose) {
        if (toClose == null) {
            return;
        }
        try {
            closer.execute(() -> closeNow(toClose));
        } catch (RejectedExecutionException e) {
            // The broker has ended, and this reader is the last to let go.
            closeNow(toClose);
        }
    }

    private void closeNow(OpenFile toClose) {
        try {
            toClose.close();
        } catch (IOException e) {
            LOG.info("closing {} failed", path, e);
        }
    }
}
