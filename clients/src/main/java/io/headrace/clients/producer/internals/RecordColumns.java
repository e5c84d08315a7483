package io.headrace.clients.producer.internals;

import java.util.Arrays;

/**
 * What has to be remembered of each record of a batch until its outcome is known: timestamp and sizes, in columns of
 * primitives, 4 bytes a record when there are no keys. The more records there are, the more of them have the same timestamp.
 *
 * <p>Owner: that of the {@link Delivery} it belongs to.
 */
final class RecordColumns {

    /** How Kafka gives the size of a key or value that is null. */
    private static final int NULL_SIZE = -1;

    private static final int FIRST_RUNS = 4;

    private int count;
    private int[] valueSizes;

    /** Null while no record has a key. */
    private int[] keySizes;

    /** Timestamps in runs of equal ones: the index that each run begins with, and its timestamp. */
    private int[] runStarts = new int[FIRST_RUNS];

    private long[] runTimestamps = new long[FIRST_RUNS];
    private int runs;

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
        if (runs > 0 && runTimestamps[runs - 1] == timestampMs) {
            return;
        }
        if (runs == runStarts.length) {
            runStarts = Arrays.copyOf(runStarts, 2 * runs);
            runTimestamps = Arrays.copyOf(runTimestamps, 2 * runs);
        }
        runStarts[runs] = count;
        runTimestamps[runs] = timestampMs;
        runs++;
    }

    private void grow() {
        int capacity = 2 * valueSizes.length;
        valueSizes = Arrays.copyOf(valueSizes, capacity);
        keySizes = keySizes == null ? null : Arrays.copyOf(keySizes, capacity);
    }

    long timestamp(int index) {
        int found = Arrays.binarySearch(runStarts, 0, runs, index);
        // Within a run, that is the place after it.
        return runTimestamps[found >= 0 ? found : -found - 2];
    }

    /** About how many bytes of memory this takes. */
    int footprint() {
        int columns = keySizes == null ? 1 : 2;
        return capacity() * columns * Integer.BYTES + runStarts.length * (Integer.BYTES + Long.BYTES);
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
