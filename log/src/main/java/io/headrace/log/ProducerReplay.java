package io.headrace.log;

import io.headrace.log.file.OpenFile;
import io.headrace.log.producer.ProducerStates;
import io.headrace.log.segment.BatchPosition;
import io.headrace.log.segment.BatchScanner;
import io.headrace.log.segment.Segment;
import io.headrace.record.BatchHeader;
import java.io.IOException;
import java.util.List;

/** Brings producers' state up to date from the batches that a snapshot does not know yet. */
final class ProducerReplay {

    private ProducerReplay() {}

    /** Takes over the batches of {@code [fromOffset, endOffset)}. Blocks. */
    static void replay(ProducerStates producers, List<Segment> segments, long fromOffset, long endOffset, long nowMs)
            throws IOException {
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            if (segment.baseOffset() >= endOffset
                    || (!last && segments.get(i + 1).baseOffset() <= fromOffset)) {
                continue;
            }
            if (segment.size() > 0) {
                replay(producers, segment, fromOffset, endOffset, nowMs);
            }
        }
    }

    private static void replay(ProducerStates producers, Segment segment, long fromOffset, long endOffset, long nowMs)
            throws IOException {
        int position = 0;
        if (fromOffset > segment.baseOffset()) {
            BatchPosition first = segment.locate(fromOffset, segment.size());
            if (first.isNone()) {
                return;
            }
            position = first.position();
        }
        OpenFile file = segment.file().acquire();
        try (BatchScanner scanner = new BatchScanner(file, position, segment.size(), BatchScanner.SEQUENTIAL_CHUNK)) {
            while (scanner.next()) {
                BatchHeader batch = scanner.header();
                if (batch.baseOffset() >= endOffset) {
                    return;
                }
                if (batch.baseOffset() >= fromOffset) {
                    take(producers, scanner, nowMs);
                }
            }
        } finally {
            segment.file().release();
        }
    }

    /** Takes over the batch that the scanner stands on. */
    static void take(ProducerStates producers, BatchScanner scanner, long nowMs) throws IOException {
        BatchHeader batch = scanner.header();
        if (!batch.hasProducerId()) {
            return;
        }
        // A marker's content is needed; it is a few bytes long.
        if (!batch.isControl() || scanner.loadBatch()) {
            producers.replay(scanner.header(), nowMs);
        }
    }
}
