package io.headrace.protocol.generator;

/**
 * A range of versions, both ends inclusive.
 *
 * @param lowest the first version
 * @param highest the last version; {@link #OPEN} for a range without end; lower than the first for no versions at all
 */
record Versions(int lowest, int highest) {

    static final int OPEN = Short.MAX_VALUE;
    static final Versions NONE = new Versions(0, -1);

    /** Parses "3", "3-7", "3+" or "none". */
    static Versions parse(String text) {
        String range = text.trim();
        if (range.equals("none")) {
            return NONE;
        }
        if (range.endsWith("+")) {
            return new Versions(Integer.parseInt(range.substring(0, range.length() - 1)), OPEN);
        }
        int dash = range.indexOf('-');
        if (dash < 0) {
            int only = Integer.parseInt(range);
            return new Versions(only, only);
        }
        return new Versions(Integer.parseInt(range.substring(0, dash)), Integer.parseInt(range.substring(dash + 1)));
    }

    boolean isEmpty() {
        return lowest > highest;
    }

    boolean contains(int version) {
        return version >= lowest && version <= highest;
    }

    /** Whether every version of the other range is in this one. */
    boolean covers(Versions other) {
        return other.isEmpty() || (lowest <= other.lowest && highest >= other.highest);
    }

    Versions intersect(Versions other) {
        Versions both = new Versions(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
        return both.isEmpty() ? NONE : both;
    }

    @Override
    public String toString() {
        if (isEmpty()) {
            return "none";
        }
        if (highest == OPEN) {
            return lowest + "+";
        }
        return lowest == highest ? String.valueOf(lowest) : lowest + "-" + highest;
    }
}
