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
        ConsumerKind consumers = new ConsumerKind();
        try {
            GroupView view = connect.await(consumers.describe(admin, group));
            if (view.state() != GroupState.DEAD) {
                return new Found(consumers, view);
            }
        } catch (GroupIdNotFoundException e) {
            // Looked for below.
        } catch (IllegalArgumentException e) {
            return new Found(consumers, connect.await(consumers.describeOthers(admin, group)));
        }
        Map<String, GroupType> types = types(admin, connect);
        GroupType type = types.getOrDefault(group, GroupType.UNKNOWN);
        if (type == GroupType.SHARE || type == GroupType.STREAMS) {
            GroupKind kind = GroupKind.of(type);
            return new Found(kind, connect.await(kind.describe(admin, group)));
        }
        throw unknown(group, types.keySet());
    }

    /** The group of that name and of a known kind. */
    static Found require(Admin admin, String group, GroupType type, ConnectOptions connect) {
        if (type == GroupType.SHARE || type == GroupType.STREAMS) {
            GroupKind kind = GroupKind.of(type);
            return new Found(kind, connect.await(kind.describe(admin, group)));
        }
        return require(admin, group, connect);
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
