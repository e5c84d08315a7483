package io.headrace.clients.consumer.internals.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.WakeupException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollScriptTest {

    private final PollScript script = new PollScript();
    private final List<String> ran = new ArrayList<>();

    @Test
    void eachPollRunsOneTaskInTheOrderGiven() {
        script.schedule(() -> ran.add("first"));
        script.schedule(null);
        script.schedule(() -> ran.add("third"));
        script.play();
        assertEquals(List.of("first"), ran);
        script.play();
        assertEquals(List.of("first"), ran);
        script.play();
        script.play();
        assertEquals(List.of("first", "third"), ran);
    }

    @Test
    void aWakeUpComesFirstAndLeavesTheExceptionToTheNextPoll() {
        KafkaException wanted = new KafkaException("on purpose");
        script.fail(wanted);
        script.wakeup();
        script.wakeup();
        assertThrows(WakeupException.class, script::play);
        assertSame(wanted, assertThrows(KafkaException.class, script::play));
        script.play();
    }

    @Test
    void anExceptionCanBeTakenBack() {
        script.fail(new KafkaException("on purpose"));
        script.fail(null);
        script.play();
    }

    @Test
    void aTaskSpeaksForThePollThatRunsIt() {
        script.schedule(script::wakeup);
        assertThrows(WakeupException.class, script::play);
        KafkaException wanted = new KafkaException("on purpose");
        script.schedule(() -> script.fail(wanted));
        assertSame(wanted, assertThrows(KafkaException.class, script::play));
    }

    @Test
    void whatATaskThrowsLeavesTheRestToTheNextPoll() {
        script.schedule(() -> {
            throw new IllegalStateException("on purpose");
        });
        script.wakeup();
        assertThrows(IllegalStateException.class, script::play);
        assertThrows(WakeupException.class, script::play);
    }
}
