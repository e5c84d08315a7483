package io.headrace.log.segment;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The names of the files of a partition's directory: an offset of twenty digits and what the file is. */
public final class SegmentNames {

    /** Batches. */
    public static final String LOG = ".log";

    /** {@link OffsetIndex}. */
    public static final String INDEX = ".index";

    /** {@link TimeIndex}. */
    public static final String TIME_INDEX = ".timeindex";

    /** Aborted transactions. */
    public static final String TRANSACTION_INDEX = ".txnindex";

    /** Producer state at an offset. */
    public static final String SNAPSHOT = ".snapshot";

    /** Added to a file that only waits to be deleted. */
    public static final String DELETED = ".deleted";

    /** Added to a file that a compaction is writing. */
    public static final String CLEANED = ".cleaned";

    /** Added to a file of a compacted segment that is whole and takes the place of others; a start finishes that. */
    public static final String SWAP = ".swap";

    private static final int DIGITS = 20;

    /** The kinds of files that a segment has. */
    public static final List<String> OF_A_SEGMENT = List.of(LOG, INDEX, TIME_INDEX, TRANSACTION_INDEX);

    private SegmentNames() {}

    /** The file of that kind for an offset. */
    public static Path file(Path directory, long offset, String suffix) {
        return directory.resolve(name(offset, suffix));
    }

    /** The name of the file of that kind for an offset. */
    public static String name(long offset, String suffix) {
        return String.format(Locale.ROOT, "%020d%s", offset, suffix);
    }

    /** The offset in a name, if it is one of that kind. */
    public static OptionalLong offset(String name, String suffix) {
        if (name.length() != DIGITS + suffix.length() || !name.endsWith(suffix)) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < DIGITS; i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        try {
            return OptionalLong.of(Long.parseLong(name.substring(0, DIGITS)));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
