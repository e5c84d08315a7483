package io.headrace.protocol.wire;

import io.headrace.common.Uuid;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes values of the protocol out of a buffer, from its reader index on.
 *
 * <p>Each method names the field it reads for, so that a refusal says which one it was. {@code flexible} chooses between
 * the compact encoding of lengths (a varint of length plus one, 0 for null) and the classic one. All methods throw
 * {@link MalformedMessageException} and nothing else for bytes that do not fit.
 */
public final class WireReader {

    private static final byte[] NO_BYTES = {};

    private WireReader() {}

    /** Reads a boolean: 0 is false, anything else is true. */
    public static boolean readBool(ByteBuf in, String field) {
        require(in, 1, field);
        return in.readByte() != 0;
    }

    /** Reads a signed byte. */
    public static byte readInt8(ByteBuf in, String field) {
        require(in, 1, field);
        return in.readByte();
    }

    /** Reads two bytes, signed. */
    public static short readInt16(ByteBuf in, String field) {
        require(in, 2, field);
        return in.readShort();
    }

    /** Reads two bytes, unsigned. */
    public static int readUint16(ByteBuf in, String field) {
        require(in, 2, field);
        return in.readUnsignedShort();
    }

    /** Reads four bytes, signed. */
    public static int readInt32(ByteBuf in, String field) {
        require(in, 4, field);
        return in.readInt();
    }

    /** Reads four bytes, unsigned. */
    public static long readUint32(ByteBuf in, String field) {
        require(in, 4, field);
        return in.readUnsignedInt();
    }

    /** Reads eight bytes, signed. */
    public static long readInt64(ByteBuf in, String field) {
        require(in, 8, field);
        return in.readLong();
    }

    /** Reads a double in IEEE 754 layout. */
    public static double readFloat64(ByteBuf in, String field) {
        require(in, 8, field);
        return in.readDouble();
    }

    /** Reads a UUID. */
    public static Uuid readUuid(ByteBuf in, String field) {
        require(in, 16, field);
        long mostSignificant = in.readLong();
        long leastSignificant = in.readLong();
        if (mostSignificant == 0 && leastSignificant == 0) {
            return Uuid.ZERO_UUID;
        }
        return new Uuid(mostSignificant, leastSignificant);
    }

    /** Reads an unsigned varint of at most 32 bits; the result is to be taken as unsigned. */
    public static int readUnsignedVarint(ByteBuf in, String field) {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            require(in, 1, field);
            byte b = in.readByte();
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        require(in, 1, field);
        byte last = in.readByte();
        if ((last & 0xf0) != 0) {
            throw new MalformedMessageException(field + ": varint of more than 32 bits");
        }
        return value | last << 28;
    }

    /** Reads a zigzag varint. */
    public static int readVarint(ByteBuf in, String field) {
        int value = readUnsignedVarint(in, field);
        return (value >>> 1) ^ -(value & 1);
    }

