package io.headrace.clients.consumer.internals.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.internals.Backoff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When heartbeats are due, on a clock set by hand. Times are milliseconds after the beginning. */
class HeartbeatsTest {

    private static final int INTERVAL_MS = 1_600;
    private static final int SESSION_MS = 10_000;
    private static final int BACKOFF_MS = 50;

    /** Times of {@link System#nanoTime()} may be negative, and may go over the end. */
    private static final long BEGIN_NS = Long.MAX_VALUE - 3_000_000_000L;

    private final Heartbeats heartbeats = new Heartbeats(
            new GroupSettings(
                    "g",
                    Optional.empty(),
                    SESSION_MS,
                    INTERVAL_MS,
                    60_000,
                    null,
                    null,
                    30_000,
                    new Backoff(BACKOFF_MS, BACKOFF_MS)),
            failures -> BACKOFF_MS << failures);

    private static long at(long ms) {
        return BEGIN_NS + ms * 1_000_000;
    }

    /** When the next ones are due, each being answered at once. */
    private List<Long> next(int count, long fromMs) {
        List<Long> times = new ArrayList<>();
        for (long ms = fromMs; times.size() < count; ms++) {
            if (heartbeats.isDue(at(ms))) {
                times.add(ms);
                heartbeats.sent(at(ms));
                heartbeats.returned();
                heartbeats.heard(at(ms));
            }
        }
        return times;
    }

    @Test
    void noneIsDueUntilTheGroupHasBeenJoined() {
        assertFalse(heartbeats.isDue(at(0)));
        heartbeats.pause(at(0));
        assertFalse(heartbeats.isDue(at(SESSION_MS)));
        heartbeats.joined(at(SESSION_MS));
        assertEquals(List.of(11_600L, 13_200L), next(2, SESSION_MS));
        heartbeats.stop();
        assertFalse(heartbeats.isDue(at(60_000)));
    }

    @Test
    void afterAnEagerRebalanceTheIntervalGoesOn() {
        heartbeats.joined(at(0));
        heartbeats.assigned(false, at(1_000));
        assertEquals(List.of(1_600L, 3_200L, 4_800L), next(3, 1_000));
    }

    @Test
    void afterACooperativeRebalanceTheStepsDoubleUntilTheyAreTheInterval() {
        heartbeats.joined(at(0));
        heartbeats.assigned(true, at(1_000));
        assertEquals(List.of(1_100L, 1_300L, 1_700L, 2_500L, 4_100L, 5_700L), next(6, 1_000));
        heartbeats.assigned(true, at(6_000));
        assertEquals(List.of(6_100L, 6_300L), next(2, 6_000));
        heartbeats.joined(at(7_000));
        assertEquals(List.of(8_600L, 10_200L), next(2, 7_000));
    }

    @Test
    void oneAtATimeIsUnderWay() {
        heartbeats.joined(at(0));
        heartbeats.sent(at(1_600));
        assertFalse(heartbeats.isDue(at(5_000)));
        heartbeats.returned();
        assertTrue(heartbeats.isDue(at(5_000)));
    }

    @Test
    void oneThatWasMissedIsSentAgainAfterAPauseThatGrowsUntilSomethingIsHeard() {
        heartbeats.joined(at(0));
        heartbeats.missed(at(2_000));
        assertEquals(50_000_000, heartbeats.leftNs(at(2_000)));
        heartbeats.missed(at(3_000));
        assertEquals(100_000_000, heartbeats.leftNs(at(3_000)));
        heartbeats.heard(at(3_000));
        heartbeats.missed(at(4_000));
        assertEquals(50_000_000, heartbeats.leftNs(at(4_000)));
    }

    @Test
    void silenceIsSaidOnceInTheTimeOfASession() {
        heartbeats.joined(at(0));
        heartbeats.sent(at(1_600));
        assertEquals(8_400_000_000L, heartbeats.leftNs(at(1_600)));
        assertFalse(heartbeats.isSilent(at(9_999)));
        assertTrue(heartbeats.isSilent(at(10_000)));
        assertFalse(heartbeats.isSilent(at(19_999)));
        heartbeats.heard(at(19_999));
        assertFalse(heartbeats.isSilent(at(20_000)));
    }
}
