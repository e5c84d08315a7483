package io.headrace.cli.topics;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.CreatePartitionsOptions;
import io.headrace.clients.admin.NewPartitions;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds partitions to topics. Their settings are changed by {@code configs alter}. */
@Command(
        name = "alter",
        description = {
            "Adds partitions to topics. Keys go to other partitions from then on.",
            "Settings are changed by headrace configs alter."
        },
        sortOptions = false,
        footer = {"", "Example: headrace topics alter orders --partitions 12"})
@Shows(ItemResult.class)
final class AlterTopicsCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "The names of the topics.")
    private List<String> topics;

    @Option(
            names = {"-p", "--partitions"},
            paramLabel = "N",
            required = true,
            description = "How many partitions there are to be; more than there are, for none can be taken away.")
    private int partitions;

    @Option(names = "--dry-run", description = "Has the cluster check whether it could be done, and changes nothing.")
    private boolean dryRun;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    AlterTopicsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (partitions <= 0) {
            throw CommandFailure.misuse("--partitions must be larger than 0: " + partitions);
        }
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            for (String topic : topics.stream().distinct().toList()) {
                alter(admin, topic, changes);
            }
        }
        changes.conclude();
    }

    private void alter(Admin admin, String topic, Changes changes) {
        try {
            int there = TopicLookup.require(admin, topic, connect).partitions().size();
            if (partitions == there) {
                changes.done(topic, "unchanged", topic + " has " + there + " partitions already");
                return;
            }
            if (partitions < there) {
                throw CommandFailure.failed("topic '" + topic + "' has " + there
                        + " partitions, and none can be taken away: --partitions must be larger, not " + partitions);
            }
            connect.await(admin.createPartitions(
                            Map.of(topic, NewPartitions.increaseTo(partitions)),
                            new CreatePartitionsOptions().validateOnly(dryRun))
                    .all());
            changes.done(
                    topic,
                    dryRun ? "planned" : "altered",
                    (dryRun ? "would alter " : "altered ") + topic + ": " + there + " -> " + partitions
                            + " partitions");
        } catch (RuntimeException e) {
            changes.failed(topic, e);
        }
    }
}
