package io.headrace.common.metrics;

import java.util.Objects;

/** A bound that a measured number must keep. Immutable. */
public final class Quota {

    private final double bound;
    private final boolean isUpper;

    /** @param isUpper whether the number must not be larger than the bound; else it must not be smaller */
    public Quota(double bound, boolean isUpper) {
        this.bound = bound;
        this.isUpper = isUpper;
    }

    /** At most this. */
    public static Quota upperBound(double upperBound) {
        return new Quota(upperBound, true);
    }

    /** At least this. */
    public static Quota lowerBound(double lowerBound) {
        return new Quota(lowerBound, false);
    }

    public boolean isUpperBound() {
        return isUpper;
    }

    public double bound() {
        return bound;
    }

    /** Whether a number keeps the bound. */
    public boolean acceptable(double value) {
        return isUpper ? value <= bound : value >= bound;
    }

    @Override
    public int hashCode() {
        return Objects.hash(bound, isUpper);
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof Quota other && isUpper == other.isUpper && Double.compare(bound, other.bound) == 0);
    }

    @Override
    public String toString() {
        return (isUpper ? "upper=" : "lower=") + bound;
    }
}
