package io.headrace.group.assignor;

import io.headrace.common.Uuid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The uniform assignment of a group whose members all subscribe to the same topics: no member has more than one partition
 * more than another. Members keep what they have up to their share; the larger shares go to those that already have more,
 * so a partition moves only where somebody else lacks one.
 */
final class EqualShares {
    private final Map<String, GroupSpec.Member> members;
    private final Map<Uuid, boolean[]> taken = new HashMap<>();
    private final Map<String, Keep> kept = new HashMap<>();
    private final int share;
    private int largerShares;

    private EqualShares(GroupSpec group) {
        // In the order of their ids, so that the answer does not hang on the order of a hash table.
        members = new TreeMap<>(group.members());
        Set<Uuid> topics = members.values().iterator().next().topics();
        int partitions = 0;
        for (Uuid topic : topics) {
            int count = group.partitionCount(topic);
            taken.put(topic, new boolean[count]);
            partitions += count;
        }
        share = partitions / members.size();
        largerShares = partitions % members.size();
    }

    static Map<String, PartitionSet> assign(GroupSpec group) {
        EqualShares shares = new EqualShares(group);
        shares.keep();
        return shares.fill();
    }

    /** Lets each member keep what it has of its share. */
    private void keep() {
        for (Map.Entry<String, GroupSpec.Member> entry : members.entrySet()) {
            PartitionSet target = entry.getValue().target();
            int has = 0;
            for (Uuid topic : target.topics()) {
                boolean[] topicTaken = taken.get(topic);
                for (int partition : target.numbers(topic)) {
                    if (isFree(topicTaken, partition)) {
                        has++;
                    }
                }
            }
            boolean larger = has > share && largerShares > 0;
            if (larger) {
                largerShares--;
            }
            kept.put(entry.getKey(), keep(target, larger ? share + 1 : share, larger));
        }
    }

    private Keep keep(PartitionSet target, int limit, boolean larger) {
        PartitionSet.Builder builder = new PartitionSet.Builder();
        int count = 0;
        boolean whole = true;
        for (Uuid topic : target.topics()) {
            boolean[] topicTaken = taken.get(topic);
            for (int partition : target.numbers(topic)) {
                if (count < limit && isFree(topicTaken, partition)) {
                    topicTaken[partition] = true;
                    builder.add(topic, partition);
                    count++;
                } else {
                    whole = false;
                }
            }
        }
        return new Keep(builder, count, larger, whole ? target : null);
    }

    private static boolean isFree(boolean[] topicTaken, int partition) {
        return topicTaken != null && partition < topicTaken.length && !topicTaken[partition];
    }

    /** Gives what is left to those who lack it. */
    private Map<String, PartitionSet> fill() {
        List<Uuid> topics = new ArrayList<>(taken.keySet());
        topics.sort(null);
        Cursor free = new Cursor(topics, taken);
        Map<String, PartitionSet> assigned = new HashMap<>();
        for (String id : members.keySet()) {
            Keep keep = kept.get(id);
            int wants = share - keep.count();
            if (!keep.larger() && largerShares > 0) {
                largerShares--;
                wants++;
            }
            if (wants == 0 && keep.unchanged() != null) {
                assigned.put(id, keep.unchanged());
                continue;
            }
            for (int i = 0; i < wants; i++) {
                free.next(keep.partitions());
            }
            assigned.put(id, keep.partitions().build());
        }
        return assigned;
    }

    /**
     * What a member keeps.
     *
     * @param larger whether its share is one of the larger ones
     * @param unchanged all that it had, when it keeps all of it, or null
     */
    private record Keep(PartitionSet.Builder partitions, int count, boolean larger, PartitionSet unchanged) {}

    /** Goes through the partitions that nobody has. */
    private static final class Cursor {
        private final List<Uuid> topics;
        private final Map<Uuid, boolean[]> taken;
        private int topic;
        private int partition;

        Cursor(List<Uuid> topics, Map<Uuid, boolean[]> taken) {
            this.topics = topics;
            this.taken = taken;
        }

        void next(PartitionSet.Builder to) {
            while (true) {
                boolean[] topicTaken = taken.get(topics.get(topic));
                while (partition < topicTaken.length && topicTaken[partition]) {
                    partition++;
                }
                if (partition < topicTaken.length) {
                    topicTaken[partition] = true;
                    to.add(topics.get(topic), partition);
                    return;
                }
                topic++;
                partition = 0;
            }
        }
    }
}
