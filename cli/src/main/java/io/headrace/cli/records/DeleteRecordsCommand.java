package io.headrace.cli.records;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.FailureText;
import io.headrace.cli.Output;
import io.headrace.cli.PartitionChoice;
import io.headrace.cli.Times;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.DeleteRecordsResult;
import io.headrace.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.clients.admin.RecordsToDelete;
import io.headrace.common.TopicPartition;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes the oldest records of a topic. */
@Command(
        name = "delete",
        description = "Deletes the oldest records of a topic, up to an offset, a time or the end.",
        sortOptions = false,
        footer = {"", "Example: headrace records delete orders:0,2 --before-time 2026-01-31 --yes"})
@Shows(DeleteRecordsCommand.Deleted.class)
final class DeleteRecordsCommand implements Runnable {
    private static final Table<Deleted> TABLE = new Table<Deleted>()
            .text("TOPIC", Deleted::topic)
            .number("PARTITION", Deleted::partition)
            .number("START WAS", Deleted::oldStartOffset)
            .number("START IS", Deleted::startOffset)
            .text("RESULT", Deleted::result);

    private final Console console;

    @Parameters(paramLabel = "TOPIC[:N,N]", description = "The topic, or some of its partitions.")
    private String choice;

    @ArgGroup(exclusive = true, multiplicity = "1", heading = "")
    private Limit limit;

    @Option(names = "--dry-run", description = "Shows what would be done, and does nothing.")
    private boolean dryRun;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** Up to where: one of these. */
    static final class Limit {
        @Option(
                names = "--before-offset",
                paramLabel = "N",
                required = true,
                description = "Those with a smaller offset.")
        private Long offset;

        @Option(
                names = "--before-time",
                paramLabel = "TIME",
                required = true,
                description =
                        "Those in front of the first record that is not older: 2026-01-31, 2026-01-31T15:04:05Z, or"
                                + " milliseconds since 1970.")
        private String time;

        @Option(names = "--all", required = true, description = "All that there are now.")
        private boolean all;
    }

    /** What becomes of a partition. */
    record Deleted(
            @Means("the topic") String topic,
            @Means("the number of the partition") int partition,
            @Means("the offset of the oldest record before") long oldStartOffset,

            @Means("the offset of the oldest record then; with --dry-run or a failure, that it was to be")
            long startOffset,

            @Means("planned (--dry-run), deleted, unchanged, or failed")
            String result,

            @Means("why it failed; null otherwise") String error) {}

    DeleteRecordsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        PartitionChoice chosen = PartitionChoice.parse("TOPIC", choice);
        if (limit.offset != null && limit.offset < 0) {
            throw CommandFailure.misuse("--before-offset must not be negative: " + limit.offset);
        }
        OffsetSpec spec = limit.time == null
                ? OffsetSpec.latest()
                : OffsetSpec.forTimestamp(Times.parse("--before-time", limit.time, ZoneId.systemDefault()));
        if (!dryRun) {
            confirmation.require(console, "delete records of " + choice + " for good");
        }
        try (Admin admin = connect.admin()) {
            List<TopicPartition> partitions =
                    TopicLookup.partitions(admin, chosen.topic(), chosen.partitions(), connect);
            Map<TopicPartition, Long> starts = offsets(admin, partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
            Map<TopicPartition, Long> limits = limit.time == null ? ends : offsets(admin, partitions, spec);
            Map<TopicPartition, Long> before = new LinkedHashMap<>();
            for (TopicPartition partition : partitions) {
                long found =
                        limit.all ? ends.get(partition) : limit.offset != null ? limit.offset : limits.get(partition);
                // Nothing is that new: all goes.
                before.put(partition, found < 0 ? ends.get(partition) : found);
            }
            List<Deleted> results = delete(admin, starts, before);
            output.list(console, results, TABLE);
            conclude(results);
        }
    }

    private Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = new LinkedHashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> answer =
                connect.await(admin.listOffsets(asked).all());
        answer.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private List<Deleted> delete(Admin admin, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> before) {
        Map<TopicPartition, RecordsToDelete> wanted = new LinkedHashMap<>();
        before.forEach((partition, offset) -> {
            if (offset > starts.get(partition)) {
                wanted.put(partition, RecordsToDelete.beforeOffset(offset));
            }
        });
        DeleteRecordsResult answer = dryRun || wanted.isEmpty() ? null : admin.deleteRecords(wanted);
        List<Deleted> results = new ArrayList<>();
        before.forEach((partition, offset) -> {
            long start = starts.get(partition);
            if (!wanted.containsKey(partition)) {
                results.add(result(partition, start, start, "unchanged", null));
            } else if (answer == null) {
                results.add(result(partition, start, offset, "planned", null));
            } else {
                results.add(await(answer, partition, start, offset));
            }
        });
        return results;
    }

    private Deleted await(DeleteRecordsResult answer, TopicPartition partition, long start, long offset) {
        try {
            long now = connect.await(answer.lowWatermarks().get(partition)).lowWatermark();
            return result(partition, start, now, "deleted", null);
        } catch (RuntimeException e) {
            return result(partition, start, offset, "failed", FailureText.of(e));
        }
    }

    private static Deleted result(TopicPartition partition, long was, long is, String result, String error) {
        return new Deleted(partition.topic(), partition.partition(), was, is, result, error);
    }

    private void conclude(List<Deleted> results) {
        List<Deleted> failed =
                results.stream().filter(each -> each.error() != null).toList();
        if (failed.isEmpty()) {
            return;
        }
        failed.forEach(each -> console.err().println(each.topic() + "-" + each.partition() + ": " + each.error()));
        String message = failed.size() + " of " + results.size() + " failed";
        throw failed.size() == results.size() ? CommandFailure.failed(message) : CommandFailure.partly(message);
    }
}
