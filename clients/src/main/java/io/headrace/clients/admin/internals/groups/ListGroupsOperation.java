package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.admin.GroupListing;
import io.headrace.clients.admin.ListGroupsOptions;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ListGroupsRequest;
import io.headrace.protocol.message.ListGroupsResponse;
import io.headrace.protocol.message.ListGroupsResponse.ListedGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists the groups that brokers coordinate, by broker (ListGroups). */
public final class ListGroupsOperation implements Operation<Integer, Collection<GroupListing>> {

    private static final int WITH_STATES = 4;
    private static final int WITH_TYPES = 5;

    private final ListGroupsOptions options;

    public ListGroupsOperation(ListGroupsOptions options) {
        this.options = options;
    }

    @Override
    public String what(Integer item) {
        return "the groups of broker " + item;
    }

    @Override
    public Route route(Integer item) {
        return Route.broker(item);
    }

    @Override
    public Call call(List<Integer> items, int timeoutMs) {
        List<String> states =
                options.groupStates().stream().map(GroupState::toString).toList();
        List<String> types = options.types().stream().map(GroupType::toString).toList();
        int lowest = ApiKey.LIST_GROUPS.lowestVersion();
        if (!states.isEmpty()) {
            lowest = WITH_STATES;
        }
        // A broker that knows no types has classic groups only.
        if (!types.isEmpty() && !options.types().contains(GroupType.CLASSIC)) {
            lowest = WITH_TYPES;
        }
        return Call.of(
                ApiKey.LIST_GROUPS,
                lowest,
                ApiKey.LIST_GROUPS.highestStableVersion(),
                version -> new ListGroupsRequest()
                        .statesFilter(states)
                        .typesFilter(version >= WITH_TYPES ? types : List.of()));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<Integer> items,
            Answers<Integer, Collection<GroupListing>> answers) {
        ListGroupsResponse listed = (ListGroupsResponse) response;
        Errors error = Errors.forCode(listed.errorCode());
        for (Integer item : items) {
            if (error == Errors.NONE) {
                answers.succeed(item, listings(listed, version));
            } else if (GroupAnswers.isPassing(error)) {
                answers.retry(item, error.exception());
            } else {
                answers.fail(item, error.exception("Error listing groups on broker " + item + ": " + error.message()));
            }
        }
    }

    private Collection<GroupListing> listings(ListGroupsResponse listed, int version) {
        Set<String> protocolTypes = options.protocolTypes();
        List<GroupListing> listings = new ArrayList<>();
        for (ListedGroup group : listed.groups()) {
            if (protocolTypes.isEmpty() || protocolTypes.contains(group.protocolType())) {
                listings.add(new GroupListing(
                        group.groupId(),
                        version >= WITH_TYPES ? Optional.of(GroupType.parse(group.groupType())) : Optional.empty(),
                        group.protocolType(),
                        version >= WITH_STATES ? Optional.of(GroupState.parse(group.groupState())) : Optional.empty()));
            }
        }
        return listings;
    }
}
