package io.headrace.spec;

import java.util.Optional;

/**
 * One thing that is to be otherwise, in words for people. Immutable.
 *
 * @param what the name of it
 * @param before what there is; empty when there is nothing
 * @param after what is to be there; empty when nothing is
 */
public record Difference(String what, Optional<String> before, Optional<String> after) {
    static Difference added(String what, String after) {
        return new Difference(what, Optional.empty(), Optional.of(after));
    }

    static Difference changed(String what, String before, String after) {
        return new Difference(what, Optional.of(before), Optional.of(after));
    }

    static Difference removed(String what, String before) {
        return new Difference(what, Optional.of(before), Optional.empty());
    }

    /** As in {@code partitions: 3 -> 6}. */
    @Override
    public String toString() {
        if (before.isEmpty()) {
            return what + ": " + after.orElse("");
        }
        return what + ": " + before.get() + " -> " + after.orElse("none");
    }
}
