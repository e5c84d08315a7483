package io.headrace.group.assignor;

import io.headrace.common.Uuid;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts each topic into runs of adjacent partitions, one for each subscriber in a fixed order: static members by instance
 * id, then the others by member id. Topics with as many partitions and the same subscribers are cut alike, so that
 * partitions of the same number meet at one member. The first members get one more where it does not come out even.
 */
public final class RangeAssignor implements PartitionAssignor {
    static final String NAME = "range";

    /** Static members first. */
    private static final Comparator<Map.Entry<String, GroupSpec.Member>> ORDER = Comparator.comparing(
                    (Map.Entry<String, GroupSpec.Member> member) ->
                            member.getValue().instanceId(),
                    Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Map.Entry::getKey);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, PartitionSet> assign(GroupSpec group) {
        List<Map.Entry<String, GroupSpec.Member>> members =
                group.members().entrySet().stream().sorted(ORDER).toList();
        Map<Uuid, Cut> cuts = new HashMap<>();
        for (Map.Entry<String, GroupSpec.Member> member : members) {
            for (Uuid topic : member.getValue().topics()) {
                cuts.computeIfAbsent(topic, id -> new Cut(group.partitionCount(id))).subscribers++;
            }
        }
        Map<String, PartitionSet> assigned = new HashMap<>();
        for (Map.Entry<String, GroupSpec.Member> member : members) {
            PartitionSet.Builder partitions = new PartitionSet.Builder();
            for (Uuid topic : member.getValue().topics()) {
                Cut cut = cuts.get(topic);
                int start = cut.start;
                partitions.addRange(topic, start, cut.next());
            }
            assigned.put(member.getKey(), partitions.build());
        }
        return assigned;
    }

    /** How far a topic has been handed out. */
    private static final class Cut {
        private final int partitions;
        private int subscribers;
        private int served;
        private int start;

        Cut(int partitions) {
            this.partitions = partitions;
        }

        /** Where the next subscriber's run ends. */
        int next() {
            int more = served < partitions % subscribers ? 1 : 0;
            served++;
            start += partitions / subscribers + more;
            return start;
        }
    }
}
