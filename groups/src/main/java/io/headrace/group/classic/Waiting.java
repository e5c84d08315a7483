package io.headrace.group.classic;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who waits for what in a classic group: the part of its state that no record describes, and that a restart forgets.
 * Owner: the group. Whoever takes a waiting request out of here answers it.
 */
final class Waiting {
    private final Map<String, Consumer<JoinGroupResponse>> joins = new LinkedHashMap<>();
    private final Map<String, Consumer<SyncGroupResponse>> syncs = new HashMap<>();
    private final Set<String> expectedJoins = new LinkedHashSet<>();
    private final Set<String> expectedSyncs = new LinkedHashSet<>();
    private boolean newcomers;

    /** A member waits until all have joined. An earlier request of the same member is what is returned, or null. */
    Consumer<JoinGroupResponse> join(String memberId, Consumer<JoinGroupResponse> answer) {
        return joins.put(memberId, answer);
    }

    boolean isJoining(String memberId) {
        return joins.containsKey(memberId);
    }

    int joining() {
        return joins.size();
    }

    /** Takes out the join of a member, or null. */
    Consumer<JoinGroupResponse> takeJoin(String memberId) {
        return joins.remove(memberId);
    }

    /** A member waits for its assignment. An earlier request of the same member is what is returned, or null. */
    Consumer<SyncGroupResponse> sync(String memberId, Consumer<SyncGroupResponse> answer) {
        return syncs.put(memberId, answer);
    }

    boolean isSyncing(String memberId) {
        return syncs.containsKey(memberId);
    }

    /** Takes out the sync of a member, or null. */
    Consumer<SyncGroupResponse> takeSync(String memberId) {
        return syncs.remove(memberId);
    }

    /** An id was given out, and whoever got it is expected to join with it. */
    void expectJoin(String memberId) {
        expectedJoins.add(memberId);
    }

    boolean expectsJoin(String memberId) {
        return expectedJoins.contains(memberId);
    }

    /** Nobody is expected to join with that id any more; whether somebody was. */
    boolean expectJoinNoMore(String memberId) {
        return expectedJoins.remove(memberId);
    }

    Set<String> expectedJoins() {
        return expectedJoins;
    }

    /** A member was told of a new generation and is expected to sync. */
    void expectSync(String memberId) {
        expectedSyncs.add(memberId);
    }

    void expectSyncNoMore(String memberId) {
        expectedSyncs.remove(memberId);
    }

    /** Whoever takes the place of a member is expected to sync if that was. */
    void expectSyncOf(String heirId, String memberId) {
        if (expectedSyncs.remove(memberId)) {
            expectedSyncs.add(heirId);
        }
    }

    /** Whoever is not among these is not expected to sync any more. */
    void expectSyncsOnlyOf(Set<String> memberIds) {
        expectedSyncs.retainAll(memberIds);
    }

    void expectNoSyncs() {
        expectedSyncs.clear();
    }

    /** Members that were told of a new generation, and did not sync since. */
    Set<String> expectedSyncs() {
        return expectedSyncs;
    }

    /** Whether members came during the first rebalance, since that was last asked for. */
    boolean takeNewcomers() {
        boolean came = newcomers;
        newcomers = false;
        return came;
    }

    void newcomer() {
        newcomers = true;
    }

    /** Answers all who wait with an error; nobody is waited for any more. */
    void refuseAll(Errors error) {
        List<Runnable> answers = new ArrayList<>();
        joins.forEach((memberId, answer) -> answers.add(() -> answer.accept(Answers.join(error, memberId))));
        syncs.values().forEach(answer -> answers.add(() -> answer.accept(Answers.sync(error))));
        joins.clear();
        syncs.clear();
        expectedJoins.clear();
        expectedSyncs.clear();
        newcomers = false;
        answers.forEach(Runnable::run);
    }
}
