package io.headrace.clients.admin;

import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import java.util.Set;

/** Options of {@link Admin#listGroups(ListGroupsOptions)}: which groups are wanted. An empty filter lets all pass. */
public class ListGroupsOptions extends AbstractOptions<ListGroupsOptions> {

    private Set<GroupState> groupStates = Set.of();
    private Set<GroupType> types = Set.of();
    private Set<String> protocolTypes = Set.of();

    /** All groups. */
    public ListGroupsOptions() {}

    /** Consumer groups of both protocols, and groups that only ever had offsets committed. */
    public static ListGroupsOptions forConsumerGroups() {
        return new ListGroupsOptions()
                .withTypes(Set.of(GroupType.CLASSIC, GroupType.CONSUMER))
                .withProtocolTypes(Set.of("", "consumer"));
    }

    /** Share groups. */
    public static ListGroupsOptions forShareGroups() {
        return new ListGroupsOptions().withTypes(Set.of(GroupType.SHARE));
    }

    /** Streams groups. */
    public static ListGroupsOptions forStreamsGroups() {
        return new ListGroupsOptions().withTypes(Set.of(GroupType.STREAMS));
    }

    /**
     * Lets only groups in these states pass; needs a broker from ListGroups version 4 on.
     *
     * @param groupStates the states; empty for all
     * @return this object
     */
    public ListGroupsOptions inGroupStates(Set<GroupState> groupStates) {
        this.groupStates = groupStates == null ? Set.of() : Set.copyOf(groupStates);
        return this;
    }

    /**
     * Lets only groups of these protocol types pass, as their members name them ({@code consumer}, {@code connect}, ...).
     *
     * @param protocolTypes the protocol types; empty for all
     * @return this object
     */
    public ListGroupsOptions withProtocolTypes(Set<String> protocolTypes) {
        this.protocolTypes = protocolTypes == null ? Set.of() : Set.copyOf(protocolTypes);
        return this;
    }

    /**
     * Lets only groups of these types pass; other than classic ones need a broker from ListGroups version 5 on.
     *
     * @param types the types; empty for all
     * @return this object
     */
    public ListGroupsOptions withTypes(Set<GroupType> types) {
        this.types = types == null ? Set.of() : Set.copyOf(types);
        return this;
    }

    /** The states that pass; empty for all. */
    public Set<GroupState> groupStates() {
        return groupStates;
    }

    /** The protocol types that pass; empty for all. */
    public Set<String> protocolTypes() {
        return protocolTypes;
    }

    /** The types that pass; empty for all. */
    public Set<GroupType> types() {
        return types;
    }
}
