package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.log.epoch.LeaderEpochs;
import io.headrace.record.compress.CompressionType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random operations on a log and on a list, which must always agree. */
class PartitionLogPropertyTest {

    private static final int STEPS = 250;

    static LongStream seeds() {
        Long fixed = Long.getLong("headrace.seed");
        if (fixed != null) {
            return LongStream.of(fixed);
        }
        return new Random().longs(Boolean.getBoolean("headrace.long") ? 200 : 8);
    }

    @ParameterizedTest(name = "-Dheadrace.seed={0}")
    @MethodSource("seeds")
    void theLogIsWhatTheModelSays(long seed, @TempDir Path path) {
        Random random = new Random(seed);
        LogConfig config = LogConfig.builder()
                .segmentBytes(600 + random.nextInt(2000))
                .indexIntervalBytes(random.nextInt(400))
                .segmentIndexBytes(40 + random.nextInt(400))
                .segmentMs(200 + random.nextInt(2000))
                .retentionBytes(2000 + random.nextInt(4000))
                .retentionMs(-1)
                .fileDeleteDelayMs(random.nextInt(3) * 100L)
                .preallocate(random.nextInt(8) == 0)
                .build();
        try (TestLogs logs = TestLogs.open(path, config)) {
            Model model = new Model();
            String history = "";
            for (int step = 0; step < STEPS; step++) {
                String operation = step(random, logs, model, step);
                history = history.length() > 2000 ? operation : history + " " + operation;
                try {
                    check(random, logs, model);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed + ", step " + step + ", after" + history, e);
                }
            }
        }
    }

    private static String step(Random random, TestLogs logs, Model model, int step) {
        long now = NOW + step * 10L;
        int choice = random.nextInt(100);
        if (choice < 70) {
            return append(random, logs, model, now);
        }
        if (choice < 74) {
            logs.log.roll(now);
            return "roll";
        }
        if (choice < 78) {
            long offset = between(random, model.start, model.end);
            logs.log.truncateTo(offset, now);
            model.truncateTo(offset);
            return "truncateTo(" + offset + ")";
        }
        if (choice < 79) {
            long offset = model.end + random.nextInt(5);
            logs.log.truncateFullyAndStartAt(offset, now);
            model.startAt(offset);
            return "startAt(" + offset + ")";
        }
        if (choice < 84) {
            RetentionDecision decision = logs.log.retention(model.end, now);
            logs.log.apply(decision, now);
            if (!decision.isEmpty()) {
                model.raiseStart(Math.max(model.start, decision.newStartOffset()));
            }
            return "retention(" + decision.newStartOffset() + ")";
        }
        if (choice < 87) {
            long offset = between(random, model.start, model.end);
            logs.log.raiseLogStartOffset(offset);
            model.raiseStart(offset);
            return "raiseStart(" + offset + ")";
        }
        if (choice < 89) {
            logs.log.flush(between(random, model.start, model.end), now);
            return "flush";
        }
        if (choice < 91) {
            logs.directory.deleteDue(now);
            logs.log.pauseIdleWriting();
            logs.log.pauseIdleWriting();
            logs.directory.closeIdleFiles();
            logs.directory.closeIdleFiles();
            return "housekeeping";
        }
        if (choice < 95) {
            logs.reopen();
            return "reopen";
        }
        // A crash may take a raised log start back, as no checkpoint says it; so one is written here.
        logs.directory.checkpoint();
        logs.crash();
        return "crash";
    }

    private static String append(Random random, TestLogs logs, Model model, long now) {
        int count = 1 + random.nextInt(3);
        TestBatch batch = TestBatch.empty();
        long baseOffset = model.end;
        int producer = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            long timestamp = NOW + random.nextInt(2000);
            String value = "v" + model.counter++ + "-" + "x".repeat(random.nextInt(120));
            batch.record(timestamp, random.nextBoolean() ? "k" : null, value);
            model.add(timestamp, value);
        }
        if (random.nextInt(4) == 0) {
            batch.codec(CompressionType.LZ4);
        }
        if (producer > 0) {
            batch.producer(producer, 0, model.nextSequence(producer, baseOffset, count));
        }
        if (random.nextInt(20) == 0) {
            model.epoch++;
        }
        model.epochOf(count);
        AppendResult result = logs.append(batch, model.epoch, now);
        assertEquals(baseOffset, result.firstOffset());
        assertEquals(model.end - 1, result.lastOffset());
        model.endBatch(baseOffset);
        if (producer > 0 && random.nextInt(5) == 0) {
            AppendResult again = logs.append(batch, model.epoch, now);
            assertTrue(again.duplicate());
            assertEquals(baseOffset, again.firstOffset());
        }
        return "append(" + baseOffset + "+" + count + (producer > 0 ? " of " + producer : "") + ")";
    }

    private static void check(Random random, TestLogs logs, Model model) {
        LogView view = logs.log.view();
        assertEquals(model.start, view.logStartOffset(), "log start offset");
        assertEquals(model.end, view.logEndOffset(), "log end offset");
        if (random.nextInt(10) == 0) {
            assertEquals(model.records(model.start), TestLogs.records(logs.log, model.start, 1 << 16));
        }
        long offset = between(random, model.start, model.end);
        assertEquals(model.records(offset), TestLogs.records(logs.log, offset, 100 + random.nextInt(2000)));
        long bound = between(random, offset, model.end);
        for (TestLogs.Read read : TestLogs.slice(logs.log.read(offset, 1 << 20, true, bound))) {
            assertTrue(read.offset() < bound, "record " + read.offset() + " below " + bound);
        }
        long time = NOW + random.nextInt(2100);
        assertEquals(
                model.firstAt(time),
                logs.log.offsetForTimestamp(time).map(TimestampedOffset::offset).orElse(-1L),
                "offset for timestamp " + time);
        assertEquals(
                model.newest(),
                logs.log
                        .offsetOfMaxTimestamp()
                        .map(TimestampedOffset::timestamp)
                        .orElse(-1L),
                "largest timestamp");
        LeaderEpochs epochs = view.epochs();
        if (model.start < model.end) {
            assertEquals(model.lastEpoch(), epochs.latestEpoch(), "epoch");
            assertEquals(model.epochAt(offset), epochs.epochFor(Math.min(offset, model.end - 1)), "epoch of " + offset);
        }
    }

    private static long between(Random random, long low, long high) {
        return low + (high > low ? random.nextInt((int) (high - low) + 1) : 0);
    }

    /** The log as a list. */
    private static final class Model {
        private final List<TestLogs.Read> records = new ArrayList<>();
        private final List<Long> batchStarts = new ArrayList<>();
        private final List<long[]> sequences = new ArrayList<>();
        private long start;
        private long end;
        private int epoch;
        private int counter;

        void add(long timestamp, String value) {
            records.add(new TestLogs.Read(end++, timestamp, value, -1));
        }

        void epochOf(int count) {
            for (int i = records.size() - count; i < records.size(); i++) {
                TestLogs.Read read = records.get(i);
                records.set(i, new TestLogs.Read(read.offset(), read.timestamp(), read.value(), epoch));
            }
        }

        void endBatch(long baseOffset) {
            batchStarts.add(baseOffset);
        }

        /** The sequence that follows the producer's last batch that is still in the log, or was. */
        int nextSequence(int producer, long baseOffset, int count) {
            long next = 0;
            for (long[] known : sequences) {
                if (known[0] == producer) {
                    next = known[1];
                }
            }
            sequences.add(new long[] {producer, next + count, baseOffset});
            return (int) next;
        }

        void truncateTo(long offset) {
            if (offset >= end) {
                return;
            }
            long cut = offset;
            for (long batchStart : batchStarts) {
                if (batchStart <= offset) {
                    cut = batchStart;
                }
            }
            long newEnd = cut;
            records.removeIf(record -> record.offset() >= newEnd);
            batchStarts.removeIf(batchStart -> batchStart >= newEnd);
            sequences.removeIf(known -> known[2] >= newEnd);
            end = newEnd;
            start = Math.min(start, end);
        }

        void startAt(long offset) {
            records.clear();
            batchStarts.clear();
            sequences.clear();
            start = offset;
            end = offset;
        }

        void raiseStart(long offset) {
            start = Math.max(start, offset);
            records.removeIf(record -> record.offset() < start);
        }

        List<TestLogs.Read> records(long from) {
            return records.stream()
                    .filter(record -> record.offset() >= Math.max(from, start))
                    .toList();
        }

        long firstAt(long time) {
            return records(start).stream()
                    .filter(record -> record.timestamp() >= time)
                    .mapToLong(TestLogs.Read::offset)
                    .findFirst()
                    .orElse(-1);
        }

        long newest() {
            return records(start).stream()
                    .mapToLong(TestLogs.Read::timestamp)
                    .max()
                    .orElse(-1);
        }

        int lastEpoch() {
            return records.get(records.size() - 1).leaderEpoch();
        }

        int epochAt(long offset) {
            return records(Math.min(offset, end - 1)).get(0).leaderEpoch();
        }
    }
}
