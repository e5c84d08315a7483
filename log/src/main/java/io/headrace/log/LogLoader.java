package io.headrace.log;

import io.headrace.common.Uuid;
import io.headrace.common.errors.InconsistentTopicIdException;
import io.headrace.log.checkpoint.LeaderEpochCheckpoint;
import io.headrace.log.checkpoint.MalformedCheckpointException;
import io.headrace.log.checkpoint.PartitionMetadataFile;
import io.headrace.log.epoch.LeaderEpochs;
import io.headrace.log.file.FileIo;
import io.headrace.log.file.OpenFile;
import io.headrace.log.producer.ProducerSnapshots;
import io.headrace.log.producer.ProducerStates;
import io.headrace.log.segment.AbortedTransaction;
import io.headrace.log.segment.BatchScanner;
import io.headrace.log.segment.OffsetIndex;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentNames;
import io.headrace.log.segment.TimeIndex;
import io.headrace.log.segment.TransactionIndex;
import io.headrace.record.BatchHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a partition's directory and puts right what is wrong in it.
 *
 * <p>After a clean end it reads names and sizes, and the last few kB of the last segment. Otherwise it goes through every
 * batch from the recovery point on: header, CRC, offsets. The first batch that is not whole ends the log; the bytes from
 * there on are cut off, and segments that follow are removed. Indexes, producer state and leader epochs are made anew where
 * they are missing or cannot be right. All that was done stands in one line of the broker's log.
 *
 * <p>For one log, used once, on a thread that may block.
 */
final class LogLoader {

    private static final Logger LOG = LoggerFactory.getLogger(LogLoader.class);

    private final LogContext context;
    private final LogConfig config;
    private final boolean clean;
    private final long statedRecoveryPoint;
    private final OptionalLong statedLogStart;
    private final long nowMs;

    private final RecoveryNotes notes = new RecoveryNotes();
    private final ProducerStates producers = new ProducerStates();
    private final ProducerSnapshots snapshots;
    private final List<Segment> segments = new ArrayList<>();
    /** Segments whose offset and time indexes were made anew. */
    private final Set<Long> rebuilt = new HashSet<>();

    private LeaderEpochs epochs = LeaderEpochs.EMPTY;
    private LeaderEpochs epochsOnDisk = LeaderEpochs.EMPTY;
    private long endOffset;
    private long checkedBytes;
    private boolean repaired;

    /**
     * @param clean whether the data directory was closed cleanly
     * @param statedRecoveryPoint what is below was on stable storage
     * @param statedLogStart the log start offset noted, if any
     */
    LogLoader(
            LogContext context,
            LogConfig config,
            boolean clean,
            long statedRecoveryPoint,
            OptionalLong statedLogStart,
            long nowMs) {
        this.context = context;
        this.config = config;
        this.clean = clean;
        this.statedRecoveryPoint = statedRecoveryPoint;
        this.statedLogStart = statedLogStart;
        this.nowMs = nowMs;
        this.snapshots = new ProducerSnapshots(context.io(), context.directory());
    }

    /** Bytes that were gone through batch by batch. */
    long checkedBytes() {
        return checkedBytes;
    }

    /**
     * Loads the log.
     *
     * @throws InconsistentTopicIdException when the directory belongs to another topic
     */
    LoadedLog load() throws IOException {
        if (!context.io().exists(context.directory())) {
            return LoadedLog.untouched(context, config, nowMs);
        }
        checkTopicId();
        LogInventory inventory = LogInventory.take(context.io(), context.directory(), snapshots, notes);
        findSegments(inventory);
        readEpochs();
        if (clean) {
            openClean(inventory);
        } else {
            recover(inventory);
        }
        long logStart = startOffset();
        epochs = epochs.truncateFromEnd(endOffset).truncateFromStart(logStart);
        snapshots.deleteAfter(endOffset);
        snapshots.keepOnly(segments.stream().map(Segment::baseOffset).collect(Collectors.toSet()));
        notes.log(LOG, context.partition(), logStart, endOffset);
        // Thousands of logs that nobody uses yet must not keep files open.
        segments.forEach(Segment::closeUnusedFiles);
        return new LoadedLog(
                segments,
                logStart,
                endOffset,
                clean ? endOffset : Math.min(statedRecoveryPoint, endOffset),
                epochs,
                epochsOnDisk,
                producers,
                snapshots,
                true,
                !clean || repaired);
    }

