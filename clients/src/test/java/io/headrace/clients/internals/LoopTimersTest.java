package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopTimersTest {

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final LoopTimers timers = new LoopTimers(loop.eventLoop());
    private final List<String> ran = new ArrayList<>();

    LoopTimersTest() {
        loop.freezeTime();
    }

    private void advance(long amount, TimeUnit unit) {
        loop.advanceTimeBy(amount, unit);
        loop.runScheduledPendingTasks();
    }

    @Test
    void tasksRunOnceWhenTheirTimeHasCome() {
        timers.schedule(20, () -> ran.add("later"));
        timers.scheduleNs(10, () -> ran.add("soon"));
        timers.scheduleNs(-10, () -> ran.add("now"));
        assertEquals(List.of(), ran);
        advance(10, TimeUnit.NANOSECONDS);
        assertEquals(List.of("now", "soon"), ran);
        advance(20, TimeUnit.MILLISECONDS);
        advance(20, TimeUnit.MILLISECONDS);
        assertEquals(List.of("now", "soon", "later"), ran);
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        Scheduled first = timers.schedule(10, () -> ran.add("first"));
        Scheduled second = timers.schedule(10, () -> ran.add("second"));
        first.cancel();
        advance(10, TimeUnit.MILLISECONDS);
        assertEquals(List.of("second"), ran);
        first.cancel();
        second.cancel();
    }

    @Test
    void whenTheClientEndsOnlyItsOwnTasksAreForgotten() {
        LoopTimers others = new LoopTimers(loop.eventLoop());
        timers.schedule(10, () -> ran.add("own"));
        others.schedule(10, () -> ran.add("other's"));
        timers.cancelAll();
        advance(10, TimeUnit.MILLISECONDS);
        assertEquals(List.of("other's"), ran);
    }

    @Test
    void aTaskMayCancelAllOthers() {
        timers.schedule(10, timers::cancelAll);
        timers.schedule(10, () -> ran.add("second"));
        advance(10, TimeUnit.MILLISECONDS);
        assertEquals(List.of(), ran);
    }

    @Test
    void aDelayWithoutEndIsOneOfAYear() {
        timers.schedule(Long.MAX_VALUE, () -> ran.add("at last"));
        advance(364, TimeUnit.DAYS);
        assertEquals(List.of(), ran);
        advance(1, TimeUnit.DAYS);
        assertEquals(List.of("at last"), ran);
    }
}
