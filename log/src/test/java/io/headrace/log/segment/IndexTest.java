package io.headrace.log.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexTest {

    private static final long BASE = 5_000_000_000L;

    @TempDir
    Path directory;

    private OffsetIndex offsets(int filed) {
        return new OffsetIndex(FileIo.system(), directory.resolve("o.index"), Runnable::run, BASE, 1 << 20, filed);
    }

    private TimeIndex times(int filed) throws IOException {
        TimeIndex index =
                new TimeIndex(FileIo.system(), directory.resolve("t.timeindex"), Runnable::run, BASE, 1 << 20, filed);
        index.continueAfterLast();
        return index;
    }

    @Test
    void theFileIsTheEntriesAndComesOnlyWithAPageOrWhenAsked() throws IOException {
        OffsetIndex index = offsets(0);
        index.append(BASE + 7, 100);
        index.append(BASE + 9, 300);
        assertFalse(Files.exists(index.path()));
        assertTrue(index.unpersisted());
        index.persist();
        assertFalse(index.unpersisted());
        assertEquals(
                ByteBuffer.allocate(16)
                        .putInt(7)
                        .putInt(100)
                        .putInt(9)
                        .putInt(300)
                        .flip(),
                ByteBuffer.wrap(Files.readAllBytes(index.path())));
        for (int i = 0; i < 600; i++) {
            index.append(BASE + 10 + i, 400 + i);
        }
        assertEquals((2 + 512) * 8, Files.size(index.path()), "a full page goes to the file");
        assertEquals(602, index.entries());
    }

    @Test
    void offsetsAreFoundWhereverTheirEntriesAre() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 20; round++) {
            Files.deleteIfExists(directory.resolve("o.index"));
            OffsetIndex index = offsets(0);
            TreeMap<Long, Integer> model = new TreeMap<>();
            long offset = BASE;
            int position = 0;
            int entries = random.nextInt(3000);
            for (int i = 0; i < entries; i++) {
                offset += 1 + random.nextInt(5);
                position += 61 + random.nextInt(1000);
                index.append(offset, position);
                model.put(offset, position);
                int event = random.nextInt(400);
                if (event == 0) {
                    index.persist();
                } else if (event == 1) {
                    index.persist();
                    index = offsets(index.entries());
                } else if (event == 2) {
                    long cut = BASE + random.nextInt((int) (offset - BASE) + 1);
                    index.truncateTo(cut);
                    model.tailMap(cut, true).clear();
                    offset = model.isEmpty() ? BASE : model.lastKey();
                    position = model.isEmpty() ? 0 : model.lastEntry().getValue();
                }
                assertEquals(model.size(), index.entries());
                long wanted = BASE + random.nextInt((int) (offset - BASE) + 10);
                assertEntry(model.floorEntry(wanted), index.floor(wanted));
            }
            assertEntry(model.lastEntry(), index.last());
            assertEntry(model.lastEntry(), index.floor(Long.MAX_VALUE));
        }
    }

    private static void assertEntry(Map.Entry<Long, Integer> expected, OffsetIndex.Entry found) {
        assertEquals(
                expected == null
                        ? OffsetIndex.Entry.NONE
                        : new OffsetIndex.Entry(expected.getKey(), expected.getValue()),
                found);
    }

    @Test
    void timestampsAreFoundAndOnlyRise() throws IOException {
        TimeIndex index = times(0);
        TreeMap<Long, Long> model = new TreeMap<>();
        Random random = new Random(12);
        for (int i = 0; i < 2000; i++) {
            long timestamp = i * 10L + random.nextInt(30) - 15;
            long offset = BASE + i * 3L;
            index.append(timestamp, offset);
            if (timestamp >= 0 && (model.isEmpty() || timestamp > model.lastKey())) {
                model.put(timestamp, offset);
            }
            if (i == 900) {
                index.persist();
                index = times(index.entries());
            }
            if (i == 1500) {
                index.truncateTo(BASE + 3000);
                model.values().removeIf(value -> value >= BASE + 3000);
            }
            Map.Entry<Long, Long> expected = model.floorEntry(timestamp);
            assertEquals(
                    expected == null
                            ? TimeIndex.Entry.NONE
                            : new TimeIndex.Entry(expected.getKey(), expected.getValue()),
                    index.floor(timestamp));
        }
        assertEquals(model.size(), index.entries());
    }

    @Test
    void anIndexIsFullAtItsSizeAndATimeIndexKeepsOneEntryFree() throws IOException {
        OffsetIndex offsets = new OffsetIndex(FileIo.system(), directory.resolve("f.index"), Runnable::run, 0, 20, 0);
        offsets.append(1, 61);
        assertFalse(offsets.isFull());
        offsets.append(2, 122);
        assertTrue(offsets.isFull());
        TimeIndex times = new TimeIndex(FileIo.system(), directory.resolve("f.timeindex"), Runnable::run, 0, 36, 0);
        times.append(1, 1);
        assertFalse(times.isFull());
        times.append(2, 2);
        assertTrue(times.isFull());
    }
}
