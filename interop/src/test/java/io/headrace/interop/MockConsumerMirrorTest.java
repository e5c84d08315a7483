package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.interop.contract.MockConsumerScript;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our mock consumer and Apache's live through the same random stories. A failure names the seed, and shows both. */
class MockConsumerMirrorTest {

    private static final int STORIES = 1_000;

    @Test
    void theSameComesOfTheSameCalls() {
        long first = Long.getLong("headrace.seed", System.nanoTime());
        for (long seed = first; seed < first + STORIES; seed++) {
            List<String> theirs = io.headrace.interop.apachecontract.MockConsumerScript.run(seed);
            List<String> ours = MockConsumerScript.run(seed);
            long told = seed;
            for (int i = 0; i < theirs.size(); i++) {
                int line = i;
                assertEquals(
                        theirs.get(i),
                        i < ours.size() ? ours.get(i) : "",
                        () -> "-Dheadrace.seed=" + told + ", after\n" + String.join("\n", theirs.subList(0, line)));
            }
            assertEquals(theirs, ours);
        }
    }
}
