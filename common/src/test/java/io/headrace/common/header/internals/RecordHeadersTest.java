package io.headrace.common.header.internals;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.header.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class RecordHeadersTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> keys(Iterable<Header> headers) {
        List<String> keys = new ArrayList<>();
        headers.forEach(header -> keys.add(header.key()));
        return keys;
    }

    @Test
    void keepsOrderAndRepetition() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("a", bytes("1")).add(new RecordHeader("b", null)).add("a", bytes("2"));

        assertEquals(List.of("a", "b", "a"), keys(headers));
        assertArrayEquals(bytes("2"), headers.lastHeader("a").value());
        assertNull(headers.lastHeader("b").value());
        assertNull(headers.lastHeader("c"));
        assertEquals(List.of("a", "a"), keys(headers.headers("a")));
        assertEquals(List.of(), keys(headers.headers("c")));
        assertEquals(3, headers.toArray().length);
    }

    @Test
    void removesAllOfAName() {
        RecordHeaders headers = new RecordHeaders(
                List.of(new RecordHeader("a", null), new RecordHeader("b", null), new RecordHeader("a", null)));
        headers.remove("a").remove("absent");
        assertEquals(List.of("b"), keys(headers));
        new RecordHeaders().remove("a");
    }

    @Test
    void iteratorRemovesWhileWritable() {
        RecordHeaders headers =
                new RecordHeaders(new Header[] {new RecordHeader("a", null), new RecordHeader("b", null)});
        Iterator<Header> iterator = headers.iterator();
        iterator.next();
        iterator.remove();
        assertEquals(List.of("b"), keys(headers));

        Iterator<Header> second = headers.iterator();
        second.next();
        assertThrows(NoSuchElementException.class, second::next);
        headers.setReadOnly();
        assertThrows(IllegalStateException.class, second::remove);
    }

    @Test
    void readOnlyRefusesEveryChange() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("a", null);
        headers.setReadOnly();

        assertTrue(headers.isReadOnly());
        assertThrows(IllegalStateException.class, () -> headers.add("b", null));
        assertThrows(IllegalStateException.class, () -> headers.add(new RecordHeader("b", null)));
        assertThrows(IllegalStateException.class, () -> headers.remove("a"));
        assertThrows(IllegalStateException.class, () -> headers.remove("absent"));
        assertEquals(List.of("a"), keys(headers));
    }

    @Test
    void nullsAreRefused() {
        RecordHeaders headers = new RecordHeaders();
        assertThrows(NullPointerException.class, () -> headers.add(null));
        assertThrows(NullPointerException.class, () -> headers.add(null, bytes("x")));
        assertThrows(NullPointerException.class, () -> headers.remove(null));
        assertThrows(NullPointerException.class, () -> headers.lastHeader(null));
        assertThrows(NullPointerException.class, () -> headers.headers(null));
        assertThrows(NullPointerException.class, () -> new RecordHeaders(new Header[] {null}));
        assertThrows(NullPointerException.class, () -> new RecordHeader((ByteBuffer) null, null));
        assertEquals(0, new RecordHeaders((Header[]) null).toArray().length);
        assertEquals(0, new RecordHeaders((Iterable<Header>) null).toArray().length);
    }

    @Test
    void buffersAreDecodedLateAndLeftAsTheyAre() {
        ByteBuffer key = ByteBuffer.wrap(bytes("..käy")).position(2);
        ByteBuffer value = ByteBuffer.allocateDirect(3).put(bytes("abc")).flip();
        RecordHeader header = new RecordHeader(key, value);

        assertEquals("käy", header.key());
        assertArrayEquals(bytes("abc"), header.value());
        assertEquals(2, key.position());
        assertEquals(3, value.remaining());
        assertEquals(new RecordHeader("käy", bytes("abc")), header);
        assertEquals(new RecordHeader("käy", bytes("abc")).hashCode(), header.hashCode());
        assertNull(new RecordHeader(key, null).value());
    }

    @Test
    void equalityIsByContent() {
        RecordHeaders headers = new RecordHeaders(List.of(new RecordHeader("a", bytes("1"))));
        RecordHeaders same = new RecordHeaders();
        same.add("a", bytes("1"));
        assertEquals(headers, same);
        assertEquals(headers.hashCode(), same.hashCode());
        assertEquals(new RecordHeaders(), new RecordHeaders(new Header[0]));
        assertNotEquals(headers, new RecordHeaders());
        assertEquals(
                new org.apache.kafka.common.header.internals.RecordHeaders()
                        .add("a", bytes("1"))
                        .toString(),
                headers.toString());
    }
}
