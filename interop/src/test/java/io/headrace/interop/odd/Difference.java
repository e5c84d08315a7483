package io.headrace.interop.odd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;

/**
 * A line of the table in docs/differences.md, without its reason.
 *
 * @param api the call, by its title
 * @param name the case
 * @param versions such as {@code 2-5}
 * @param apache what Apache's broker answers
 * @param headrace what ours answers
 */
record Difference(String api, String name, String versions, String apache, String headrace) {

    private static final Path DOCUMENT = Path.of("..", "docs", "differences.md");
    private static final String EVERY_CALL = "every call";
    private static final String HEADING = "| Call | Odd request | Versions | Apache Kafka 4.3.1 | Headrace | Why |";

    /** All lines of the table; each must say why. */
    static List<Difference> documented() throws IOException {
        List<Difference> documented = new ArrayList<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.equals(HEADING)) {
                inTable = true;
            } else if (!line.startsWith("|")) {
                inTable = false;
            } else if (inTable && !line.startsWith("|---")) {
                String[] cells = line.substring(1, line.length() - 1).trim().split(" *\\| *", -1);
                Assertions.assertEquals(6, cells.length, line);
                Assertions.assertFalse(cells[5].isBlank(), () -> "no reason: " + line);
                documented.add(new Difference(cells[0], cells[1], cells[2], cells[3], cells[4]));
            }
        }
        return documented;
    }

    /** Adds a difference, in one line with that of the version before where both are the same. */
    static void join(List<Difference> found, OddCase odd, int version, String apache, String headrace) {
        if (!found.isEmpty()) {
            Difference last = found.get(found.size() - 1);
            int dash = last.versions.indexOf('-');
            int low = Integer.parseInt(dash < 0 ? last.versions : last.versions.substring(0, dash));
            int high = Integer.parseInt(last.versions.substring(dash + 1));
            if (high == version - 1 && last.apache.equals(apache) && last.headrace.equals(headrace)) {
                found.set(found.size() - 1, of(odd, low + "-" + version, apache, headrace));
                return;
            }
        }
        found.add(of(odd, Integer.toString(version), apache, headrace));
    }

    /** The one line for all calls, where brokers differ in nothing but that ours does not answer. */
    static List<Difference> ofTags(List<Difference> differences) {
        return differences.stream()
                .map(d -> d.headrace.equals("connection closed")
                        ? new Difference(EVERY_CALL, d.name, "flexible", "answered", d.headrace)
                        : d)
                .distinct()
                .toList();
    }

    /** Whether the line is not of one call. */
    boolean isForEveryCall() {
        return api.equals(EVERY_CALL);
    }

    private static Difference of(OddCase odd, String versions, String apache, String headrace) {
        return new Difference(odd.api().title(), odd.name(), versions, apache, headrace);
    }

    /** Fails when what was found is not what is documented, with the lines to be added and removed. */
    static void compare(List<Difference> found, List<Difference> documented) {
        List<Difference> added = new ArrayList<>(found);
        added.removeAll(documented);
        List<Difference> vanished = new ArrayList<>(documented);
        vanished.removeAll(found);
        if (!added.isEmpty() || !vanished.isEmpty()) {
            Assertions.fail(
                    "not in docs/differences.md:\n" + lines(added) + "\nthere, but not found:\n" + lines(vanished));
        }
    }

    private static String lines(List<Difference> differences) {
        return differences.stream().map(Difference::toString).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return "| " + String.join(" | ", api, name, versions, apache, headrace) + " |";
    }
}
