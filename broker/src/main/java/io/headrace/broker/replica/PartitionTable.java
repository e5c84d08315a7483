package io.headrace.broker.replica;

import io.headrace.common.Uuid;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Which partitions this broker serves, at one moment. Immutable. */
public final class PartitionTable {

    static final PartitionTable EMPTY = new PartitionTable(Map.of(), Map.of());

    private final Map<String, LocalTopic> byName;
    private final Map<Uuid, LocalTopic> byId;

    private PartitionTable(Map<String, LocalTopic> byName, Map<Uuid, LocalTopic> byId) {
        this.byName = byName;
        this.byId = byId;
    }

    /** The topic of a name, or null. */
    public LocalTopic topic(String name) {
        return byName.get(name);
    }

    /** The topic of an id, or null. */
    public LocalTopic topic(Uuid id) {
        return byId.get(id);
    }

    /** All topics, in no order. */
    public Collection<LocalTopic> topics() {
        return byName.values();
    }

    /** The table with some topics gone and others new or changed. */
    PartitionTable with(Collection<Uuid> removed, Collection<LocalTopic> put) {
        Map<String, LocalTopic> names = new HashMap<>(byName);
        Map<Uuid, LocalTopic> ids = new HashMap<>(byId);
        for (Uuid id : removed) {
            LocalTopic gone = ids.remove(id);
            if (gone != null) {
                names.remove(gone.name());
            }
        }
        for (LocalTopic topic : put) {
            names.put(topic.name(), topic);
            ids.put(topic.id(), topic);
        }
        return new PartitionTable(names, ids);
    }
}
