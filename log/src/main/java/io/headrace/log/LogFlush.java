package io.headrace.log;

import io.headrace.log.checkpoint.LeaderEpochCheckpoint;
import io.headrace.log.epoch.LeaderEpochs;
import io.headrace.log.file.FileRetiredException;
import io.headrace.log.segment.Segment;
import java.io.IOException;

/**
 * Brings a log to stable storage, and knows how far it has come.
 *
 * <p>Flushing blocks, on any thread, one at a time: guarded by this object's lock, which the log's owner never takes. The
 * recovery point moves under {@code pointLock}, which is held for a few instructions only, because a truncation by the
 * owner moves it back.
 */
final class LogFlush {

    private final LogContext context;
    private final LeaderEpochCheckpoint epochFile;
    private final Object pointLock = new Object();

    private volatile long recoveryPoint;
    private volatile long lastFlushMs;
    private long movesBack;
    private boolean broken;
    private boolean ended;
    private LeaderEpochs written;

    LogFlush(LogContext context, long recoveryPoint, LeaderEpochs written, long nowMs) {
        this.context = context;
        this.epochFile = new LeaderEpochCheckpoint(context.io(), context.directory());
        this.recoveryPoint = recoveryPoint;
        this.written = written;
        this.lastFlushMs = nowMs;
    }

    long recoveryPoint() {
        return recoveryPoint;
    }

    long lastFlushMs() {
        return lastFlushMs;
    }

    /** Forces what lies between the recovery point and {@code upToOffset}, and moves the recovery point. */
    synchronized void flush(LogView view, long upToOffset, long nowMs) throws IOException {
        if (ended) {
            return;
        }
        long movesBackBefore;
        synchronized (pointLock) {
            movesBackBefore = movesBack;
        }
        writeEpochs(view.epochs());
        long reached = recoveryPoint;
        long target = Math.min(upToOffset, view.logEndOffset());
        if (target <= reached) {
            return;
        }
        if (broken) {
            throw new IOException("an earlier fsync failed, so what is on disk is unknown until the next start");
        }
        for (int number = view.floor(reached); number < view.segmentCount(); number++) {
            Segment segment = view.segment(number);
            if (segment.baseOffset() >= target) {
                break;
            }
            force(segment);
            reached = Math.min(target, view.endOffset(number));
        }
        if (reached > recoveryPoint) {
            context.io().syncDirectory(context.directory());
            context.names().force();
        }
        moveTo(reached, movesBackBefore);
        lastFlushMs = nowMs;
    }

    private void force(Segment segment) throws IOException {
        try {
            segment.force();
        } catch (FileRetiredException e) {
            // Retention deleted it after the view was taken: nothing is left to force.
            return;
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    private void moveTo(long offset, long movesBackBefore) {
        synchronized (pointLock) {
            if (movesBack == movesBackBefore && offset > recoveryPoint) {
                recoveryPoint = offset;
            }
        }
    }

    /** Writes the leader epochs' file if it does not have them. */
    synchronized void writeEpochs(LeaderEpochs epochs) throws IOException {
        if (!epochs.equals(written)) {
            epochFile.write(epochs);
            written = epochs;
        }
    }

    /** Waits for a flush that is under way, and lets none begin. */
    synchronized void end() {
        ended = true;
    }

    /** The owner cut the log, or will have to flush more of it: what comes after {@code offset} is not flushed. */
    void moveBackTo(long offset) {
        synchronized (pointLock) {
            movesBack++;
            recoveryPoint = Math.min(recoveryPoint, offset);
        }
    }
}
