package io.headrace.log;

import io.headrace.log.file.OpenFile;
import io.headrace.log.producer.ProducerStates;
import io.headrace.log.segment.AbortedTransaction;
import io.headrace.log.segment.BatchPosition;
import io.headrace.log.segment.BatchScanner;
import io.headrace.log.segment.Segment;
import io.headrace.record.BatchHeader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
                replay(producers, segment, fromOffset, endOffset, nowMs, aborted -> {});
            }
        }
    }

    /** Makes a segment's transaction index anew, from the producers' state as of its base offset. Blocks. */
    static void rebuildTransactionIndex(ProducerStates producers, Segment segment, long nowMs) throws IOException {
        segment.restartTransactionIndex();
        replay(producers, segment, segment.baseOffset(), Long.MAX_VALUE, nowMs, segment::noteAborted);
    }

    private static void replay(
            ProducerStates producers,
            Segment segment,
            long fromOffset,
            long endOffset,
            long nowMs,
            Consumer<AbortedTransaction> aborted)
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
                    take(producers, scanner, nowMs).ifPresent(aborted);
                }
            }
        } finally {
            segment.file().release();
        }
    }

    /**
     * Takes over the batch that the scanner stands on.
     *
     * @return the transaction that it aborted, if it did
     */
    static Optional<AbortedTransaction> take(ProducerStates producers, BatchScanner scanner, long nowMs)
            throws IOException {
        BatchHeader batch = scanner.header();
        if (!batch.hasProducerId()) {
            return Optional.empty();
        }
        // A marker's content is needed; it is a few bytes long.
        if (batch.isControl() && !scanner.loadBatch()) {
            return Optional.empty();
        }
        return producers
                .replay(scanner.header(), nowMs)
                .filter(completed -> !completed.committed())
                .map(completed -> new AbortedTransaction(
                        completed.producerId(),
                        completed.firstOffset(),
                        completed.markerOffset(),
                        producers.firstOpenTransaction(completed.markerOffset() + 1)));
    }
}
