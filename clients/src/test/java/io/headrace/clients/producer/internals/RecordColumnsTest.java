package io.headrace.clients.producer.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

class RecordColumnsTest {

    private record Row(long timestamp, int keySize, int valueSize) {}

    @RepeatedTest(20)
    void whatGoesInComesOut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        boolean hasKeys = random.nextBoolean();
        long[] spreads = {1, 1_000, 1L << 40};
        long spread = spreads[random.nextInt(spreads.length)];
        RecordColumns columns = new RecordColumns(1 + random.nextInt(20));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Row row = new Row(
                    random.nextBoolean() && i > 0
                            ? rows.get(i - 1).timestamp()
                            : 1_700_000_000_000L + (long) (random.nextDouble() * spread),
                    hasKeys && random.nextInt(3) == 0 ? random.nextInt(50) : -1,
                    random.nextInt(5) == 0 ? -1 : random.nextInt(1_000));
            columns.add(row.timestamp(), row.keySize(), row.valueSize());
            rows.add(row);
        }
        long total = 0;
        int largest = 0;
        for (int i = 0; i < rows.size(); i++) {
            Row found = new Row(columns.timestamp(i), columns.keySize(i), columns.valueSize(i));
            assertEquals(rows.get(i), found, "record " + i + ", seed " + seed);
            int size = Math.max(0, found.keySize()) + Math.max(0, found.valueSize());
            assertEquals(size, columns.size(i));
            total += size;
            largest = Math.max(largest, size);
        }
        assertEquals(100, columns.count());
        assertEquals(total, columns.totalSize());
        assertEquals(largest, columns.largestSize());
    }
}
