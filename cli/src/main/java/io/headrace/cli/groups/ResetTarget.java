package io.headrace.cli.groups;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.Times;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.common.TopicPartition;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Where committed offsets are to go: exactly one of these. What it says is pure; the command finds the offsets that it is
 * told from.
 */
final class ResetTarget {
    @Option(names = "--to-earliest", required = true, description = "To the oldest record.")
    private boolean earliest;

    @Option(names = "--to-latest", required = true, description = "Behind the newest record.")
    private boolean latest;

    @Option(
            names = "--to-current",
            required = true,
            description = "To where they are, or into what there still is of the partition.")
    private boolean current;

    @Option(
            names = {"--to-time", "--to-datetime"},
            paramLabel = "TIME",
            required = true,
            description =
                    "To the first record that is not older: 2026-01-31, 2026-01-31T15:04:05Z, or milliseconds since"
                            + " 1970.")
    private String time;

    @Option(
            names = {"--back", "--by-duration"},
            paramLabel = "DURATION",
            required = true,
            description = "To the first record that is not older than so much before now: 30s, 10m, 2h, 7d, PT1H30M.")
    private String back;

    @Option(names = "--to-offset", paramLabel = "N", required = true, description = "To this offset.")
    private Long offset;

    @Option(
            names = "--shift-by",
            paramLabel = "N",
            required = true,
            description = "So many records on, or back with a negative number.")
    private Long shift;

    @Option(
            names = "--from-file",
            paramLabel = "FILE",
            required = true,
            description = "To where a file says, with a line topic,partition,offset for each partition.")
    private Path file;

    /**
     * What is known of a partition.
     *
     * @param committed the offset that is committed; null when none is
     * @param start the offset of the oldest record
     * @param end the offset that the next record gets
     * @param atTime the offset of the first record that is not older than {@link #spec} asks; null when none is
     */
    record Known(Long committed, long start, long end, Long atTime) {}

    /** The file that names the partitions, or null when it is said in another way. */
    Path file() {
        return file;
    }

    /** Whether offsets must have been committed before. */
    boolean needsCommitted() {
        return shift != null || current;
    }

    /** What has to be asked for of each partition beside its two ends; null for nothing. */
    OffsetSpec spec(long nowMs, ZoneId zone) {
        if (time != null) {
            return OffsetSpec.forTimestamp(Times.parse("--to-time", time, zone));
        }
        return back != null
                ? OffsetSpec.forTimestamp(
                        nowMs - Times.parseDuration("--back", back).toMillis())
                : null;
    }

    /** The offset that a partition is to have: never outside of what there is of it. */
    long of(TopicPartition partition, Known known, Map<TopicPartition, Long> written) {
        long wanted;
        if (earliest) {
            wanted = known.start();
        } else if (latest) {
            wanted = known.end();
        } else if (offset != null) {
            wanted = offset;
        } else if (file != null) {
            wanted = written.get(partition);
        } else if (time != null || back != null) {
            wanted = known.atTime() == null ? known.end() : known.atTime();
        } else {
            if (known.committed() == null) {
                throw CommandFailure.failed("nothing is committed of " + partition
                        + " from where to go: say --to-earliest," + " --to-latest or --to-offset");
            }
            wanted = known.committed() + (shift == null ? 0 : shift);
        }
        return Math.max(known.start(), Math.min(wanted, known.end()));
    }
}