    /** Reads an unsigned varlong of at most 64 bits; the result is to be taken as unsigned. */
    public static long readUnsignedVarlong(ByteBuf in, String field) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            require(in, 1, field);
            byte b = in.readByte();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        require(in, 1, field);
        byte last = in.readByte();
        if ((last & 0xfe) != 0) {
            throw new MalformedMessageException(field + ": varint of more than 64 bits");
        }
        return value | (long) last << 63;
    }

    /** Reads a zigzag varlong. */
    public static long readVarlong(ByteBuf in, String field) {
        long value = readUnsignedVarlong(in, field);
        return (value >>> 1) ^ -(value & 1);
    }

    /** Reads a string that may not be null. */
    public static String readString(ByteBuf in, boolean flexible, String field) {
        String value = readNullableString(in, flexible, field);
        if (value == null) {
            throw nullValue(field);
        }
        return value;
    }

    /** Reads a string or null. */
    public static String readNullableString(ByteBuf in, boolean flexible, String field) {
        int length = flexible ? readUnsignedVarint(in, field) - 1 : readInt16(in, field);
        if (length <= 0) {
            if (length == 0) {
                return "";
            }
            requireNull(length, field);
            return null;
        }
        if (length > Short.MAX_VALUE) {
            throw new MalformedMessageException(field + ": string of " + Integer.toUnsignedString(length)
                    + " bytes, of at most " + Short.MAX_VALUE);
        }
        require(in, length, field);
        int start = in.readerIndex();
        String value = in.toString(start, length, StandardCharsets.UTF_8);
        in.readerIndex(start + length);
        return value;
    }

    /** Reads bytes that may not be null; they are copied. */
    public static byte[] readBytes(ByteBuf in, boolean flexible, String field) {
        byte[] value = readNullableBytes(in, flexible, field);
        if (value == null) {
            throw nullValue(field);
        }
        return value;
    }

    /** Reads bytes or null; they are copied. */
    public static byte[] readNullableBytes(ByteBuf in, boolean flexible, String field) {
        int length = readLength(in, flexible, field);
        if (length <= 0) {
            if (length == 0) {
                return NO_BYTES;
            }
            requireNull(length, field);
            return null;
        }
        require(in, length, field);
        byte[] value = new byte[length];
        in.readBytes(value);
        return value;
    }

    /** Reads record bytes that may not be null: a slice of the input that is not retained. */
    public static RecordBytes readRecords(ByteBuf in, boolean flexible, String field) {
        RecordBytes value = readNullableRecords(in, flexible, field);
        if (value == null) {
            throw nullValue(field);
        }
        return value;
    }

    /** Reads record bytes or null: a slice of the input that is not retained. */
    public static RecordBytes readNullableRecords(ByteBuf in, boolean flexible, String field) {
        int length = readLength(in, flexible, field);
        if (length <= 0) {
            if (length == 0) {
                return RecordBytes.EMPTY;
            }
            requireNull(length, field);
            return null;
        }
        require(in, length, field);
        return new BufferRecordBytes(in.readSlice(length));
    }

    /**
     * Reads the count of an array that may not be null.
     *
     * @param elementSize the least number of bytes that an element takes
     */
    public static int readArrayCount(ByteBuf in, boolean flexible, int elementSize, String field) {
        int count = readNullableArrayCount(in, flexible, elementSize, field);
        if (count < 0) {
            throw nullValue(field);
        }
        return count;
    }

    /**
     * Reads the count of an array, or -1 for null.
     *
     * @param elementSize the least number of bytes that an element takes
     */
    public static int readNullableArrayCount(ByteBuf in, boolean flexible, int elementSize, String field) {
        int count = readLength(in, flexible, field);
        if (count < 0) {
            requireNull(count, field);
            return -1;
        }
        if (count > in.readableBytes() / elementSize) {
            throw new MalformedMessageException(field + ": " + count + " elements of at least " + elementSize
                    + " bytes announced, " + in.readableBytes() + " bytes left");
        }
        return count;
    }

    /** Reads an array of strings, or null. */
    public static List<String> readNullableStrings(ByteBuf in, boolean flexible, String field) {
        int count = readNullableArrayCount(in, flexible, flexible ? 1 : 2, field);
        if (count < 0) {
            return null;
        }
        List<String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(readString(in, flexible, field));
        }
        return values;
    }

    /** Reads an array of UUIDs, or null. */
    public static List<Uuid> readNullableUuids(ByteBuf in, boolean flexible, String field) {
        int count = readNullableArrayCount(in, flexible, 16, field);
        if (count < 0) {
            return null;
        }
        List<Uuid> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(readUuid(in, field));
        }
        return values;
    }

    /** Reads an array of signed bytes, or null. */
    public static List<Byte> readNullableInt8s(ByteBuf in, boolean flexible, String field) {
        int count = readNullableArrayCount(in, flexible, 1, field);
        if (count < 0) {
            return null;
        }
        List<Byte> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.readByte());
        }
        return values;
    }

    /** Reads an array of signed two-byte numbers, or null. */
    public static List<Short> readNullableInt16s(ByteBuf in, boolean flexible, String field) {
        int count = readNullableArrayCount(in, flexible, 2, field);
        if (count < 0) {
            return null;
        }
        List<Short> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.readShort());
        }
        return values;
    }

    /** Reads an array of signed four-byte numbers, or null. */
    public static List<Integer> readNullableInt32s(ByteBuf in, boolean flexible, String field) {
        int count = readNullableArrayCount(in, flexible, 4, field);
        if (count < 0) {
            return null;
        }
        List<Integer> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.readInt());
        }
        return values;
    }

    /** Reads an array of signed eight-byte numbers, or null. */
    public static List<Long> readNullableInt64s(ByteBuf in, boolean flexible, String field) {
        int count = readNullableArrayCount(in, flexible, 8, field);
        if (count < 0) {
            return null;
        }
        List<Long> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.readLong());
        }
        return values;
    }

    /** Passes a value on, or refuses null. */
    public static <T> T nonNull(T value, String field) {
        if (value == null) {
            throw nullValue(field);
        }
        return value;
    }

    /** Reads whether a nullable struct is there: one byte, negative for null. */
    public static boolean readPresence(ByteBuf in, String field) {
        return readInt8(in, field) >= 0;
    }

    /** Reads whether a nullable struct that is a tagged field is there: a varint, 0 for null. */
    public static boolean readTaggedPresence(ByteBuf in, String field) {
        return readUnsignedVarint(in, field) != 0;
    }

    /** Reads the number of tagged fields; each takes at least two bytes. */
    public static int readTagCount(ByteBuf in, String struct) {
        int count = readUnsignedVarint(in, struct);
        if (count < 0 || count > in.readableBytes() >> 1) {
            throw new MalformedMessageException(struct + ": " + Integer.toUnsignedString(count)
                    + " tagged fields announced, " + in.readableBytes() + " bytes left");
        }
        return count;
    }

    /** Reads the tag of a tagged field, which must be higher than the previous one (-1 for the first). */
    public static int readTag(ByteBuf in, int previous, String struct) {
        int tag = readUnsignedVarint(in, struct);
        if (tag <= previous) {
            throw new MalformedMessageException(struct + ": tag " + Integer.toUnsignedString(tag)
                    + (tag < 0 ? " is too high" : " comes after tag " + previous));
        }
        return tag;
    }

    /** Reads the length of a tagged field, and returns the index in the buffer at which its value ends. */
    public static int readTagEnd(ByteBuf in, String struct) {
        int length = readUnsignedVarint(in, struct);
        if (length < 0 || length > in.readableBytes()) {
            throw truncated(in, length, struct);
        }
        return in.readerIndex() + length;
    }

    /** Checks that the value of a tagged field took exactly the announced bytes. */
    public static void requireTagEnd(ByteBuf in, int end, String field) {
        if (in.readerIndex() != end) {
            throw new MalformedMessageException(field + ": the tagged field's value ends "
                    + Math.abs(in.readerIndex() - end) + " bytes "
                    + (in.readerIndex() < end ? "before" : "behind") + " its announced end");
        }
    }

    /** Reads a tagged field without definition up to its end, and adds it to a list that is made when null. */
    public static List<UnknownTaggedField> readUnknownTag(
            ByteBuf in, int tag, int end, List<UnknownTaggedField> fields) {
        List<UnknownTaggedField> result = fields == null ? new ArrayList<>(2) : fields;
        int length = end - in.readerIndex();
        byte[] data = length == 0 ? NO_BYTES : new byte[length];
        in.readBytes(data);
        result.add(new UnknownTaggedField(tag, data));
        return result;
    }

    /** Checks that a message took all bytes of its frame. */
    public static void requireEnd(ByteBuf in, String message) {
        if (in.isReadable()) {
            throw new MalformedMessageException(message + ": " + in.readableBytes() + " bytes behind its end");
        }
    }

    /** Null in a field that may not be null. */
    public static MalformedMessageException nullValue(String field) {
        return new MalformedMessageException(field + ": null, but may not be");
    }

    private static int readLength(ByteBuf in, boolean flexible, String field) {
        return flexible ? readUnsignedVarint(in, field) - 1 : readInt32(in, field);
    }

    /** Of the negative lengths only -1 stands for something: null. */
    private static void requireNull(int length, String field) {
        if (length != -1) {
            throw new MalformedMessageException(field + ": length " + length);
        }
    }

    private static void require(ByteBuf in, int bytes, String field) {
        if (in.readableBytes() < bytes) {
            throw truncated(in, bytes, field);
        }
    }

    private static MalformedMessageException truncated(ByteBuf in, int bytes, String field) {
        return new MalformedMessageException(
                field + ": " + Integer.toUnsignedString(bytes) + " bytes needed, " + in.readableBytes() + " left");
    }
}
