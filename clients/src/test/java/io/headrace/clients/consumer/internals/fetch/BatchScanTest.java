package io.headrace.clients.consumer.internals.fetch;

import static io.headrace.clients.consumer.internals.fetch.Batches.batch;
import static io.headrace.clients.consumer.internals.fetch.Batches.concat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.UnsupportedForMessageFormatException;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

class BatchScanTest {

    private final BatchScan scan = new BatchScan();

    @Test
    void findsTheEndOfWholeBatches() {
        ByteBuf records = concat(batch(10, 4, "a", "b"), batch(12, 5, "c"));
        scan.scan(records, 10);
        assertEquals(records.readableBytes(), scan.wholeBytes());
        assertEquals(13, scan.nextOffset());
        assertEquals(5, scan.leaderEpoch());
        assertNull(scan.failure());
    }

    @Test
    void leavesABatchOutThatIsCutOff() {
        ByteBuf whole = batch(10, 4, "a", "b");
        int wholeBytes = whole.readableBytes();
        ByteBuf records = concat(whole, batch(12, 5, "c").slice(0, 20));
        scan.scan(records, 10);
        assertEquals(wholeBytes, scan.wholeBytes());
        assertEquals(12, scan.nextOffset());
        assertNull(scan.failure());
    }

    @Test
    void nothingWholeIsNoProgress() {
        scan.scan(batch(10, 4, "abc").slice(0, 40), 10);
        assertEquals(0, scan.wholeBytes());
        assertEquals(10, scan.nextOffset());
    }

    @Test
    void stopsAtGarbageAndSaysWhy() {
        ByteBuf good = batch(10, 4, "a");
        int goodBytes = good.readableBytes();
        ByteBuf bad = batch(11, 4, "b");
        bad.setByte(16, 9);
        scan.scan(concat(good, bad), 10);
        assertEquals(goodBytes, scan.wholeBytes());
        assertEquals(11, scan.nextOffset());
        assertInstanceOf(CorruptRecordException.class, scan.failure());
    }

    @Test
    void namesOldFormats() {
        ByteBuf old = batch(11, 4, "b");
        old.setByte(16, 1);
        scan.scan(old, 11);
        assertInstanceOf(UnsupportedForMessageFormatException.class, scan.failure());
    }
}
