package io.headrace.cli.records;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.cli.CommandFailure;
import io.headrace.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private final Delivery delivery = new Delivery();

    @Test
    void nothingFailed() {
        delivery.note(1, null);
        assertTrue(delivery.isClean());
        assertDoesNotThrow(delivery::conclude);
    }

    @Test
    void theFirstThatWasToldOfIsNamedAndTheOthersAreCounted() {
        delivery.note(1, null);
        delivery.note(3, new TimeoutException("too late"));
        delivery.note(2, null);
        delivery.note(4, new TimeoutException("later"));
        assertFalse(delivery.isClean());
        assertEquals(
                "line 3 could not be sent: too late; 2 lines were sent, and 2 could not be",
                assertThrows(CommandFailure.class, delivery::conclude).getMessage());
    }

    @Test
    void withNothingSentItSaysNoMore() {
        delivery.note(1, new TimeoutException("too late"));
        assertEquals(
                "line 1 could not be sent: too late",
                assertThrows(CommandFailure.class, delivery::conclude).getMessage());
    }
}
