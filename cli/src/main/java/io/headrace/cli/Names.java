package io.headrace.cli;

import java.util.Collection;
import java.util.Locale;

/** Finds the name that somebody may have meant. */
public final class Names {
    private Names() {}

    /** What to add to a complaint: the near one, if there is one, or nothing. */
    public static String hint(String wrong, Collection<String> right) {
        String near = nearest(wrong, right);
        return near == null ? "" : "; did you mean '" + near + "'?";
    }

    /** As {@link #hint(String, Collection)}, and then what to do next. */
    public static String hint(String wrong, Collection<String> right, String next) {
        String hint = hint(wrong, right);
        return hint.isEmpty() ? "; " + next : hint + " " + next;
    }

    /** The name that is a slip of the keyboard or two away; null when none is that near. */
    static String nearest(String wrong, Collection<String> right) {
        int allowed = wrong.length() < 2 ? 0 : Math.max(1, Math.min(3, wrong.length() / 3));
        String nearest = null;
        int least = allowed + 1;
        for (String candidate : right) {
            if (Math.abs(candidate.length() - wrong.length()) < least) {
                int distance = distance(wrong.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
                if (distance < least) {
                    least = distance;
                    nearest = candidate;
                }
            }
        }
        return nearest;
    }

    /** How many letters were left out, put in, changed, or swapped with the next. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j - 1] + changed, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
