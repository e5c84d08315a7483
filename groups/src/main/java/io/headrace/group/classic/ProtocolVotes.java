package io.headrace.group.classic;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which protocols all members of a group offer, and which of them most like best. Owner: the group. */
final class ProtocolVotes {
    private final Map<String, Integer> offers = new HashMap<>();

    /** A member offers these. */
    void add(Set<String> protocols) {
        protocols.forEach(name -> offers.merge(name, 1, Integer::sum));
    }

    /** A member that offered these does so no more. */
    void remove(Set<String> protocols) {
        protocols.forEach(name -> offers.computeIfPresent(name, (n, count) -> count == 1 ? null : count - 1));
    }

    void clear() {
        offers.clear();
    }

    /** Whether one of the protocols is offered by all of so many members. */
    boolean anyOfferedByAll(Set<String> protocols, int members) {
        return protocols.stream().anyMatch(name -> offers.getOrDefault(name, 0) == members);
    }

    /** The protocol with the most votes among those that all offer, or null; with as many votes the one voted for first. */
    String winner(Collection<ClassicMember> members) {
        Set<String> candidates = new HashSet<>();
        offers.forEach((name, count) -> {
            if (count == members.size()) {
                candidates.add(name);
            }
        });
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (ClassicMember member : members) {
            String vote = member.vote(candidates);
            if (vote != null) {
                votes.merge(vote, 1, Integer::sum);
            }
        }
        String winner = null;
        for (Map.Entry<String, Integer> vote : votes.entrySet()) {
            if (winner == null || vote.getValue() > votes.get(winner)) {
                winner = vote.getKey();
            }
        }
        return winner;
    }
}
