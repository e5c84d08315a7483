package io.headrace.cli.configs;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Names;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterConfigOp;
import io.headrace.clients.admin.AlterConfigOp.OpType;
import io.headrace.clients.admin.AlterConfigsOptions;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.common.KafkaFuture;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.InvalidConfigurationException;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes settings. */
@Command(
        name = "alter",
        description = "Changes settings, and leaves those alone that are not named.",
        sortOptions = false,
        footer = {"", "Example: headrace configs alter --topic orders --config retention.ms=86400000"})
@Shows(ItemResult.class)
final class AlterConfigsCommand implements Runnable {
    private final Console console;

    @ArgGroup(exclusive = true, multiplicity = "1", heading = "Whose:%n")
    private ResourceChoice choice;

    @Option(
            names = {"--config", "--add-config"},
            paramLabel = "KEY=VALUE",
            description = "Sets a setting; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = {"--delete-config", "--unset"},
            paramLabel = "KEY",
            split = ",",
            description = "Gives a setting back its default; may be repeated.")
    private List<String> unset = List.of();

    @Option(
            names = "--append",
            paramLabel = "KEY=VALUE",
            description = "Adds a value to a setting that is a list; may be repeated.")
    private Map<String, String> append = new LinkedHashMap<>();

    @Option(
            names = "--subtract",
            paramLabel = "KEY=VALUE",
            description = "Takes a value out of a setting that is a list; may be repeated.")
    private Map<String, String> subtract = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Has the cluster check whether it could be done, and changes nothing.")
    private boolean dryRun;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    AlterConfigsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Collection<AlterConfigOp> operations = operations();
        List<ConfigResource> resources = choice.resources();
        Map<ConfigResource, Collection<AlterConfigOp>> wanted = new LinkedHashMap<>();
        resources.forEach(resource -> wanted.put(resource, operations));
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Map<ConfigResource, KafkaFuture<Void>> answers = admin.incrementalAlterConfigs(
                            wanted, new AlterConfigsOptions().validateOnly(dryRun))
                    .values();
            for (ConfigResource resource : resources) {
                await(admin, resource, answers.get(resource), changes);
            }
        }
        changes.conclude();
    }

    private Collection<AlterConfigOp> operations() {
        List<AlterConfigOp> operations = new ArrayList<>();
        set.forEach((name, value) -> operations.add(operation(name, value, OpType.SET)));
        unset.forEach(name -> operations.add(operation(name, "", OpType.DELETE)));
        append.forEach((name, value) -> operations.add(operation(name, value, OpType.APPEND)));
        subtract.forEach((name, value) -> operations.add(operation(name, value, OpType.SUBTRACT)));
        if (operations.isEmpty()) {
            throw CommandFailure.misuse(
                    "there is nothing to change: say --config, --delete-config, --append or" + " --subtract");
        }
        Set<String> names = new HashSet<>();
        for (AlterConfigOp operation : operations) {
            if (!names.add(operation.configEntry().name())) {
                throw CommandFailure.misuse(
                        operation.configEntry().name() + " is to be changed in two ways: one is allowed");
            }
        }
        return operations;
    }

    private static AlterConfigOp operation(String name, String value, OpType type) {
        return new AlterConfigOp(new ConfigEntry(name, value), type);
    }

    private void await(Admin admin, ConfigResource resource, KafkaFuture<Void> answer, Changes changes) {
        String item = ResourceChoice.text(resource);
        try {
            connect.await(answer);
            changes.done(item, dryRun ? "planned" : "altered", (dryRun ? "would alter " : "altered ") + item);
        } catch (UnknownTopicOrPartitionException e) {
            changes.failed(item, TopicLookup.unknown(admin, resource.name(), connect));
        } catch (InvalidConfigurationException | InvalidRequestException e) {
            changes.failed(item, CommandFailure.failed(e.getMessage() + nearName(admin, resource), e));
        } catch (RuntimeException e) {
            changes.failed(item, e);
        }
    }

    /** The names that may have been meant by those that the resource does not have. */
    private String nearName(Admin admin, ConfigResource resource) {
        if (resource.isDefault()) {
            return "";
        }
        Set<String> known;
        try {
            known = connect
                    .await(admin.describeConfigs(List.of(resource)).values().get(resource))
                    .entries()
                    .stream()
                    .map(ConfigEntry::name)
                    .collect(Collectors.toSet());
        } catch (RuntimeException e) {
            return "";
        }
        return operations().stream()
                .map(operation -> operation.configEntry().name())
                .filter(name -> !known.contains(name))
                .map(name -> Names.hint(name, known))
                .collect(Collectors.joining());
    }
}
