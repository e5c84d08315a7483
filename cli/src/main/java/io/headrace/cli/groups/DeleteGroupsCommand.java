package io.headrace.cli.groups;

import io.headrace.cli.Answers;
import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.common.GroupType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.errors.GroupIdNotFoundException;
import io.headrace.common.errors.GroupNotEmptyException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes groups. */
@Command(
        name = "delete",
        description = "Deletes groups without members, with all that they committed.",
        sortOptions = false,
        footer = {"", "Example: headrace groups delete billing --yes"})
@Shows(ItemResult.class)
final class DeleteGroupsCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "GROUP", arity = "1..*", description = "The names of the groups.")
    private List<String> groups;

    @Option(names = "--if-exists", description = "A group that is not there is no failure.")
    private boolean ifExists;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    DeleteGroupsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<String> wanted = groups.stream().distinct().toList();
        confirmation.require(
                console,
                "delete the " + (wanted.size() == 1 ? "group " : "groups ") + String.join(", ", wanted)
                        + " with all committed offsets");
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Map<String, GroupType> types = GroupLookup.types(admin, connect);
            Map<String, KafkaFuture<Void>> results = new HashMap<>();
            wanted.stream()
                    .collect(Collectors.groupingBy(group -> types.getOrDefault(group, GroupType.UNKNOWN)))
                    .forEach((type, groups) -> results.putAll(GroupKind.of(type).delete(admin, groups)));
            for (String group : wanted) {
                delete(group, results.get(group), types.keySet(), changes);
            }
        }
        changes.conclude();
    }

    private void delete(String group, KafkaFuture<Void> result, Collection<String> known, Changes changes) {
        try {
            Answers.await(result, connect.timeout());
            changes.done(group, "deleted", "deleted " + group);
        } catch (GroupIdNotFoundException e) {
            if (ifExists) {
                changes.done(group, "unchanged", "there is no " + group);
            } else {
                changes.failed(group, GroupLookup.unknown(group, known));
            }
        } catch (GroupNotEmptyException e) {
            changes.failed(
                    group,
                    CommandFailure.failed(
                            "group '" + group + "' has members: end them, or take them out with headrace groups"
                                    + " remove-members " + group,
                            e));
        } catch (RuntimeException e) {
            changes.failed(group, e);
        }
    }
}