    private void checkTopicId() throws IOException {
        if (!context.hasTopicId()) {
            return;
        }
        PartitionMetadataFile file = new PartitionMetadataFile(context.io(), context.directory());
        Optional<Uuid> found;
        try {
            found = file.read();
        } catch (MalformedCheckpointException e) {
            notes.add(PartitionMetadataFile.NAME + " was malformed and is written anew");
            file.write(context.topicId());
            return;
        }
        if (found.isEmpty()) {
            notes.add(PartitionMetadataFile.NAME + " was missing and is written anew");
            file.write(context.topicId());
        } else if (!found.get().equals(context.topicId())) {
            throw new InconsistentTopicIdException(context.directory() + " belongs to the topic with id " + found.get()
                    + ", not to " + context.partition() + " with topic id " + context.topicId());
        }
    }

    private void findSegments(LogInventory inventory) throws IOException {
        Iterator<Map.Entry<Long, FileIo.FileEntry>> found =
                inventory.logs().entrySet().iterator();
        while (found.hasNext()) {
            Map.Entry<Long, FileIo.FileEntry> entry = found.next();
            long base = entry.getKey();
            FileIo.FileEntry file = entry.getValue();
            if (file.size() == 0 && found.hasNext()) {
                deleteFiles(base);
                notes.add("removed the empty segment " + base);
                continue;
            }
            if (!segments.isEmpty()) {
                last().sealedBefore(base);
            }
            long indexBytes = inventory.indexBytes(base);
            long timeBytes = inventory.timeIndexBytes(base);
            String fault = indexSizeFault((int) Math.min(file.size(), Integer.MAX_VALUE), indexBytes, timeBytes);
            boolean usable = fault.isEmpty() && file.size() > 0;
            Segment segment = Segment.existing(
                    context.place(),
                    base,
                    config.indexLimits(),
                    (int) Math.min(file.size(), Integer.MAX_VALUE),
                    usable ? indexBytes : 0,
                    usable ? timeBytes : 0,
                    inventory.transactionIndexBytes(base),
                    file.modifiedMs());
            segments.add(segment);
            boolean rechecked = !clean && (!found.hasNext() || !isBelowRecoveryPoint(inventory, base));
            if (!fault.isEmpty() && !rechecked) {
                rebuildIndexes(segment, fault);
            }
        }
        if (segments.isEmpty()) {
            long start = statedLogStart.orElse(0);
            segments.add(Segment.empty(context.place(), start, config.indexLimits(), nowMs));
        }
    }

    private boolean isBelowRecoveryPoint(LogInventory inventory, long base) {
        Long next = inventory.logs().higherKey(base);
        return next != null && next <= statedRecoveryPoint;
    }

    private static String indexSizeFault(int segmentBytes, long indexBytes, long timeBytes) {
        if (segmentBytes == 0) {
            return "";
        }
        if (indexBytes < 0 || timeBytes < 0) {
            return (indexBytes < 0 ? "offset index" : "time index") + " missing";
        }
        // Every entry stands for a batch, but one of the time index that may come on top.
        long mostEntries = segmentBytes / BatchHeader.SIZE + 1L;
        if (indexBytes % OffsetIndex.ENTRY_BYTES != 0 || indexBytes / OffsetIndex.ENTRY_BYTES > mostEntries) {
            return "offset index of " + indexBytes + " bytes";
        }
        if (timeBytes % TimeIndex.ENTRY_BYTES != 0 || timeBytes / TimeIndex.ENTRY_BYTES > mostEntries) {
            return "time index of " + timeBytes + " bytes";
        }
        return "";
    }

    /**
     * Looks through the transaction indexes of the first {@code checked} segments, which are not rechecked. That one is
     * missing is noticed only when others are missing too: segments without aborted transactions have none.
     *
     * @param end where those segments end
     */
    private void checkTransactionIndexes(LogInventory inventory, int checked, long end) throws IOException {
        ProducerStates before = new ProducerStates();
        long beforeOffset = -1;
        for (int number = 0; number < checked; number++) {
            Segment segment = segments.get(number);
            long base = segment.baseOffset();
            String fault = transactionIndexFault(segment, inventory.transactionIndexBytes(base), end);
            if (fault.isEmpty()) {
                continue;
            }
            if (beforeOffset != base) {
                OptionalLong from = snapshots.load(before, base, nowMs, context.producerExpirationMs(), notes::add);
                ProducerReplay.replay(before, segments, from.orElse(0), base, nowMs);
            }
            ProducerReplay.rebuildTransactionIndex(before, segment, nowMs);
            segment.persistTransactionIndex();
            beforeOffset =
                    number + 1 < segments.size() ? segments.get(number + 1).baseOffset() : -1;
            if (segment.hasAborted() || inventory.transactionIndexBytes(base) > 0) {
                notes.add("rebuilt the transaction index of segment " + base + " (" + fault + ")");
            }
        }
    }

