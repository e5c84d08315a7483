package io.headrace.protocol.wire;

import io.netty.buffer.ByteBufUtil;
import java.util.List;

/**
 * The number of bytes that {@link WireWriter} produces for a value.
 *
 * <p>{@code flexible} chooses between the compact encoding of lengths (a varint of length plus one, 0 for null) and the
 * classic one (two bytes for strings, four for the rest, -1 for null). Null is allowed everywhere; whether a field may
 * be null is for the message to check.
 */
public final class WireSize {

    private WireSize() {}

    /** Size of an unsigned varint. */
    public static int ofUnsignedVarint(int value) {
        // 7 bits a byte: 32 - leading zeros bits, divided by 7 rounded up, at least 1.
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    /** Size of a zigzag varint. */
    public static int ofVarint(int value) {
        return ofUnsignedVarint((value << 1) ^ (value >> 31));
    }

    /** Size of a zigzag varlong. */
    public static int ofVarlong(long value) {
        return ofUnsignedVarlong((value << 1) ^ (value >> 63));
    }

    /** Size of an unsigned varlong. */
    public static int ofUnsignedVarlong(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    /** Size of a string with its length. */
    public static int ofString(String value, boolean flexible) {
        if (value == null) {
            return flexible ? 1 : 2;
        }
        int length = ByteBufUtil.utf8Bytes(value);
        return length + (flexible ? ofUnsignedVarint(length + 1) : 2);
    }

    /** Size of bytes with their length. */
    public static long ofBytes(byte[] value, boolean flexible) {
        return value == null ? ofLength(-1, flexible) : (long) value.length + ofLength(value.length, flexible);
    }

    /** Size of record bytes with their length. */
    public static long ofRecords(RecordBytes value, boolean flexible) {
        if (value == null) {
            return ofLength(-1, flexible);
        }
        int length = value.size();
        return (long) length + ofLength(length, flexible);
    }

    /** Size of the count of an array, or of the length of bytes; -1 for null. */
    public static int ofLength(int length, boolean flexible) {
        return flexible ? ofUnsignedVarint(length + 1) : 4;
    }

    /** Size of an array of strings. */
    public static long ofStrings(List<String> values, boolean flexible) {
        if (values == null) {
            return ofLength(-1, flexible);
        }
        long size = ofLength(values.size(), flexible);
        for (String value : values) {
            size += ofString(value, flexible);
        }
        return size;
    }

    /** Size of an array of values that all have the same width in bytes. */
    public static long ofFixed(List<?> values, int width, boolean flexible) {
        return values == null
                ? ofLength(-1, flexible)
                : ofLength(values.size(), flexible) + (long) values.size() * width;
    }

    /** Size of unknown tagged fields, without their count. */
    public static long ofUnknownTags(List<UnknownTaggedField> fields) {
        long size = 0;
        if (fields != null) {
            for (UnknownTaggedField field : fields) {
                size += ofUnsignedVarint(field.tag())
                        + ofUnsignedVarint(field.data().length)
                        + (long) field.data().length;
            }
        }
        return size;
    }

    /** Size of a known tagged field: tag, length and value. */
    public static long ofTagged(int tag, long valueSize) {
        return ofUnsignedVarint(tag) + ofUnsignedVarint(Math.toIntExact(valueSize)) + valueSize;
    }
}
