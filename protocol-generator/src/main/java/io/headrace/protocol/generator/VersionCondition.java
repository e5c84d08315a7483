package io.headrace.protocol.generator;

/** Java conditions that ask whether the variable {@code version} is in a range. */
final class VersionCondition {

    static final String ALWAYS = "true";
    static final String NEVER = "false";

    private VersionCondition() {}

    /**
     * The shortest condition that tells versions in a range from others, among the versions that can occur.
     *
     * @param range the versions asked for
     * @param possible the versions that can occur where the condition stands
     */
    static String of(Versions range, Versions possible) {
        Versions hit = range.intersect(possible);
        if (hit.isEmpty()) {
            return NEVER;
        }
        if (hit.covers(possible)) {
            return ALWAYS;
        }
        if (hit.lowest() == hit.highest()) {
            return "version == " + hit.lowest();
        }
        if (hit.highest() == possible.highest()) {
            return "version >= " + hit.lowest();
        }
        if (hit.lowest() == possible.lowest()) {
            return "version <= " + hit.highest();
        }
        return "version >= " + hit.lowest() + " && version <= " + hit.highest();
    }

    /** The opposite of a condition made here. */
    static String not(String condition) {
        return switch (condition) {
            case ALWAYS -> NEVER;
            case NEVER -> ALWAYS;
            default -> inverse(condition);
        };
    }

    private static String inverse(String condition) {
        if (condition.contains("&&")) {
            return "!(" + condition + ")";
        }
        return condition.contains("==")
                ? condition.replace("==", "!=")
                : condition.contains(">=") ? condition.replace(">=", "<") : condition.replace("<=", ">");
    }
}
