package io.headrace.log;

import io.headrace.log.checkpoint.LeaderEpochCheckpoint;
import io.headrace.log.checkpoint.PartitionMetadataFile;
import io.headrace.log.file.FileIo;
import io.headrace.log.producer.ProducerSnapshots;
import io.headrace.log.segment.SegmentNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What lies in a partition's directory, by kind. Leftovers of replaced and deleted files are removed on the way.
 *
 * <p>Not thread safe.
 */
final class LogInventory {

    private static final Set<String> OTHER_FILES = Set.of(LeaderEpochCheckpoint.NAME, PartitionMetadataFile.NAME);
    private static final List<String> LEFTOVERS = List.of(SegmentNames.DELETED, ".tmp", SegmentNames.CLEANED);

    private final Path directory;
    private final FileIo io;
    private final TreeMap<Long, FileIo.FileEntry> logs = new TreeMap<>();
    private final Map<Long, Long> indexes = new HashMap<>();
    private final Map<Long, Long> timeIndexes = new HashMap<>();
    private final Map<Long, Long> transactionIndexes = new HashMap<>();
    private final List<String> strays = new ArrayList<>();

    private LogInventory(FileIo io, Path directory) {
        this.io = io;
        this.directory = directory;
    }

    static LogInventory take(FileIo io, Path directory, ProducerSnapshots snapshots, RecoveryNotes notes)
            throws IOException {
        UnfinishedExchange.finish(io, directory, notes);
        LogInventory inventory = new LogInventory(io, directory);
        for (FileIo.FileEntry entry : io.list(directory)) {
            inventory.sort(entry, snapshots);
        }
        inventory.removeOrphans(notes);
        if (!inventory.strays.isEmpty()) {
            notes.add("ignored " + String.join(", ", inventory.strays));
        }
        return inventory;
    }

    private void sort(FileIo.FileEntry entry, ProducerSnapshots snapshots) throws IOException {
        String name = entry.name();
        if (entry.directory()) {
            strays.add(name + "/");
            return;
        }
        if (LEFTOVERS.stream().anyMatch(name::endsWith)) {
            io.deleteIfExists(directory.resolve(name));
            return;
        }
        OptionalLong offset = SegmentNames.offset(name, SegmentNames.LOG);
        if (offset.isPresent()) {
            logs.put(offset.getAsLong(), entry);
            return;
        }
        offset = SegmentNames.offset(name, SegmentNames.INDEX);
        if (offset.isPresent()) {
            indexes.put(offset.getAsLong(), entry.size());
            return;
        }
        offset = SegmentNames.offset(name, SegmentNames.TIME_INDEX);
        if (offset.isPresent()) {
            timeIndexes.put(offset.getAsLong(), entry.size());
            return;
        }
        offset = SegmentNames.offset(name, SegmentNames.TRANSACTION_INDEX);
        if (offset.isPresent()) {
            transactionIndexes.put(offset.getAsLong(), entry.size());
            return;
        }
        offset = SegmentNames.offset(name, SegmentNames.SNAPSHOT);
        if (offset.isPresent()) {
            snapshots.found(offset.getAsLong());
        } else if (!OTHER_FILES.contains(name)) {
            strays.add(name);
        }
    }

    private void removeOrphans(RecoveryNotes notes) throws IOException {
        List<String> removed = new ArrayList<>();
        removeOrphans(indexes, SegmentNames.INDEX, removed);
        removeOrphans(timeIndexes, SegmentNames.TIME_INDEX, removed);
        removeOrphans(transactionIndexes, SegmentNames.TRANSACTION_INDEX, removed);
        if (!removed.isEmpty()) {
            notes.add("removed indexes without a segment: " + String.join(", ", removed));
        }
    }

    private void removeOrphans(Map<Long, Long> found, String suffix, List<String> removed) throws IOException {
        for (long offset : List.copyOf(found.keySet())) {
            if (!logs.containsKey(offset)) {
                String name = SegmentNames.name(offset, suffix);
                io.deleteIfExists(directory.resolve(name));
                found.remove(offset);
                removed.add(name);
            }
        }
    }

    /** Segments' files by base offset. */
    NavigableMap<Long, FileIo.FileEntry> logs() {
        return logs;
    }

    /** Size of the offset index, -1 if there is none. */
    long indexBytes(long baseOffset) {
        return indexes.getOrDefault(baseOffset, -1L);
    }

    /** Size of the time index, -1 if there is none. */
    long timeIndexBytes(long baseOffset) {
        return timeIndexes.getOrDefault(baseOffset, -1L);
    }

    /** Size of the transaction index; 0 if there is none, as for segments without aborted transactions. */
    long transactionIndexBytes(long baseOffset) {
        return transactionIndexes.getOrDefault(baseOffset, 0L);
    }
}
