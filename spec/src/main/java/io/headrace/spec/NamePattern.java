package io.headrace.spec;

import java.util.Objects;

/**
 * A name, or all names that begin in the same way: {@code orders}, {@code orders-*}, {@code *}. Immutable.
 *
 * @param text as it is written; a star stands at the end or nowhere
 */
public record NamePattern(String text) {
    /**
     * @param text as it is written
     * @throws IllegalArgumentException when it is empty or has a star that is not at its end
     */
    public NamePattern {
        Objects.requireNonNull(text, "text");
        int star = text.indexOf('*');
        if (text.isEmpty() || (star >= 0 && star != text.length() - 1)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no pattern: it is a name, or the beginning of names with a star at its end");
        }
    }

    /** Whether it is {@code name}, or a beginning of it. */
    public boolean matches(String name) {
        return text.endsWith("*") ? name.startsWith(text.substring(0, text.length() - 1)) : name.equals(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
