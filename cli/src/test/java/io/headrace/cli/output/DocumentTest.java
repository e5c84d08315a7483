package io.headrace.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentTest {
    private record Inner(String text, boolean truth) {}

    private record Outer(
            long number, Integer missing, double ratio, List<Inner> inner, Map<String, String> map, Instant at) {}

    @Test
    void aRecordsFieldsAreItsComponentsInTheirOrder() throws IOException {
        assertEquals(
                "{\"number\":1,\"missing\":null,\"ratio\":0.5,\"inner\":[{\"text\":\"a\\\"b\",\"truth\":true}],"
                        + "\"map\":{\"k\":\"v\"},\"at\":\"2026-01-31T00:00:00Z\"}",
                written(new Outer(
                        1,
                        null,
                        0.5,
                        List.of(new Inner("a\"b", true)),
                        Map.of("k", "v"),
                        Instant.parse("2026-01-31T00:00:00Z"))));
    }

    @Test
    void whatIsNoPlainValueIsRefused() throws IOException {
        assertEquals(
                "[null,3,\"x\",\"SECONDS\"]",
                written(Arrays.asList(Optional.empty(), (short) 3, "x", java.util.concurrent.TimeUnit.SECONDS)));
        assertThrows(IllegalArgumentException.class, () -> written(new Object()));
    }

    private static String written(Object value) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            Document.write(json, value);
        }
        return text.toString();
    }
}
