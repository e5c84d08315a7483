package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.log.compact.DirtyRange;
import io.headrace.log.producer.ProducerEntry;
import io.headrace.log.producer.TransactionEnd;
import io.headrace.log.segment.AbortedTransaction;
import io.headrace.record.BatchCursor;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was written to a log of keyed records, with and without transactions, and what must be in it whenever and however
 * often it was compacted.
 */
final class KeyedLog {

    static final long DELETE_RETENTION_MS = 1000;

    private static final int PRODUCERS = 4;
    private static final int KEYS = 12;

    /** A record as it was written. A transaction's is open until its end is known. */
    private static final class Written {
        final String key;
        final String value;
        final long timestamp;
        boolean open;
        boolean aborted;
        long firstCompactedMs = Long.MAX_VALUE;

        Written(String key, String value, long timestamp, boolean open) {
            this.key = key;
            this.value = value;
            this.timestamp = timestamp;
            this.open = open;
        }
    }

    private static final class Producer {
        int sequence;
        boolean inTransaction;
        final List<Written> openRecords = new ArrayList<>();
    }

    private final TreeMap<Long, Written> written = new TreeMap<>();
    private final Producer[] producers = new Producer[PRODUCERS];
    private long endOffset;
    private int count;
    long nowMs = NOW;

    KeyedLog() {
        for (int i = 0; i < PRODUCERS; i++) {
            producers[i] = new Producer();
        }
    }

    /** Appends something. */
    void grow(Random random, TestLogs logs) {
        int choice = random.nextInt(100);
        if (choice < 45) {
            append(random, logs, -1, false);
        } else if (choice < 60) {
            append(random, logs, random.nextInt(2), false);
        } else if (choice < 80) {
            append(random, logs, 2 + random.nextInt(2), true);
        } else if (choice < 97) {
            int number = 2 + random.nextInt(2);
            if (producers[number].inTransaction) {
                end(logs, number, random.nextBoolean());
            }
        } else {
            logs.log.roll(nowMs);
        }
        nowMs += random.nextInt(30);
    }

    /** Ends all transactions, so that all that was written is decided. */
    void settle(Random random, TestLogs logs) {
        for (int number = 2; number < PRODUCERS; number++) {
            if (producers[number].inTransaction) {
                end(logs, number, random.nextBoolean());
            }
        }
        logs.log.roll(nowMs);
        append(random, logs, -1, false);
    }

    private void append(Random random, TestLogs logs, int number, boolean transactional) {
        int records = 1 + random.nextInt(4);
        CompressionType[] codecs = CompressionType.values();
        TestBatch batch = TestBatch.empty().codec(codecs[random.nextInt(codecs.length)]);
        for (int i = 0; i < records; i++) {
            String key = "k" + random.nextInt(KEYS);
            String value = random.nextInt(5) == 0 ? null : "v" + count + "-" + "x".repeat(random.nextInt(60));
            long timestamp = nowMs - random.nextInt(50);
            count++;
            batch.record(timestamp, key.getBytes(StandardCharsets.UTF_8), bytes(value));
            Written record = new Written(key, value, timestamp, transactional);
            written.put(endOffset + i, record);
            if (transactional) {
                producers[number].openRecords.add(record);
            }
        }
        if (number >= 0) {
            batch.producer(number, 0, producers[number].sequence);
            producers[number].sequence += records;
        }
        if (transactional) {
            batch.transactional();
            producers[number].inTransaction = true;
        }
        assertEquals(endOffset, logs.append(batch, 0, nowMs).firstOffset());
        endOffset += records;
        logs.log.committedBelow(endOffset);
    }

    private void end(TestLogs logs, int number, boolean commit) {
        TransactionEnd end =
                commit ? TransactionEnd.commit(number, (short) 0, 1, 1) : TransactionEnd.abort(number, (short) 0, 1, 1);
        assertEquals(endOffset, logs.log.appendMarker(end, 0, nowMs).firstOffset());
        endOffset++;
        logs.log.committedBelow(endOffset);
        for (Written record : producers[number].openRecords) {
            record.open = false;
            record.aborted = !commit;
        }
        producers[number].openRecords.clear();
        producers[number].inTransaction = false;
    }

    /** A compaction of all that can be is about to be done, now. */
    void compactedUpTo(long offset) {
        written.headMap(offset)
                .values()
                .forEach(record -> record.firstCompactedMs = Math.min(record.firstCompactedMs, nowMs));
    }

