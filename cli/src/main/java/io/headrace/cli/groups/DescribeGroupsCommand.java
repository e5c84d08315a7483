package io.headrace.cli.groups;

import io.headrace.cli.Answers;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Watch;
import io.headrace.cli.groups.GroupKind.Committed;
import io.headrace.cli.groups.GroupView.MemberView;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ListOffsetsResult;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.ApiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Describes groups. */
@Command(
        name = "describe",
        description = "Describes groups: their state, members, and for each partition how far they are behind.",
        sortOptions = false,
        footer = {"", "Example: headrace groups describe billing --watch"})
@Shows(DescribeGroupsCommand.Group.class)
final class DescribeGroupsCommand implements Runnable {
    static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private static final Table<Partition> PARTITIONS = new Table<Partition>()
            .text("TOPIC", Partition::topic)
            .number("PARTITION", Partition::partition)
            .number("COMMITTED", Partition::committedOffset)
            .number("END", Partition::endOffset)
            .number("LAG", Partition::lag)
            .text("MEMBER", Partition::member)
            .text("HOST", Partition::host);

    private static final Table<Member> MEMBERS = new Table<Member>()
            .text("MEMBER", Member::member)
            .text("INSTANCE", Member::instance)
            .text("CLIENT", Member::client)
            .text("HOST", Member::host)
            .number("PARTITIONS", member -> member.assigned().size())
            .text("ASSIGNED", Member::assigned)
            .text("STANDBY", Member::standby);

    private final Console console;

    @Parameters(paramLabel = "GROUP", arity = "0..*", description = "The names of the groups. Default: all")
    private List<String> groups = new ArrayList<>();

    @Option(names = "--members", description = "The table shows members instead of partitions.")
    private boolean members;

    @Mixin
    private Watch watch;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A group. */
    record Group(
            @Means("its name") String group,

            @Means("Classic, Consumer, Share or Streams: the protocol that its members speak")
            String type,

            @Means("its state, such as Stable, Empty or PreparingRebalance")
            String state,

            @Means("the assignor that counts; empty when there is none")
            String assignor,

            @Means("the id of the broker that coordinates it")
            Integer coordinator,

            @Means("the sum of all lags that are known") long totalLag,
            @Means("its members") List<Member> members,

            @Means("the partitions that it has committed offsets of, or that a member reads")
            List<Partition> partitions) {}

    /** A member of a group. */
    record Member(
            @Means("its id") String member,

            @Means("its group.instance.id; null when it has none")
            String instance,

            @Means("its client.id") String client,
            @Means("where it runs") String host,

            @Means("the partitions that it has, as topic-number; of a streams group its tasks, as subtopology_number")
            List<String> assigned,

            @Means("of a streams group, the tasks that it keeps a copy of the state of; otherwise empty")
            List<String> standby) {}

    /** A partition as a group sees it. */
    record Partition(
            @Means("the topic") String topic,
            @Means("the number of the partition") int partition,

            @Means(
                    "the offset that is committed, of a share group that of the first record not done; null when none is")
            Long committedOffset,

            @Means("the offset that the next record gets; null when it could not be found out")
            Long endOffset,

            @Means("how many records are still to be read; null when an offset is missing")
            Long lag,

            @Means("what was committed with the offset; null when there is none")
            String metadata,

            @Means("the id of the member that reads it, of a share group one of them; null when none does")
            String member,

            @Means("where that member runs") String host) {}

    DescribeGroupsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (Admin admin = connect.admin()) {
            watch.run(console, () -> show(admin));
        }
    }

    private void show(Admin admin) {
        List<Group> described = new ArrayList<>();
        for (String group : new TreeSet<>(groups)) {
            described.add(describe(admin, GroupLookup.require(admin, group, connect)));
        }
        if (groups.isEmpty()) {
            // One may end between the listing and the look at it.
            GroupLookup.types(admin, connect)
                    .forEach((group, type) -> GroupLookup.find(admin, group, type, connect)
                            .ifPresent(found -> described.add(describe(admin, found))));
        }
        output.list(console, described, () -> {
            for (int i = 0; i < described.size(); i++) {
                console.print(i == 0 ? "" : "\n");
                print(described.get(i));
            }
        });
    }

    private void print(Group group) {
        console.println(group.group() + "  " + group.state() + "  type " + group.type()
                + (group.assignor().isEmpty() ? "" : "  assignor " + group.assignor())
                + (group.coordinator() == null ? "" : "  coordinator " + group.coordinator())
                + "  members " + group.members().size() + "  lag " + group.totalLag());
        int columns = console.terminal().columns();
        int width = columns == 0 ? 0 : Math.max(1, columns - 2);
        List<String> lines =
                members ? MEMBERS.lines(group.members(), width) : PARTITIONS.lines(group.partitions(), width);
        lines.forEach(line -> console.println("  " + line));
    }

    private Group describe(Admin admin, GroupLookup.Found found) {
        GroupView group = found.view();
        Map<TopicPartition, Committed> committed = new TreeMap<>(BY_NAME);
        committed.putAll(connect.await(found.kind().offsets(admin, group.group())));
        Map<TopicPartition, MemberView> readers = new HashMap<>();
        for (MemberView member : group.members()) {
            for (TopicPartition partition : member.reads()) {
                readers.put(partition, member);
                committed.putIfAbsent(partition, null);
            }
        }
        Map<TopicPartition, Long> ends = endOffsets(admin, committed);
        List<Partition> partitions = new ArrayList<>();
        committed.forEach((partition, offset) ->
                partitions.add(partition(partition, offset, ends.get(partition), readers.get(partition))));
        Node coordinator = group.coordinator();
        return new Group(
                group.group(),
                group.type().toString(),
                group.state().toString(),
                group.assignor(),
                coordinator == null || coordinator.isEmpty() ? null : coordinator.id(),
                partitions.stream()
                        .map(Partition::lag)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .sum(),
                group.members().stream()
                        .map(DescribeGroupsCommand::member)
                        .sorted(Comparator.comparing(Member::member))
                        .toList(),
                partitions);
    }

    private Map<TopicPartition, Long> endOffsets(Admin admin, Map<TopicPartition, ?> partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        if (asked.isEmpty()) {
            return ends;
        }
        ListOffsetsResult answer = admin.listOffsets(asked);
        for (TopicPartition partition : asked.keySet()) {
            try {
                ends.put(
                        partition,
                        Answers.await(answer.partitionResult(partition), connect.timeout())
                                .offset());
            } catch (ApiException e) {
                // Of a topic that was deleted, for instance: the others are worth showing.
                ends.remove(partition);
            }
        }
        return ends;
    }

    private static Partition partition(TopicPartition partition, Committed committed, Long end, MemberView reader) {
        Long offset = committed == null ? null : committed.offset();
        Long lag = offset == null || end == null ? null : Long.valueOf(Math.max(0, end - offset));
        return new Partition(
                partition.topic(),
                partition.partition(),
                offset,
                end,
                committed != null && committed.lag() != null ? committed.lag() : lag,
                committed == null || committed.metadata().isEmpty() ? null : committed.metadata(),
                reader == null ? null : reader.member(),
                reader == null ? null : reader.host());
    }

    private static Member member(MemberView member) {
        return new Member(
                member.member(),
                member.instance(),
                member.client(),
                member.host(),
                member.tasks() != null
                        ? member.tasks()
                        : member.reads().stream()
                                .sorted(BY_NAME)
                                .map(TopicPartition::toString)
                                .toList(),
                member.standby());
    }
}
