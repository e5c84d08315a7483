package io.headrace.group.assignor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The assignors that a broker offers, in its order of preference. Immutable. */
public final class Assignors {
    private static final Map<String, PartitionAssignor> BUILT_IN =
            Map.of(UniformAssignor.NAME, new UniformAssignor(), RangeAssignor.NAME, new RangeAssignor());

    private final Map<String, PartitionAssignor> byName = new LinkedHashMap<>();

    private Assignors(List<String> names) {
        names.forEach(name -> byName.put(name, BUILT_IN.get(name)));
    }

    /**
     * Those with the given names.
     *
     * @throws IllegalArgumentException when a name is none of a built-in assignor, or none is given
     */
    public static Assignors of(List<String> names) {
        if (names.isEmpty() || !BUILT_IN.keySet().containsAll(names)) {
            throw new IllegalArgumentException("assignors " + names + " are to be some of " + BUILT_IN.keySet());
        }
        return new Assignors(names);
    }

    /** The names, most preferred first. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** The assignor of that name; the most preferred when it is null or not offered. */
    public PartitionAssignor orDefault(String name) {
        PartitionAssignor found = name == null ? null : byName.get(name);
        return found == null ? byName.values().iterator().next() : found;
    }
}
