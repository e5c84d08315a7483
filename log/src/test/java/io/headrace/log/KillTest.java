package io.headrace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.KafkaStorageException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random moments under load: what was acknowledged is there, whole, once. */
class KillTest {

    @TempDir
    Path path;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void noAcknowledgedRecordIsLostTornOrDoubled() throws Exception {
        long seed = Long.getLong("headrace.seed", new Random().nextLong());
        int rounds = Integer.getInteger("headrace.rounds", Boolean.getBoolean("headrace.long") ? 200 : 10);
        Random random = new Random(seed);
        long[] acknowledged = new long[KilledWriter.PARTITIONS];
        long appended = 0;
        long cut = 0;
        for (int round = 0; round < rounds; round++) {
            long before = Arrays.stream(acknowledged).sum();
            writeAndKill(random, acknowledged);
            appended += Arrays.stream(acknowledged).sum() - before;
            try {
                cut += verify(acknowledged, round % 10 == 9 || round == rounds - 1);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dheadrace.seed=" + seed + ", round " + round, e);
            }
        }
        System.out.println(rounds + " rounds of kill -9: " + appended + " records acknowledged, none lost; " + cut
                + " logs had a torn end cut off");
    }

    private void writeAndKill(Random random, long[] acknowledged) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        path.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (DataInputStream said = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            assertEquals(-1, said.readInt(), "the writer is ready");
            Thread killer = new Thread(() -> {
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(300)).toNanos());
                // Not the process object: that would close its output, which has still to be read.
                process.toHandle().destroyForcibly();
            });
            killer.start();
            readAcknowledgements(said, acknowledged);
            killer.join();
        }
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    }

    private static void readAcknowledgements(DataInputStream said, long[] acknowledged) throws IOException {
        while (true) {
            try {
                int partition = said.readInt();
                long firstOffset = said.readLong();
                long counter = said.readLong();
                int count = said.readInt();
                assertEquals(counter, firstOffset);
                acknowledged[partition] = counter + count;
            } catch (EOFException e) {
                return;
            }
        }
    }

    /** Opens the logs; reads all of them if asked, their last part otherwise. Counts those with a torn end. */
    private int verify(long[] acknowledged, boolean whole) {
        ExecutorService disk = Executors.newSingleThreadExecutor();
        try (LogLines lines = new LogLines()) {
            LogDirectory directory = KilledWriter.directory(path, disk);
            try {
                for (int partition = 0; partition < KilledWriter.PARTITIONS; partition++) {
                    PartitionLog log = directory.openLog(KilledWriter.spec(partition), System.currentTimeMillis());
                    verify(log, partition, acknowledged[partition], whole);
                    // What was written and not acknowledged may be there or not.
                    acknowledged[partition] = log.view().logEndOffset();
                }
            } finally {
                directory.closeAbruptly();
            }
            return (int)
                    lines.lines().stream().filter(line -> line.contains("cut ")).count();
        } finally {
            disk.shutdown();
        }
    }

    private static void verify(PartitionLog log, int partition, long acknowledged, boolean whole) {
        long end = log.view().logEndOffset();
        assertTrue(end >= acknowledged, partition + ": acknowledged up to " + acknowledged + ", found up to " + end);
        long from = whole ? 0 : Math.max(0, end - 1000);
        List<TestLogs.Read> records;
        try {
            records = TestLogs.records(log, from, 1 << 20);
        } catch (KafkaStorageException e) {
            throw new AssertionError("partition " + partition, e);
        }
        assertEquals(end - from, records.size());
        for (int i = 0; i < records.size(); i++) {
            assertEquals(from + i, records.get(i).offset());
            assertEquals(KilledWriter.value(partition, from + i), records.get(i).value());
        }
        if (end > 0) {
            assertEquals((int) end - 1, log.producers().get(0).lastSequence(), "the producer goes on behind it");
        }
    }
}
