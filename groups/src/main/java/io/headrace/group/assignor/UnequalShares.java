package io.headrace.group.assignor;

import io.headrace.common.Uuid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * The uniform assignment of a group whose members subscribe to different topics. Members keep what they have; what nobody
 * has goes to the subscriber that has least, topics with the fewest subscribers first; then single partitions move as long
 * as the giver has at least two more than the taker. So in the end, of all members that subscribe to a topic, none that has
 * a partition of it has more than one partition more in all than any other.
 */
final class UnequalShares {
    private static final int NOBODY = -1;
    /** Each move makes the shares more even, so this ends; the limit is against slow convergence in odd groups. */
    private static final int MAX_ROUNDS = 64;

    private final List<String> ids;
    private final int[] loads;
    private final List<Topic> topics;

    private UnequalShares(GroupSpec group) {
        // In the order of their ids, so that the answer does not hang on the order of a hash table.
        TreeMap<String, GroupSpec.Member> members = new TreeMap<>(group.members());
        ids = List.copyOf(members.keySet());
        loads = new int[ids.size()];
        Map<Uuid, Topic> byId = new HashMap<>();
        int index = 0;
        for (GroupSpec.Member member : members.values()) {
            for (Uuid topic : member.topics()) {
                byId.computeIfAbsent(topic, id -> new Topic(id, group.partitionCount(id)))
                        .subscribers
                        .add(index);
            }
            index++;
        }
        index = 0;
        for (GroupSpec.Member member : members.values()) {
            keep(index++, member, byId);
        }
        topics = new ArrayList<>(byId.values());
        topics.sort(Comparator.comparingInt((Topic topic) -> topic.subscribers.size())
                .thenComparing(topic -> topic.id));
    }

    static Map<String, PartitionSet> assign(GroupSpec group) {
        UnequalShares shares = new UnequalShares(group);
        shares.topics.forEach(shares::fill);
        boolean moved = true;
        for (int round = 0; moved && round < MAX_ROUNDS; round++) {
            moved = false;
            for (Topic topic : shares.topics) {
                moved |= shares.even(topic);
            }
        }
        return shares.result();
    }

    private void keep(int index, GroupSpec.Member member, Map<Uuid, Topic> byId) {
        PartitionSet target = member.target();
        for (Uuid id : target.topics()) {
            if (!member.topics().contains(id)) {
                continue;
            }
            int[] owners = byId.get(id).owners;
            for (int partition : target.numbers(id)) {
                if (partition < owners.length && owners[partition] == NOBODY) {
                    owners[partition] = index;
                    loads[index]++;
                }
            }
        }
    }

    /** Gives the partitions that nobody has to those who have least. */
    private void fill(Topic topic) {
        PriorityQueue<Long> least = null;
        for (int partition = 0; partition < topic.owners.length; partition++) {
            if (topic.owners[partition] != NOBODY) {
                continue;
            }
            if (least == null) {
                least = new PriorityQueue<>();
                for (int member : topic.subscribers) {
                    least.add(ranked(member));
                }
            }
            int member = member(least.remove());
            topic.owners[partition] = member;
            loads[member]++;
            least.add(ranked(member));
        }
    }

    /** Moves partitions of a topic from those who have more to those who have less. */
    private boolean even(Topic topic) {
        if (!isUneven(topic)) {
            return false;
        }
        Map<Integer, Deque<Integer>> owned = new HashMap<>();
        for (int partition = 0; partition < topic.owners.length; partition++) {
            owned.computeIfAbsent(topic.owners[partition], member -> new ArrayDeque<>())
                    .add(partition);
        }
        // Members stand in the queues by the load they had when they were put there; those whose load has changed since
        // stand in them once more, and the older places are passed over.
        PriorityQueue<Long> least = new PriorityQueue<>();
        PriorityQueue<Long> most = new PriorityQueue<>(Comparator.reverseOrder());
        for (int member : topic.subscribers) {
            least.add(ranked(member));
        }
        owned.keySet().forEach(member -> most.add(ranked(member)));
        boolean moved = false;
        while (true) {
            int giver = first(most);
            int taker = first(least);
            if (giver == NOBODY || loads[giver] - loads[taker] < 2) {
                return moved;
            }
            int partition = owned.get(giver).removeLast();
            owned.computeIfAbsent(taker, member -> new ArrayDeque<>()).add(partition);
            topic.owners[partition] = taker;
            loads[giver]--;
            loads[taker]++;
            moved = true;
            if (!owned.get(giver).isEmpty()) {
                most.add(ranked(giver));
            }
            most.add(ranked(taker));
            least.add(ranked(giver));
            least.add(ranked(taker));
        }
    }

    private boolean isUneven(Topic topic) {
        int low = Integer.MAX_VALUE;
        for (int member : topic.subscribers) {
            low = Math.min(low, loads[member]);
        }
        for (int owner : topic.owners) {
            if (loads[owner] - low >= 2) {
                return true;
            }
        }
        return false;
    }

    /** The first whose place is true, left in the queue; or nobody. */
    private int first(PriorityQueue<Long> queue) {
        while (!queue.isEmpty()) {
            long place = queue.peek();
            int member = member(place);
            if (place == ranked(member)) {
                return member;
            }
            queue.remove();
        }
        return NOBODY;
    }

    /** A member with its load in front, for sorting. */
    private long ranked(int member) {
        return ((long) loads[member] << Integer.SIZE) | member;
    }

    private static int member(long ranked) {
        return (int) ranked;
    }

    private Map<String, PartitionSet> result() {
        List<PartitionSet.Builder> builders = new ArrayList<>();
        ids.forEach(id -> builders.add(new PartitionSet.Builder()));
        for (Topic topic : topics) {
            for (int partition = 0; partition < topic.owners.length; partition++) {
                builders.get(topic.owners[partition]).add(topic.id, partition);
            }
        }
        Map<String, PartitionSet> assigned = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            assigned.put(ids.get(i), builders.get(i).build());
        }
        return assigned;
    }

    /** A topic that somebody subscribes to. */
    private static final class Topic {
        private final Uuid id;
        private final List<Integer> subscribers = new ArrayList<>();
        private final int[] owners;

        Topic(Uuid id, int partitions) {
            this.id = id;
            owners = new int[partitions];
            Arrays.fill(owners, NOBODY);
        }
    }
}
