package io.headrace.clients.admin;

import java.util.Objects;

/** The range of a feature's levels that the whole cluster has agreed on. Immutable. */
public class FinalizedVersionRange {

    private final short minVersionLevel;
    private final short maxVersionLevel;

    /**
     * @param minVersionLevel the lowest level
     * @param maxVersionLevel the highest level, which is in force
     * @throws IllegalArgumentException when a level is negative, or the lowest is higher than the highest
     */
    public FinalizedVersionRange(short minVersionLevel, short maxVersionLevel) {
        if (minVersionLevel < 0 || maxVersionLevel < minVersionLevel) {
            throw new IllegalArgumentException("Expected 0 <= minVersionLevel <= maxVersionLevel, and not "
                    + minVersionLevel + " and " + maxVersionLevel);
        }
        this.minVersionLevel = minVersionLevel;
        this.maxVersionLevel = maxVersionLevel;
    }

    /** The lowest level. */
    public short minVersionLevel() {
        return minVersionLevel;
    }

    /** The highest level, which is in force. */
    public short maxVersionLevel() {
        return maxVersionLevel;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FinalizedVersionRange that
                && minVersionLevel == that.minVersionLevel
                && maxVersionLevel == that.maxVersionLevel;
    }

    @Override
    public int hashCode() {
        return Objects.hash(minVersionLevel, maxVersionLevel);
    }

    @Override
    public String toString() {
        return "FinalizedVersionRange(minVersionLevel=" + minVersionLevel + ", maxVersionLevel=" + maxVersionLevel
                + ")";
    }
}
