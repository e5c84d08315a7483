package io.headrace.protocol.wire;

import io.headrace.common.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Puts values of the protocol into a buffer, at its writer index.
 *
 * <p>{@link #to} copies everything into the buffer. {@link #gathering} copies all but large {@link RecordBytes}: these
 * are remembered with their place, and the message is then the sequence of {@link #parts()}, which can be sent without
 * a copy. The writer borrows the buffer and the record bytes; it never retains or releases them.
 *
 * <p>{@code flexible} chooses between the compact encoding of lengths and the classic one. Null is written as null;
 * whether a field may be null is for the message to check.
 */
public final class WireWriter {

    private static final int NEVER = Integer.MAX_VALUE;

    private final ByteBuf out;
    private final int start;
    private final int leastPart;

    /** Record bytes that were left out of the buffer, and for each the writer index where it belongs. */
    private List<RecordBytes> left = List.of();

    private int[] places = {};
    private long leftBytes;

    private WireWriter(ByteBuf out, int leastPart) {
        this.out = out;
        this.start = out.writerIndex();
        this.leastPart = leastPart;
    }

    /** A writer that copies everything into a buffer. */
    public static WireWriter to(ByteBuf out) {
        return new WireWriter(out, NEVER);
    }

    /**
     * A writer that leaves large record bytes out of the buffer.
     *
     * @param out takes everything else
     * @param leastPart record bytes of at least this size become a part of their own; smaller ones are copied
     */
    public static WireWriter gathering(ByteBuf out, int leastPart) {
        return new WireWriter(out, Math.max(1, leastPart));
    }

    /** The number of bytes written so far, including those that were left out of the buffer. */
    public long written() {
        return out.writerIndex() - start + leftBytes;
    }

    /**
     * What was written, in order: slices of the buffer as {@link BufferRecordBytes}, and between them the record bytes
     * that were left out of it. Nothing is retained: the parts live as long as the buffer and the record bytes do.
     */
    public List<RecordBytes> parts() {
        List<RecordBytes> parts = new ArrayList<>(2 * left.size() + 1);
        int from = start;
        for (int i = 0; i < left.size(); i++) {
            addSlice(parts, from, places[i]);
            parts.add(left.get(i));
            from = places[i];
        }
        addSlice(parts, from, out.writerIndex());
        return parts;
    }

    /**
     * What was written, as one buffer that retains the parts in memory and is to be released by the caller. Record bytes
     * that are not {@link BufferRecordBytes} are copied. The caller still has to release the buffer given to this writer.
     */
    public ByteBuf composite(ByteBufAllocator allocator) {
        List<RecordBytes> parts = parts();
        CompositeByteBuf whole = allocator.compositeBuffer(Math.max(1, parts.size()));
        try {
            for (RecordBytes part : parts) {
                if (part instanceof BufferRecordBytes inMemory) {
                    whole.addComponent(true, inMemory.buffer().retainedSlice());
                } else {
                    whole.addComponent(true, copy(part, allocator));
                }
            }
        } catch (Throwable e) {
            whole.release();
            throw e;
        }
        return whole;
    }

    private static ByteBuf copy(RecordBytes part, ByteBufAllocator allocator) {
        ByteBuf copy = allocator.buffer(part.size());
        try {
            part.writeTo(copy);
        } catch (Throwable e) {
            copy.release();
            throw e;
        }
        return copy;
    }

    private void addSlice(List<RecordBytes> parts, int from, int to) {
        if (to > from) {
            parts.add(new BufferRecordBytes(out.slice(from, to - from)));
        }
    }

    /** Writes a boolean as one byte. */
    public void writeBool(boolean value) {
        out.writeByte(value ? 1 : 0);
    }

    /** Writes the low byte of a number. */
    public void writeInt8(int value) {
        out.writeByte(value);
    }

    /** Writes the low two bytes of a number. */
    public void writeInt16(int value) {
        out.writeShort(value);
    }

    /** Writes the low two bytes of a number. */
    public void writeUint16(int value) {
        out.writeShort(value);
    }

    /** Writes four bytes. */
    public void writeInt32(int value) {
        out.writeInt(value);
    }

    /** Writes the low four bytes of a number. */
    public void writeUint32(long value) {
        out.writeInt((int) value);
    }

    /** Writes eight bytes. */
    public void writeInt64(long value) {
        out.writeLong(value);
    }

    /** Writes a double in IEEE 754 layout. */
    public void writeFloat64(double value) {
        out.writeDouble(value);
    }

    /** Writes a UUID as sixteen bytes. */
    public void writeUuid(Uuid value) {
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
    }

    /** Writes an unsigned varint. */
    public void writeUnsignedVarint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    /** Writes a zigzag varint. */
    public void writeVarint(int value) {
        writeUnsignedVarint((value << 1) ^ (value >> 31));
    }

    /** Writes an unsigned varlong. */
    public void writeUnsignedVarlong(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.writeByte(((int) rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    /** Writes a zigzag varlong. */
    public void writeVarlong(long value) {
        writeUnsignedVarlong((value << 1) ^ (value >> 63));
    }

    /**
     * Writes a string or null. Half a surrogate pair becomes a question mark.
     *
     * @throws IllegalArgumentException if it takes more than 32,767 bytes
     */
    public void writeString(String value, boolean flexible) {
        if (value == null) {
            writeStringLength(-1, flexible);
            return;
        }
        int length = ByteBufUtil.utf8Bytes(value);
        if (length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("string of " + length + " bytes, of at most " + Short.MAX_VALUE);
        }
        writeStringLength(length, flexible);
        if (length > 0) {
            ByteBufUtil.reserveAndWriteUtf8(out, value, length);
        }
    }

    /** Writes bytes or null. */
    public void writeBytes(byte[] value, boolean flexible) {
        if (value == null) {
            writeLength(-1, flexible);
            return;
        }
        writeLength(value.length, flexible);
        out.writeBytes(value);
    }

    /**
     * Writes record bytes or null: into the buffer, or as a part of their own.
     *
     * @throws IllegalStateException if they give another number of bytes than they announced
     */
    public void writeRecords(RecordBytes value, boolean flexible) {
        if (value == null) {
            writeLength(-1, flexible);
            return;
        }
        int length = value.size();
        writeLength(length, flexible);
        if (length >= leastPart) {
            leaveOut(value, length);
            return;
        }
        int before = out.writerIndex();
        value.writeTo(out);
        if (out.writerIndex() - before != length) {
            throw new IllegalStateException(
                    "record bytes of size " + length + " wrote " + (out.writerIndex() - before) + " bytes");
        }
    }

    private void leaveOut(RecordBytes value, int length) {
        if (left.isEmpty()) {
            left = new ArrayList<>();
            places = new int[8];
        }
        if (left.size() == places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        places[left.size()] = out.writerIndex();
        left.add(value);
        leftBytes += length;
    }

    /** Writes the count of an array, or the length of bytes; -1 for null. */
    public void writeLength(int length, boolean flexible) {
        if (flexible) {
            writeUnsignedVarint(length + 1);
        } else {
            out.writeInt(length);
        }
    }

    private void writeStringLength(int length, boolean flexible) {
        if (flexible) {
            writeUnsignedVarint(length + 1);
        } else {
            out.writeShort(length);
        }
    }

    // Arrays of numbers are many and short in some messages: where elements can be got by index, no iterator is made.

    /** Writes an array of strings, or null. */
    public void writeStrings(List<String> values, boolean flexible) {
        writeCount(values, flexible);
        if (values instanceof RandomAccess) {
            for (int i = 0; i < values.size(); i++) {
                writeElement(values.get(i), flexible);
            }
        } else if (values != null) {
            for (String value : values) {
                writeElement(value, flexible);
            }
        }
    }

    private void writeElement(String value, boolean flexible) {
        writeString(Objects.requireNonNull(value, "element of an array"), flexible);
    }

    /** Writes an array of UUIDs, or null. */
    public void writeUuids(List<Uuid> values, boolean flexible) {
        writeCount(values, flexible);
        if (values instanceof RandomAccess) {
            for (int i = 0; i < values.size(); i++) {
                writeUuid(values.get(i));
            }
        } else if (values != null) {
            for (Uuid value : values) {
                writeUuid(value);
            }
        }
    }

    /** Writes an array of bytes, or null. */
    public void writeInt8s(List<Byte> values, boolean flexible) {
        writeCount(values, flexible);
        if (values instanceof RandomAccess) {
            for (int i = 0; i < values.size(); i++) {
                out.writeByte(values.get(i));
            }
        } else if (values != null) {
            for (byte value : values) {
                out.writeByte(value);
            }
        }
    }

    /** Writes an array of two-byte numbers, or null. */
    public void writeInt16s(List<Short> values, boolean flexible) {
        writeCount(values, flexible);
        if (values instanceof RandomAccess) {
            for (int i = 0; i < values.size(); i++) {
                out.writeShort(values.get(i));
            }
        } else if (values != null) {
            for (short value : values) {
                out.writeShort(value);
            }
        }
    }

    /** Writes an array of four-byte numbers, or null. */
    public void writeInt32s(List<Integer> values, boolean flexible) {
        writeCount(values, flexible);
        if (values instanceof RandomAccess) {
            for (int i = 0; i < values.size(); i++) {
                out.writeInt(values.get(i));
            }
        } else if (values != null) {
            for (int value : values) {
                out.writeInt(value);
            }
        }
    }

    /** Writes an array of eight-byte numbers, or null. */
    public void writeInt64s(List<Long> values, boolean flexible) {
        writeCount(values, flexible);
        if (values instanceof RandomAccess) {
            for (int i = 0; i < values.size(); i++) {
                out.writeLong(values.get(i));
            }
        } else if (values != null) {
            for (long value : values) {
                out.writeLong(value);
            }
        }
    }

    private void writeCount(List<?> values, boolean flexible) {
        writeLength(values == null ? -1 : values.size(), flexible);
    }

    /** Writes whether a nullable struct is there. */
    public void writePresence(boolean present) {
        out.writeByte(present ? 1 : -1);
    }

    /** Writes whether a nullable struct that is a tagged field is there. */
    public void writeTaggedPresence(boolean present) {
        out.writeByte(present ? 1 : 0);
    }

    /** Writes tag and length of a tagged field, whose value comes next. */
    public void writeTag(int tag, long valueSize) {
        writeUnsignedVarint(tag);
        writeUnsignedVarint(Math.toIntExact(valueSize));
    }

    /**
     * Writes all unknown tagged fields.
     *
     * @throws IllegalArgumentException if their tags are not ascending
     */
    public void writeUnknownTags(List<UnknownTaggedField> fields) {
        if (fields != null) {
            writeUnknownTags(fields, 0, Integer.MAX_VALUE);
        }
    }

    /**
     * Writes unknown tagged fields up to a tag that has a definition.
     *
     * @param from index of the first one that is not yet written
     * @param knownTag the next tag with a definition
     * @return the index of the first one that is then not yet written
     * @throws IllegalArgumentException if the tags are not ascending, or the known tag is among them
     */
    public int writeUnknownTags(List<UnknownTaggedField> fields, int from, int knownTag) {
        if (fields == null) {
            return from;
        }
        int next = from;
        while (next < fields.size() && fields.get(next).tag() <= knownTag) {
            UnknownTaggedField field = fields.get(next);
            if (field.tag() == knownTag && knownTag != Integer.MAX_VALUE) {
                throw new IllegalArgumentException("unknown tagged field with the known tag " + knownTag);
            }
            if (next > 0 && field.tag() <= fields.get(next - 1).tag()) {
                throw new IllegalArgumentException("unknown tagged field " + field.tag() + " comes after "
                        + fields.get(next - 1).tag());
            }
            writeTag(field.tag(), field.data().length);
            out.writeBytes(field.data());
            next++;
        }
        return next;
    }
}
