package io.headrace.record;

import io.headrace.common.header.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writing side of a record's key, value and headers: the part of its encoding that does not depend on where the record
 * lies. Layout in {@link BatchBuilder}. Allocates nothing, except for header keys that are not ASCII.
 */
final class RecordTail {

    private RecordTail() {}

    /** Bytes that it takes. */
    static long size(byte[] key, byte[] value, Header[] headers) {
        long size = size(key) + size(value) + Varints.size(headers.length);
        for (Header header : headers) {
            int keySize = utf8Size(header.key());
            size += Varints.size(keySize) + keySize + size(header.value());
        }
        return size;
    }

    /** Writes it at an index, and returns the index that follows it. */
    static int put(ByteBuffer out, int index, byte[] key, byte[] value, Header[] headers) {
        int at = put(out, index, key);
        at = put(out, at, value);
        at = Varints.put(out, at, headers.length);
        for (Header header : headers) {
            at = put(out, at, header.key());
            at = put(out, at, header.value());
        }
        return at;
    }

    private static long size(byte[] bytes) {
        return bytes == null ? Varints.size(-1) : (long) Varints.size(bytes.length) + bytes.length;
    }

    private static int put(ByteBuffer out, int index, byte[] bytes) {
        if (bytes == null) {
            return Varints.put(out, index, -1);
        }
        int at = Varints.put(out, index, bytes.length);
        out.put(at, bytes, 0, bytes.length);
        return at + bytes.length;
    }

    private static int put(ByteBuffer out, int index, String key) {
        if (!isAscii(key)) {
            return put(out, index, key.getBytes(StandardCharsets.UTF_8));
        }
        int length = key.length();
        int at = Varints.put(out, index, length);
        for (int i = 0; i < length; i++) {
            out.put(at + i, (byte) key.charAt(i));
        }
        return at + length;
    }

    private static int utf8Size(String key) {
        return isAscii(key) ? key.length() : key.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isAscii(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}
