package io.headrace.group.consumer;

import io.headrace.coordination.CoordinatorRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A group as it will be once the records of a step are replayed. The first record makes a copy of the group, so a step
 * that writes nothing costs nothing. Owner: the step.
 */
final class Draft {
    private final List<CoordinatorRecord> records = new ArrayList<>();
    private ConsumerGroup group;
    private boolean own;

    /** A draft that starts from a group as it is. */
    Draft(ConsumerGroup group) {
        this.group = group;
    }

    /** A draft of a group that does not exist yet, after records of something else that has to go first. */
    static Draft ofNew(String groupId, List<CoordinatorRecord> before) {
        Draft draft = new Draft(new ConsumerGroup(groupId));
        draft.own = true;
        draft.records.addAll(before);
        return draft;
    }

    /** The group with all that was appended. */
    ConsumerGroup group() {
        return group;
    }

    /** Adds a record of the group. */
    void append(CoordinatorRecord record) {
        if (!own) {
            group = group.copy();
            own = true;
        }
        records.add(record);
        group.replay(record);
    }

    /** Adds records of the group. */
    void append(List<CoordinatorRecord> more) {
        more.forEach(this::append);
    }

    /** Adds a record that is not of the group, or that nothing in this step depends on. */
    void appendUnseen(CoordinatorRecord record) {
        records.add(record);
    }

    /** What was added so far. */
    List<CoordinatorRecord> records() {
        return records;
    }
}
