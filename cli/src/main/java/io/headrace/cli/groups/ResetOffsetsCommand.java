package io.headrace.cli.groups;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.FailureText;
import io.headrace.cli.Output;
import io.headrace.cli.PartitionChoice;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves what a group without members has committed. */
@Command(
        name = "reset-offsets",
        description = {
            "Moves the committed offsets of a group that has no members now.",
            "--dry-run shows what would be done. Offsets stay within what there is of a partition."
        },
        sortOptions = false,
        footer = {
            "",
            "Example: headrace groups reset-offsets billing --topic orders --to-time 2026-01-31T15:00 --dry-run"
        })
@Shows(ResetOffsetsCommand.Move.class)
final class ResetOffsetsCommand implements Runnable {
    private static final Table<Move> TABLE = new Table<Move>()
            .text("TOPIC", Move::topic)
            .number("PARTITION", Move::partition)
            .number("FROM", Move::fromOffset)
            .number("TO", Move::toOffset)
            .text("RESULT", Move::result);

    private final Console console;

    @Parameters(paramLabel = "GROUP", description = "The name of the group.")
    private String group;

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC[:N,N]",
            description = "A topic, or some of its partitions; may be repeated.")
    private List<String> topics = List.of();

    @Option(names = "--all-topics", description = "All partitions that the group has committed offsets of.")
    private boolean allTopics;

    @ArgGroup(exclusive = true, multiplicity = "1", heading = "Where to:%n")
    private ResetTarget target;

    @Option(names = "--dry-run", description = "Shows what would be done, and does nothing.")
    private boolean dryRun;

    @Option(names = "--create-group", description = "A group that is not there is made; otherwise that is a failure.")
    private boolean createGroup;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** What becomes of one offset. */
    record Move(
            @Means("the topic") String topic,
            @Means("the number of the partition") int partition,

            @Means("the offset that was committed before; null when none was")
            Long fromOffset,

            @Means("the offset to be committed") long toOffset,

            @Means("planned (--dry-run), altered, unchanged, or failed")
            String result,

            @Means("why it failed; null otherwise") String error) {
        Move with(String newResult, String newError) {
            return new Move(topic, partition, fromOffset, toOffset, newResult, newError);
        }
    }

    ResetOffsetsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        int ways = (topics.isEmpty() ? 0 : 1) + (allTopics ? 1 : 0) + (target.file() != null ? 1 : 0);
        if (ways != 1) {
            throw CommandFailure.misuse(
                    ways == 0
                            ? "--topic or --all-topics has to say which offsets to move"
                            : "--topic, --all-topics and --from-file each say which offsets to move: one of them is"
                                    + " allowed");
        }
        Map<TopicPartition, Long> written = target.file() == null ? Map.of() : OffsetsFile.read(target.file());
        try (Admin admin = connect.admin()) {
            GroupKind kind = requireEmptyGroup(admin);
            List<Move> planned = plan(admin, kind, written);
            List<Move> results = planned;
            if (!dryRun) {
                confirmation.require(console, "move " + planned.size() + " committed offsets of the group " + group);
                results = alter(admin, kind, planned);
            }
            output.list(console, results, TABLE);
            conclude(results);
        }
    }

    /** How to ask for what the group committed, and to change it. */
    private GroupKind requireEmptyGroup(Admin admin) {
        GroupLookup.Found found;
        try {
            found = GroupLookup.require(admin, group, connect);
        } catch (CommandFailure e) {
            if (createGroup) {
                return new ConsumerKind();
            }
            throw CommandFailure.failed(e.getMessage() + ", and --create-group makes a new one", e);
        }
        int members = found.view().members().size();
        if (members > 0) {
            throw CommandFailure.failed("group '" + group + "' has " + members + (members == 1 ? " member" : " members")
                    + " (" + found.view().state() + "), and offsets are moved only while it has none: end "
                    + (members == 1 ? "it" : "them") + " first; headrace groups describe " + group
                    + " --members says who it is");
        }
        return found.kind();
    }

    private List<Move> plan(Admin admin, GroupKind kind, Map<TopicPartition, Long> written) {
        Map<TopicPartition, GroupKind.Committed> committed = connect.await(kind.offsets(admin, group));
        Set<TopicPartition> chosen = chosen(admin, committed.keySet(), written.keySet());
        Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(admin, chosen, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(admin, chosen, OffsetSpec.latest());
        OffsetSpec spec = target.spec(System.currentTimeMillis(), ZoneId.systemDefault());
        Map<TopicPartition, ListOffsetsResultInfo> found = spec == null ? Map.of() : offsets(admin, chosen, spec);
        List<Move> moves = new ArrayList<>();
        for (TopicPartition partition : chosen) {
            GroupKind.Committed before = committed.get(partition);
            ListOffsetsResultInfo atTime = found.get(partition);
            ResetTarget.Known known = new ResetTarget.Known(
                    before == null ? null : before.offset(),
                    starts.get(partition).offset(),
                    ends.get(partition).offset(),
                    atTime == null || atTime.offset() < 0 ? null : atTime.offset());
            moves.add(new Move(
                    partition.topic(),
                    partition.partition(),
                    known.committed(),
                    target.of(partition, known, written),
                    "planned",
                    null));
        }
        return moves;
    }

    private Set<TopicPartition> chosen(Admin admin, Set<TopicPartition> committed, Set<TopicPartition> written) {
        Set<TopicPartition> chosen = new TreeSet<>(DescribeGroupsCommand.BY_NAME);
        chosen.addAll(written);
        for (String topic : topics) {
            PartitionChoice choice = PartitionChoice.parse("--topic", topic);
            chosen.addAll(TopicLookup.partitions(admin, choice.topic(), choice.partitions(), connect));
        }
        if (allTopics) {
            chosen.addAll(committed);
        }
        if (chosen.isEmpty()) {
            throw CommandFailure.failed(
                    "group '" + group + "' has committed nothing: say with --topic which offsets it is to have");
        }
        for (String topic :
                written.stream().map(TopicPartition::topic).distinct().toList()) {
            TopicLookup.partitions(
                    admin,
                    topic,
                    written.stream()
                            .filter(each -> each.topic().equals(topic))
                            .map(TopicPartition::partition)
                            .toList(),
                    connect);
        }
        if (target.needsCommitted() && !allTopics) {
            chosen.retainAll(committed);
            if (chosen.isEmpty()) {
                throw CommandFailure.failed(
                        "group '" + group + "' has committed nothing of " + String.join(", ", topics)
                                + " from where to go: say --to-earliest, --to-latest or --to-offset");
            }
        }
        return chosen;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin admin, Set<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        return connect.await(admin.listOffsets(asked).all());
    }

    private List<Move> alter(Admin admin, GroupKind kind, List<Move> planned) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Move move : planned) {
            if (!Long.valueOf(move.toOffset()).equals(move.fromOffset())) {
                offsets.put(new TopicPartition(move.topic(), move.partition()), move.toOffset());
            }
        }
        Map<TopicPartition, KafkaFuture<Void>> answers =
                offsets.isEmpty() ? Map.of() : kind.alterOffsets(admin, group, offsets);
        List<Move> results = new ArrayList<>();
        for (Move move : planned) {
            TopicPartition partition = new TopicPartition(move.topic(), move.partition());
            if (!offsets.containsKey(partition)) {
                results.add(move.with("unchanged", null));
                continue;
            }
            try {
                connect.await(answers.get(partition));
                results.add(move.with("altered", null));
            } catch (RuntimeException e) {
                results.add(move.with("failed", FailureText.of(e)));
            }
        }
        return results;
    }

    private void conclude(List<Move> results) {
        List<Move> failed =
                results.stream().filter(move -> move.error() != null).toList();
        if (failed.isEmpty()) {
            return;
        }
        for (Move move : failed) {
            console.err().println(move.topic() + "-" + move.partition() + ": " + move.error());
        }
        String message = failed.size() + " of " + results.size() + " failed";
        throw failed.size() == results.size() ? CommandFailure.failed(message) : CommandFailure.partly(message);
    }
}
