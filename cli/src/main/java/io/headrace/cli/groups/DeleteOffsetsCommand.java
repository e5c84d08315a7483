package io.headrace.cli.groups;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.PartitionChoice;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.GroupNotEmptyException;
import io.headrace.common.errors.GroupSubscribedToTopicException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes what a group committed of some topics. */
@Command(
        name = "delete-offsets",
        description = "Deletes what a group committed of topics that none of its members reads.",
        sortOptions = false,
        footer = {"", "Example: headrace groups delete-offsets billing --topic orders --yes"})
@Shows(ItemResult.class)
final class DeleteOffsetsCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "GROUP", description = "The name of the group.")
    private String group;

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC[:N,N]",
            required = true,
            description = "A topic, or some of its partitions; may be repeated.")
    private List<String> topics;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    DeleteOffsetsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<PartitionChoice> choices = topics.stream()
                .map(text -> PartitionChoice.parse("--topic", text))
                .toList();
        confirmation.require(console, "delete what the group " + group + " committed of " + String.join(", ", topics));
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            GroupKind kind = GroupLookup.require(admin, group, connect).kind();
            Set<TopicPartition> committed =
                    connect.await(kind.offsets(admin, group)).keySet();
            delete(kind.deleteOffsets(admin, group, chosen(committed, choices), committed), changes);
        }
        changes.conclude();
    }

    /** Of the partitions that something was committed of, those that were chosen: a topic may be gone by now. */
    private Set<TopicPartition> chosen(Set<TopicPartition> committed, List<PartitionChoice> choices) {
        Set<TopicPartition> chosen = new TreeSet<>(DescribeGroupsCommand.BY_NAME);
        for (PartitionChoice choice : choices) {
            int before = chosen.size();
            for (TopicPartition partition : committed) {
                if (partition.topic().equals(choice.topic())
                        && (choice.partitions().isEmpty() || choice.partitions().contains(partition.partition()))) {
                    chosen.add(partition);
                }
            }
            if (chosen.size() == before) {
                throw CommandFailure.failed("group '" + group + "' has committed nothing of '" + choice.topic()
                        + "'; headrace groups describe " + group + " says of what it has");
            }
        }
        return chosen;
    }

    private void delete(Map<String, KafkaFuture<Void>> answers, Changes changes) {
        answers.forEach((item, answer) -> {
            try {
                connect.await(answer);
                changes.done(item, "deleted", "deleted the offset of " + item);
            } catch (GroupSubscribedToTopicException e) {
                changes.failed(
                        item,
                        CommandFailure.failed(
                                "a member of the group '" + group + "' reads " + item + ": end its members first", e));
            } catch (GroupNotEmptyException e) {
                changes.failed(item, CommandFailure.failed("group '" + group + "' has members: end them first", e));
            } catch (RuntimeException e) {
                changes.failed(item, e);
            }
        });
    }
}
