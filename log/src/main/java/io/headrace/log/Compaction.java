package io.headrace.log;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.log.compact.CompactionCancelledException;
import io.headrace.log.compact.CompactionLimits;
import io.headrace.log.compact.DirtyRange;
import io.headrace.log.compact.KeyMap;
import io.headrace.log.compact.KeyMapBuilder;
import io.headrace.log.compact.LastOfProducer;
import io.headrace.log.compact.Pace;
import io.headrace.log.compact.SegmentFacts;
import io.headrace.log.compact.SegmentGroups;
import io.headrace.log.compact.SegmentRewriter;
import io.headrace.log.compact.Survival;
import io.headrace.log.compact.TransactionTrail;
import io.headrace.log.file.FileRetiredException;
import io.headrace.log.producer.ProducerEntry;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentNames;
import io.headrace.log.segment.SegmentPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One compaction of one partition's log: the last offset of each key of the dirty part is noted, then all segments up to
 * there are written anew without what is superseded, group by group, and each group is exchanged as soon as it is written.
 *
 * <pre>
 *   group written to .cleaned, forced                     [this thread]
 *   > renamed to .swap, the directory forced              [this thread]
 *   > in the log, old files to .deleted, .swap renamed    [the log's owner]
 * </pre>
 *
 * <p>A crash at any point leaves what {@link UnfinishedExchange} puts right. Readers go on with the files they have. Blocks;
 * used once, by a thread of the cleaner's; everything that changes the log is asked of its owner.
 */
public final class Compaction {

    /** The log's owner, as seen from the compacting thread. */
    public interface Owner {
        /**
         * Runs something on the owner's thread and waits for what it says; what it throws comes through.
         *
         * @throws CompactionCancelledException when the owner has ended
         */
        <T> T ask(Supplier<T> question);
    }

    private final PartitionLog log;
    private final DirtyRange range;
    private final CompactionMemory memory;
    private final Pace pace;
    private final Owner owner;
    private final long nowMs;
    private final LogContext context;

    private long bytesBefore;
    private long bytesAfter;
    private long recordsRead;
    private long recordsKept;

    /** A compaction of a range that {@link PartitionLog#dirtyRange} found. */
    public Compaction(PartitionLog log, DirtyRange range, CompactionMemory memory, Pace pace, Owner owner, long nowMs) {
        this.log = log;
        this.range = range;
        this.memory = memory;
        this.pace = pace;
        this.owner = owner;
        this.nowMs = nowMs;
        this.context = log.context();
    }

    static DirtyRange look(PartitionLog log, long notedOffset, long highWatermark, long nowMs) {
        LogView view = log.view();
        CompactionLimits limits = log.config().compactionLimits();
        int firstDirty = view.floor(Math.max(notedOffset, view.logStartOffset()));
        List<SegmentFacts> facts = new ArrayList<>(view.segmentCount());
        try {
            for (int i = 0; i < view.segmentCount(); i++) {
                Segment segment = view.segment(i);
                boolean dirty = i >= firstDirty && i < view.segmentCount() - 1;
                facts.add(new SegmentFacts(
                        segment.baseOffset(),
                        view.limit(i),
                        dirty && limits.minLagMs() > 0 ? segment.largest().timestamp() : Segment.NO_TIMESTAMP,
                        dirty && limits.maxLagMs() < Long.MAX_VALUE ? segment.firstTimestamp() : Segment.NO_TIMESTAMP));
            }
        } catch (FileRetiredException e) {
            throw new CompactionCancelledException(log.topicPartition() + " has moved on");
        } catch (IOException e) {
            throw new KafkaStorageException("looking for what to compact of " + log.topicPartition() + " failed", e);
        }
        return DirtyRange.of(
                facts,
                notedOffset,
                view.logStartOffset(),
                view.logEndOffset(),
                Math.min(highWatermark, view.firstUnstableOffset()),
                limits,
                nowMs);
    }

    /**
     * Compacts.
     *
     * @throws CompactionCancelledException when the log was closed or deleted, or its segments changed, meanwhile
     * @throws io.headrace.common.KafkaException when the log cannot be read or written; what was exchanged stays
     */
    public CompactionResult run() {
        try {
            return compact();
        } catch (FileRetiredException e) {
            throw cancelled();
        } catch (IOException e) {
            if (log.isClosed()) {
                throw cancelled();
            }
            throw new KafkaStorageException("compacting " + log.topicPartition() + " failed: " + e.getMessage(), e);
        }
    }

    private CompactionResult compact() throws IOException {
        LogView view = log.view();
        KeyMap keys =
                new KeyMap(memory.keyMapBytes(), memory.loadFactor(), range.uncleanableOffset() - range.dirtyOffset());
        long endOffset = noteKeys(view, keys);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < view.segmentCount() - 1 && view.segment(i).baseOffset() < endOffset; i++) {
            segments.add(view.segment(i));
        }
        if (!segments.isEmpty()) {
            rewrite(view, segments, keys, endOffset);
        }
        return new CompactionResult(
                endOffset, bytesBefore, bytesAfter, recordsRead, recordsKept, keys.size(), keys.sizeInBytes());
    }

    private long noteKeys(LogView view, KeyMap keys) throws IOException {
        TransactionTrail trail = new TransactionTrail();
        trail.expect(log.abortedTransactions(range.dirtyOffset(), range.uncleanableOffset()));
        try (KeyMapBuilder builder = new KeyMapBuilder(keys, range.dirtyOffset(), trail, memory.bufferBytes(), pace)) {
            for (int i = view.floor(range.dirtyOffset()); i < view.segmentCount() - 1; i++) {
                if (view.segment(i).baseOffset() >= range.uncleanableOffset()) {
                    break;
                }
                if (!builder.take(view.segment(i))) {
                    return builder.endOffset();
                }
            }
        }
        return range.uncleanableOffset();
    }

    private void rewrite(LogView view, List<Segment> segments, KeyMap keys, long endOffset) throws IOException {
        long start = segments.get(0).baseOffset();
        long end = view.segment(segments.size()).baseOffset();
        TransactionTrail trail = new TransactionTrail();
        trail.expect(log.abortedTransactions(start, end));
        Survival survival = new Survival(
                keys,
                endOffset,
                nowMs,
                log.config().compactionLimits().deleteRetentionMs(),
                trail,
                owner.ask(this::lastOfProducers));
        for (List<Segment> group : SegmentGroups.of(segments, end, log.config().segmentBytes())) {
            Segment last = group.get(group.size() - 1);
            int next = view.segments().indexOf(last) + 1;
            exchange(group, view.segment(next).baseOffset(), survival, trail);
        }
    }

    private Map<Long, LastOfProducer> lastOfProducers() {
        Map<Long, LastOfProducer> found = new HashMap<>();
        for (ProducerEntry producer : log.producers()) {
            found.put(
                    producer.producerId(),
                    new LastOfProducer(producer.lastBatch().lastOffset(), producer.epoch()));
        }
        return found;
    }

    private void exchange(List<Segment> group, long endOffset, Survival survival, TransactionTrail trail)
            throws IOException {
        SegmentPlace cleaned = context.place().named(SegmentNames.CLEANED);
        SegmentPlace swap = context.place().named(SegmentNames.SWAP);
        long base = group.get(0).baseOffset();
        requireInPlace(group);
        remove(cleaned, base);
        boolean exchanged = false;
        Segment compacted = null;
        // By its age when nothing in it has a timestamp, which is that of what it is made from.
        long createdMs = group.get(group.size() - 1).createdMs();
        try (SegmentRewriter rewriter = new SegmentRewriter(
                cleaned, base, log.config().indexLimits(), survival, memory.bufferBytes(), pace, createdMs)) {
            compacted = rewriter.target();
            trail.whenStillNeeded(compacted::noteAborted);
            for (int i = 0; i < group.size(); i++) {
                rewriter.take(group.get(i), i == group.size() - 1);
            }
            rewriter.finish(endOffset);
            if (log.isClosed()) {
                throw cancelled();
            }
            compacted.moveTo(swap);
            context.io().syncDirectory(context.directory());
            Segment whole = compacted;
            exchanged = owner.ask(() -> log.exchange(group, whole, nowMs));
            if (!exchanged) {
                throw cancelled();
            }
            recordsRead += rewriter.recordsRead();
            recordsKept += rewriter.recordsKept();
            bytesBefore += group.stream().mapToLong(Segment::size).sum();
            bytesAfter += compacted.size();
        } finally {
            if (!exchanged && !isInLog(compacted)) {
                if (compacted != null) {
                    compacted.retire();
                }
                remove(swap, base);
                remove(cleaned, base);
            }
        }
    }

    /** An exchange that could not be finished has to be, before the names that it uses are used again. */
    private static void requireInPlace(List<Segment> group) {
        for (Segment segment : group) {
            if (!segment.path().getFileName().toString().endsWith(SegmentNames.LOG)) {
                throw new KafkaException(
                        segment.path() + " could not get its name, and waits for the next start to give it");
            }
        }
    }

    /** Also when its files could not get their names it is what the log has. */
    private boolean isInLog(Segment compacted) {
        return compacted != null && log.view().segments().contains(compacted);
    }

    /** First the batches: without them a start takes the rest for leftovers. */
    private void remove(SegmentPlace place, long baseOffset) throws IOException {
        for (String kind : SegmentNames.OF_A_SEGMENT) {
            context.io().deleteIfExists(place.file(baseOffset, kind));
        }
    }

    private CompactionCancelledException cancelled() {
        return new CompactionCancelledException(
                log.topicPartition() + (log.isClosed() ? " was closed" : " has moved on"));
    }
}
