package io.headrace.clients.consumer.internals.assignor;

import io.headrace.common.TopicPartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shares out among members with different subscriptions: what is free goes to whoever has least of those who may have it;
 * then the most loaded member hands partitions on until nobody can be relieved.
 *
 * <p>Handing on goes along a chain: a partition of the first member to the second, one of the second to the third, and so
 * on to a member with at least two fewer than the first; only these two change their numbers. A member from which no such
 * chain leads is done, with all whom its chains reach, and stays done: a later chain that went through one of them would
 * have to end among them, where nobody has so few. When all are done, no assignment is more even (the loads are those of an
 * optimal semi-matching). Of all chains the one is taken that moves fewest partitions away from those who had them.
 *
 * <p>Owner: the call that shares out.
 */
final class BalancedLoads {

    /** What a hand-over costs; the cheapest chain is taken. Locality goes before stickiness. */
    private static final int SAME = 0;

    private static final int AWAY_FROM_OWNER = 1;
    private static final int OUT_OF_RACK = 4;
    private static final int HIGHEST_COST = AWAY_FROM_OWNER + OUT_OF_RACK;

    private final StickyProblem problem;
    private final int memberCount;

    /** The members that subscribe to a topic. */
    private final Map<String, int[]> subscribers = new HashMap<>();

    private final Set<TopicPartition> owned = new HashSet<>();

    /** What each member has, by topic. */
    private final List<Map<String, List<TopicPartition>>> held = new ArrayList<>();

    private final int[] loads;
    private final boolean[] isDone;

    /** How a chain came to a member: from whom, with which partition, at which cost. */
    private record Step(int from, TopicPartition partition, int cost) {}

    private BalancedLoads(StickyProblem problem) {
        this.problem = problem;
        this.memberCount = problem.members().size();
        this.loads = new int[memberCount];
        this.isDone = new boolean[memberCount];
        Map<String, List<Integer>> byTopic = new HashMap<>();
        for (int i = 0; i < memberCount; i++) {
            held.add(new LinkedHashMap<>());
            for (String topic : problem.members().get(i).topics()) {
                byTopic.computeIfAbsent(topic, t -> new ArrayList<>()).add(i);
            }
            for (TopicPartition partition : problem.kept().get(i)) {
                owned.add(partition);
                put(i, partition);
            }
        }
        byTopic.forEach((topic, members) -> subscribers.put(
                topic, members.stream().mapToInt(Integer::intValue).toArray()));
    }

    static Map<String, List<TopicPartition>> of(StickyProblem problem) {
        BalancedLoads loads = new BalancedLoads(problem);
        loads.placeUnassigned();
        loads.relieve();
        return problem.named(loads.shares());
    }

    private void put(int member, TopicPartition partition) {
        held.get(member)
                .computeIfAbsent(partition.topic(), t -> new ArrayList<>())
                .add(partition);
        loads[member]++;
    }

    private void take(int member, TopicPartition partition) {
        List<TopicPartition> ofTopic = held.get(member).get(partition.topic());
        ofTopic.remove(partition);
        if (ofTopic.isEmpty()) {
            held.get(member).remove(partition.topic());
        }
        loads[member]--;
    }

    /** First what few may have. */
    private void placeUnassigned() {
        List<TopicPartition> free = new ArrayList<>(problem.unassigned());
        free.removeIf(partition -> !subscribers.containsKey(partition.topic()));
        free.sort(Comparator.comparingInt(partition -> subscribers.get(partition.topic()).length));
        for (TopicPartition partition : free) {
            int best = -1;
            boolean isBestNear = false;
            for (int member : subscribers.get(partition.topic())) {
                boolean isNear = problem.isNear(problem.members().get(member), partition);
                boolean isBetter = best < 0 || (isNear == isBestNear ? loads[member] < loads[best] : isNear);
                if (isBetter) {
                    best = member;
                    isBestNear = isNear;
                }
            }
            put(best, partition);
        }
    }

    private void relieve() {
        for (int member = mostLoaded(); member >= 0; member = mostLoaded()) {
            Step[] steps = new Step[memberCount];
            int last = chain(member, steps);
            if (last < 0) {
                for (int i = 0; i < memberCount; i++) {
                    isDone[i] |= i == member || steps[i] != null;
                }
            } else {
                handOn(member, last, steps);
            }
        }
    }

    private int mostLoaded() {
        int most = -1;
        for (int i = 0; i < memberCount; i++) {
            if (!isDone[i] && (most < 0 || loads[i] > loads[most])) {
                most = i;
            }
        }
        return most;
    }

    /**
     * Looks for the cheapest chain (Dijkstra's search, with a queue for each cost).
     *
     * @param steps where to note how each member was reached
     * @return the chain's last member; -1 when there is none, and then all that can be reached are noted
     */
    private int chain(int first, Step[] steps) {
        List<Deque<Integer>> queues = new ArrayList<>();
        int[] costs = new int[memberCount];
        Arrays.fill(costs, Integer.MAX_VALUE);
        boolean[] isSettled = new boolean[memberCount];
        costs[first] = 0;
        enqueue(queues, 0, first);
        for (int cost = 0; cost < queues.size(); cost++) {
            for (Integer next = queues.get(cost).poll();
                    next != null;
                    next = queues.get(cost).poll()) {
                if (isSettled[next]) {
                    continue;
                }
                isSettled[next] = true;
                if (loads[next] <= loads[first] - 2) {
                    return next;
                }
                followAll(next, cost, costs, steps, queues);
            }
        }
        return -1;
    }

    private void followAll(int from, int cost, int[] costs, Step[] steps, List<Deque<Integer>> queues) {
        held.get(from).forEach((topic, partitions) -> {
            Step sameForAll = problem.isRackAware() ? null : cheapest(from, from, partitions);
            for (int to : subscribers.get(topic)) {
                if (isDone[to] || to == from) {
                    continue;
                }
                Step step = sameForAll == null ? cheapest(from, to, partitions) : sameForAll;
                int total = cost + step.cost();
                if (total < costs[to]) {
                    costs[to] = total;
                    steps[to] = step;
                    enqueue(queues, total, to);
                }
            }
        });
    }

    private static void enqueue(List<Deque<Integer>> queues, int cost, int member) {
        while (queues.size() <= cost + HIGHEST_COST) {
            queues.add(new ArrayDeque<>());
        }
        queues.get(cost).add(member);
    }

    private Step cheapest(int from, int to, List<TopicPartition> partitions) {
        Step best = null;
        for (TopicPartition partition : partitions) {
            int cost = owned.contains(partition) ? AWAY_FROM_OWNER : SAME;
            if (problem.isNear(problem.members().get(from), partition)
                    && !problem.isNear(problem.members().get(to), partition)) {
                cost += OUT_OF_RACK;
            }
            if (best == null || cost < best.cost()) {
                best = new Step(from, partition, cost);
            }
            if (cost == SAME) {
                break;
            }
        }
        return best;
    }

    private void handOn(int first, int last, Step[] steps) {
        for (int member = last; member != first; ) {
            Step step = steps[member];
            take(step.from(), step.partition());
            put(member, step.partition());
            owned.remove(step.partition());
            member = step.from();
        }
    }

    private List<List<TopicPartition>> shares() {
        List<List<TopicPartition>> shares = new ArrayList<>();
        for (Map<String, List<TopicPartition>> own : held) {
            List<TopicPartition> share = new ArrayList<>();
            own.values().forEach(share::addAll);
            shares.add(share);
        }
        return shares;
    }
}
