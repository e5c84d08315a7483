package io.headrace.clients.consumer.internals.assignor;

import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shares out among members with the same subscription: all get the same number, some one more. What a member has beyond
 * that it gives up, and what is free is dealt out in turn, so that no member keeps fewer of its own than it could.
 *
 * <p>Takes time that grows with partitions plus members (partitions times members where racks matter). Owner: the call
 * that shares out.
 */
final class EvenShares {

    private final StickyProblem problem;
    private final List<List<TopicPartition>> shares = new ArrayList<>();
    private final List<TopicPartition> free;
    private final int least;

    /** How many members may still have one more than {@link #least}. */
    private int extra;

    private EvenShares(StickyProblem problem) {
        this.problem = problem;
        this.free = new ArrayList<>(problem.unassigned());
        this.least = problem.partitions().size() / problem.members().size();
        this.extra = problem.partitions().size() % problem.members().size();
    }

    static Map<String, List<TopicPartition>> of(StickyProblem problem) {
        if (problem.members().isEmpty()) {
            return problem.named(List.of());
        }
        EvenShares even = new EvenShares(problem);
        even.keep();
        if (problem.isRackAware()) {
            even.dealNear();
        }
        even.deal();
        return problem.named(even.shares);
    }

    private void keep() {
        for (List<TopicPartition> own : problem.kept()) {
            int most = least;
            if (own.size() > least && extra > 0) {
                extra--;
                most++;
            }
            int keeps = Math.min(own.size(), most);
            shares.add(new ArrayList<>(own.subList(0, keeps)));
            free.addAll(own.subList(keeps, own.size()));
        }
        free.sort(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
    }

    private boolean hasRoom(int member) {
        int size = shares.get(member).size();
        return size < least || (size == least && extra > 0);
    }

    private void give(int member, TopicPartition partition) {
        List<TopicPartition> share = shares.get(member);
        if (share.size() == least) {
            extra--;
        }
        share.add(partition);
    }

    /** What is near to somebody with room goes there; first what is near to few. */
    private void dealNear() {
        List<TopicPartition> scarceFirst = new ArrayList<>(free);
        Map<TopicPartition, Integer> near = new HashMap<>();
        for (TopicPartition partition : free) {
            int count = 0;
            for (StickyProblem.Member member : problem.members()) {
                count += problem.isNear(member, partition) ? 1 : 0;
            }
            near.put(partition, count);
        }
        scarceFirst.sort(Comparator.comparing(near::get));
        Set<TopicPartition> left = new LinkedHashSet<>(free);
        for (TopicPartition partition : scarceFirst) {
            int best = -1;
            for (int i = 0; i < shares.size(); i++) {
                if (hasRoom(i)
                        && problem.isNear(problem.members().get(i), partition)
                        && (best < 0 || shares.get(i).size() < shares.get(best).size())) {
                    best = i;
                }
            }
            if (best >= 0) {
                give(best, partition);
                left.remove(partition);
            }
        }
        free.retainAll(left);
    }

    /** The rest in turn: rounds over those with fewer than all are to have, then one more for some. */
    private void deal() {
        int next = 0;
        List<Integer> open = membersBelow(least);
        for (TopicPartition partition : free) {
            if (open.isEmpty()) {
                open = membersBelow(least + 1);
                next = 0;
            }
            int member = open.get(next);
            give(member, partition);
            if (shares.get(member).size() >= least) {
                open.remove(next);
            } else {
                next++;
            }
            next = next >= open.size() ? 0 : next;
        }
    }

    private List<Integer> membersBelow(int size) {
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            if (shares.get(i).size() < size) {
                members.add(i);
            }
        }
        return members;
    }
}
