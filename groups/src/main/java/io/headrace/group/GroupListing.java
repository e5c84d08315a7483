package io.headrace.group;

import io.headrace.coordination.Outcome;
import io.headrace.group.model.Group;
import io.headrace.group.model.GroupDirectory;
import io.headrace.protocol.message.ListGroupsRequest;
import io.headrace.protocol.message.ListGroupsResponse;
import io.headrace.protocol.message.ListGroupsResponse.ListedGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Answers ListGroups (KIP-518: by state, KIP-848: by type). Changes nothing. */
final class GroupListing {
    private final GroupDirectory groups;

    GroupListing(GroupDirectory groups) {
        this.groups = groups;
    }

    /** The groups of one of the states and one of the types asked for; an empty filter lets all pass. */
    Outcome list(ListGroupsRequest request, Consumer<ListGroupsResponse> answer) {
        Set<String> states = lowerCase(request.statesFilter());
        Set<String> types = lowerCase(request.typesFilter());
        List<ListedGroup> listed = new ArrayList<>();
        for (Group group : groups.all()) {
            String state = group.state().toString();
            String type = group.type().toString();
            if (passes(states, state) && passes(types, type)) {
                listed.add(new ListedGroup()
                        .groupId(group.groupId())
                        .protocolType(group.protocolType())
                        .groupState(state)
                        .groupType(type));
            }
        }
        return Outcome.answer(
                answer,
                new ListGroupsResponse().groups(listed),
                error -> new ListGroupsResponse().errorCode(error.code()));
    }

    private static boolean passes(Set<String> filter, String name) {
        return filter.isEmpty() || filter.contains(name.toLowerCase(Locale.ROOT));
    }

    private static Set<String> lowerCase(List<String> names) {
        Set<String> lower = new HashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
