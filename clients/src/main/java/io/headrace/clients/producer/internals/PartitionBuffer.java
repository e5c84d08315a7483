package io.headrace.clients.producer.internals;

import io.headrace.clients.producer.Callback;
import io.headrace.common.header.Header;
import io.headrace.common.header.Headers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The records of one partition that nobody has begun to send: full batches in order, and one that is being filled.
 *
 * <p>Owner of its state: its own lock (the monitor of this object), taken for a few instructions by the threads that send
 * and by the loop. It announces itself to the loop when the loop has to learn something, and only then: that a first record
 * waits for its linger time, or that a batch is ready.
 */
final class PartitionBuffer {

    static final long READY = Long.MIN_VALUE;
    static final long NEVER = Long.MAX_VALUE;

    /** Takes a buffer that the loop has to look at. Called under the buffer's lock, from any thread. */
    interface Inbox {
        /** The buffer has to be looked at, at {@code dueNs}, or now if that is {@link #READY}. */
        void announce(PartitionBuffer buffer, long dueNs);

        /** Throws if no record may be appended now. Called under the buffer's lock, from any thread. */
        default void requireSendable() {}
    }

    // What the loop knows of this buffer, from nothing to most urgent.
    private static final int KNOWN_EMPTY = 0;
    private static final int KNOWN_LINGERING = 1;
    private static final int KNOWN_READY = 2;

    private static final int FIRST_COUNT = 14;
    private static final int MOST_EXPECTED = 8_192;

    private final String topic;
    private final int partition;
    private final int batchBytes;
    private final long lingerNs;
    private final BooleanSupplier isMemoryShort;
    private final Inbox inbox;

    private final ArrayDeque<ProducerBatch> full = new ArrayDeque<>(2);
    private ProducerBatch open;
    private int known = KNOWN_EMPTY;
    private boolean isClosed;

    /** Whether nobody takes anything any more: the loop has ended. */
    private boolean isAbandoned;

    /** Whether the loop has let go of it; records are to be put into another one. */
    private boolean isRetired;

    /** Records of the last batch, by which room is made for those of the next. */
    private int lastCount = FIRST_COUNT;

    /** Batches in {@link #full}, for those who choose partitions; written under the lock. */
    private volatile int waiting;

    /** What the loop knows more about this partition. Owner: the loop. */
    private PartitionLane lane;

    /** @param isMemoryShort whether threads wait for memory: then nothing lingers */
    PartitionBuffer(
            String topic, int partition, int batchBytes, long lingerNs, BooleanSupplier isMemoryShort, Inbox inbox) {
        this.topic = topic;
        this.partition = partition;
        this.batchBytes = batchBytes;
        this.lingerNs = lingerNs;
        this.isMemoryShort = isMemoryShort;
        this.inbox = inbox;
    }

    String topic() {
        return topic;
    }

    int partition() {
        return partition;
    }

    /** Full batches that wait to be sent; any thread. */
    int waiting() {
        return waiting;
    }

    /** Loop. */
    PartitionLane lane() {
        return lane;
    }

    /** Loop. */
    void lane(PartitionLane made) {
        lane = made;
    }

    /**
     * Appends to the batch that is being filled.
     *
     * @param maxRecordBytes upper bound of the record's encoded size
     * @return null when there is none, or it has no room: {@link #closeWithoutRoomFor} and {@link #appendTo} come next
     */
    synchronized RecordFuture append(
            int maxRecordBytes,
            long timestampMs,
            byte[] key,
            byte[] value,
            Header[] encodedHeaders,
            Headers headers,
            Callback callback) {
        requireOpen();
        if (open == null || !open.hasRoomFor(maxRecordBytes, batchBytes)) {
            return null;
        }
        return append(timestampMs, key, value, encodedHeaders, headers, callback);
    }

    /**
     * Closes the batch that is being filled if it has no room.
     *
     * @return the batch when the caller has to seal it, and then to call {@link #sealed}; else null
     */
    synchronized ProducerBatch closeWithoutRoomFor(int maxRecordBytes) {
        if (open == null || open.hasRoomFor(maxRecordBytes, batchBytes)) {
            return null;
        }
        return closeOpen();
    }

    /** Like {@link #append}, putting {@code fresh} into the place of a batch that is missing or has no room. */
    synchronized RecordFuture appendTo(
            ProducerBatch fresh,
            int maxRecordBytes,
            long timestampMs,
            byte[] key,
            byte[] value,
            Header[] encodedHeaders,
            Headers headers,
            Callback callback) {
        requireOpen();
        if (open != null && open.hasRoomFor(maxRecordBytes, batchBytes)) {
            return append(timestampMs, key, value, encodedHeaders, headers, callback);
        }
        if (open != null) {
            enqueue(takeOpen());
            know(KNOWN_READY, READY);
        }
        open = fresh;
        try {
            RecordFuture future = append(timestampMs, key, value, encodedHeaders, headers, callback);
            if (open == fresh) {
                boolean isReady = lingerNs == 0 || isMemoryShort.getAsBoolean();
                know(isReady ? KNOWN_READY : KNOWN_LINGERING, fresh.createdNs() + lingerNs);
            }
            return future;
        } finally {
            if (open == fresh && fresh.recordCount() == 0) {
                open = null; // It could not take the record in, and belongs to the caller still.
            }
        }
    }

