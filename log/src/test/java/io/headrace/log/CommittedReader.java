package io.headrace.log;

import io.headrace.log.segment.AbortedTransaction;
import io.headrace.record.BatchCursor;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads as consumers with {@code read_committed} do: by what fetches carry, and by nothing else. */
final class CommittedReader {

    private CommittedReader() {}

    /** Values of committed records from an offset on up to a bound, fetch by fetch, each in a form like {@code 7=value}. */
    static List<String> read(PartitionLog log, long fromOffset, long stableOffset, int maxBytes) {
        List<String> values = new ArrayList<>();
        long offset = fromOffset;
        while (offset < stableOffset) {
            long next = fetch(log, offset, stableOffset, maxBytes, values);
            if (next == offset) {
                break;
            }
            offset = next;
        }
        return values;
    }

    private static long fetch(PartitionLog log, long offset, long stableOffset, int maxBytes, List<String> values) {
        LogView view = log.view();
        FetchSlice slice = log.read(view, offset, maxBytes, true, stableOffset);
        ByteBuf bytes = Unpooled.buffer();
        List<AbortedTransaction> aborted;
        try {
            aborted = new ArrayList<>(log.abortedTransactions(view, slice, offset, stableOffset));
            slice.readInto(bytes);
        } finally {
            slice.release();
        }
        aborted.sort(Comparator.comparingLong(AbortedTransaction::firstOffset));
        Set<Long> abortedProducers = new HashSet<>();
        long next = offset;
        BatchCursor batches = new BatchCursor(bytes);
        try (RecordCursor records = new RecordCursor(UnpooledByteBufAllocator.DEFAULT, 1 << 24)) {
            while (batches.nextVerified()) {
                BatchHeader batch = batches.batch();
                while (!aborted.isEmpty() && aborted.get(0).firstOffset() <= batch.lastOffset()) {
                    abortedProducers.add(aborted.remove(0).producerId());
                }
                records.open(batch);
                while (records.next()) {
                    if (batch.isControl()) {
                        if (records.key()[3] == 0) {
                            abortedProducers.remove(batch.producerId());
                        }
                    } else if (records.offset() >= offset
                            && !(batch.isTransactional() && abortedProducers.contains(batch.producerId()))) {
                        values.add(records.offset() + "=" + new String(records.value(), StandardCharsets.UTF_8));
                    }
                }
                next = batch.nextOffset();
            }
        }
        return next;
    }
}
