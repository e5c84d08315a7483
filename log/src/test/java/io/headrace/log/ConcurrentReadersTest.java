package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.testsupport.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers, interrupted ones too, while the owner appends, rolls, deletes and unlinks. */
class ConcurrentReadersTest {

    private static final int READERS = 3;

    @TempDir
    Path path;

    @Test
    void everyReadIsRightOrOutOfRange() throws Exception {
        LogConfig config = LogConfig.builder()
                .segmentBytes(3000)
                .indexIntervalBytes(200)
                .retentionMs(-1)
                .retentionBytes(20_000)
                .fileDeleteDelayMs(0)
                .build();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong reads = new AtomicLong();
        ExecutorService pool = Executors.newFixedThreadPool(READERS);
        try (TestLogs logs = TestLogs.open(path, config)) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                boolean interrupting = i == 0;
                readers.add(pool.submit(() -> {
                    while (!stop.get()) {
                        readSomewhere(logs.log, interrupting);
                        reads.incrementAndGet();
                    }
                }));
            }
            int appended = 0;
            for (int round = 0; round < 1500; round++) {
                logs.append(TestBatch.of("v" + appended, "v" + (appended + 1)));
                appended += 2;
                if (round % 20 == 0) {
                    logs.log.apply(logs.log.retention(appended, NOW), NOW);
                    logs.directory.deleteDue(NOW);
                    logs.directory.closeIdleFiles();
                }
            }
            Await.until("readers have read", () -> reads.get() > 300);
            stop.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
            assertTrue(logs.log.view().logStartOffset() > 0);
        } finally {
            stop.set(true);
            pool.shutdownNow();
        }
    }

    private static void readSomewhere(PartitionLog log, boolean interrupting) {
        LogView view = log.view();
        long span = view.logEndOffset() - view.logStartOffset();
        if (span == 0) {
            return;
        }
        long offset = view.logStartOffset() + ThreadLocalRandom.current().nextLong(span);
        if (interrupting) {
            Thread.currentThread().interrupt();
        }
        try {
            List<TestLogs.Read> records = TestLogs.slice(log.read(view, offset, 500, true, Long.MAX_VALUE));
            assertTrue(!records.isEmpty() && records.get(0).offset() <= offset, offset + " of " + view);
            for (TestLogs.Read record : records) {
                assertEquals("v" + record.offset(), record.value());
            }
            assertTrue(log.offsetForTimestamp(0).isPresent());
        } catch (OffsetOutOfRangeException e) {
            assertTrue(offset < log.view().logStartOffset(), e.getMessage());
        } finally {
            Thread.interrupted();
        }
    }
}
