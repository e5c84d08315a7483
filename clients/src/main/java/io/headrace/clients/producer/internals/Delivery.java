package io.headrace.clients.producer.internals;

import io.headrace.clients.producer.Callback;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.TopicPartition;
import io.headrace.common.header.Headers;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the records of one batch, and what is needed to tell it to those who sent them: a few bytes per record in
 * primitive arrays, instead of several objects each.
 *
 * <p>Owner while it grows: the lock of the partition's buffer. Then it is handed to the client's loop, which decides it once,
 * by {@link #acknowledged} or {@link #failed}, and ends it by {@link #tell} when its turn in the partition's order has come;
 * or which ends it by {@link #split}. From then on everything but {@code pieces} is immutable and any thread may read it.
 */
final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final long NONE = -1;

    /** What the objects that make up a batch come to, roughly and rounded up. */
    private static final int OBJECTS_BYTES = 1_024;

    private static final int REFERENCE_BYTES = 4;

    private enum State {
        OPEN,
        ACKNOWLEDGED,
        FAILED,
        SPLIT
    }

    private final TopicPartition topicPartition;
    private final Interceptors<?, ?> interceptors;
    private final BooleanSupplier isOnLoop;

    private final RecordColumns records;

    /** Null until a record comes with one. */
    private Callback[] callbacks;

    /** Null unless there are interceptors. */
    private Headers[] headers;

    private long baseOffset = NONE;
    private long logAppendTimeMs = NONE;
    private IntFunction<RuntimeException> failures;
    private Delivery[] pieces;

    /** Whether the outcome is set, which happens once. Owner: the loop. */
    private boolean isDecided;

    /** The batch of this delivery while it waits for the thread that filled it up to seal it. */
    private final AtomicReference<ProducerBatch> toSeal = new AtomicReference<>();

    /** Written last, so that whoever sees it not open sees the rest. */
    private volatile State state = State.OPEN;

    /** Opens after {@code state} is written. Not a monitor: until JDK 24 a virtual thread in one holds its carrier. */
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * Without records yet.
     *
     * @param isOnLoop whether the calling thread is the loop, which would wait for itself
     * @param expectedRecords for how many records room is made at first
     */
    Delivery(
            TopicPartition topicPartition,
            Interceptors<?, ?> interceptors,
            BooleanSupplier isOnLoop,
            int expectedRecords) {
        this.topicPartition = topicPartition;
        this.interceptors = interceptors;
        this.isOnLoop = isOnLoop;
        this.records = new RecordColumns(expectedRecords);
    }

    /** Takes a record in; its index is the count before. */
    void add(long timestampMs, int keySize, int valueSize, Callback callback, Headers recordHeaders) {
        int index = records.count();
        records.add(timestampMs, keySize, valueSize);
        if (callback != null) {
            callbacks = withRoom(callbacks, Callback[]::new);
            callbacks[index] = callback;
        }
        if (!interceptors.isEmpty()) {
            headers = withRoom(headers, Headers[]::new);
            headers[index] = recordHeaders;
        }
    }

    private <T> T[] withRoom(T[] column, IntFunction<T[]> make) {
        if (column == null) {
            return make.apply(records.capacity());
        }
        return column.length == records.capacity() ? column : Arrays.copyOf(column, records.capacity());
    }

    TopicPartition topicPartition() {
        return topicPartition;
    }

    /** About how many bytes of memory this and the batch around it take, besides the records' bytes. */
    int footprint() {
        int references = (callbacks == null ? 0 : callbacks.length) + (headers == null ? 0 : headers.length);
        return OBJECTS_BYTES + records.footprint() + references * REFERENCE_BYTES;
    }

    int count() {
        return records.count();
    }

    /** Bytes of key and value of a record. */
    int recordSize(int index) {
        return records.size(index);
    }

    /** Bytes of key and value of all records. */
    long totalBytes() {
        return records.totalSize();
    }

    /** Bytes of key and value of the largest record. */
    int largestBytes() {
        return records.largestSize();
    }

    /**
     * All records were taken in by the broker; nobody is told so before {@link #tell}.
     *
     * @param firstOffset of the first record, -1 when the broker did not tell it
     * @param appendTimeMs -1 when the records keep their own timestamps
     */
    void acknowledged(long firstOffset, long appendTimeMs) {
        isDecided = true;
        baseOffset = firstOffset;
        logAppendTimeMs = appendTimeMs;
    }

    /** No record was, or will be, taken in; nobody is told so before {@link #tell}. */
    void failed(IntFunction<RuntimeException> failureOfRecord) {
        isDecided = true;
        failures = failureOfRecord;
    }

    /** Tells the outcome: runs the records' callbacks; whoever waits for a record goes on after that. */
    void tell() {
        runCallbacks();
        end(failures == null ? State.ACKNOWLEDGED : State.FAILED);
    }

    /** There are no records, and none will come. */
    void dismiss() {
        isDecided = true;
        end(State.ACKNOWLEDGED);
    }

    /** What becomes of the records is up to others: the first ones to the first piece, and so on. */
    void split(Delivery[] into) {
        pieces = into;
        end(State.SPLIT);
    }

    private void end(State end) {
        if (state != State.OPEN) {
            throw new IllegalStateException(this + " has ended already");
        }
        state = end;
        ended.countDown();
    }

    /** The record just added filled the batch up: whoever calls {@link #takeToSeal} first is to seal it. */
    void toSeal(ProducerBatch batch) {
        toSeal.set(batch);
    }

    /** A batch that the caller must seal now, or null. */
    ProducerBatch takeToSeal() {
        return toSeal.get() == null ? null : toSeal.getAndSet(null);
    }

    /** Whether the outcome is known to the loop, even if nobody has been told yet. */
    boolean isDecided() {
        return isDecided;
    }

    /** A delivery of the records from one index up to another, for {@link #split}. */
    Delivery piece(int from, int to) {
        Delivery piece = new Delivery(topicPartition, interceptors, isOnLoop, to - from);
        for (int i = from; i < to; i++) {
            piece.add(records.timestamp(i), records.keySize(i), records.valueSize(i), of(callbacks, i), of(headers, i));
        }
        return piece;
    }

    private void runCallbacks() {
        if (callbacks == null && interceptors.isEmpty()) {
            return;
        }
        for (int i = 0; i < count(); i++) {
            Callback callback = of(callbacks, i);
            if (callback == null && interceptors.isEmpty()) {
                continue;
            }
            RecordMetadata metadata = metadata(i);
            RuntimeException failure = failure(i);
            interceptors.onAcknowledgement(metadata, failure, of(headers, i));
            if (callback != null) {
                run(callback, metadata, failure);
            }
        }
        callbacks = null;
        headers = null;
    }

    /** A column ends with the last record that had something for it. */
    private static <T> T of(T[] column, int index) {
        return column == null || index >= column.length ? null : column[index];
    }

    private void run(Callback callback, RecordMetadata metadata, RuntimeException failure) {
        try {
            callback.onCompletion(metadata, failure);
        } catch (Throwable e) {
            // Also errors: the loop must go on for all other records.
            log.error("the callback of a record for {} threw", topicPartition, e);
        }
    }

    private RecordMetadata metadata(int index) {
        int keySize = records.keySize(index);
        int valueSize = records.valueSize(index);
        if (failures != null) {
            return new RecordMetadata(topicPartition, NONE, 0, NONE, keySize, valueSize);
        }
        long timestamp = logAppendTimeMs == NONE ? records.timestamp(index) : logAppendTimeMs;
        return new RecordMetadata(topicPartition, baseOffset, index, timestamp, keySize, valueSize);
    }

    private RuntimeException failure(int index) {
        return failures == null ? null : failures.apply(index);
    }

    /** Whether a record's outcome is known. */
    boolean isDone(int index) {
        return switch (state) {
            case OPEN -> false;
            case SPLIT -> pieceOf(index).isDone(indexInPiece(index));
            case ACKNOWLEDGED, FAILED -> true;
        };
    }

    /**
     * Where a record is, once that is known.
     *
     * @return null when it was not known in time
     * @throws RuntimeException the record's failure
     */
    RecordMetadata await(int index, long timeoutNs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeoutNs;
        if (!awaitEnd(timeoutNs)) {
            return null;
        }
        if (state == State.SPLIT) {
            return pieceOf(index).await(indexInPiece(index), Math.max(0, deadlineNs - System.nanoTime()));
        }
        RuntimeException failure = failure(index);
        if (failure != null) {
            throw failure;
        }
        return metadata(index);
    }

    /** Whether waiting for a record could never end, since the calling thread is the one that would bring its outcome. */
    boolean wouldWaitForItself(int index) {
        return isOnLoop.getAsBoolean() && !isDone(index);
    }

    /** Waits until the outcome of all records is known; false when it was not in time. */
    boolean awaitAll(long timeoutNs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeoutNs;
        if (!awaitEnd(timeoutNs)) {
            return false;
        }
        if (state == State.SPLIT) {
            for (Delivery piece : pieces) {
                if (!piece.awaitAll(Math.max(0, deadlineNs - System.nanoTime()))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean awaitEnd(long timeoutNs) throws InterruptedException {
        return state != State.OPEN || ended.await(timeoutNs, TimeUnit.NANOSECONDS);
    }

    private Delivery pieceOf(int index) {
        int first = 0;
        for (Delivery piece : pieces) {
            if (index < first + piece.count()) {
                return piece;
            }
            first += piece.count();
        }
        throw new IndexOutOfBoundsException(index);
    }

    private int indexInPiece(int index) {
        int rest = index;
        for (Delivery piece : pieces) {
            if (rest < piece.count()) {
                return rest;
            }
            rest -= piece.count();
        }
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public String toString() {
        return "Delivery(" + topicPartition + ", " + count() + " records, " + state + ")";
    }
}
