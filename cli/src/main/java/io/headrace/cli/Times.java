package io.headrace.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations as people write them. */
public final class Times {
    private static final Pattern SIMPLE = Pattern.compile("(\\d{1,12})(ms|s|m|h|d|w)");
    private static final Pattern ZONED = Pattern.compile(".*T.*(Z|[+-]\\d{2}(:?\\d{2})?)$");

    private Times() {}

    /**
     * The time that a text says, in milliseconds since 1970: just that number, or ISO 8601, with a zone or in the given one,
     * with a time of day or from midnight.
     *
     * @throws CommandFailure when it is no time; names the option
     */
    public static long parse(String option, String text, ZoneId zone) {
        try {
            if (text.matches("\\d+")) {
                return Long.parseLong(text);
            }
            if (!text.contains("T")) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant().toEpochMilli();
            }
            Instant instant = ZONED.matcher(text).matches()
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
            return instant.toEpochMilli();
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw CommandFailure.misuse(option + " '" + text
                    + "' is no time: it is written 2026-01-31, 2026-01-31T15:04:05, 2026-01-31T15:04:05Z, or in"
                    + " milliseconds since 1970");
        }
    }

    /**
     * The duration that a text says: a number with its unit, or ISO 8601.
     *
     * @throws CommandFailure when it is no duration; names the option
     */
    public static Duration parseDuration(String option, String text) {
        Matcher simple = SIMPLE.matcher(text);
        if (simple.matches()) {
            long number = Long.parseLong(simple.group(1));
            return switch (simple.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofDays(7 * number);
            };
        }
        try {
            Duration duration = Duration.parse(text.toUpperCase(Locale.ROOT));
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw CommandFailure.misuse(
                option + " '" + text + "' is no duration: it is written 500ms, 30s, 10m, 2h, 7d, 4w, or PT1H30M");
    }
}
