package io.headrace.cli.groups;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Names;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.GroupListing;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.errors.GroupIdNotFoundException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds groups of all kinds, and says so where there are none. */
final class GroupLookup {
    private GroupLookup() {}

    /** A group, and how to ask more of it. */
    record Found(GroupKind kind, GroupView view) {}

    /**
     * The group of that name, whatever its members are. Most are of consumers: which kind it is, is asked only of others.
     *
     * @throws CommandFailure when there is none; names the one that may have been meant
     */
    static Found require(Admin admin, String group, ConnectOptions connect) {
        return find(admin, group, connect)
                .orElseThrow(() -> unknown(group, types(admin, connect).keySet()));
    }

    /** The group of that name, if there is one. */
    private static Optional<Found> find(Admin admin, String group, ConnectOptions connect) {
        ConsumerKind consumers = new ConsumerKind();
        try {
            GroupView view = connect.await(consumers.describe(admin, group));
            if (view.state() != GroupState.DEAD) {
                return Optional.of(new Found(consumers, view));
            }
        } catch (GroupIdNotFoundException e) {
            // Looked for below.
        } catch (IllegalArgumentException e) {
            return Optional.of(new Found(consumers, connect.await(consumers.describeOthers(admin, group))));
        }
        GroupType type = types(admin, connect).get(group);
        return isOfOthers(type) ? find(admin, group, type, connect) : Optional.empty();
    }

    private static boolean isOfOthers(GroupType type) {
        return type == GroupType.SHARE || type == GroupType.STREAMS;
    }

    /** The group of that name and of a known kind, if it is still there. */
    static Optional<Found> find(Admin admin, String group, GroupType type, ConnectOptions connect) {
        if (!isOfOthers(type)) {
            return find(admin, group, connect);
        }
        GroupKind kind = GroupKind.of(type);
        try {
            return Optional.of(new Found(kind, connect.await(kind.describe(admin, group))));
        } catch (GroupIdNotFoundException e) {
            return Optional.empty();
        }
    }

    /** All groups by name; {@link GroupType#UNKNOWN} where the brokers are too old to say. */
    static Map<String, GroupType> types(Admin admin, ConnectOptions connect) {
        Map<String, GroupType> types = new TreeMap<>();
        for (GroupListing listing : connect.await(admin.listGroups().all())) {
            types.put(listing.groupId(), listing.type().orElse(GroupType.UNKNOWN));
        }
        return types;
    }

    /** That there is no such group, and the one that may have been meant. */
    static CommandFailure unknown(String group, Collection<String> names) {
        return CommandFailure.failed("group '" + group + "' does not exist"
                + Names.hint(group, names, "headrace groups list says which there are"));
    }
}
