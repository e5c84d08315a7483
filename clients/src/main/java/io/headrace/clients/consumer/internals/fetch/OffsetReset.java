package io.headrace.clients.consumer.internals.fetch;

import io.headrace.common.config.ConfigException;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** Where to go on when a partition has no valid position: {@code auto.offset.reset}. Immutable. */
public sealed interface OffsetReset {

    /** What ListOffsets calls the first record. */
    long EARLIEST_TIMESTAMP = -2;

    /** What ListOffsets calls the end. */
    long LATEST_TIMESTAMP = -1;

    /** The prefix of the form with a duration (KIP-1106). */
    String BY_DURATION = "by_duration:";

    /** At the first record. */
    static OffsetReset earliest() {
        return ToEnd.FIRST;
    }

    /** Behind the last record. */
    static OffsetReset latest() {
        return ToEnd.LAST;
    }

    /** Nowhere: the application is told. */
    static OffsetReset none() {
        return Refuse.ONLY;
    }

    /**
     * Reads a config value: {@code earliest}, {@code latest}, {@code none} or {@code by_duration:} with an ISO 8601
     * duration.
     *
     * @throws ConfigException when it is none of these
     */
    static OffsetReset parse(String name, Object value) {
        String text = value == null ? "" : value.toString().trim();
        return switch (text) {
            case "earliest" -> earliest();
            case "latest" -> latest();
            case "none" -> none();
            default -> byDuration(name, value, text);
        };
    }

    private static OffsetReset byDuration(String name, Object value, String text) {
        if (!text.startsWith(BY_DURATION)) {
            throw new ConfigException(name, value, "must be earliest, latest, none or by_duration:<ISO 8601 duration>");
        }
        try {
            Duration duration = Duration.parse(text.substring(BY_DURATION.length()));
            if (!duration.isNegative()) {
                return new ByDuration(duration);
            }
        } catch (DateTimeParseException e) {
            throw new ConfigException(name, value, "is no ISO 8601 duration like PT1H or P7D: " + e.getMessage());
        }
        throw new ConfigException(name, value, "must not be a negative duration");
    }

    /**
     * The timestamp to ask ListOffsets for.
     *
     * @param nowMs milliseconds since 1970
     * @throws IllegalStateException for {@link #none()}, which asks for nothing
     */
    long queryTimestamp(long nowMs);

    /** Whether this names no place to go on at. */
    default boolean refuses() {
        return false;
    }

    /** See {@link #earliest()} and {@link #latest()}. */
    record ToEnd(String name, long timestamp) implements OffsetReset {
        private static final ToEnd FIRST = new ToEnd("earliest", EARLIEST_TIMESTAMP);
        private static final ToEnd LAST = new ToEnd("latest", LATEST_TIMESTAMP);

        @Override
        public long queryTimestamp(long nowMs) {
            return timestamp;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** At the first record not older than so long before now. */
    record ByDuration(Duration duration) implements OffsetReset {
        @Override
        public long queryTimestamp(long nowMs) {
            return Math.max(0, nowMs - duration.toMillis());
        }

        @Override
        public String toString() {
            return BY_DURATION + duration;
        }
    }

    /** See {@link #none()}. */
    record Refuse() implements OffsetReset {
        private static final Refuse ONLY = new Refuse();

        @Override
        public long queryTimestamp(long nowMs) {
            throw new IllegalStateException("auto.offset.reset=none asks for no offset");
        }

        @Override
        public boolean refuses() {
            return true;
        }

        @Override
        public String toString() {
            return "none";
        }
    }
}
