package io.headrace.clients.producer.internals;

import java.util.Arrays;

/**
 * What has to be remembered of each record of a batch until its outcome is known: timestamp and sizes, in columns of
 * primitives. A column whose values are all alike takes nothing: most batches have no keys, and many have few timestamps.
 *
 * <p>Owner: that of the {@link Delivery} it belongs to.
 */
final class RecordColumns {

    /** How Kafka gives the size of a key or value that is null. */
    private static final int NULL_SIZE = -1;

    private int count;
    private int[] valueSizes;

    /** Null while no record has a key. */
    private int[] keySizes;

    private long firstTimestamp;

    /** From the first timestamp; null while all are the same, or once {@link #timestamps} is there. */
    private int[] timestampDeltas;

    /** Null while every timestamp is within 24 days of the first. */
    private long[] timestamps;

    /** @param capacity for how many records there is room at first */
    RecordColumns(int capacity) {
        valueSizes = new int[capacity];
    }

    /** For how many records there is room at the moment. */
    int capacity() {
        return valueSizes.length;
    }

    int count() {
        return count;
    }

    /** Adds a record; sizes are -1 for null. */
    void add(long timestampMs, int keySize, int valueSize) {
        if (count == valueSizes.length) {
            grow();
        }
        valueSizes[count] = valueSize;
        if (keySize != NULL_SIZE && keySizes == null) {
            keySizes = new int[capacity()];
            Arrays.fill(keySizes, 0, count, NULL_SIZE);
        }
        if (keySizes != null) {
            keySizes[count] = keySize;
        }
        addTimestamp(timestampMs);
        count++;
    }

    private void addTimestamp(long timestampMs) {
        if (count == 0) {
            firstTimestamp = timestampMs;
            return;
        }
        long delta = timestampMs - firstTimestamp;
        if (timestamps == null && delta != (int) delta) {
            timestamps = new long[capacity()];
            for (int i = 0; i < count; i++) {
                timestamps[i] = firstTimestamp + (timestampDeltas == null ? 0 : timestampDeltas[i]);
            }
            timestampDeltas = null;
        }
        if (timestamps != null) {
            timestamps[count] = timestampMs;
            return;
        }
        if (delta != 0 && timestampDeltas == null) {
            timestampDeltas = new int[capacity()];
        }
        if (timestampDeltas != null) {
            timestampDeltas[count] = (int) delta;
        }
    }

    private void grow() {
        int capacity = 2 * valueSizes.length;
        valueSizes = Arrays.copyOf(valueSizes, capacity);
        keySizes = keySizes == null ? null : Arrays.copyOf(keySizes, capacity);
        timestampDeltas = timestampDeltas == null ? null : Arrays.copyOf(timestampDeltas, capacity);
        timestamps = timestamps == null ? null : Arrays.copyOf(timestamps, capacity);
    }

    long timestamp(int index) {
        if (timestamps != null) {
            return timestamps[index];
        }
        return timestampDeltas == null ? firstTimestamp : firstTimestamp + timestampDeltas[index];
    }

    /** -1 for null. */
    int keySize(int index) {
        return keySizes == null ? NULL_SIZE : keySizes[index];
    }

    /** -1 for null. */
    int valueSize(int index) {
        return valueSizes[index];
    }

    /** Bytes of key and value of a record. */
    int size(int index) {
        return Math.max(0, keySize(index)) + Math.max(0, valueSizes[index]);
    }

    /** Bytes of key and value of all records. */
    long totalSize() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += size(i);
        }
        return sum;
    }

    /** Bytes of key and value of the largest record. */
    int largestSize() {
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, size(i));
        }
        return largest;
    }
}
