package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.interop.contract.MockConsumerScript;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Our mock consumer and Apache's live through the same random stories. A failure names each call that came out differently,
 * with the seed and the story up to there.
 */
class MockConsumerMirrorTest {

    private static final int STORIES = Boolean.getBoolean("headrace.long") ? 50_000 : 1_000;

    @Test
    void theSameComesOfTheSameCalls() {
        long first = Long.getLong("headrace.seed", System.nanoTime());
        Map<String, String> differences = new TreeMap<>();
        for (long seed = first; seed < first + STORIES; seed++) {
            List<String> theirs = io.headrace.interop.apachecontract.MockConsumerScript.run(seed);
            List<String> ours = MockConsumerScript.run(seed);
            for (int i = 0; i < Math.max(theirs.size(), ours.size()); i++) {
                String their = i < theirs.size() ? theirs.get(i) : "nothing";
                String our = i < ours.size() ? ours.get(i) : "nothing";
                if (!their.equals(our)) {
                    // What follows differs for the same reason.
                    differences.putIfAbsent(
                            "Apache's: " + their + ", ours: " + our,
                            "-Dheadrace.seed=" + seed + ", after\n" + String.join("\n", theirs.subList(0, i)));
                    break;
                }
            }
        }
        assertEquals(
                List.of(),
                List.copyOf(differences.keySet()),
                () -> differences.values().iterator().next());
    }
}
