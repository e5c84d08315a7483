package io.headrace.broker.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HotTailTest {

    @Test
    void whatWasThereAtTheStartIsCold() {
        assertEquals(100, new HotTail(100).startOffset());
    }

    @Test
    void theLastOneToTwoWindowsAreHot() {
        HotTail tail = new HotTail(0);
        tail.appended(10, HotTail.WINDOW_BYTES);
        assertEquals(0, tail.startOffset());
        tail.appended(20, HotTail.WINDOW_BYTES);
        assertEquals(10, tail.startOffset());
        tail.appended(30, HotTail.WINDOW_BYTES - 1);
        assertEquals(10, tail.startOffset());
        tail.appended(40, 1);
        assertEquals(20, tail.startOffset());
    }
}
