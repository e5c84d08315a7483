package io.headrace.cli.groups;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.GroupListing;
import io.headrace.clients.admin.ListGroupsOptions;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists groups. */
@Command(name = "list", description = "Lists the groups of all kinds, with their states.", sortOptions = false)
@Shows(ListGroupsCommand.Group.class)
final class ListGroupsCommand implements Runnable {
    private static final Table<Group> TABLE = new Table<Group>()
            .text("GROUP", Group::group)
            .text("TYPE", Group::type)
            .text("PROTOCOL", Group::protocol)
            .text("STATE", Group::state);

    private final Console console;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only those in this state, such as Stable or Empty; may be repeated.")
    private List<String> states = List.of();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Only those of this type: classic, consumer, share, streams; may be repeated.")
    private List<String> types = List.of();

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A group. */
    record Group(
            @Means("its name") String group,

            @Means("Classic, Consumer, Share or Streams: the protocol that its members speak; null if the broker is too"
                    + " old to say")
            String type,

            @Means("what its members are, such as consumer or connect; empty without members")
            String protocol,

            @Means("its state, such as Stable, Empty or PreparingRebalance")
            String state) {}

    ListGroupsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        ListGroupsOptions options = new ListGroupsOptions();
        if (!states.isEmpty()) {
            options.inGroupStates(states.stream().map(ListGroupsCommand::state).collect(Collectors.toSet()));
        }
        if (!types.isEmpty()) {
            options.withTypes(types.stream().map(ListGroupsCommand::type).collect(Collectors.toSet()));
        }
        List<Group> groups;
        try (Admin admin = connect.admin()) {
            groups = connect.await(admin.listGroups(options).all()).stream()
                    .map(ListGroupsCommand::group)
                    .sorted(Comparator.comparing(Group::group))
                    .toList();
        }
        output.list(console, groups, TABLE);
    }

    private static Group group(GroupListing listing) {
        return new Group(
                listing.groupId(),
                listing.type().map(GroupType::toString).orElse(null),
                listing.protocol(),
                listing.groupState().map(GroupState::toString).orElse(null));
    }

    private static GroupState state(String text) {
        GroupState state = GroupState.parse(text);
        if (state == GroupState.UNKNOWN) {
            throw CommandFailure.misuse("--state '" + text + "' is none of " + all(EnumSet.allOf(GroupState.class)));
        }
        return state;
    }

    private static GroupType type(String text) {
        GroupType type = GroupType.parse(text);
        if (type == GroupType.UNKNOWN) {
            throw CommandFailure.misuse("--type '" + text + "' is none of " + all(EnumSet.allOf(GroupType.class)));
        }
        return type;
    }

    private static String all(Set<?> known) {
        return Arrays.stream(known.toArray())
                .map(Object::toString)
                .filter(name -> !name.equals("Unknown"))
                .collect(Collectors.joining(", "));
    }
}
