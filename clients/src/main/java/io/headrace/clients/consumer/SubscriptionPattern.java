package io.headrace.clients.consumer;

import java.util.Objects;

/** A regular expression over topic names that the broker evaluates, in RE2 syntax (KIP-848). Immutable. */
public class SubscriptionPattern {

    private final String pattern;

    /** @param pattern the expression, in RE2 syntax */
    public SubscriptionPattern(String pattern) {
        this.pattern = Objects.requireNonNull(pattern, "pattern");
    }

    /** The expression. */
    public String pattern() {
        return pattern;
    }

    @Override
    public String toString() {
        return pattern;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SubscriptionPattern that && pattern.equals(that.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }
}
