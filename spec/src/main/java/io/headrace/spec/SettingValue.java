package io.headrace.spec;

import io.headrace.clients.admin.ConfigEntry.ConfigType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values of settings as people write them ({@code 7d}, {@code 1GiB}) and as brokers take them ({@code 604800000},
 * {@code 1073741824}). What a unit means follows from the setting's name: {@code *.ms} is a time, {@code *.bytes} (and a
 * quota's {@code *_byte_rate}) an amount. Pure functions.
 */
public final class SettingValue {
    /** How a time may be written, as a regular expression: milliseconds, or numbers with units, as in 1d12h. */
    public static final String DURATION_PATTERN = "-?[0-9]{1,19}|([0-9]{1,19}(ms|s|m|h|d|w))+";

    /** How an amount of bytes may be written, as a regular expression: bytes, or a number with a unit. */
    public static final String SIZE_PATTERN = "-?[0-9]{1,19}|[0-9]{1,19}(B|KiB|MiB|GiB|TiB|kB|MB|GB|TB)";

    private static final Pattern DURATION = Pattern.compile(DURATION_PATTERN);
    private static final Pattern SIZE = Pattern.compile(SIZE_PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9]+)([A-Za-z]+)");

    /** Largest first, so that the first that divides a value is the one to show it in. */
    private static final Map<String, Long> DURATIONS =
            units("d", 86_400_000, "h", 3_600_000, "m", 60_000, "s", 1_000, "ms", 1);

    private static final Map<String, Long> SIZES =
            units("TiB", 1L << 40, "GiB", 1L << 30, "MiB", 1L << 20, "KiB", 1L << 10);

    private static final Map<String, Long> DECIMAL_SIZES =
            units("TB", 1_000_000_000_000L, "GB", 1_000_000_000, "MB", 1_000_000, "kB", 1_000, "B", 1);

    private static final long WEEK_MS = 7 * 86_400_000L;

    /** Settings whose lists are sets: their order means nothing. */
    private static final Set<String> UNORDERED = Set.of(
            "cleanup.policy", "leader.replication.throttled.replicas", "follower.replication.throttled.replicas");

    private SettingValue() {}

    /** Whether the setting's name says that it is a time in milliseconds. */
    public static boolean isDuration(String name) {
        return name.endsWith(".ms");
    }

    /** Whether the setting's (or quota's) name says that it is an amount of bytes. */
    public static boolean isSize(String name) {
        return name.endsWith(".bytes") || name.endsWith("_byte_rate");
    }

    /**
     * The value as a broker takes it, with one form for all that mean the same.
     *
     * @param name the setting's name
     * @param type what the cluster says that it is; UNKNOWN where it does not say
     * @param text as it is written
     * @throws IllegalArgumentException saying what is wrong with the value, and what is allowed
     */
    public static String canonical(String name, ConfigType type, String text) {
        String value = text.strip();
        switch (type) {
            case INT, SHORT, LONG -> {
                return Long.toString(within(name, type, value));
            }
            case BOOLEAN -> {
                String lower = value.toLowerCase(Locale.ROOT);
                if (!lower.equals("true") && !lower.equals("false")) {
                    throw new IllegalArgumentException("'" + value + "' is neither true nor false");
                }
                return lower;
            }
            case DOUBLE -> {
                return number(value);
            }
            case LIST -> {
                return Arrays.stream(value.split(",", -1))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .collect(Collectors.joining(","));
            }
            default -> {
                return type == ConfigType.UNKNOWN && (isDuration(name) || isSize(name))
                        ? Long.toString(whole(name, value))
                        : value;
            }
        }
    }

    /** Whether two canonical values of a setting mean the same. */
    static boolean same(String name, String one, String other) {
        return one.equals(other) || (UNORDERED.contains(name) && sorted(one).equals(sorted(other)));
    }

    /** A value for people: times and amounts with units where they come out even. */
    public static String shown(String name, String canonical) {
        if ((!isDuration(name) && !isSize(name)) || !canonical.matches("[1-9][0-9]{0,17}")) {
            return canonical.isEmpty() ? "''" : canonical;
        }
        long value = Long.parseLong(canonical);
        for (Map.Entry<String, Long> unit : (isSize(name) ? SIZES : DURATIONS).entrySet()) {
            if (value % unit.getValue() == 0) {
                return value / unit.getValue() + unit.getKey();
            }
        }
        return canonical;
    }

    /**
     * A quota's limit.
     *
     * @param name the limit's name
     * @param text as it is written: a number, for byte rates also with a unit
     * @throws IllegalArgumentException saying what is wrong with the value, and what is allowed
     */
    public static double limit(String name, String text) {
        String value = text.strip();
        Matcher amount = PART.matcher(value);
        double limit = isSize(name) && SIZE.matcher(value).matches() && amount.matches()
                ? Double.parseDouble(amount.group(1)) * unit(amount.group(2))
                : Double.parseDouble(number(value));
        if (limit <= 0) {
            throw new IllegalArgumentException("'" + value + "' is no limit: it is larger than 0");
        }
        return limit;
    }

    /** A quota's limit for people. */
    public static String shownLimit(String name, double limit) {
        return shown(name, BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString());
    }

    private static long within(String name, ConfigType type, String value) {
        long number = whole(name, value);
        long most = type == ConfigType.INT
                ? Integer.MAX_VALUE
                : type == ConfigType.SHORT ? Short.MAX_VALUE : Long.MAX_VALUE;
        if (number > most || number < -most - 1) {
            throw new IllegalArgumentException(
                    "'" + value + "' is too large: at most " + shown(name, Long.toString(most)));
        }
        return number;
    }

    private static long whole(String name, String value) {
        try {
            if (isDuration(name)) {
                return withUnits(
                        DURATION,
                        value,
                        "a time: milliseconds, or with a unit of ms, s, m, h, d, w, as in 7d or 1h30m");
            }
            if (isSize(name)) {
                return withUnits(
                        SIZE,
                        value,
                        "an amount of bytes: a whole number, or one with a unit of KiB, MiB, GiB, TiB, kB, MB, GB, TB");
            }
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + value + "' is no whole number of 64 bits", e);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + value + "' is too large: at most " + Long.MAX_VALUE, e);
        }
    }

    private static long withUnits(Pattern form, String value, String allowed) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not " + allowed);
        }
        if (!Character.isLetter(value.charAt(value.length() - 1))) {
            return Long.parseLong(value);
        }
        long sum = 0;
        Matcher part = PART.matcher(value);
        while (part.find()) {
            sum = Math.addExact(sum, Math.multiplyExact(Long.parseLong(part.group(1)), unit(part.group(2))));
        }
        return sum;
    }

    private static long unit(String unit) {
        if (unit.equals("w")) {
            return WEEK_MS;
        }
        Long value = DURATIONS.get(unit);
        value = value == null ? SIZES.get(unit) : value;
        return value == null ? DECIMAL_SIZES.get(unit) : value;
    }

    private static String number(String value) {
        try {
            double number = Double.parseDouble(value);
            if (Double.isFinite(number)) {
                return Double.toString(number);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + value + "' is no number", e);
        }
        throw new IllegalArgumentException("'" + value + "' is no number");
    }

    private static Set<String> sorted(String list) {
        return Set.copyOf(Arrays.asList(list.split(",", -1)));
    }

    private static Map<String, Long> units(Object... namesAndValues) {
        Map<String, Long> units = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            units.put((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).longValue());
        }
        return units;
    }
}
