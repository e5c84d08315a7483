package io.headrace.common.utils;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/**
 * A byte array with equality, order and a hash. The array is not copied; who changes it after the hash was taken breaks
 * whatever map this is a key of.
 */
public class Bytes implements Comparable<Bytes> {
    /** An empty array. */
    public static final byte[] EMPTY = {};

    /** Compares byte arrays as sequences of unsigned numbers. */
    public static final ByteArrayComparator BYTES_LEXICO_COMPARATOR = new UnsignedOrder();

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final byte[] bytes;
    private int hash;

    /**
     * Wraps an array.
     *
     * @throws NullPointerException if the array is null
     */
    public Bytes(byte[] bytes) {
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    /** The array as {@code Bytes}; null stays null. */
    public static Bytes wrap(byte[] bytes) {
        return bytes == null ? null : new Bytes(bytes);
    }

    /** The array itself, not a copy. */
    public byte[] get() {
        return bytes;
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = Arrays.hashCode(bytes);
        }
        return hash;
    }

    @Override
    public boolean equals(Object o) {
        return this == o || (o instanceof Bytes other && Arrays.equals(bytes, other.bytes));
    }

    /** Unsigned lexicographic order; a prefix comes before what it begins. */
    @Override
    public int compareTo(Bytes other) {
        return BYTES_LEXICO_COMPARATOR.compare(bytes, other.bytes);
    }

    /** Printable ASCII as it is, everything else as {@code \xNN}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            int value = b & 0xff;
            if (value >= ' ' && value <= '~' && value != '\\') {
                text.append((char) value);
            } else {
                text.append("\\x").append(HEX[value >> 4]).append(HEX[value & 0x0f]);
            }
        }
        return text.toString();
    }

    /**
     * The next value of the same length: the bytes as one unsigned number, plus one.
     *
     * @throws IndexOutOfBoundsException if every byte is 0xff already, so there is no such value
     */
    public static Bytes increment(Bytes input) throws IndexOutOfBoundsException {
        byte[] next = input.bytes.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return new Bytes(next);
            }
        }
        throw new IndexOutOfBoundsException("there is no value of this length after " + input);
    }

    /** An order of byte arrays, and of parts of them. */
    public interface ByteArrayComparator extends Comparator<byte[]>, Serializable {
        int compare(byte[] buffer1, int offset1, int length1, byte[] buffer2, int offset2, int length2);
    }

    private static final class UnsignedOrder implements ByteArrayComparator {
        private static final long serialVersionUID = 1L;

        @Override
        public int compare(byte[] left, byte[] right) {
            return Arrays.compareUnsigned(left, right);
        }

        @Override
        public int compare(
                byte[] left, int leftOffset, int leftLength, byte[] right, int rightOffset, int rightLength) {
            return Arrays.compareUnsigned(
                    left, leftOffset, leftOffset + leftLength, right, rightOffset, rightOffset + rightLength);
        }
    }
}
