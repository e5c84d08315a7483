package io.headrace.coordination;

import io.headrace.protocol.wire.TypedRecord;
import java.util.Objects;

/**
 * One record of a coordinator's partition: a key, which says what it is about, and the value, or nothing when what it is
 * about is gone (a tombstone). Immutable, as long as nobody changes the messages it was given.
 *
 * @param key what the record is about
 * @param value what is so from now on, or null
 * @param valueVersion in which version the value is written; any for a tombstone
 */
public record CoordinatorRecord(TypedRecord key, TypedRecord value, int valueVersion) {

    /** Checks that key and value belong together. */
    public CoordinatorRecord {
        Objects.requireNonNull(key, "key");
        if (value != null && value.recordType() != key.recordType()) {
            throw new IllegalArgumentException(
                    "key of type " + key.recordType() + ", value of type " + value.recordType());
        }
    }

    /** A record that says what is so from now on. */
    public static CoordinatorRecord of(TypedRecord key, TypedRecord value, int valueVersion) {
        return new CoordinatorRecord(key, Objects.requireNonNull(value, "value"), valueVersion);
    }

    /** A record that says that what {@code key} is about is gone. */
    public static CoordinatorRecord tombstone(TypedRecord key) {
        return new CoordinatorRecord(key, null, 0);
    }

    /** Whether what it is about is gone. */
    public boolean isTombstone() {
        return value == null;
    }
}
