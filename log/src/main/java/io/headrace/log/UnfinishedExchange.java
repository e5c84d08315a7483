package io.headrace.log;

import io.headrace.log.file.FileIo;
import io.headrace.log.file.OpenFile;
import io.headrace.log.segment.BatchScanner;
import io.headrace.log.segment.SegmentNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a start does with a compaction that a crash has cut short, by the names of its files alone; Kafka goes by the same
 * rules, so each finishes what the other began.
 *
 * <pre>
 *   1  *.cleaned being written, old segments in place     given up: the .cleaned files are removed
 *   2  some .cleaned, some .swap                           given up: both are removed, from the first .cleaned on
 *   3  all .swap, old segments in place or some gone       finished: old segments within are removed, .swap renamed
 *   4  some .swap, some renamed                            finished, likewise
 * </pre>
 *
 * <p>Compacted segments are on stable storage before they are called .swap, and old ones leave only afterwards. One whose
 * batches are not whole all the same does not take the place of one that is there. Blocks; used before anything else looks
 * at the directory.
 */
final class UnfinishedExchange {

    private final FileIo io;
    private final Path directory;
    private final List<String> names = new ArrayList<>();

    private UnfinishedExchange(FileIo io, Path directory) {
        this.io = io;
        this.directory = directory;
    }

    /** Brings the directory into a state of before or after the compaction. */
    static void finish(FileIo io, Path directory, RecoveryNotes notes) throws IOException {
        UnfinishedExchange unfinished = new UnfinishedExchange(io, directory);
        boolean swaps = false;
        for (FileIo.FileEntry entry : io.list(directory)) {
            if (!entry.directory()) {
                unfinished.names.add(entry.name());
                swaps |= entry.name().endsWith(SegmentNames.SWAP);
            }
        }
        if (swaps) {
            unfinished.finish(notes);
        }
    }

    private void finish(RecoveryNotes notes) throws IOException {
        long firstCleaned = Long.MAX_VALUE;
        for (String name : names) {
            firstCleaned =
                    Math.min(firstCleaned, offset(name, SegmentNames.CLEANED).orElse(Long.MAX_VALUE));
        }
        Set<Long> refused = new HashSet<>();
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (String name : names) {
            OptionalLong offset = SegmentNames.offset(name, SegmentNames.LOG + SegmentNames.SWAP);
            if (offset.isEmpty() || offset.getAsLong() >= firstCleaned) {
                continue;
            }
            long base = offset.getAsLong();
            long endOffset = endOffset(name);
            if (endOffset < 0 && names.contains(SegmentNames.name(base, SegmentNames.LOG))) {
                refused.add(base);
                continue;
            }
            start = Math.min(start, base);
            end = Math.max(end, endOffset);
        }
        for (String name : names) {
            OptionalLong offset = offset(name, "");
            if (offset.isPresent() && offset.getAsLong() >= start && offset.getAsLong() < end) {
                io.deleteIfExists(directory.resolve(name));
            }
        }
        List<String> finished = new ArrayList<>();
        for (String name : names) {
            OptionalLong offset = offset(name, SegmentNames.SWAP);
            if (offset.isEmpty()) {
                continue;
            }
            if (offset.getAsLong() >= firstCleaned || refused.contains(offset.getAsLong())) {
                io.deleteIfExists(directory.resolve(name));
            } else {
                String finalName = name.substring(0, name.length() - SegmentNames.SWAP.length());
                io.rename(directory.resolve(name), directory.resolve(finalName));
                finished.add(finalName);
            }
        }
        io.syncDirectory(directory);
        if (!finished.isEmpty()) {
            notes.add("finished a compaction: " + String.join(", ", finished));
        }
        if (!refused.isEmpty()) {
            notes.add("removed compacted segments that are damaged: " + refused);
        }
    }

    private static OptionalLong offset(String name, String suffix) {
        for (String kind : SegmentNames.OF_A_SEGMENT) {
            OptionalLong offset = SegmentNames.offset(name, kind + suffix);
            if (offset.isPresent()) {
                return offset;
            }
        }
        return OptionalLong.empty();
    }

    /** Where the batches end; -1 when they are not whole. */
    private long endOffset(String name) throws IOException {
        long end = -1;
        try (OpenFile file = io.open(directory.resolve(name));
                BatchScanner scanner = new BatchScanner(
                        file, 0, (int) Math.min(file.size(), Integer.MAX_VALUE), BatchScanner.SEQUENTIAL_CHUNK)) {
            while (scanner.next()) {
                end = scanner.header().nextOffset();
            }
            return scanner.trouble().isEmpty() ? end : -1;
        }
    }
}