    private RecordFuture append(
            long timestampMs, byte[] key, byte[] value, Header[] encodedHeaders, Headers headers, Callback callback) {
        ProducerBatch target = open;
        RecordFuture future = target.append(timestampMs, key, value, encodedHeaders, headers, callback);
        if (target.isFull(batchBytes)) {
            ProducerBatch toSeal = closeOpen();
            if (toSeal != null) {
                toSeal.delivery().toSeal(toSeal);
            }
        }
        return future;
    }

    /** Moves the open batch behind the full ones; returns it if it must be sealed by the caller's thread. */
    private ProducerBatch closeOpen() {
        ProducerBatch closed = takeOpen();
        enqueue(closed);
        if (closed.isCompressed()) {
            closed.delegateSealing();
            return closed;
        }
        know(KNOWN_READY, READY);
        return null;
    }

    private ProducerBatch takeOpen() {
        ProducerBatch taken = open;
        open = null;
        lastCount = taken.recordCount();
        return taken;
    }

    private void enqueue(ProducerBatch batch) {
        full.addLast(batch);
        waiting = full.size();
    }

    private ProducerBatch dequeue() {
        ProducerBatch head = full.pollFirst();
        waiting = full.size();
        return head;
    }

    /** Whether a record of that size would begin a new batch. */
    synchronized boolean isFullFor(int maxRecordBytes) {
        return open == null || !open.isRoomyFor(maxRecordBytes, batchBytes);
    }

    /** For how many records the next batch should make room. */
    synchronized int expectedRecords() {
        return Math.min(MOST_EXPECTED, lastCount + lastCount / 16 + 2);
    }

    /**
     * A batch that the caller had to seal is sealed.
     *
     * @return false when nobody will take it, so that it is the caller's to end and to release
     */
    synchronized boolean sealed(ProducerBatch batch) {
        if (isAbandoned) {
            return !full.remove(batch);
        }
        if (full.peekFirst() == batch) {
            know(KNOWN_READY, READY);
        }
        return true;
    }

    private void know(int now, long dueNs) {
        if (known < now) {
            known = now;
            inbox.announce(this, now == KNOWN_READY ? READY : dueNs);
        }
    }

    /**
     * When the loop can take a batch: {@link #READY}, a time, or {@link #NEVER} as long as nothing is announced. What this
     * returns the loop is taken to know.
     *
     * @param flushedNs an open batch that is not younger need not wait for its linger time
     */
    synchronized long dueNs(long nowNs, long flushedNs) {
        ProducerBatch head = full.peekFirst();
        if (head != null) {
            if (head.awaitsSealing()) {
                known = KNOWN_EMPTY;
                return NEVER;
            }
            known = KNOWN_READY;
            return READY;
        }
        if (open == null) {
            known = KNOWN_EMPTY;
            return NEVER;
        }
        if (isDue(open, nowNs, flushedNs)) {
            known = KNOWN_READY;
            return READY;
        }
        known = KNOWN_LINGERING;
        return open.createdNs() + lingerNs;
    }

    private boolean isDue(ProducerBatch batch, long nowNs, long flushedNs) {
        return nowNs - batch.createdNs() >= lingerNs
                || batch.createdNs() - flushedNs <= 0
                || isMemoryShort.getAsBoolean();
    }

    /** The next batch that is ready, which is the loop's from now on; null when there is none. */
    synchronized ProducerBatch take(long nowNs, long flushedNs) {
        ProducerBatch head = full.peekFirst();
        if (head != null) {
            return head.awaitsSealing() ? null : dequeue();
        }
        if (open != null && isDue(open, nowNs, flushedNs)) {
            return takeOpen();
        }
        return null;
    }

    /** About how large the oldest batch is. */
    synchronized int headBytes() {
        ProducerBatch head = full.isEmpty() ? open : full.peekFirst();
        return head == null ? 0 : head.sizeInBytes();
    }

    /** When the oldest record came in, {@link #NEVER} when there is none. */
    synchronized long oldestNs() {
        ProducerBatch head = full.peekFirst();
        if (head != null) {
            return head.createdNs();
        }
        return open == null ? NEVER : open.createdNs();
    }

    /** Takes the oldest batch if its records came in before a time, whether it is ready or not. */
    synchronized ProducerBatch takeOlderThan(long createdBeforeNs) {
        ProducerBatch head = full.peekFirst();
        if (head != null) {
            boolean isTakeable = head.createdNs() - createdBeforeNs < 0 && !head.awaitsSealing();
            return isTakeable ? dequeue() : null;
        }
        if (open != null && open.createdNs() - createdBeforeNs < 0) {
            return takeOpen();
        }
        return null;
    }

    /** Takes nothing more in. */
    synchronized void close() {
        isClosed = true;
    }

    /** Takes everything but what is just being sealed: whoever does that ends it. From now on nobody takes anything. */
    synchronized List<ProducerBatch> abandon() {
        isClosed = true;
        isAbandoned = true;
        List<ProducerBatch> left = new ArrayList<>();
        full.removeIf(batch -> !batch.awaitsSealing() && left.add(batch));
        waiting = full.size();
        if (open != null) {
            left.add(takeOpen());
        }
        return left;
    }

    /** Loop: lets go of an empty buffer; false when it is not empty. */
    synchronized boolean retire() {
        isRetired = open == null && full.isEmpty();
        return isRetired;
    }

    /** Loop: takes {@link #retire} back. */
    synchronized void revive() {
        isRetired = false;
    }

    /** Whether records have to go into another buffer for this partition. */
    synchronized boolean isRetired() {
        return isRetired;
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("the producer is closed");
        }
        inbox.requireSendable();
    }

    @Override
    public String toString() {
        return "PartitionBuffer(" + topic + "-" + partition + ")";
    }
}
