package io.headrace.log.producer;

import io.headrace.record.BatchHeader;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * All producers that a partition knows, as of one offset.
 *
 * <p>Owner: the partition's loop. Never touches a file.
 */
public final class ProducerStates {

    private final LongObjectHashMap<ProducerEntry> entries = new LongObjectHashMap<>();
    private int openTransactions;

    /** The producer's entry; an unknown one if there is none. */
    public ProducerEntry entry(long producerId) {
        ProducerEntry entry = entries.get(producerId);
        return entry == null ? ProducerEntry.unknown(producerId) : entry;
    }

    /** Puts an entry in the place of the producer's old one. */
    public void put(ProducerEntry entry) {
        ProducerEntry before = entries.put(entry.producerId(), entry);
        openTransactions += open(entry) - (before == null ? 0 : open(before));
    }

    /** Takes over a batch from the log as it is. */
    public void replay(BatchHeader batch, long nowMs) {
        if (!batch.hasProducerId()) {
            return;
        }
        ProducerEntry entry = entry(batch.producerId());
        if (batch.isControl()) {
            Optional<EndTransactionMarker> marker = EndTransactionMarker.of(batch);
            if (marker.isPresent()) {
                put(entry.after(marker.get(), batch.producerEpoch(), batch.maxTimestamp(), nowMs));
            }
            return;
        }
        put(entry.after(batch, batch.baseOffset(), nowMs));
    }

    /** Forgets producers that have not written for {@code expirationMs} and have no open transaction. */
    public int expire(long nowMs, long expirationMs) {
        int removed = 0;
        Iterator<LongObjectMap.PrimitiveEntry<ProducerEntry>> iterator =
                entries.entries().iterator();
        while (iterator.hasNext()) {
            ProducerEntry entry = iterator.next().value();
            if (isExpired(entry, nowMs, expirationMs)) {
                iterator.remove();
                removed++;
            }
        }
        return removed;
    }

    static boolean isExpired(ProducerEntry entry, long nowMs, long expirationMs) {
        return open(entry) == 0 && nowMs - entry.lastSeenMs() >= expirationMs;
    }

    /** Where the oldest open transaction starts; {@code otherwise} if none is open. */
    public long firstUnstableOffset(long otherwise) {
        if (openTransactions == 0) {
            return otherwise;
        }
        long first = otherwise;
        for (ProducerEntry entry : entries.values()) {
            if (open(entry) == 1) {
                first = Math.min(first, entry.transactionFirstOffset());
            }
        }
        return first;
    }

    /** How many producers are known. */
    public int size() {
        return entries.size();
    }

    /** All entries, in no particular order. */
    public List<ProducerEntry> all() {
        return new ArrayList<>(entries.values());
    }

    /** Forgets everything and takes {@code loaded} instead. */
    public void reset(Collection<ProducerEntry> loaded) {
        entries.clear();
        openTransactions = 0;
        loaded.forEach(this::put);
    }

    private static int open(ProducerEntry entry) {
        return entry.transactionFirstOffset() == ProducerEntry.NO_TRANSACTION ? 0 : 1;
    }
}
