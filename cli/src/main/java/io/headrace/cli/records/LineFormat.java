package io.headrace.cli.records;

import io.headrace.cli.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a line becomes key and value. Pure. */
final class LineFormat {
    private final byte[] keySeparator;
    private final byte[] nullValue;

    /**
     * A line's parts.
     *
     * @param key null when lines have no keys
     * @param value null for a tombstone
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared.
    record Parts(byte[] key, byte[] value) {}

    /**
     * A format.
     *
     * @param keySeparator what stands between key and value, or null when lines are values only
     * @param nullValue the value that stands for none, or null when there is no such value
     */
    LineFormat(String keySeparator, String nullValue) {
        if (keySeparator != null && keySeparator.isEmpty()) {
            throw CommandFailure.misuse("--key-separator must not be empty");
        }
        this.keySeparator = bytes(keySeparator);
        this.nullValue = bytes(nullValue);
    }

    /** The parts of the line with that number. */
    Parts parse(byte[] line, long number) {
        if (keySeparator == null) {
            return new Parts(null, value(line));
        }
        int at = indexOf(line, keySeparator);
        if (at < 0) {
            throw CommandFailure.failed("line " + number + " has no key separator '"
                    + new String(keySeparator, StandardCharsets.UTF_8) + "'");
        }
        return new Parts(
                Arrays.copyOf(line, at), value(Arrays.copyOfRange(line, at + keySeparator.length, line.length)));
    }

    private byte[] value(byte[] text) {
        return nullValue != null && Arrays.equals(text, nullValue) ? null : text;
    }

    private static int indexOf(byte[] line, byte[] wanted) {
        for (int i = 0; i <= line.length - wanted.length; i++) {
            if (Arrays.equals(line, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
