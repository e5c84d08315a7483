package io.headrace.group.offsets;

/** How many tombstones one step appends when many offsets go at a time. */
final class Tombstones {
    /** A batch of so many is far below the largest that a partition takes; the rest follows in further steps. */
    static final int PER_STEP = 1000;

    private Tombstones() {}
}
