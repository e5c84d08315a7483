package io.headrace.spec;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody meant who mistyped a name. Stateless. */
public final class NearName {
    private NearName() {}

    /**
     * The name that takes the fewest edits to come to from {@code wrong}, when that is at most a third of its length.
     *
     * @param wrong what was written
     * @param names what there is
     */
    public static Optional<String> of(String wrong, Collection<String> names) {
        String nearest = null;
        int fewest = Math.max(1, wrong.length() / 3) + 1;
        for (String name : names.stream().sorted().toList()) {
            int edits = edits(wrong, name, fewest);
            if (edits < fewest) {
                fewest = edits;
                nearest = name;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** The sentence that names it, with a space before; nothing when there is none. */
    static String question(String wrong, Collection<String> names) {
        return of(wrong, names).map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    /** Insertions, deletions and replacements from one to the other; {@code limit} when there are as many or more. */
    private static int edits(String from, String to, int limit) {
        if (Math.abs(from.length() - to.length()) >= limit) {
            return limit;
        }
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return Math.min(limit, above[to.length()]);
    }
}
