package io.headrace.cli.groups;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Names;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ClassicGroupDescription;
import io.headrace.clients.admin.ConsumerGroupDescription;
import io.headrace.clients.admin.GroupListing;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.errors.GroupIdNotFoundException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds groups, and says so where there are none. */
final class GroupLookup {
    private GroupLookup() {}

    /**
     * The group of that name, whatever its members are.
     *
     * @throws CommandFailure when there is none; names the one that may have been meant
     */
    static ConsumerGroupDescription require(Admin admin, String group, ConnectOptions connect) {
        try {
            ConsumerGroupDescription description = connect.await(admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group));
            if (description.groupState() == GroupState.DEAD) {
                throw unknown(admin, group, connect);
            }
            return description;
        } catch (GroupIdNotFoundException e) {
            throw unknown(admin, group, connect);
        } catch (IllegalArgumentException e) {
            return classic(admin, group, connect);
        }
    }

    /** A group whose members are no consumers, as those of Kafka Connect: of what they do, nothing is known. */
    private static ConsumerGroupDescription classic(Admin admin, String group, ConnectOptions connect) {
        ClassicGroupDescription classic = connect.await(
                admin.describeClassicGroups(List.of(group)).describedGroups().get(group));
        return new ConsumerGroupDescription(
                group,
                classic.isSimpleConsumerGroup(),
                classic.members(),
                classic.protocolData(),
                GroupType.CLASSIC,
                GroupState.parse(classic.state().toString()),
                classic.coordinator(),
                classic.authorizedOperations(),
                java.util.Optional.empty(),
                java.util.Optional.empty());
    }

    /** That there is no such group, and the one that may have been meant. */
    static CommandFailure unknown(Admin admin, String group, ConnectOptions connect) {
        Set<String> names = connect.await(admin.listGroups().all()).stream()
                .map(GroupListing::groupId)
                .collect(Collectors.toSet());
        return CommandFailure.failed("group '" + group + "' does not exist"
                + Names.hint(group, names, "headrace groups list says which there are"));
    }
}
