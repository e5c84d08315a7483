package io.headrace.clients.admin;

import java.util.Objects;

/** The range of a feature's levels that a broker supports. Immutable. */
public class SupportedVersionRange {

    private final short minVersion;
    private final short maxVersion;

    /**
     * @param minVersion the lowest level
     * @param maxVersion the highest level
     * @throws IllegalArgumentException when a level is negative, or the lowest is higher than the highest
     */
    public SupportedVersionRange(short minVersion, short maxVersion) {
        if (minVersion < 0 || maxVersion < minVersion) {
            throw new IllegalArgumentException(
                    "Expected 0 <= minVersion <= maxVersion, and not " + minVersion + " and " + maxVersion);
        }
        this.minVersion = minVersion;
        this.maxVersion = maxVersion;
    }

    /** The lowest level. */
    public short minVersion() {
        return minVersion;
    }

    /** The highest level. */
    public short maxVersion() {
        return maxVersion;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SupportedVersionRange that
                && minVersion == that.minVersion
                && maxVersion == that.maxVersion;
    }

    @Override
    public int hashCode() {
        return Objects.hash(minVersion, maxVersion);
    }

    @Override
    public String toString() {
        return "SupportedVersionRange(minVersion=" + minVersion + ", maxVersion=" + maxVersion + ")";
    }
}
