package io.headrace.clients.consumer.internals;

import io.headrace.common.config.ConfigException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Where to go on when a partition has no valid position: {@code auto.offset.reset}. Immutable. */
public sealed interface OffsetReset {

    /** At the first record. */
    OffsetReset EARLIEST = new ToEnd("earliest", OffsetReset.EARLIEST_TIMESTAMP);

    /** Behind the last record. */
    OffsetReset LATEST = new ToEnd("latest", OffsetReset.LATEST_TIMESTAMP);

    /** Nowhere: the application is told. */
    OffsetReset NONE = new Refuse();

    /** What ListOffsets calls the first record. */
    long EARLIEST_TIMESTAMP = -2;

    /** What ListOffsets calls the end. */
    long LATEST_TIMESTAMP = -1;

    /** The prefix of the form with a duration (KIP-1106). */
    String BY_DURATION = "by_duration:";

    /**
     * Reads a config value: {@code earliest}, {@code latest}, {@code none} or {@code by_duration:} with an ISO 8601
     * duration.
     *
     * @throws ConfigException when it is none of these
     */
    static OffsetReset parse(String name, Object value) {
        String text = value == null ? "" : value.toString().trim();
        switch (text.toLowerCase(Locale.ROOT)) {
            case "earliest":
                return EARLIEST;
            case "latest":
                return LATEST;
            case "none":
                return NONE;
            default:
                if (text.toLowerCase(Locale.ROOT).startsWith(BY_DURATION)) {
                    return byDuration(name, value, text.substring(BY_DURATION.length()));
                }
                throw new ConfigException(
                        name, value, "must be earliest, latest, none or by_duration:<ISO 8601 duration>");
        }
    }

    private static OffsetReset byDuration(String name, Object value, String text) {
        try {
            Duration duration = Duration.parse(text);
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
     * @throws IllegalStateException for {@link #NONE}, which asks for nothing
     */
    long queryTimestamp(long nowMs);

    /** Whether this names no place to go on at. */
    default boolean refuses() {
        return false;
    }

    /** See {@link #EARLIEST} and {@link #LATEST}. */
    record ToEnd(String name, long timestamp) implements OffsetReset {
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

    /** See {@link #NONE}. */
    record Refuse() implements OffsetReset {
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
