package io.headrace.clients.admin;

import io.headrace.common.ConsumerGroupState;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import java.util.Set;
import java.util.stream.Collectors;

/** Options of {@link Admin#listConsumerGroups(ListConsumerGroupsOptions)}. An empty filter lets all pass. */
public class ListConsumerGroupsOptions extends AbstractOptions<ListConsumerGroupsOptions> {

    private Set<GroupState> groupStates = Set.of();
    private Set<GroupType> types = Set.of();

    /** All consumer groups. */
    public ListConsumerGroupsOptions() {}

    /**
     * Lets only groups in these states pass; needs a broker from ListGroups version 4 on.
     *
     * @param groupStates the states; empty for all
     * @return this object
     */
    public ListConsumerGroupsOptions inGroupStates(Set<GroupState> groupStates) {
        this.groupStates = groupStates == null ? Set.of() : Set.copyOf(groupStates);
        return this;
    }

    /**
     * Lets only groups of these types pass; other than classic ones need a broker from ListGroups version 5 on.
     *
     * @param types the types; empty for all
     * @return this object
     */
    public ListConsumerGroupsOptions withTypes(Set<GroupType> types) {
        this.types = types == null ? Set.of() : Set.copyOf(types);
        return this;
    }

    /** The states that pass; empty for all. */
    public Set<GroupState> groupStates() {
        return groupStates;
    }

    /** The types that pass; empty for all. */
    public Set<GroupType> types() {
        return types;
    }

    /** {@link #inGroupStates(Set)} with states in their older form. */
    @Deprecated
    public ListConsumerGroupsOptions inStates(Set<ConsumerGroupState> states) {
        this.groupStates = states == null
                ? Set.of()
                : states.stream()
                        .map(state -> GroupState.parse(state.toString()))
                        .collect(Collectors.toUnmodifiableSet());
        return this;
    }

    /** {@link #groupStates()} in their older form. */
    @Deprecated
    public Set<ConsumerGroupState> states() {
        return groupStates.stream()
                .map(state -> ConsumerGroupState.parse(state.toString()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
