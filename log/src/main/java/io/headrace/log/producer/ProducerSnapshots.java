package io.headrace.log.producer;

import io.headrace.log.checkpoint.MalformedCheckpointException;
import io.headrace.log.file.FileIo;
import io.headrace.log.segment.SegmentNames;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The producer snapshots of a partition: which offsets there is one for.
 *
 * <p>Owner: the partition's loop; before that, whoever opens the log.
 */
public final class ProducerSnapshots {

    private final FileIo io;
    private final Path directory;
    private final TreeSet<Long> offsets = new TreeSet<>();

    /** The snapshots of a directory; those that are there are {@link #found} one by one. */
    public ProducerSnapshots(FileIo io, Path directory) {
        this.io = io;
        this.directory = directory;
    }

    /** Notes a file that is there. */
    public void found(long offset) {
        offsets.add(offset);
    }

    /** The largest offset there is a snapshot for. */
    public OptionalLong latest() {
        return offsets.isEmpty() ? OptionalLong.empty() : OptionalLong.of(offsets.last());
    }

    /** Whether there is a snapshot for an offset. */
    public boolean has(long offset) {
        return offsets.contains(offset);
    }

    /** Writes a snapshot; replaces the one for that offset. */
    public void write(long offset, Collection<ProducerEntry> entries) throws IOException {
        ProducerSnapshotFile.write(io, path(offset), entries);
        offsets.add(offset);
    }

    /**
     * Loads the newest readable snapshot up to an offset. Unreadable ones are deleted.
     *
     * @param fault told of each snapshot that could not be read
     * @return the offset of the snapshot; empty if there is none, and {@code states} is then empty too
     */
    public OptionalLong load(
            ProducerStates states, long upToOffset, long nowMs, long expirationMs, Consumer<String> fault)
            throws IOException {
        Long offset;
        while ((offset = offsets.floor(upToOffset)) != null) {
            try {
                List<ProducerEntry> live = ProducerSnapshotFile.read(io, path(offset)).stream()
                        .filter(entry -> !ProducerStates.isExpired(entry, nowMs, expirationMs))
                        .toList();
                states.reset(live);
                return OptionalLong.of(offset);
            } catch (MalformedCheckpointException | NoSuchFileException e) {
                fault.accept("producer snapshot " + offset + " unreadable");
                delete(offset);
            }
        }
        states.reset(List.of());
        return OptionalLong.empty();
    }

    /** Deletes the snapshots for larger offsets: the log no longer has what they sum up. */
    public void deleteAfter(long offset) throws IOException {
        for (long larger : List.copyOf(offsets.tailSet(offset, false))) {
            delete(larger);
        }
    }

    /** Deletes the snapshots for smaller offsets, except the newest of all. */
    public void deleteBefore(long offset) throws IOException {
        for (long smaller : List.copyOf(offsets.headSet(offset, false))) {
            if (smaller != offsets.last()) {
                delete(smaller);
            }
        }
    }

    /** Deletes the snapshots for offsets at which no segment starts, except the newest of all. */
    public void keepOnly(Set<Long> segmentOffsets) throws IOException {
        for (long offset : List.copyOf(offsets)) {
            if (offset != offsets.last() && !segmentOffsets.contains(offset)) {
                delete(offset);
            }
        }
    }

    /** Deletes the snapshots for some offsets, except the newest of all. */
    public void deleteAll(Collection<Long> unneeded) throws IOException {
        for (long offset : unneeded) {
            if (offsets.contains(offset) && offset != offsets.last()) {
                delete(offset);
            }
        }
    }

    private void delete(long offset) throws IOException {
        io.deleteIfExists(path(offset));
        offsets.remove(offset);
    }

    private Path path(long offset) {
        return SegmentNames.file(directory, offset, SegmentNames.SNAPSHOT);
    }
}
