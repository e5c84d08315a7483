package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({"orders,orders,0", "oders,orders,1", "ordres,orders,1", "orderss,orders,1", "x,orders,6", "'',ab,2"})
    void theDistanceIsTheSlipsOfTheKeyboard(String a, String b, int distance) {
        assertEquals(distance, Names.distance(a, b));
        assertEquals(distance, Names.distance(b, a));
    }

    @Test
    void onlyANearNameIsSuggested() {
        List<String> names = List.of("orders", "payments", "orders-dlq");
        assertEquals("orders", Names.nearest("Ordres", names));
        assertEquals("payments", Names.nearest("paymnts", names));
        assertNull(Names.nearest("customers", names));
        assertEquals("; did you mean 'orders'?", Names.hint("oders", names));
        assertEquals("", Names.hint("zzz", names));
        assertEquals("; look there", Names.hint("zzz", names, "look there"));
    }
}
