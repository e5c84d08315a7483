package io.headrace.log.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.log.checkpoint.MalformedCheckpointException;
import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.storage.internals.log.ProducerStateEntry;
import org.apache.kafka.storage.internals.log.ProducerStateManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProducerSnapshotFileTest {

    @TempDir
    Path directory;

    private final FileIo io = FileIo.system();

    @Test
    void whatWasWrittenIsReadByUsWholeAndByApacheTheLastBatchEach() throws IOException {
        Path file = directory.resolve("00000000000000000042.snapshot");
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            List<ProducerEntry> entries = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                entries.add(random(random, i * 1000L));
            }
            ProducerSnapshotFile.write(io, file, entries);
            assertEquals(new HashSet<>(entries), new HashSet<>(ProducerSnapshotFile.read(io, file)));
            Map<Long, ProducerStateEntry> theirs = new TreeMap<>();
            for (ProducerStateEntry entry : ProducerStateManager.readSnapshot(file.toFile())) {
                theirs.put(entry.producerId(), entry);
            }
            assertEquals(entries.size(), theirs.size());
            for (ProducerEntry entry : entries) {
                ProducerStateEntry their = theirs.get(entry.producerId());
                assertEquals(entry.epoch(), their.producerEpoch());
                assertEquals(entry.coordinatorEpoch(), their.coordinatorEpoch());
                assertEquals(entry.lastTimestamp(), their.lastTimestamp());
                assertEquals(
                        entry.transactionFirstOffset(),
                        their.currentTxnFirstOffset().orElse(-1));
                assertEquals(entry.lastBatch().lastOffset(), their.lastDataOffset());
                assertEquals(
                        entry.batches().isEmpty() ? 0 : 1, their.batchMetadata().size());
            }
        }
    }

    private static ProducerEntry random(Random random, long producerId) {
        ProducerBatch[] window = new ProducerBatch[0];
        int batches = random.nextInt(7);
        long timestamp = 1000;
        for (int i = 0; i < batches; i++) {
            timestamp += random.nextInt(1000);
            window = ProducerEntry.appended(
                    window, new ProducerBatch(100 + i * 10, 5000 + i * 10L, random.nextInt(10), timestamp));
        }
        return ProducerEntry.loaded(
                        producerId,
                        (short) random.nextInt(100),
                        random.nextInt(5) - 1,
                        timestamp,
                        timestamp,
                        random.nextInt(3) == 0 ? 4000 : ProducerEntry.NO_TRANSACTION)
                .remembering(window);
    }

    @Test
    void whatApacheWroteIsRead() throws IOException {
        Path file = directory.resolve("00000000000000000007.snapshot");
        ProducerStateEntry entry = new ProducerStateEntry(77, (short) 5, 9, 123_456, OptionalLong.of(3));
        ProducerStateManager.writeSnapshot(file.toFile(), Map.of(77L, entry), true);
        ProducerEntry read = ProducerSnapshotFile.read(io, file).iterator().next();
        assertEquals(77, read.producerId());
        assertEquals(5, read.epoch());
        assertEquals(9, read.coordinatorEpoch());
        assertEquals(123_456, read.lastTimestamp());
        assertEquals(3, read.transactionFirstOffset());
        assertEquals(List.of(), read.batches());
    }

    @Test
    void everyDamagedByteIsNoticed() throws IOException {
        Path file = directory.resolve("00000000000000000001.snapshot");
        ProducerSnapshotFile.write(io, file, List.of(random(new Random(1), 5)));
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x11;
            Files.write(file, bad);
            assertThrows(MalformedCheckpointException.class, () -> ProducerSnapshotFile.read(io, file), "byte " + i);
            Files.write(file, Arrays.copyOf(good, i));
            MalformedCheckpointException cut = assertThrows(
                    MalformedCheckpointException.class, () -> ProducerSnapshotFile.read(io, file), "cut at " + i);
            assertTrue(cut.getMessage().startsWith(file + " is malformed: "));
        }
    }
}
