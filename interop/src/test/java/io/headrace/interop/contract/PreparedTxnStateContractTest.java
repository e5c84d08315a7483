package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.producer.PreparedTxnState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** A prepared transaction as the text that outer transactions keep. */
class PreparedTxnStateContractTest {

    @Test
    void theTextComesBackAsItWas() {
        PreparedTxnState state = new PreparedTxnState("9223372036854775807:32767");
        assertTrue(state.hasTransaction());
        assertEquals(Long.MAX_VALUE, state.producerId());
        assertEquals(Short.MAX_VALUE, state.epoch());
        assertEquals("9223372036854775807:32767", state.toString());
        assertEquals(state, new PreparedTxnState(state.toString()));
        assertEquals(state.hashCode(), new PreparedTxnState(state.toString()).hashCode());
        assertNotEquals(state, new PreparedTxnState("1:32767"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    void noTextIsNoTransaction(String text) {
        PreparedTxnState state = new PreparedTxnState(text);
        assertFalse(state.hasTransaction());
        assertEquals(-1, state.producerId());
        assertEquals(-1, state.epoch());
        assertEquals("", state.toString());
        assertEquals(new PreparedTxnState(), state);
    }

    @ParameterizedTest
    @ValueSource(strings = {" 5:3", "5", "5:", "a:1", "5:1:2", "-1:-1", "5:-1", "-5:1", "5:70000", ":"})
    void anyOtherTextIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> new PreparedTxnState(text));
    }
}
