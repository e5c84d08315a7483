package io.headrace.log;

import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and directories that have left the log and wait under another name for {@code file.delete.delay.ms} to pass.
 *
 * <p>Thread safe: the queue is guarded by this object's lock, which is never held while a file is touched.
 */
final class DeletionQueue {

    private static final Logger LOG = LoggerFactory.getLogger(DeletionQueue.class);

    private final FileIo io;
    private final PriorityQueue<Waiting> queue = new PriorityQueue<>(Comparator.comparingLong(Waiting::dueMs));

    DeletionQueue(FileIo io) {
        this.io = io;
    }

    synchronized void addFile(Path path, long dueMs) {
        queue.add(new Waiting(path, dueMs, false));
    }

    synchronized void addDirectory(Path path, long dueMs) {
        queue.add(new Waiting(path, dueMs, true));
    }

    synchronized int size() {
        return queue.size();
    }

    /** Deletes what is due. What cannot be deleted is left for the next start to find. */
    void deleteDue(long nowMs) {
        List<Waiting> due = new ArrayList<>();
        synchronized (this) {
            while (!queue.isEmpty() && queue.peek().dueMs() <= nowMs) {
                due.add(queue.poll());
            }
        }
        for (Waiting waiting : due) {
            try {
                delete(waiting);
            } catch (IOException e) {
                LOG.warn("{} could not be deleted; its space is free again after the next start", waiting.path(), e);
            }
        }
    }

    private void delete(Waiting waiting) throws IOException {
        if (waiting.directory()) {
            io.deleteTree(waiting.path());
        } else {
            io.deleteIfExists(waiting.path());
        }
    }

    private record Waiting(Path path, long dueMs, boolean directory) {}
}
