package io.headrace.cli.topics;

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
import io.headrace.common.ElectionType;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.ElectionNotNeededException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has leaders elected. */
@Command(
        name = "elect-leaders",
        description = {
            "Gives partitions back to their preferred leaders: the first of their replicas.",
            "With --unclean, gives those without a leader one that may not hold all that was acknowledged."
        },
        sortOptions = false,
        footer = {"", "Example: headrace topics elect-leaders orders"})
@Shows(ItemResult.class)
final class ElectLeadersCommand implements Runnable {
    private final Console console;

    @Parameters(
            paramLabel = "TOPIC[:N,N]",
            arity = "0..*",
            description = "The topics, or some of their partitions. Default: all that need it")
    private List<String> topics = new ArrayList<>();

    @Option(names = "--unclean", description = "Takes any replica that is up for a leader. Records may be lost.")
    private boolean unclean;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    ElectLeadersCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<PartitionChoice> choices = topics.stream()
                .map(topic -> PartitionChoice.parse("TOPIC", topic))
                .toList();
        if (unclean) {
            confirmation.require(console, "elect leaders that may not hold all that was acknowledged");
        }
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Set<TopicPartition> partitions = choices.isEmpty() ? null : new LinkedHashSet<>();
            for (PartitionChoice choice : choices) {
                partitions.addAll(TopicLookup.partitions(admin, choice.topic(), choice.partitions(), connect));
            }
            Map<String, Optional<Throwable>> results = new TreeMap<>();
            connect.await(admin.electLeaders(unclean ? ElectionType.UNCLEAN : ElectionType.PREFERRED, partitions)
                            .partitions())
                    .forEach((partition, failure) -> results.put(partition.toString(), failure));
            results.forEach((partition, failure) -> tell(partition, failure.orElse(null), changes));
        }
        changes.conclude();
    }

    private static void tell(String partition, Throwable failure, Changes changes) {
        if (failure == null) {
            changes.done(partition, "elected", "elected the leader of " + partition);
        } else if (failure instanceof ElectionNotNeededException) {
            changes.done(partition, "unchanged", partition + " needs no election");
        } else {
            changes.failed(
                    partition,
                    failure instanceof RuntimeException reason
                            ? reason
                            : CommandFailure.failed(String.valueOf(failure.getMessage()), failure));
        }
    }
}
