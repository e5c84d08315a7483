package io.headrace.log;

import io.headrace.common.errors.KafkaStorageException;
import io.headrace.log.epoch.LeaderEpochs;
import io.headrace.log.producer.ProducerSnapshots;
import io.headrace.log.producer.ProducerStates;
import io.headrace.log.segment.Segment;
import java.io.IOException;

/**
 * What a {@link PartitionLog} is made of, for those who change it: its published view, its files, what it knows of
 * producers.
 *
 * <p>Owner: the log's owner. {@link #view}, {@link #config} and {@link #isClosed} may be asked by any thread.
 */
final class LogState {

    private final LogContext context;
    private final ProducerStates producers;
    private final ProducerSnapshots snapshots;
    private final PartitionFiles files;
    private final LogFlush flush;

    private volatile LogConfig config;
    private volatile LogView view;
    private volatile boolean closed;
    private boolean changed;

    LogState(LogContext context, LogConfig config, LoadedLog loaded, long nowMs) {
        this.context = context;
        this.config = config;
        this.producers = loaded.producers();
        this.snapshots = loaded.snapshots();
        this.files = new PartitionFiles(context, loaded.onDisk());
        this.flush = new LogFlush(context, loaded.recoveryPoint(), loaded.epochsOnDisk(), nowMs);
        this.changed = loaded.changed();
        this.view = LogView.of(
                loaded.logStartOffset(),
                loaded.logEndOffset(),
                loaded.segments().toArray(Segment[]::new),
                loaded.epochs(),
                producers.firstUnstableOffset(loaded.logEndOffset()));
    }

    LogContext context() {
        return context;
    }

    ProducerStates producers() {
        return producers;
    }

    ProducerSnapshots snapshots() {
        return snapshots;
    }

    PartitionFiles files() {
        return files;
    }

    LogFlush flush() {
        return flush;
    }

    LogConfig config() {
        return config;
    }

    void configure(LogConfig next) {
        config = next;
    }

    LogView view() {
        return view;
    }

    /** Shows readers a newer view. */
    void show(LogView next) {
        view = next;
    }

    /** Shows readers these segments and offsets. */
    void publish(long logStartOffset, long logEndOffset, Segment[] segments, LeaderEpochs epochs) {
        view = LogView.of(logStartOffset, logEndOffset, segments, epochs, producers.firstUnstableOffset(logEndOffset));
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Whether there is something that a clean end has to write. */
    boolean hasChanged() {
        return changed;
    }

    void noteChange() {
        changed = true;
    }

    /** When files that leave the log now are to be unlinked. */
    long deletionDue(long nowMs) {
        return nowMs + config.fileDeleteDelayMs();
    }

    /** What callers are told when a file lets them down. */
    KafkaStorageException storageFailure(String what, IOException e) {
        return new KafkaStorageException(what + " of " + context.partition() + " failed: " + e.getMessage(), e);
    }
}
