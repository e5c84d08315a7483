package io.headrace.cli.quickstart;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What went through each partition, in order: how many records, and a SHA-256 of all their keys and values. Two tallies
 * agree when each partition held the same records in the same order, byte for byte; a record that is missing, doubled,
 * changed or out of order makes a difference. Small, however much went through.
 *
 * <p>Used by one thread at a time.
 */
final class Tally {
    private final Map<Integer, Partition> partitions = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();
    private long records;
    private long bytes;

    private static final class Partition {
        final MessageDigest digest = sha256();
        long nextOffset;
    }

    /** Counts a record. Its offset should be the one after the partition's last. */
    void add(int partition, long offset, byte[] key, byte[] value) {
        Partition counted = partitions.computeIfAbsent(partition, number -> new Partition());
        if (offset != counted.nextOffset) {
            complain("partition " + partition + ": offset " + offset + " came where " + counted.nextOffset
                    + " was expected");
        }
        counted.nextOffset = offset + 1;
        // With their lengths, so that it matters where a key ends and its value begins.
        counted.digest.update(
                ByteBuffer.allocate(8).putInt(key.length).putInt(value.length).array());
        counted.digest.update(key);
        counted.digest.update(value);
        records++;
        bytes += (long) key.length + value.length;
    }

    /** Something that should not have happened. */
    void complain(String what) {
        // The first few tell the story; a million of them would fill the memory.
        if (complaints.size() < 5) {
            complaints.add(what);
        }
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    /** What is wrong if this was sent and {@code read} was read; empty when all is well. To be called once. */
    List<String> differences(Tally read) {
        List<String> differences = new ArrayList<>(complaints);
        differences.addAll(read.complaints);
        if (records != read.records) {
            differences.add(records + " records were sent, but " + read.records + " were read");
        }
        for (Map.Entry<Integer, Partition> sent : partitions.entrySet()) {
            Partition other = read.partitions.get(sent.getKey());
            if (other == null || !MessageDigest.isEqual(sent.getValue().digest.digest(), other.digest.digest())) {
                differences.add("partition " + sent.getKey() + ": what was read is not what was sent");
            }
        }
        return differences;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
