package io.headrace.group.model;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The groups of one coordinator, by id. Owner: the coordinator's thread. A group is here from its first member, record or
 * offset on; a group without any of them is not.
 */
public final class GroupDirectory {
    private final Map<String, Group> groups = new HashMap<>();

    /** The group, or null. */
    public Group find(String groupId) {
        return groups.get(groupId);
    }

    /** The group if it is of that kind, else null. */
    public <G extends Group> G find(String groupId, Class<G> kind) {
        Group group = groups.get(groupId);
        return kind.isInstance(group) ? kind.cast(group) : null;
    }

    /** Puts a group where there was none, or one of another kind. */
    public void put(Group group) {
        groups.put(group.groupId(), group);
    }

    /** Takes out a group, unless another has taken its place since. */
    public void remove(Group group) {
        groups.remove(group.groupId(), group);
    }

    /** All groups, in no particular order. */
    public Collection<Group> all() {
        return Collections.unmodifiableCollection(groups.values());
    }
}
