package io.headrace.broker.replica;

import io.headrace.broker.loop.Loop;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.common.errors.NotEnoughReplicasException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.protocol.Errors;
import io.headrace.log.AdmittedBatches;
import io.headrace.log.AppendResult;
import io.headrace.log.FetchSlice;
import io.headrace.log.LogConfig;
import io.headrace.log.LogView;
import io.headrace.log.PartitionLog;
import io.headrace.log.RetentionDecision;
import io.headrace.log.producer.ProducerEntry;
import io.headrace.log.producer.TransactionEnd;
import io.headrace.log.producer.TransactionVerification;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A partition that this broker leads: its log, the high watermark, and who waits for either to move.
 *
 * <p>The high watermark is the offset below which records are committed: readers see no others, and producers that asked
 * for all replicas are answered when it has passed their records. With one replica it follows the log's end, or, with
 * {@code flush.messages=1}, what has reached the disk.
 *
 * <p>Owner: {@link #loop()}. Methods that change something are called there; what says so may be called by any thread.
 * Never blocks: fsync and retention run on the disk's pool and report back.
 */
public final class Partition {

    private static final Logger LOG = LoggerFactory.getLogger(Partition.class);

    private static final long FLUSH_RETRY_MS = 1_000;

    /** About the size of a batch that ends a transaction. */
    private static final int MARKER_BYTES = 80;

    private final PartitionLog log;
    private final Loop loop;
    private final Executor disk;
    private final DataSignal signal = new DataSignal();
    private final DataSignal stableSignal = new DataSignal();
    private final HotTail hotTail;
    private final Cleaner cleaner;

    private final CommitQueue<Acknowledgement> uncommitted = new CommitQueue<>();
    private final CommitQueue<Acknowledgement> unflushed = new CommitQueue<>();
    private boolean flushing;
    private boolean flushTimerRuns;
    private boolean appendsFail;
    private boolean flushesFail;
    private boolean changedSinceCheckpoint;
    private int minInsyncReplicas;
    private long activeSegment;

    private volatile Leadership leadership;
    private volatile long highWatermark;
    private volatile boolean deleted;

    /** The leader of a partition; all of an opened log is committed, since there is one replica. */
    public Partition(
            PartitionLog log, Loop loop, Executor disk, Cleaner cleaner, Leadership leadership, int minInsyncReplicas) {
        this.log = log;
        this.minInsyncReplicas = minInsyncReplicas;
        this.loop = loop;
        this.disk = disk;
        this.cleaner = cleaner;
        this.leadership = leadership;
        long endOffset = log.view().logEndOffset();
        this.highWatermark = endOffset;
        this.hotTail = new HotTail(endOffset);
        this.activeSegment = log.view().activeSegmentBaseOffset();
    }

    /** Its owner. Any thread. */
    public Loop loop() {
        return loop;
    }

    /** Topic and number. Any thread. */
    public TopicPartition topicPartition() {
        return log.topicPartition();
    }

    /** The topic's id. Any thread. */
    public Uuid topicId() {
        return log.topicId();
    }

    /** Its settings. Any thread. */
    public LogConfig config() {
        return log.config();
    }

    /** Where blocking work of this partition is done. Any thread. */
    public Executor disk() {
        return disk;
    }

    /** Who leads it. Any thread. */
    public Leadership leadership() {
        return leadership;
    }

    /** Records below this offset are committed. Any thread. */
    public long highWatermark() {
        return highWatermark;
    }

    /**
     * Records below this offset are committed, and so are, or are aborted, the transactions they are part of. Any thread.
     */
    public long lastStableOffset() {
        // In this order: the view is then at least as new as the high watermark.
        long committed = highWatermark;
        return Math.min(committed, log.view().firstUnstableOffset());
    }

    /** What can be read of the log. Any thread; ask for the high watermark before, never after. */
    public LogView view() {
        return log.view();
    }

    /** The log, for reads that any thread may do. */
    public PartitionLog log() {
        return log;
    }

    /** Whether records from an offset on were written so recently that reading them needs no disk. Any thread. */
    public boolean isHot(long offset) {
        return offset >= hotTail.startOffset();
    }

    /** Whether its topic is gone. Any thread. */
    public boolean isDeleted() {
        return deleted;
    }

    /** Raised when the high watermark or the log start offset has moved, or the partition is gone. Any thread. */
    public DataSignal signal() {
        return signal;
    }

    /** Raised when the last stable offset or the log start offset has moved, or the partition is gone. Any thread. */
    public DataSignal stableSignal() {
        return stableSignal;
    }

    /**
     * Finds bytes to send, without reading them. Any thread.
     *
     * @param limit offsets from here on are not wanted
     * @return never past {@code limit}; to be released
     */
    public FetchSlice read(LogView view, long offset, int maxBytes, boolean atLeastOneBatch, long limit) {
        return log.read(view, offset, maxBytes, atLeastOneBatch, limit);
    }

    /** As {@link #append(AdmittedBatches, TransactionVerification, boolean, long)} for what starts no transaction. */
    public AppendResult append(AdmittedBatches batch, boolean allReplicas, long nowMs) {
        return append(batch, TransactionVerification.NONE, allReplicas, nowMs);
    }

    /**
     * Appends a batch.
     *
     * @param batch borrowed; offsets are stamped into it
     * @param verified that the producer's transaction includes this partition: what {@link #beginVerification} gave, if the
     *     coordinator agrees, or {@link TransactionVerification#WAIVED} when nothing is to be verified
     * @param allReplicas whether the producer wants all in-sync replicas to have it
     * @throws io.headrace.common.errors.ApiException saying why nothing was written
     */
    public AppendResult append(
            AdmittedBatches batch, TransactionVerification verified, boolean allReplicas, long nowMs) {
        return append(allReplicas, batch.sizeInBytes(), leaderEpoch -> log.append(batch, verified, leaderEpoch, nowMs));
    }

    /**
     * Begins to verify that a producer's transaction includes this partition, see {@link PartitionLog#beginVerification}.
     *
     * @param baseSequence of the batch that waits for the verification
     * @param epochBumps whether the producer's epoch grows with every transaction (transaction version 2)
     * @return not needed when its transaction is open here
     * @throws io.headrace.common.errors.InvalidProducerEpochException when a newer instance of the producer has written
     */
    public TransactionVerification beginVerification(
            long producerId, short producerEpoch, int baseSequence, boolean epochBumps, long nowMs) {
        requireThere();
        return log.beginVerification(producerId, producerEpoch, baseSequence, epochBumps, nowMs);
    }

    /**
     * Ends a producer's transaction in this partition. The answer is due when all replicas have the marker: {@link #park}.
     *
     * @throws io.headrace.common.errors.ApiException saying why nothing was written
     */
    public AppendResult appendMarker(TransactionEnd end, long nowMs) {
        return append(true, MARKER_BYTES, leaderEpoch -> log.appendMarker(end, leaderEpoch, nowMs));
    }

    /** The producers known and their open transactions. */
    public List<ProducerEntry> producers() {
        requireThere();
        return log.producers();
    }

    private void requireThere() {
        if (deleted) {
            throw new UnknownTopicOrPartitionException("the topic is deleted");
        }
    }

    private AppendResult append(boolean allReplicas, int bytes, IntFunction<AppendResult> write) {
        requireThere();
        Leadership now = leadership;
        if (allReplicas && now.inSyncReplicas() < minInsyncReplicas) {
            throw new NotEnoughReplicasException("in-sync replicas of " + topicPartition() + ": " + now.inSyncReplicas()
                    + ", min.insync.replicas: " + minInsyncReplicas);
        }
        AppendResult result;
        try {
            result = write.apply(now.epoch());
        } catch (KafkaStorageException e) {
            if (!appendsFail) {
                appendsFail = true;
                noteFailure("takes no writes", e);
            }
            throw e;
        }
        if (appendsFail) {
            appendsFail = false;
            LOG.info("partition {} takes writes again", topicPartition());
        }
        if (!result.duplicate()) {
            changedSinceCheckpoint = true;
            hotTail.appended(result.lastOffset() + 1, bytes);
            enlistIfSealed();
            startFlushIfDue();
            advanceHighWatermark();
        }
        return result;
    }

    /**
     * Waits until an append is safe enough, if it is not yet.
     *
     * @return whether {@code waiting} will be called; false when there is nothing to wait for
     */
    public boolean park(AppendResult result, boolean allReplicas, Acknowledgement waiting) {
        long end = result.lastOffset() + 1;
        if (mustFlushBeforeAnswer() && log.recoveryPoint() < end) {
            unflushed.add(end, waiting);
            // Also for a duplicate, which was appended when a flush failed, say.
            startFlush();
            return true;
        }
        if (allReplicas && highWatermark < end) {
            uncommitted.add(end, waiting);
            return true;
        }
        return false;
    }

    /** How many acknowledgements wait. */
    public int waitingAcknowledgements() {
        return uncommitted.size() + unflushed.size();
    }

    /** Forgets an acknowledgement whose time is over; false when it was given or refused before. */
    public boolean unpark(Acknowledgement waiting) {
        return uncommitted.remove(waiting) || unflushed.remove(waiting);
    }

    /** Follows the cluster image. */
    public void lead(Leadership next) {
        leadership = next;
    }

    /** Follows a change of settings. */
    public void configure(LogConfig config, int leastInsyncReplicas) {
        minInsyncReplicas = leastInsyncReplicas;
        log.updateConfig(config);
        cleaner.enlist(this);
        startFlushIfDue();
        advanceHighWatermark();
    }

    /** Drops records below an offset, which is at most the high watermark; says whether that changed anything. */
    public boolean raiseLogStartOffset(long offset) {
        boolean raised = log.raiseLogStartOffset(offset);
        if (raised) {
            changedSinceCheckpoint = true;
            raiseSignals();
        }
        return raised;
    }

    /**
     * Starts to look for segments whose time is over; they are dropped later, on this loop.
     *
     * @param whenDeleted hears after how many ms files are to be removed for good, if there are any
     */
    public void startRetention(long nowMs, LongConsumer whenDeleted) {
        onDisk(() -> {
            try {
                RetentionDecision decision = log.retention(highWatermark, nowMs);
                loop.offer(() -> applyRetention(decision, nowMs, whenDeleted));
            } catch (RuntimeException e) {
                if (deleted) {
                    return;
                }
                LOG.warn("partition {}: looking for segments to delete failed", topicPartition(), e);
            }
        });
    }

    private void applyRetention(RetentionDecision decision, long nowMs, LongConsumer whenDeleted) {
        if (deleted) {
            return;
        }
        try {
            if (log.apply(decision, nowMs) > 0) {
                changedSinceCheckpoint = true;
                raiseSignals();
                whenDeleted.accept(config().fileDeleteDelayMs());
            }
        } catch (KafkaStorageException e) {
            LOG.warn("partition {}: deleting segments failed", topicPartition(), e);
        }
    }

    /** Lets the file go that it writes to, if nothing was appended since the last call. */
    public void pauseIdleWriting() {
        try {
            log.pauseIdleWriting();
        } catch (KafkaStorageException e) {
            LOG.warn("partition {}: letting an idle file go failed", topicPartition(), e);
        }
    }

    /** Forgets producers that have been silent for too long. */
    public void expireProducers(long nowMs) {
        log.expireProducers(nowMs);
    }

    /** Whether something changed that a checkpoint has to note; asking resets it. */
    public boolean takeChanged() {
        boolean changed = changedSinceCheckpoint;
        changedSinceCheckpoint = false;
        return changed;
    }

    /** Its topic is deleted: nothing is appended any more, and nobody waits. */
    public void delete() {
        deleted = true;
        refuseAll(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        raiseSignals();
    }

    private void raiseSignals() {
        signal.raise();
        stableSignal.raise();
    }

    /** What was sealed may be compacted. */
    private void enlistIfSealed() {
        long active = log.view().activeSegmentBaseOffset();
        if (active != activeSegment) {
            activeSegment = active;
            cleaner.enlist(this);
        }
    }

    private boolean mustFlushBeforeAnswer() {
        return log.unflushedRecords() >= config().flushMessages();
    }

    private void startFlushIfDue() {
        if (mustFlushBeforeAnswer()) {
            startFlush();
        } else if (!flushTimerRuns && config().flushMs() < Long.MAX_VALUE) {
            flushTimerRuns = true;
            loop.later(config().flushMs(), this::flushTimerFired);
        }
    }

    private void flushTimerFired() {
        flushTimerRuns = false;
        if (!deleted && log.unflushedRecords() > 0) {
            startFlush();
        }
    }

    /** One fsync serves all that was appended before it started; what comes meanwhile shares the next one. */
    private void startFlush() {
        if (flushing) {
            return;
        }
        flushing = true;
        long upTo = log.view().logEndOffset();
        onDisk(() -> {
            KafkaStorageException failure = null;
            try {
                log.flush(upTo, System.currentTimeMillis());
            } catch (KafkaStorageException e) {
                failure = e;
            }
            KafkaStorageException cause = failure;
            loop.offer(() -> flushed(upTo, cause));
        });
    }

    private void flushed(long upTo, KafkaStorageException failure) {
        flushing = false;
        if (failure != null) {
            if (!flushesFail) {
                flushesFail = true;
                noteFailure("cannot be flushed", failure);
            }
            refuseAll(Errors.KAFKA_STORAGE_ERROR);
            // Readers wait for what was appended, also when no producer comes any more.
            loop.later(FLUSH_RETRY_MS, this::retryFlush);
            return;
        }
        if (flushesFail) {
            flushesFail = false;
            LOG.info("partition {} can be flushed again", topicPartition());
        }
        // In this order: who has been told that a record is safe can read it.
        advanceHighWatermark();
        acknowledge(unflushed.releaseThrough(upTo));
        if (!deleted && (mustFlushBeforeAnswer() || !unflushed.isEmpty())) {
            startFlush();
        }
    }

    private void retryFlush() {
        if (!deleted && mustFlushBeforeAnswer()) {
            startFlush();
        }
    }

    private void advanceHighWatermark() {
        long committed =
                config().flushMessages() == 1 ? log.recoveryPoint() : log.view().logEndOffset();
        if (committed > highWatermark) {
            long stableBefore = lastStableOffset();
            highWatermark = committed;
            log.committedBelow(committed);
            acknowledge(uncommitted.releaseThrough(committed));
            signal.raise();
            if (lastStableOffset() > stableBefore) {
                stableSignal.raise();
            }
        }
    }

    /** Once for each time it begins; what follows is the same. */
    private void noteFailure(String what, KafkaStorageException cause) {
        LOG.warn(
                "partition {} {} at offset {}: {}",
                topicPartition(),
                what,
                log.view().logEndOffset(),
                cause.getMessage(),
                cause);
    }

    private void refuseAll(Errors error) {
        uncommitted.releaseAll().forEach(waiting -> waiting.refused(error));
        unflushed.releaseAll().forEach(waiting -> waiting.refused(error));
    }

    private static void acknowledge(List<Acknowledgement> safe) {
        safe.forEach(Acknowledgement::acknowledged);
    }

    private void onDisk(Runnable task) {
        try {
            disk.execute(task);
        } catch (RejectedExecutionException closing) {
            LOG.debug("partition {}: the broker is closing", topicPartition(), closing);
        }
    }

    @Override
    public String toString() {
        return topicPartition().toString();
    }
}
