package io.headrace.common.config.types;

/** A secret setting: everything that prints it prints {@value #HIDDEN}. Immutable. */
public class Password {
    public static final String HIDDEN = "[hidden]";

    private final String value;

    public Password(String value) {
        this.value = value;
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public boolean equals(Object o) {
        return this == o || (o instanceof Password other && value.equals(other.value));
    }

    @Override
    public String toString() {
        return HIDDEN;
    }

    /** The secret itself. */
    public String value() {
        return value;
    }
}
