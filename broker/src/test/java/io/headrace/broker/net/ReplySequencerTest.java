package io.headrace.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplySequencerTest {

    private final ReplySequencer<String> sequencer = new ReplySequencer<>();
    private final List<String> out = new ArrayList<>();

    @Test
    void anAnswerWaitsForThoseBeforeIt() {
        var first = sequencer.open();
        var second = sequencer.open();
        var third = sequencer.open();

        sequencer.answer(second, "2", out::add);
        assertEquals(List.of(), out);
        sequencer.answer(first, "1", out::add);
        assertEquals(List.of("1", "2"), out);
        sequencer.answer(third, "3", out::add);
        assertEquals(List.of("1", "2", "3"), out);
        assertEquals(0, sequencer.size());
    }

    @Test
    void aRequestWithoutAnswerIsPassedOver() {
        var first = sequencer.open();
        var second = sequencer.open();
        sequencer.answer(second, "2", out::add);
        sequencer.answer(first, null, out::add);
        assertEquals(List.of("2"), out);
    }

    @Test
    void aSecondAnswerIsAnError() {
        var slot = sequencer.open();
        sequencer.answer(slot, "1", out::add);
        assertThrows(IllegalStateException.class, () -> sequencer.answer(slot, "1", out::add));
    }

    @Test
    void clearingHandsBackWhatWaited() {
        sequencer.open();
        var second = sequencer.open();
        sequencer.answer(second, "2", out::add);
        List<String> dropped = new ArrayList<>();
        sequencer.clear(dropped::add);
        assertEquals(List.of("2"), dropped);
        assertEquals(List.of(), out);
    }

    @Test
    void anyOrderOfAnsweringGivesTheOrderOfAsking() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            out.clear();
            int count = 1 + random.nextInt(20);
            List<Integer> order = new ArrayList<>();
            List<ReplySequencer.Slot<String>> slots = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                order.add(i);
                slots.add(sequencer.open());
                expected.add(Integer.toString(i));
            }
            Collections.shuffle(order, random);
            order.forEach(i -> sequencer.answer(slots.get(i), Integer.toString(i), out::add));
            assertEquals(expected, out, "seed " + seed);
        }
    }
}
