package io.headrace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.KafkaStorageException;
import io.headrace.log.compact.CompactionCancelledException;
import io.headrace.log.compact.DirtyRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random logs, compacted at random moments, and killed at every operation on a file. */
class CompactionPropertyTest {

    private static final boolean LONG = Boolean.getBoolean("headrace.long");
    private static final int STEPS = 400;

    static LongStream seeds() {
        return seeds(LONG ? 300 : 10);
    }

    static LongStream fewSeeds() {
        return seeds(LONG ? 40 : 1);
    }

    private static LongStream seeds(int count) {
        Long fixed = Long.getLong("headrace.seed");
        return fixed == null ? new Random().longs(count) : LongStream.of(fixed);
    }

    private static LogConfig config(Random random) {
        return LogConfig.builder()
                .cleanupPolicy(false, true)
                .segmentBytes(600 + random.nextInt(3000))
                .indexIntervalBytes(random.nextInt(400))
                .segmentMs(Long.MAX_VALUE)
                .minCleanableDirtyRatio(0)
                .deleteRetentionMs(KeyedLog.DELETE_RETENTION_MS)
                .fileDeleteDelayMs(0)
                .build();
    }

    @ParameterizedTest(name = "-Dheadrace.seed={0}")
    @MethodSource("seeds")
    void whatCountsStays(long seed, @TempDir Path path) {
        Random random = new Random(seed);
        KeyedLog model = new KeyedLog();
        long noted = DirtyRange.NOT_NOTED;
        int compactions = 0;
        // Without forcing files to the disk, which takes most of the time and is not looked at.
        try (TestLogs logs = TestLogs.open(path, config(random), new CountedFileIo())) {
            for (int step = 0; step < STEPS; step++) {
                int choice = random.nextInt(100);
                if (choice < 88) {
                    model.grow(random, logs);
                    continue;
                }
                if (choice < 96) {
                    long before = noted;
                    noted = compact(random, logs, model, noted);
                    compactions += noted > before ? 1 : 0;
                } else if (choice < 98) {
                    logs.reopen();
                } else {
                    logs.directory.checkpoint();
                    logs.crash();
                }
                logs.log.committedBelow(logs.log.view().logEndOffset());
                model.check(logs, noted);
            }
            model.settle(random, logs);
            for (int i = 0; i < 3; i++) {
                noted = compact(random, logs, model, noted);
                model.nowMs += KeyedLog.DELETE_RETENTION_MS + 1;
            }
            model.check(logs.crash(), noted);
            assertTrue(compactions > 2, "it hardly compacted");
        }
    }

    /** Compacts with little or much memory; as far as it gets. */
    private static long compact(Random random, TestLogs logs, KeyedLog model, long noted) {
        DirtyRange range = logs.log.dirtyRange(noted, logs.log.view().logEndOffset(), model.nowMs);
        int keys = random.nextBoolean() ? 5 + random.nextInt(10) : 10_000;
        CompactionMemory memory = new CompactionMemory(24L * keys, 0.9, 200 + random.nextInt(2000));
        long before = logs.log.view().logEndOffset();
        CompactionResult result =
                new Compaction(logs.log, range, memory, Compactions.FREELY, Compactions.HERE, model.nowMs).run();
        assertEquals(before, logs.log.view().logEndOffset());
        assertTrue(result.endOffset() > range.dirtyOffset() || range.dirtyBytes() == 0, "no progress");
        model.compactedUpTo(segmentEnd(logs, result.endOffset()));
        logs.directory.noteCleaned(TestLogs.PARTITION, result.endOffset());
        return result.endOffset();
    }

    /** Whole segments were written anew. */
    private static long segmentEnd(TestLogs logs, long offset) {
        LogView view = logs.log.view();
        int number = view.floor(Math.max(0, offset - 1));
        return Math.min(view.endOffset(number), view.activeSegmentBaseOffset());
    }

    @ParameterizedTest(name = "-Dheadrace.seed={0}")
    @MethodSource("fewSeeds")
    void aKillAtAnyMomentLosesNothing(long seed, @TempDir Path path) throws IOException {
        faultAtEveryOperation(seed, path, true);
    }

    @ParameterizedTest(name = "-Dheadrace.seed={0}")
    @MethodSource("fewSeeds")
    void aFaultAtAnyMomentLosesNothing(long seed, @TempDir Path path) throws IOException {
        faultAtEveryOperation(seed, path, false);
    }

    private static void faultAtEveryOperation(long seed, Path path, boolean kill) throws IOException {
        Random random = new Random(seed);
        LogConfig config = config(random);
        KeyedLog model = new KeyedLog();
        Path original = path.resolve("original");
        long noted;
        try (TestLogs logs = TestLogs.open(original, config)) {
            for (int i = 0; i < 40; i++) {
                model.grow(random, logs);
            }
            noted = compact(new Random(seed), logs, model, DirtyRange.NOT_NOTED);
            for (int i = 0; i < 40; i++) {
                model.grow(random, logs);
            }
            model.settle(random, logs);
            logs.directory.close(model.nowMs);
        }
        model.nowMs += KeyedLog.DELETE_RETENTION_MS + 1;
        int operations = Integer.MAX_VALUE;
        for (int at = 1; at <= operations; at++) {
            CountedFileIo io = new CountedFileIo();
            Path copy = path.resolve("at-" + at);
            copy(original, copy);
            try (TestLogs logs = TestLogs.open(copy, config, io)) {
                logs.log.committedBelow(logs.log.view().logEndOffset());
                int until = at;
                if (kill) {
                    io.killAt(until);
                } else {
                    io.failOnceAt(until);
                }
                long reached = noted;
                model.compactedUpTo(Long.MAX_VALUE);
                try {
                    reached = compact(new Random(seed), logs, model, noted);
                    operations = kill || io.count() < at ? io.count() : operations;
                } catch (KafkaStorageException | CompactionCancelledException e) {
                    assertTrue(io.count() >= at, e.toString());
                }
                io.heal();
                if (!kill) {
                    model.check(logs, reached);
                }
                logs.crash();
                logs.log.committedBelow(logs.log.view().logEndOffset());
                model.check(logs, DirtyRange.NOT_NOTED);
                assertTrue(
                        Compactions.files(logs, ".cleaned").isEmpty()
                                && Compactions.files(logs, ".swap").isEmpty(),
                        "leftovers");
                long again = compact(new Random(seed), logs, model, noted);
                model.check(logs, again);
                logs.reopen();
                logs.log.committedBelow(logs.log.view().logEndOffset());
                model.check(logs, again);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("stopped at operation " + at, e);
            }
        }
        assertTrue(operations > 10 && operations < 10_000, operations + " operations");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