    private String transactionIndexFault(Segment segment, long bytes, long end) throws IOException {
        if (bytes == 0) {
            return rebuilt.contains(segment.baseOffset()) ? "missing like the others" : "";
        }
        return bytes % TransactionIndex.ENTRY_BYTES != 0
                ? "it has " + bytes + " bytes"
                : segment.findTransactionIndexFault(end);
    }

    private void rebuildIndexes(Segment segment, String fault) throws IOException {
        segment.rebuildIndexes();
        segment.persistIndexes();
        rebuilt.add(segment.baseOffset());
        repaired = true;
        notes.add("rebuilt the indexes of segment " + segment.baseOffset() + " (" + fault + ")");
    }

    private void readEpochs() throws IOException {
        LeaderEpochCheckpoint file = new LeaderEpochCheckpoint(context.io(), context.directory());
        String fault;
        try {
            epochsOnDisk = file.read();
            epochs = epochsOnDisk;
            boolean written = clean ? segments.get(0).size() > 0 : firstToRecheck() > 0;
            fault = epochs.isEmpty() && written ? "missing" : "";
        } catch (MalformedCheckpointException e) {
            fault = "malformed";
        }
        if (!fault.isEmpty()) {
            epochs = epochsOfBatches();
            repaired = true;
            notes.add("rebuilt " + LeaderEpochCheckpoint.NAME + " (" + fault + ")");
        }
    }

    private LeaderEpochs epochsOfBatches() throws IOException {
        LeaderEpochs found = LeaderEpochs.EMPTY;
        for (Segment segment : segments) {
            if (segment.size() == 0) {
                continue;
            }
            OpenFile file = segment.file().acquire();
            try (BatchScanner scanner = new BatchScanner(file, 0, segment.size(), BatchScanner.SEQUENTIAL_CHUNK)) {
                while (scanner.next()) {
                    found = withEpochOf(scanner.header(), found);
                }
            } finally {
                segment.file().release();
            }
        }
        return found;
    }

    private static LeaderEpochs withEpochOf(BatchHeader batch, LeaderEpochs epochs) {
        return batch.partitionLeaderEpoch() > epochs.latestEpoch()
                ? epochs.assign(batch.partitionLeaderEpoch(), batch.baseOffset())
                : epochs;
    }

    private void openClean(LogInventory inventory) throws IOException {
        Segment active = last();
        if (active.size() > 0) {
            String fault = active.findIndexFault();
            if (!fault.isEmpty()) {
                rebuildIndexes(active, fault);
            }
        }
        Segment.Tail tail = active.loadTail();
        if (!tail.trouble().isEmpty()) {
            // The marker says clean and the end of the log does not look it: believe what is there.
            checkTransactionIndexes(inventory, segments.size() - 1, active.baseOffset());
            loadProducers(active.baseOffset(), segments.size() > 1);
            recheck(segments.size() - 1);
            return;
        }
        endOffset = tail.nextOffset();
        checkTransactionIndexes(inventory, segments.size(), endOffset);
        loadProducers(endOffset, endOffset > 0);
    }

    private void loadProducers(long upToOffset, boolean expectSnapshot) throws IOException {
        OptionalLong from = snapshots.load(producers, upToOffset, nowMs, context.producerExpirationMs(), notes::add);
        if (from.orElse(0) < upToOffset) {
            if (expectSnapshot) {
                notes.add("rebuilt the producers' state from offset "
                        + from.orElse(segments.get(0).baseOffset()));
                repaired = true;
            }
            ProducerReplay.replay(producers, segments, from.orElse(0), upToOffset, nowMs);
        }
    }

    private void recover(LogInventory inventory) throws IOException {
        int first = firstToRecheck();
        long base = segments.get(first).baseOffset();
        checkTransactionIndexes(inventory, first, base);
        epochs = epochs.truncateFromEnd(base);
        loadProducers(base, first > 0);
        int number = first;
        while (number < segments.size()) {
            if (!recheck(number)) {
                dropAfter(number);
                break;
            }
            number++;
            if (number < segments.size() && segments.get(number).baseOffset() > endOffset) {
                notes.addLoss(
                        "offsets [" + endOffset + ", " + segments.get(number).baseOffset() + ") are missing");
            }
        }
    }

