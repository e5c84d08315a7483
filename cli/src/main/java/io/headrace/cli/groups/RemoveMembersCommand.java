package io.headrace.cli.groups;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.MemberToRemove;
import io.headrace.clients.admin.RemoveMembersFromConsumerGroupOptions;
import io.headrace.clients.admin.RemoveMembersFromConsumerGroupResult;
import io.headrace.common.GroupType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes members out of a group. */
@Command(
        name = "remove-members",
        description = {
            "Takes members out of a group. Those that are alive come back.",
            "Members with a group.instance.id can be taken out one by one, others only all at once."
        },
        sortOptions = false,
        footer = {"", "Example: headrace groups remove-members billing --instance billing-3 --yes"})
@Shows(ItemResult.class)
final class RemoveMembersCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "GROUP", description = "The name of the group.")
    private String group;

    @Option(
            names = {"-i", "--instance"},
            paramLabel = "INSTANCE",
            split = ",",
            description = "The group.instance.id of a member; may be repeated. Default: all members")
    private List<String> instances = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "What the broker is to note as the reason.")
    private String reason;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    RemoveMembersCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        confirmation.require(
                console,
                "take " + (instances.isEmpty() ? "all members" : String.join(", ", instances)) + " out of the group "
                        + group);
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            GroupView view = GroupLookup.require(admin, group, connect).view();
            if (view.type() == GroupType.SHARE || view.type() == GroupType.STREAMS) {
                throw CommandFailure.failed("group '" + group + "' is of type " + view.type()
                        + ", and members are taken out of Classic and Consumer groups only: end its members instead");
            }
            if (instances.isEmpty()) {
                removeAll(admin, view, changes);
            } else {
                removeInstances(admin, changes);
            }
        }
        changes.conclude();
    }

    private void removeAll(Admin admin, GroupView view, Changes changes) {
        if (view.members().isEmpty()) {
            throw CommandFailure.failed("group '" + group + "' has no members");
        }
        RuntimeException refusal = null;
        try {
            connect.await(
                    admin.removeMembersFromConsumerGroup(group, withReason(new RemoveMembersFromConsumerGroupOptions()))
                            .all());
        } catch (RuntimeException e) {
            refusal = e;
        }
        // One that left by itself meanwhile is refused, while the others are gone.
        Set<String> staying = refusal == null ? Set.of() : membersNow(admin, refusal);
        for (GroupView.MemberView member : view.members()) {
            if (staying.contains(member.member())) {
                changes.failed(member.member(), refusal);
            } else {
                changes.done(member.member(), "removed", "removed " + member.member());
            }
        }
    }

    /** Who is a member still, after a refusal; that one is thrown when it cannot be found out. */
    private Set<String> membersNow(Admin admin, RuntimeException refusal) {
        try {
            return GroupLookup.find(admin, group, GroupType.UNKNOWN, connect)
                    .map(found -> found.view().members().stream()
                            .map(GroupView.MemberView::member)
                            .collect(Collectors.toSet()))
                    .orElse(Set.of());
        } catch (RuntimeException e) {
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private void removeInstances(Admin admin, Changes changes) {
        List<MemberToRemove> members =
                instances.stream().distinct().map(MemberToRemove::new).toList();
        RemoveMembersFromConsumerGroupResult result = admin.removeMembersFromConsumerGroup(
                group, withReason(new RemoveMembersFromConsumerGroupOptions(members)));
        for (MemberToRemove member : members) {
            changes.await(member.groupInstanceId(), result.memberResult(member), "removed");
        }
    }

    private RemoveMembersFromConsumerGroupOptions withReason(RemoveMembersFromConsumerGroupOptions options) {
        if (reason != null) {
            options.reason(reason);
        }
        return options;
    }
}
