package io.headrace.clients.consumer;

import java.util.Locale;

/** Where to start when a partition has no valid position. {@code auto.offset.reset} knows one more, by duration. */
public enum OffsetResetStrategy {
    /** Behind the last record. */
    LATEST,
    /** At the first record. */
    EARLIEST,
    /** Nowhere: the application is told by an exception. */
    NONE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
