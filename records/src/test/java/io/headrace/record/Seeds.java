package io.headrace.record;

import java.util.Random;

/**
 * Runs a property with many seeds, and names the one that failed. {@code -Dheadrace.seed=N} runs that one alone.
 */
final class Seeds {

    interface Property {
        void check(Random random) throws Exception;
    }

    private Seeds() {}

    static void run(int rounds, Property property) {
        Long only = Long.getLong("headrace.seed");
        long first = only != null ? only : System.nanoTime();
        int count = only != null ? 1 : rounds;
        for (int i = 0; i < count; i++) {
            long seed = first + i;
            try {
                property.check(new Random(seed));
            } catch (Exception | Error e) {
                throw new AssertionError("failed with seed " + seed + " (-Dheadrace.seed=" + seed + "): " + e, e);
            }
        }
    }
}
