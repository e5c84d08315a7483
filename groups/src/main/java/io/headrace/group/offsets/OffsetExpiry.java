package io.headrace.group.offsets;

import io.headrace.common.GroupState;
import io.headrace.coordination.Outcome;
import io.headrace.group.model.Group;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expiry of offsets (KIP-211), and of groups that have neither members nor offsets left. Owner: the coordinator's thread.
 *
 * <p>Groups are looked at when something may have expired, and not all of them at each check: whatever changes a group
 * enlists it for the next check, and a check enlists it again for the time at which its first offset can expire. There is
 * one timer, and none while no group is enlisted.
 */
public final class OffsetExpiry {
    private static final Logger log = LoggerFactory.getLogger(OffsetExpiry.class);
    private static final String TIMER = "expiry";

    private final GroupEnvironment environment;
    private final GroupDirectory groups;
    private final OffsetStore offsets;
    /** When each group is to be looked at, in milliseconds since the epoch; 0 for the next check. */
    private final Map<String, Long> due = new HashMap<>();

    private final TreeSet<Entry> queue =
            new TreeSet<>(Comparator.comparingLong(Entry::dueMs).thenComparing(Entry::groupId));
    private boolean checkIsNear;

    /** A group's place in the queue; each group has one at most. */
    private record Entry(long dueMs, String groupId) {}

    /** Expiry of these groups' offsets. */
    public OffsetExpiry(GroupEnvironment environment, GroupDirectory groups, OffsetStore offsets) {
        this.environment = environment;
        this.groups = groups;
        this.offsets = offsets;
    }

    /** Something about the group changed: it is looked at with the next check, unless it is gone. */
    public void enlist(String groupId) {
        if (groups.find(groupId) == null) {
            strike(groupId);
        } else if (enlist(groupId, 0)) {
            checkSoon();
        }
    }

    private boolean enlist(String groupId, long dueMs) {
        Long before = due.get(groupId);
        if (before != null && before <= dueMs) {
            return false;
        }
        if (before != null) {
            queue.remove(new Entry(before, groupId));
        }
        due.put(groupId, dueMs);
        queue.add(new Entry(dueMs, groupId));
        return true;
    }

    private void strike(String groupId) {
        Long dueMs = due.remove(groupId);
        if (dueMs == null) {
            return;
        }
        queue.remove(new Entry(dueMs, groupId));
        if (queue.isEmpty() && environment.isLoaded()) {
            environment.timers().cancel(TIMER);
            checkIsNear = false;
        }
    }

    /** An offset was committed that is kept for the retention time. That is not sooner than those that are there. */
    public void enlistForRetention(String groupId) {
        if (!due.containsKey(groupId)) {
            enlist(groupId);
        }
    }

    /** All records were replayed. */
    public void loaded() {
        if (!queue.isEmpty()) {
            checkSoon();
        }
    }

    private void checkSoon() {
        if (environment.isLoaded() && !checkIsNear) {
            checkIsNear = true;
            checkIn(environment.config().offsetsRetentionCheckIntervalMs());
        }
    }

    private void checkIn(long delayMs) {
        environment.timers().start(TIMER, delayMs, this::check);
    }

    private Outcome check(long nowMs) {
        checkIsNear = false;
        Step step = new Step();
        List<String> looked = new ArrayList<>();
        List<Entry> again = new ArrayList<>();
        while (!queue.isEmpty() && queue.first().dueMs() <= nowMs && step.size() < Tombstones.PER_STEP) {
            Entry entry = queue.pollFirst();
            due.remove(entry.groupId());
            looked.add(entry.groupId());
            long nextMs = look(entry.groupId(), nowMs, step);
            if (nextMs != Group.NEVER) {
                again.add(new Entry(nextMs, entry.groupId()));
            }
        }
        again.forEach(entry -> enlist(entry.groupId(), entry.dueMs()));
        if (step.hasRecords()) {
            step.whenFailed(error -> looked.forEach(this::enlist));
        }
        checkNext(nowMs, step.size() >= Tombstones.PER_STEP);
        return step.outcome();
    }

    private void checkNext(long nowMs, boolean goesOn) {
        if (goesOn) {
            checkIsNear = true;
            checkIn(0);
        } else if (!queue.isEmpty()) {
            long intervalMs = environment.config().offsetsRetentionCheckIntervalMs();
            checkIn(Math.max(intervalMs, queue.first().dueMs() - nowMs));
        }
    }

    /** Appends tombstones for what has expired. Returns when the next of the group's offsets can expire. */
    private long look(String groupId, long nowMs, Step step) {
        Group group = groups.find(groupId);
        if (group == null) {
            return Group.NEVER;
        }
        GroupOffsets found = offsets.of(groupId);
        int before = step.size();
        long nextMs = Group.NEVER;
        int kept = 0;
        for (Map.Entry<String, Map<Integer, CommittedOffset>> topic :
                found.all().entrySet()) {
            for (Map.Entry<Integer, CommittedOffset> partition :
                    topic.getValue().entrySet()) {
                long atMs = expiresAt(group, topic.getKey(), partition.getValue());
                if (atMs > nowMs) {
                    kept++;
                    nextMs = Math.min(nextMs, atMs);
                } else if (found.isUnstable(topic.getKey(), partition.getKey())) {
                    kept++; // the end of the transaction enlists the group again
                } else if (step.size() >= Tombstones.PER_STEP) {
                    kept++;
                    nextMs = nowMs;
                } else {
                    step.append(CommittedOffset.tombstone(groupId, topic.getKey(), partition.getKey()));
                }
            }
        }
        if (step.size() > before) {
            log.info("group {}: {} committed offsets expired", groupId, step.size() - before);
        }
        if (kept > 0 || !found.unstable().isEmpty()) {
            return nextMs;
        }
        if (group.isEmpty()) {
            log.info("group {} has neither members nor offsets left, and goes", groupId);
            step.append(group.tombstones());
        } else if (group.state() == GroupState.EMPTY) {
            return nowMs; // somebody is to join, and nothing is heard of those who do not
        }
        return nextMs;
    }

    private long expiresAt(Group group, String topic, CommittedOffset offset) {
        if (group.isSubscribedTo(topic)) {
            return Group.NEVER;
        }
        long fromMs = group.retainedFromMs(offset.commitTimestampMs());
        if (fromMs == Group.NEVER) {
            return Group.NEVER;
        }
        return offset.expireTimestampMs() == CommittedOffset.NO_EXPIRY
                ? fromMs + environment.config().offsetsRetentionMs()
                : offset.expireTimestampMs();
    }
}
