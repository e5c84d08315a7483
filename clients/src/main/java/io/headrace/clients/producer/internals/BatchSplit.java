package io.headrace.clients.producer.internals;

import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a batch that a broker found too large into smaller ones: of {@code batch.size}, or half of what it was if that is
 * less. Sequences and order carry over, so the pieces together stand where the batch stood.
 *
 * <p>Owner: the client's loop.
 */
final class BatchSplit {

    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

    private final ProducerSettings settings;

    BatchSplit(ProducerSettings settings) {
        this.settings = settings;
    }

    /** The pieces, sealed, with the batch's memory; the batch itself is to be released. */
    List<ProducerBatch> split(ProducerBatch batch) {
        List<ProducerBatch> pieces = new ArrayList<>();
        int targetBytes = Math.min(settings.batchBytes(), batch.sizeInBytes() / 2);
        BatchHeader header = new BatchHeader(batch.bytes(), batch.bytes().readerIndex());
        BatchBuilder builder = null;
        int first = 0;
        int index = 0;
        try (RecordCursor cursor = new RecordCursor(ALLOCATOR, Integer.MAX_VALUE)) {
            cursor.open(header);
            while (cursor.next()) {
                int bytes = BatchHeader.SIZE + batch.delivery().recordSize(index);
                if (builder != null && builder.sizeInBytes() + bytes > targetBytes) {
                    pieces.add(piece(batch, builder, first, index));
                    builder = null;
                    first = index;
                }
                if (builder == null) {
                    builder = new BatchBuilder(ALLOCATOR, settings.codec(), Math.max(bytes, targetBytes))
                            .transactional(header.isTransactional());
                }
                builder.appendAt(index - first, cursor);
                index++;
            }
            pieces.add(piece(batch, builder, first, index));
        } catch (RuntimeException e) {
            if (builder != null) {
                builder.close();
            }
            pieces.forEach(ProducerBatch::release);
            throw e;
        }
        return pieces;
    }

    private static ProducerBatch piece(ProducerBatch whole, BatchBuilder builder, int from, int to) {
        Delivery delivery = whole.delivery().piece(from, to);
        ProducerBatch piece = whole.pieceOf(builder, delivery, from);
        if (whole.isStamped()) {
            piece.stamp(whole.producerId(), whole.epoch(), LaneSequences.plus(whole.sequence(), from));
        }
        piece.seal();
        return piece;
    }
}