    /**
     * Checks a log.
     *
     * @param cleanedOffset up to where it was compacted; {@link DirtyRange#NOT_NOTED} if it may not have been
     */
    void check(TestLogs logs, long cleanedOffset) {
        assertEquals(endOffset, logs.log.view().logEndOffset());
        Map<Long, Written> found = read(logs);
        Map<String, String> table = new HashMap<>();
        Set<String> keysBelow = new HashSet<>();
        found.forEach((offset, record) -> {
            table.put(record.key, record.value == null ? "gone" : record.value);
            if (offset < cleanedOffset) {
                assertTrue(keysBelow.add(record.key), record.key + " is twice below " + cleanedOffset);
            }
        });
        Map<String, Long> last = new HashMap<>();
        Map<String, String> expected = new HashMap<>();
        written.headMap(logs.log.view().firstUnstableOffset()).forEach((offset, record) -> {
            if (!record.aborted && !record.open) {
                last.put(record.key, offset);
                expected.put(record.key, record.value);
            }
        });
        expected.forEach((key, value) -> {
            Written newest = written.get(last.get(key));
            if (value != null) {
                assertEquals(value, table.get(key), key);
                assertTrue(found.containsKey(last.get(key)), key + " is not at its offset " + last.get(key));
            } else if (found.containsKey(last.get(key))) {
                assertEquals("gone", table.get(key), key);
            } else {
                assertTrue(
                        newest.firstCompactedMs != Long.MAX_VALUE
                                && nowMs >= newest.firstCompactedMs + DELETE_RETENTION_MS,
                        key + "'s tombstone left too early");
                assertEquals(null, table.get(key), key);
            }
        });
        checkProducers(logs);
    }

    private void checkProducers(TestLogs logs) {
        Map<Long, ProducerEntry> known = new HashMap<>();
        logs.log.producers().forEach(entry -> known.put(entry.producerId(), entry));
        for (int number = 0; number < PRODUCERS; number++) {
            if (producers[number].sequence > 0) {
                ProducerEntry entry = known.get((long) number);
                assertTrue(entry != null, "producer " + number + " is forgotten");
                assertEquals(producers[number].sequence - 1, entry.lastSequence(), "sequence of " + number);
                assertEquals(
                        producers[number].inTransaction,
                        entry.transactionFirstOffset() != ProducerEntry.NO_TRANSACTION,
                        "transaction of " + number);
            }
        }
    }

    /** What a reader of committed records gets, each compared with what was written. */
    private Map<Long, Written> read(TestLogs logs) {
        Map<Long, Written> found = new TreeMap<>();
        PartitionLog log = logs.log;
        long stable = log.view().firstUnstableOffset();
        long offset = log.view().logStartOffset();
        long next = offset;
        while (offset < stable) {
            FetchSlice slice = log.read(offset, 700, true, stable);
            ByteBuf buffer = Unpooled.buffer();
            try {
                slice.readInto(buffer);
            } finally {
                slice.release();
            }
            BatchCursor cursor = new BatchCursor(buffer);
            List<AbortedTransaction> aborted = log.abortedTransactions(offset, stable);
            boolean any = false;
            while (cursor.nextVerified()) {
                BatchHeader batch = cursor.batch();
                any = true;
                assertTrue(batch.baseOffset() >= next || offset > batch.baseOffset(), "offsets do not rise");
                next = batch.nextOffset();
                if (!batch.isControl() && !isAborted(batch, aborted)) {
                    take(batch, offset, found);
                }
            }
            if (!any) {
                break;
            }
            offset = next;
        }
        return found;
    }

    private static boolean isAborted(BatchHeader batch, List<AbortedTransaction> aborted) {
        return batch.isTransactional()
                && aborted.stream()
                        .anyMatch(range -> range.producerId() == batch.producerId()
                                && range.firstOffset() <= batch.baseOffset()
                                && batch.lastOffset() < range.markerOffset());
    }

    private void take(BatchHeader batch, long fromOffset, Map<Long, Written> found) {
        try (RecordCursor records = new RecordCursor(UnpooledByteBufAllocator.DEFAULT, 1 << 20)) {
            records.open(batch);
            while (records.next()) {
                if (records.offset() < fromOffset) {
                    continue;
                }
                Written expected = written.get(records.offset());
                String where = "at offset " + records.offset();
                assertEquals(expected.key, text(records.key()), where);
                assertEquals(expected.value, text(records.value()), where);
                assertEquals(expected.timestamp, records.timestamp(), where);
                assertTrue(!expected.aborted && !expected.open, "not committed, " + where);
                found.put(records.offset(), expected);
            }
        }
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
