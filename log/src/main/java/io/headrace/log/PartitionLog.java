package io.headrace.log;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.InvalidProducerEpochException;
import io.headrace.common.errors.InvalidTxnStateException;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.common.errors.OutOfOrderSequenceException;
import io.headrace.common.errors.RecordBatchTooLargeException;
import io.headrace.common.errors.TransactionCoordinatorFencedException;
import io.headrace.common.record.TimestampType;
import io.headrace.log.compact.DirtyRange;
import io.headrace.log.epoch.LeaderEpochs;
import io.headrace.log.file.FileRetiredException;
import io.headrace.log.producer.ProducerBatch;
import io.headrace.log.producer.ProducerEntry;
import io.headrace.log.producer.ProducerStates;
import io.headrace.log.producer.TransactionEnd;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.log.segment.AbortedTransaction;
import io.headrace.log.segment.Segment;
import io.headrace.record.BatchCursor;
import io.headrace.record.BatchHeader;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one partition: batches appended in order of offsets, cut into segments.
 *
 * <p><b>Owner.</b> One thread at a time, the partition's event loop, calls the methods that change the log. They touch the
 * page cache and the directory, and never wait for stable storage. The owner publishes a new {@link LogView} after each
 * change, by one volatile write.
 *
 * <p><b>Readers</b> on any thread work with views and take no part in what the owner does. {@link #flush} and
 * {@link #close} block, and belong on a thread that may.
 *
 * <p><b>Failure.</b> A write that fails leaves the log as it was: what reached the file is cut off again, nothing is
 * published, and the next append tries anew. So a full disk stops writers only as long as it is full.
 *
 * <p><b>Files.</b> The directory and the first segment's file come with the first write. Whatever is not a {@code .log}
 * file can be made anew from those; it is on disk before the recovery point moves past what it describes.
 */
public final class PartitionLog {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionLog.class);

    private final LogContext context;
    private final LogState state;
    private final LogReader reader;
    private final LogFlush flush;
    private final ProducerStates producers;
    private final PartitionFiles files;
    private final AppendPlan plan;
    private final SegmentRoll segmentRoll;
    private final LogTruncation truncation;
    private final SegmentRemoval removal;
    private final BatchCursor cursor = new BatchCursor();

    private long endOffsetWhenLastAsked = -1;

    PartitionLog(LogContext context, LogConfig config, LoadedLog loaded, long nowMs) {
        this.context = context;
        this.state = new LogState(context, config, loaded, nowMs);
        this.producers = state.producers();
        this.files = state.files();
        this.flush = state.flush();
        this.plan = new AppendPlan(producers);
        this.reader = new LogReader(context.partition(), state::view);
        this.segmentRoll = new SegmentRoll(state);
        this.truncation = new LogTruncation(state);
        this.removal = new SegmentRemoval(state);
    }

    // ---- any thread ----

    /** The partition. */
    public TopicPartition topicPartition() {
        return context.partition();
    }

    /** The topic's id; {@link Uuid#ZERO_UUID} if it has none. */
    public Uuid topicId() {
        return context.topicId();
    }

    /** The partition's directory, which is there only once something was written. */
    public Path directory() {
        return context.directory();
    }

    /** The configuration in force. */
    public LogConfig config() {
        return state.config();
    }

    /** The log as it is now. */
    public LogView view() {
        return state.view();
    }

    /** Bytes of all segments. */
    public long sizeInBytes() {
        return state.view().sizeInBytes();
    }

    /** Whether the partition has a directory. */
    public boolean existsOnDisk() {
        return files.exists();
    }

    /** Whether the log was closed or deleted. */
    public boolean isClosed() {
        return state.isClosed();
    }

    /** What is below this offset is on stable storage. */
    public long recoveryPoint() {
        return flush.recoveryPoint();
    }

    /** How many offsets the last {@link #flush} is behind. */
    public long unflushedRecords() {
        return Math.max(0, state.view().logEndOffset() - flush.recoveryPoint());
    }

    /** Whether {@code flush.messages} or {@code flush.ms} asks for a {@link #flush}. */
    public boolean isFlushDue(long nowMs) {
        long unflushed = unflushedRecords();
        return unflushed > 0
                && (unflushed >= state.config().flushMessages()
                        || nowMs - flush.lastFlushMs() >= state.config().flushMs());
    }

    /** {@link #read(LogView, long, int, boolean, long)} from the newest state.view(). */
    public FetchSlice read(long offset, int maxBytes, boolean minOneBatch, long upperBoundOffset) {
        return reader.read(state.view(), offset, maxBytes, minOneBatch, upperBoundOffset);
    }

    /**
     * Finds the batches from {@code offset} on. Any thread; reads a few kB to find the place, and no records. The slice
     * starts with the batch that holds the offset, stays within one segment, and may end within a batch.
     *
     * @param maxBytes how much at most
     * @param minOneBatch whether the first batch is given whole even if it is larger
     * @param upperBoundOffset no record from here on: the high watermark, or the last stable offset
     * @return empty when there is nothing below the bound, or the first batch exceeds {@code maxBytes}; to be released
     * @throws OffsetOutOfRangeException when the offset is below the log start or above the log end
     * @throws KafkaStorageException when the file cannot be read
     */
    public FetchSlice read(LogView from, long offset, int maxBytes, boolean minOneBatch, long upperBoundOffset) {
        return reader.read(from, offset, maxBytes, minOneBatch, upperBoundOffset);
    }

    /**
     * Whether {@link #read} from an offset finds its place with a few small reads. False for the first read from a sealed
     * segment after a start: its index files, up to {@code segment.index.bytes} each, are then looked through, and made
     * anew from the segment if they are damaged; {@link #prepareRead} does that where blocking is allowed. Any thread;
     * reads nothing.
     */
    public boolean isReadyToRead(long offset) {
        LogView now = state.view();
        return now.segment(now.floor(offset)).isReady();
    }

    /**
     * Makes {@link #isReadyToRead} true. Blocks; any thread.
     *
     * @throws KafkaStorageException when the segment cannot be read
     */
    public void prepareRead(long offset) {
        LogView now = state.view();
        try {
            now.segment(now.floor(offset)).prepare();
        } catch (FileRetiredException e) {
            LOG.debug("{}: the segment of offset {} was deleted meanwhile", topicPartition(), offset, e);
        } catch (IOException e) {
            throw state.storageFailure("preparing to read from offset " + offset, e);
        }
    }

    /**
     * The first record, in order of offsets, whose timestamp is at least {@code timestampMs}; empty if there is none. Any
     * thread, but reads and unpacks a batch that may be on disk only.
     *
     * @throws KafkaStorageException when the log cannot be read
     */
    public Optional<TimestampedOffset> offsetForTimestamp(long timestampMs) {
        return reader.offsetForTimestamp(state.view(), timestampMs);
    }

    /**
     * The first record that has the largest timestamp of all; empty if there is no record (KIP-734). Threads and
     * exceptions as in {@link #offsetForTimestamp}.
     */
    public Optional<TimestampedOffset> offsetOfMaxTimestamp() {
        return reader.offsetOfMaxTimestamp(state.view());
    }

    /**
     * The aborted transactions that a reader of {@code slice} has to know of, in the order of their markers: all that
     * overlap with it, and maybe some behind it. Any thread; reads a few small pieces of indexes, if any transaction was
     * aborted there.
     *
     * @param from the view that the slice was read from
     * @param offset that the reader asked for
     * @param endOffset that the reader does not read past
     * @throws KafkaStorageException when an index cannot be read
     */
    public List<AbortedTransaction> abortedTransactions(LogView from, FetchSlice slice, long offset, long endOffset) {
        return reader.abortedTransactions(from, slice, offset, endOffset);
    }

    /**
     * The aborted transactions that overlap {@code [offset, endOffset)}, in the order of their markers. Threads and
     * exceptions as above.
     */
    public List<AbortedTransaction> abortedTransactions(long offset, long endOffset) {
        return reader.abortedTransactions(state.view(), FetchSlice.empty(), offset, endOffset);
    }

    /**
     * Which segments are past {@code retention.ms}, {@code retention.bytes} or the log start offset. Any thread; may read
     * the end of a time index.
     *
     * @param highWatermark what is not below it stays
     * @throws KafkaStorageException when an index cannot be read
     */
    public RetentionDecision retention(long highWatermark, long nowMs) {
        try {
            return RetentionDecision.decide(state.view(), state.config(), highWatermark, nowMs);
        } catch (FileRetiredException e) {
            return RetentionDecision.nothing(); // It was deleted, or has moved on, meanwhile.
        } catch (IOException e) {
            throw state.storageFailure("deciding retention", e);
        }
    }

    /**
     * Which part of the log is to be compacted, and whether it is time. Any thread; may read the ends of time indexes and
     * first batches, for a log with limits on the age of what is compacted.
     *
     * @param notedOffset up to where it was compacted, {@link DirtyRange#NOT_NOTED} if it never was
     * @param highWatermark nothing from there on is compacted
     * @throws KafkaStorageException when it cannot be read
     */
    public DirtyRange dirtyRange(long notedOffset, long highWatermark, long nowMs) {
        return Compaction.look(this, notedOffset, highWatermark, nowMs);
    }

    LogContext context() {
        return context;
    }

    // ---- threads that may block ----

    /**
     * Forces everything below {@code upToOffset} to stable storage and moves the recovery point there. Blocks; any thread,
     * one flush of a log at a time. A roll starts one for the sealed segments by itself.
     *
     * @throws KafkaStorageException when it fails: the recovery point then stays where it is until the log is opened
     *     again, because what the system still has of the data after a failed fsync is unknown
     */
    public void flush(long upToOffset, long nowMs) {
        try {
            flush.flush(state.view(), upToOffset, nowMs);
        } catch (IOException e) {
            throw state.storageFailure("flushing", e);
        }
    }

    /**
     * Ends the log cleanly: everything flushed, all indexes and the producer snapshot written. Blocks. The owner must have
     * stopped using the log. Closing again does nothing.
     *
     * @throws KafkaStorageException when something cannot be written; the log is closed all the same, and rechecked when
     *     it is opened again if the directory is then not marked clean
     */
    public void close(long nowMs) {
        if (state.isClosed()) {
            return;
        }
        try {
            if (files.exists() && state.hasChanged()) {
                state.view().active().trim();
                state.view().active().persistIndexes();
                state.snapshots().write(state.view().logEndOffset(), producers.all());
            }
            if (files.exists()) {
                flush.flush(state.view(), state.view().logEndOffset(), nowMs);
            }
        } catch (IOException e) {
            throw state.storageFailure("closing", e);
        } finally {
            closeAbruptly();
        }
    }

    /** Lets go of all files and writes nothing, as if the process ended here. Blocks while a flush is under way. */
    public void closeAbruptly() {
        state.close();
        flush.end();
        state.view().segments().forEach(Segment::retire);
    }

    /** Closes files of segments that nobody has used since the last call. Any thread. */
    public void closeIdleFiles() {
        state.view().segments().forEach(Segment::closeIdleFiles);
    }

    // ---- the owner ----

    /**
     * As {@link #append(AdmittedBatches, TransactionVerification, int, long)} for what needs no verification: it starts no
     * transaction.
     */
    public AppendResult append(AdmittedBatches batches, int leaderEpoch, long nowMs) {
        return append(batches, TransactionVerification.NONE, leaderEpoch, nowMs);
    }

    /**
     * Appends batches as the partition's leader: gives them offsets, the leader's epoch and, if the topic says so, the
     * time, in place; writes them; and publishes them. Owner only.
     *
     * @param batches borrowed; their buffer is changed
     * @param verified that the producer's transaction includes this partition: needed by a batch that starts it here
     * @param leaderEpoch of this leader
     * @return where they are, or where the same batch is since it was first sent
     * @throws InvalidTxnStateException when a transactional batch is part of no transaction that is open or verified
     * @throws OutOfOrderSequenceException when a batch of an idempotent producer is missing before this one
     * @throws InvalidProducerEpochException when a newer instance of the producer has written
     * @throws RecordBatchTooLargeException when the batches exceed {@code segment.bytes}
     * @throws KafkaStorageException when they cannot be written; nothing has changed
     */
    public AppendResult append(AdmittedBatches batches, TransactionVerification verified, int leaderEpoch, long nowMs) {
        requireOpen();
        LogConfig current = state.config();
        requireFits(batches.sizeInBytes(), current);
        boolean appendTime = current.timestampType() == TimestampType.LOG_APPEND_TIME;
        plan.leaderAppend(batches, verified, state.view(), leaderEpoch, appendTime, nowMs);
        ProducerBatch repeated = plan.repeated();
        if (!repeated.isNone()) {
            return new AppendResult(
                    repeated.firstOffset(),
                    repeated.lastOffset(),
                    repeated.timestamp(),
                    appendTime ? repeated.timestamp() : -1,
                    leaderEpoch,
                    state.view().logStartOffset(),
                    true);
        }
        writeAndPublish(current, nowMs);
        return new AppendResult(
                plan.firstOffset(),
                plan.nextOffset() - 1,
                plan.maxTimestamp(),
                appendTime ? nowMs : -1,
                leaderEpoch,
                state.view().logStartOffset(),
                false);
    }

    /**
     * Begins to verify that a producer's transaction includes this partition. Whoever gets one that is needed asks the
     * transaction coordinator, and if that says yes gives it to {@link #append}. Owner only.
     *
     * @param baseSequence of the batch that waits for the verification
     * @param epochBumps whether the producer's epoch grows with every transaction (transaction version 2)
     * @return {@link TransactionVerification#NONE} when its transaction is open here, and there is nothing to verify
     * @throws InvalidProducerEpochException when a newer instance of the producer has written
     */
    public TransactionVerification beginVerification(
            long producerId, short producerEpoch, int baseSequence, boolean epochBumps, long nowMs) {
        requireOpen();
        return producers.beginVerification(producerId, producerEpoch, baseSequence, epochBumps, nowMs);
    }

    /**
     * Ends a producer's transaction: appends the marker for it, whether or not the transaction has records here. Owner
     * only.
     *
     * @throws InvalidProducerEpochException when the producer's epoch is too old
     * @throws TransactionCoordinatorFencedException when a newer coordinator has ended a transaction of this producer
     * @throws KafkaStorageException as in {@link #append}
     */
    public AppendResult appendMarker(TransactionEnd end, int leaderEpoch, long nowMs) {
        requireOpen();
        producers.entry(end.producerId()).requireCurrent(end);
        ByteBuf marker = end.batch(PooledByteBufAllocator.DEFAULT, nowMs);
        try {
            AdmittedBatches admitted = new AdmittedBatches(
                    marker, AppendOrigin.COORDINATOR, 1, 1, nowMs, CompressionType.NONE.id(), end.producerId());
            return append(admitted, leaderEpoch, nowMs);
        } finally {
            marker.release();
        }
    }

    /**
     * Records below {@code highWatermark} are committed: transactions whose end is among them are over for readers, and
     * {@link LogView#firstUnstableOffset()} moves on. Owner only; costs nothing when there are none.
     */
    public void committedBelow(long highWatermark) {
        if (producers.committedBelow(highWatermark)) {
            LogView now = state.view();
            state.show(now.withFirstUnstableOffset(producers.firstUnstableOffset(now.logEndOffset())));
        }
    }

    /**
     * Appends what was fetched from the leader as it is, offsets and epochs included. A batch cut off at the end is left
     * out. Owner only.
     *
     * @param batches borrowed
     * @throws CorruptRecordException when a CRC does not hold
     * @throws OffsetOutOfRangeException when offsets do not rise from the log end offset on
     * @throws KafkaStorageException as in {@link #append}
     */
    public AppendResult appendAsFollower(ByteBuf batches, long nowMs) {
        requireOpen();
        plan.followerAppend(batches, state.view(), nowMs);
        if (plan.firstOffset() >= 0) {
            requireFits(plan.batches().readableBytes(), state.config());
            writeAndPublish(state.config(), nowMs);
        }
        return new AppendResult(
                plan.firstOffset(),
                plan.nextOffset() - 1,
                plan.maxTimestamp(),
                -1,
                state.view().epochs().latestEpoch(),
                state.view().logStartOffset(),
                false);
    }

    private void requireFits(int bytes, LogConfig current) {
        if (bytes > current.segmentBytes()) {
            throw new RecordBatchTooLargeException(
                    bytes + " bytes for " + topicPartition() + " exceed segment.bytes, " + current.segmentBytes());
        }
    }

    private void writeAndPublish(LogConfig current, long nowMs) {
        ByteBuf batches = plan.batches();
        int bytes = batches.readableBytes();
        try {
            files.make();
            if (Roll.isDue(state.view().active(), current, bytes, plan.maxTimestamp(), plan.nextOffset() - 1, nowMs)) {
                segmentRoll.startSegment(plan.firstOffset(), nowMs);
            }
            write(batches, current);
        } catch (IOException e) {
            throw state.storageFailure("appending at offset " + state.view().logEndOffset(), e);
        }
        state.noteChange();
        Segment active = state.view().active();
        int position = active.size();
        int firstBatchSize = 0;
        cursor.reset(batches, batches.readerIndex(), bytes);
        while (cursor.next()) {
            BatchHeader batch = cursor.batch();
            int size = batch.sizeInBytes();
            firstBatchSize = firstBatchSize == 0 ? size : firstBatchSize;
            active.commit(batch.lastOffset(), size, batch.maxTimestamp());
        }
        plan.carriedOut(active);
        state.show(state.view()
                .appended(
                        plan.nextOffset(),
                        plan.epochs(),
                        producers.firstUnstableOffset(plan.nextOffset()),
                        position,
                        firstBatchSize,
                        active.size()));
    }

    private void write(ByteBuf batches, LogConfig current) throws IOException {
        Segment active = state.view().active();
        if (active.size() == 0 && current.preallocate()) {
            active.preallocate(current.segmentBytes());
        }
        if (batches.nioBufferCount() == 1) {
            active.write(batches.nioBuffer());
        } else {
            active.write(batches.nioBuffers());
        }
    }

    /**
     * This broker has become the leader: what is appended from now on belongs to its epoch. Owner only. Repeating it does
     * nothing; an append does it by itself.
     */
    public void assignLeaderEpoch(int epoch) {
        requireOpen();
        LogView now = state.view();
        LeaderEpochs epochs = now.epochs().assign(epoch, now.logEndOffset());
        if (!epochs.equals(now.epochs())) {
            state.noteChange();
            state.publish(now.logStartOffset(), now.logEndOffset(), now.segmentArray(), epochs);
        }
    }

    /**
     * Seals the active segment, if it has batches, and goes on in a new one. Owner only.
     *
     * @throws KafkaStorageException when the new file cannot be made; nothing has changed
     */
    public void roll(long nowMs) {
        requireOpen();
        if (state.view().active().size() == 0) {
            return;
        }
        try {
            segmentRoll.startSegment(state.view().logEndOffset(), nowMs);
        } catch (IOException e) {
            throw state.storageFailure("rolling at offset " + state.view().logEndOffset(), e);
        }
    }

    /**
     * Cuts the log so that it ends at {@code offset}, or at the start of the batch that holds it. Owner only; reads the
     * end of the log, and with idempotent producers a part of it, so not on a loop that must answer others.
     *
     * @throws KafkaStorageException when it fails
     */
    public void truncateTo(long offset, long nowMs) {
        requireOpen();
        truncation.to(offset, nowMs);
    }

    /**
     * Drops everything and goes on, empty, at {@code offset}. Owner only.
     *
     * @throws KafkaStorageException when it fails
     */
    public void truncateFullyAndStartAt(long offset, long nowMs) {
        requireOpen();
        truncation.everything(offset, nowMs);
    }

    /**
     * Hides all records below {@code offset}; retention then deletes their segments. Owner only.
     *
     * @return whether the log start offset has changed
     * @throws OffsetOutOfRangeException when the offset is above the log end offset
     */
    public boolean raiseLogStartOffset(long offset) {
        requireOpen();
        LogView now = state.view();
        if (offset > now.logEndOffset()) {
            throw new OffsetOutOfRangeException("offset " + offset + " of " + topicPartition()
                    + " is above the log end offset " + now.logEndOffset());
        }
        if (offset <= now.logStartOffset()) {
            return false;
        }
        state.noteChange();
        state.publish(
                offset, now.logEndOffset(), now.segmentArray(), now.epochs().truncateFromStart(offset));
        return true;
    }

    /**
     * Deletes what {@link #retention} found: the segments leave the log and their files get another name at once, and are
     * unlinked after {@code file.delete.delay.ms}. Owner only.
     *
     * @return how many segments were deleted
     * @throws KafkaStorageException when the log would be empty and no new segment can be made
     */
    public int apply(RetentionDecision decision, long nowMs) {
        requireOpen();
        if (!decision.isEmpty()
                && state.view().endOffset(state.view().segmentCount() - 1) <= decision.newStartOffset()) {
            roll(nowMs);
        }
        return removal.apply(decision, nowMs);
    }

    /**
     * Puts a compacted segment in the place of those it was made from; the log's offsets stay what they are. Owner only.
     *
     * @param compacted whole and on stable storage, under names that a start knows to finish by
     * @return false when the log no longer has those segments next to each other: nothing has changed then
     * @throws KafkaStorageException when files could not be renamed; the log has the compacted segment all the same
     */
    boolean exchange(List<Segment> old, Segment compacted, long nowMs) {
        requireOpen();
        return removal.exchange(old, compacted, nowMs);
    }

    /** Takes another configuration. Index sizes and preallocation apply from the next segment on. Owner only. */
    public void updateConfig(LogConfig newConfig) {
        state.configure(newConfig);
    }

    /**
     * Lets the active segment's file go if nothing was appended since the last call; {@link #closeIdleFiles} closes it.
     * Owner only; to be called every minute or so.
     */
    public void pauseIdleWriting() {
        LogView now = state.view();
        if (now.logEndOffset() == endOffsetWhenLastAsked && !state.isClosed()) {
            if (state.config().preallocate() && now.logEndOffset() > now.activeSegmentBaseOffset()) {
                trim(now.active());
            }
            now.active().pauseWriting();
        }
        endOffsetWhenLastAsked = now.logEndOffset();
    }

    private void trim(Segment segment) {
        try {
            segment.trim();
        } catch (IOException e) {
            throw state.storageFailure("giving back preallocated space", e);
        }
    }

    /** Forgets producers that have not written for {@code producer.id.expiration.ms}. Owner only. */
    public int expireProducers(long nowMs) {
        int removed = producers.expire(nowMs, context.producerExpirationMs());
        if (removed > 0) {
            state.noteChange();
        }
        return removed;
    }

    /** The producers known. Owner only. */
    public List<ProducerEntry> producers() {
        return producers.all();
    }

    private void requireOpen() {
        if (state.isClosed()) {
            throw new KafkaStorageException("the log of " + topicPartition() + " is closed");
        }
    }
}
