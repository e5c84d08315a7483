package io.headrace.record;

import java.nio.ByteBuffer;

/**
 * Writing side of the variable-length integers in records: 7 bits per byte, least significant first, signed numbers
 * zigzag encoded. Values of up to two bytes, which is nearly all of them, take no loop.
 */
final class Varints {

    /** Most bytes that a 32-bit number takes. */
    static final int MAX_INT_BYTES = 5;

    /** Most bytes that a 64-bit number takes. */
    static final int MAX_LONG_BYTES = 10;

    private Varints() {}

    /** Bytes that a signed 32-bit number takes. */
    static int size(int value) {
        return sizeUnsigned(zigzag(value));
    }

    /** Bytes that a signed 64-bit number takes. */
    static int size(long value) {
        // (bits - 1) / 7 + 1 without a division, for 1 to 64 bits.
        return ((63 - Long.numberOfLeadingZeros(zigzag(value) | 1)) * 9 + 73) >>> 6;
    }

    /** Writes a signed number at an index, and returns the index that follows it. */
    static int put(ByteBuffer out, int index, int value) {
        int rest = zigzag(value);
        if ((rest & ~0x7f) == 0) {
            out.put(index, (byte) rest);
            return index + 1;
        }
        int at = index;
        while ((rest & ~0x7f) != 0) {
            out.put(at++, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put(at++, (byte) rest);
        return at;
    }

    /** Writes a signed number at an index, and returns the index that follows it. */
    static int put(ByteBuffer out, int index, long value) {
        long rest = zigzag(value);
        int at = index;
        while ((rest & ~0x7fL) != 0) {
            out.put(at++, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put(at++, (byte) rest);
        return at;
    }

    private static int sizeUnsigned(int value) {
        return ((31 - Integer.numberOfLeadingZeros(value | 1)) * 9 + 73) >>> 6;
    }

    private static int zigzag(int value) {
        return (value << 1) ^ (value >> 31);
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }
}
