package io.headrace.log.segment;

import io.headrace.log.file.FileIo;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * Where segments live and who closes their files.
 *
 * @param directory the partition's directory
 * @param io how files are reached
 * @param closer runs the closing of files
 * @param suffix what is added to the files' names; nothing for a segment of the log
 */
public record SegmentPlace(Path directory, FileIo io, Executor closer, String suffix) {

    /** Where segments of the log live. */
    public SegmentPlace(Path directory, FileIo io, Executor closer) {
        this(directory, io, closer, "");
    }

    /** The same, for segments that are not, or not yet, part of the log. */
    public SegmentPlace named(String withSuffix) {
        return new SegmentPlace(directory, io, closer, withSuffix);
    }

    /** The file of a kind, such as {@link SegmentNames#LOG}, of the segment that starts at an offset. */
    public Path file(long baseOffset, String kind) {
        return SegmentNames.file(directory, baseOffset, kind + suffix);
    }
}