    private int firstToRecheck() {
        int first = segments.size() - 1;
        while (first > 0 && segments.get(first).baseOffset() > statedRecoveryPoint) {
            first--;
        }
        return first;
    }

    /** Goes through all batches of a segment, and cuts it where one is not right. Says whether none was. */
    private boolean recheck(int number) throws IOException {
        Segment segment = segments.get(number);
        int size = segment.size();
        long limitOffset =
                number + 1 < segments.size() ? segments.get(number + 1).baseOffset() : Long.MAX_VALUE;
        segment.restartIndexes();
        endOffset = segment.baseOffset();
        if (size == 0) {
            return true;
        }
        checkedBytes += size;
        String trouble = "";
        OpenFile file = segment.file().acquire();
        try (BatchScanner scanner = new BatchScanner(file, 0, size, BatchScanner.SEQUENTIAL_CHUNK)) {
            while (scanner.next()) {
                trouble = troubleWith(scanner, segment, limitOffset);
                if (!trouble.isEmpty()) {
                    break;
                }
                Optional<AbortedTransaction> aborted = ProducerReplay.take(producers, scanner, nowMs);
                BatchHeader batch = scanner.header();
                epochs = withEpochOf(batch, epochs);
                endOffset = batch.nextOffset();
                segment.commit(
                        batch.lastOffset(), scanner.nextPosition() - scanner.position(), batch.maxTimestampOfRecords());
                aborted.ifPresent(segment::noteAborted);
            }
            trouble = trouble.isEmpty() ? scanner.trouble() : trouble;
        } finally {
            segment.file().release();
        }
        int good = segment.size();
        if (good < size) {
            segment.cutTo(good);
            repaired = true;
            notes.add("cut " + (size - good) + " bytes off segment " + segment.baseOffset() + " at position " + good
                    + " (" + trouble + ")");
            return false;
        }
        if (segment.isSealed()) {
            segment.persistIndexes();
        }
        return true;
    }

    private String troubleWith(BatchScanner scanner, Segment segment, long limitOffset) throws IOException {
        BatchHeader batch = scanner.header();
        if (batch.baseOffset() < endOffset) {
            return "offset " + batch.baseOffset() + " after " + (endOffset - 1);
        }
        if (batch.lastOffset() >= limitOffset || !segment.canHold(batch.lastOffset())) {
            return "offset " + batch.lastOffset() + " in segment " + segment.baseOffset();
        }
        return scanner.isCrcValid() ? "" : "the CRC of the batch at offset " + batch.baseOffset() + " does not hold";
    }

    private void dropAfter(int number) throws IOException {
        List<Segment> dropped = segments.subList(number + 1, segments.size());
        if (!dropped.isEmpty()) {
            long bytes = dropped.stream().mapToLong(Segment::size).sum();
            notes.addLoss("removed the " + dropped.size() + " segments behind it (" + bytes + " bytes)");
            for (Segment segment : dropped) {
                segment.retire();
                deleteFiles(segment.baseOffset());
            }
            dropped.clear();
        }
        last().unseal();
    }

    private long startOffset() throws IOException {
        long first = segments.get(0).baseOffset();
        long start = Math.max(first, statedLogStart.orElse(first));
        if (start <= endOffset) {
            return start;
        }
        notes.addLoss("all segments end at offset " + endOffset + ", below the log start offset " + start
                + ", and were removed");
        for (Segment segment : segments) {
            segment.retire();
            deleteFiles(segment.baseOffset());
        }
        segments.clear();
        producers.reset(List.of());
        snapshots.deleteAfter(-1);
        Segment fresh = Segment.empty(context.place(), start, config.indexLimits(), nowMs);
        fresh.createFile();
        segments.add(fresh);
        endOffset = start;
        repaired = true;
        return start;
    }

    private void deleteFiles(long baseOffset) throws IOException {
        for (String suffix : SegmentNames.OF_A_SEGMENT) {
            context.io().deleteIfExists(SegmentNames.file(context.directory(), baseOffset, suffix));
        }
    }

    private Segment last() {
        return segments.get(segments.size() - 1);
    }
}
