package io.headrace.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.common.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.ByteUtils;
import org.junit.jupiter.api.Test;

/** Values in bytes, against Apache's where it has the same, and the exact words for bytes that do not fit. */
class WireTest {

    private static final String FIELD = "Some.field";

    private final ByteBuf buffer = Unpooled.buffer();
    private final WireWriter writer = WireWriter.to(buffer);

    @Test
    void varintsAreApaches() {
        Random random = new Random(1);
        ByteBuffer theirs = ByteBuffer.allocate(10);
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            theirs.clear();
            ByteUtils.writeVarlong(value, theirs);
            writer.writeVarlong(value);
            assertBytes(theirs);
            assertEquals(WireSize.ofVarlong(value), theirs.position());
            assertEquals(value, WireReader.readVarlong(buffer, FIELD));

            theirs.clear();
            ByteUtils.writeVarint((int) value, theirs);
            writer.writeVarint((int) value);
            assertBytes(theirs);
            assertEquals(WireSize.ofVarint((int) value), theirs.position());
            assertEquals((int) value, WireReader.readVarint(buffer, FIELD));

            theirs.clear();
            ByteUtils.writeUnsignedVarint((int) value, theirs);
            writer.writeUnsignedVarint((int) value);
            assertBytes(theirs);
            assertEquals(WireSize.ofUnsignedVarint((int) value), theirs.position());
            assertEquals((int) value, WireReader.readUnsignedVarint(buffer, FIELD));

            writer.writeUnsignedVarlong(value);
            assertEquals(WireSize.ofUnsignedVarlong(value), buffer.readableBytes());
            assertEquals(value, WireReader.readUnsignedVarlong(buffer, FIELD));
        }
        assertEquals(1, WireSize.ofUnsignedVarint(0));
        assertEquals(5, WireSize.ofUnsignedVarint(-1));
        assertEquals(10, WireSize.ofUnsignedVarlong(-1));
    }

    private void assertBytes(ByteBuffer theirs) {
        byte[] ours = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), ours);
        byte[] expected = new byte[theirs.position()];
        theirs.get(0, expected);
        assertArrayEquals(expected, ours);
    }

    @Test
    void numbersKeepTheirWidth() {
        writer.writeBool(true);
        writer.writeInt8(-1);
        writer.writeInt16(Short.MIN_VALUE);
        writer.writeUint16(0xfedc);
        writer.writeInt32(Integer.MIN_VALUE);
        writer.writeUint32(0xfedc_ba98L);
        writer.writeInt64(Long.MIN_VALUE);
        writer.writeFloat64(Double.MIN_VALUE);
        writer.writeUuid(new Uuid(1, 2));
        assertEquals(1 + 1 + 2 + 2 + 4 + 4 + 8 + 8 + 16, writer.written());
        assertEquals(true, WireReader.readBool(buffer, FIELD));
        assertEquals(-1, WireReader.readInt8(buffer, FIELD));
        assertEquals(Short.MIN_VALUE, WireReader.readInt16(buffer, FIELD));
        assertEquals(0xfedc, WireReader.readUint16(buffer, FIELD));
        assertEquals(Integer.MIN_VALUE, WireReader.readInt32(buffer, FIELD));
        assertEquals(0xfedc_ba98L, WireReader.readUint32(buffer, FIELD));
        assertEquals(Long.MIN_VALUE, WireReader.readInt64(buffer, FIELD));
        assertEquals(Double.MIN_VALUE, WireReader.readFloat64(buffer, FIELD));
        assertEquals(new Uuid(1, 2), WireReader.readUuid(buffer, FIELD));
        WireReader.requireEnd(buffer, "Some");
    }

    @Test
    void zeroUuidIsTheConstant() {
        buffer.writeZero(16);
        assertSame(Uuid.ZERO_UUID, WireReader.readUuid(buffer, FIELD));
    }

    @Test
    void stringsComeBackFromHeapAndDirectBuffers() {
        String longText = "x".repeat(Short.MAX_VALUE);
        List<String> texts = List.of("", "a", "größer", "漢字", "\uD83D\uDE00", longText, "z".repeat(127));
        for (ByteBuf out : List.of(Unpooled.buffer(), Unpooled.directBuffer())) {
            WireWriter to = WireWriter.to(out);
            int size = 0;
            for (String text : texts) {
                to.writeString(text, true);
                to.writeString(text, false);
                size += WireSize.ofString(text, true) + WireSize.ofString(text, false);
            }
            to.writeString(null, true);
            to.writeString(null, false);
            assertEquals(size + 3, out.readableBytes());
            for (String text : texts) {
                assertEquals(text, WireReader.readString(out, true, FIELD));
                assertEquals(text, WireReader.readString(out, false, FIELD));
            }
            assertNull(WireReader.readNullableString(out, true, FIELD));
            assertNull(WireReader.readNullableString(out, false, FIELD));
            out.release();
        }
    }

    @Test
    void bytesThatAreNoUtf8BecomeReplacementCharacters() {
        byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xed, (byte) 0xa0, (byte) 0x80};
        buffer.writeShort(bytes.length).writeBytes(bytes);
        assertEquals(new String(bytes, StandardCharsets.UTF_8), WireReader.readString(buffer, false, FIELD));
        WireReader.requireEnd(buffer, "Some");
    }

    @Test
    void halfASurrogatePairIsWrittenAsQuestionMark() {
        writer.writeString("a\uD83D", true);
        assertEquals("a?", WireReader.readString(buffer, true, FIELD));
    }

    @Test
    void tooLongAStringIsNotWritten() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> writer.writeString("ä".repeat(16_384), true));
        assertEquals("string of 32768 bytes, of at most 32767", e.getMessage());
    }

    @Test
    void bytesAndRecordsMayBeEmptyOrNull() {
        for (boolean flexible : new boolean[] {true, false}) {
            writer.writeBytes(new byte[0], flexible);
            writer.writeBytes(null, flexible);
            writer.writeRecords(RecordBytes.EMPTY, flexible);
            writer.writeRecords(null, flexible);
            assertEquals(
                    WireSize.ofBytes(new byte[0], flexible)
                            + WireSize.ofBytes(null, flexible)
                            + WireSize.ofRecords(RecordBytes.EMPTY, flexible)
                            + WireSize.ofRecords(null, flexible),
                    buffer.readableBytes());
            assertEquals(0, WireReader.readBytes(buffer, flexible, FIELD).length);
            assertNull(WireReader.readNullableBytes(buffer, flexible, FIELD));
            assertEquals(RecordBytes.EMPTY, WireReader.readRecords(buffer, flexible, FIELD));
            assertNull(WireReader.readNullableRecords(buffer, flexible, FIELD));
        }
    }

    @Test
    @SuppressWarnings("JdkObsolete") // a list without access by index is what this is about
    void arraysMayBeAnyKindOfListOrNull() {
        for (boolean flexible : new boolean[] {true, false}) {
            List<Integer> numbers = List.of(Integer.MIN_VALUE, 0, 4711);
            List<String> texts = List.of("a", "");
            writer.writeInt32s(numbers, flexible);
            writer.writeInt32s(new LinkedList<>(numbers), flexible);
            writer.writeInt32s(null, flexible);
            writer.writeStrings(texts, flexible);
            writer.writeStrings(new LinkedList<>(texts), flexible);
            writer.writeStrings(null, flexible);
            writer.writeInt8s(new LinkedList<>(List.of((byte) 1)), flexible);
            writer.writeInt16s(new LinkedList<>(List.of((short) 2)), flexible);
            writer.writeInt64s(new LinkedList<>(List.of(3L)), flexible);
            writer.writeUuids(new LinkedList<>(List.of(new Uuid(4, 4))), flexible);
            assertEquals(
                    2 * WireSize.ofFixed(numbers, 4, flexible)
                            + WireSize.ofFixed(null, 4, flexible)
                            + 2 * WireSize.ofStrings(texts, flexible)
                            + WireSize.ofStrings(null, flexible)
                            + WireSize.ofFixed(List.of(1), 1 + 2 + 8 + 16, flexible)
                            + 3L * WireSize.ofLength(1, flexible),
                    buffer.readableBytes());
            assertEquals(numbers, WireReader.readNullableInt32s(buffer, flexible, FIELD));
            assertEquals(numbers, WireReader.readNullableInt32s(buffer, flexible, FIELD));
            assertNull(WireReader.readNullableInt32s(buffer, flexible, FIELD));
            assertEquals(texts, WireReader.readNullableStrings(buffer, flexible, FIELD));
            assertEquals(texts, WireReader.readNullableStrings(buffer, flexible, FIELD));
            assertNull(WireReader.readNullableStrings(buffer, flexible, FIELD));
            assertEquals(List.of((byte) 1), WireReader.readNullableInt8s(buffer, flexible, FIELD));
            assertEquals(List.of((short) 2), WireReader.readNullableInt16s(buffer, flexible, FIELD));
            assertEquals(List.of(3L), WireReader.readNullableInt64s(buffer, flexible, FIELD));
            assertEquals(List.of(new Uuid(4, 4)), WireReader.readNullableUuids(buffer, flexible, FIELD));
            WireReader.requireEnd(buffer, "Some");
        }
    }

    @Test
    void recordsAreASliceOfTheInput() {
        buffer.writeInt(3).writeBytes(new byte[] {1, 2, 3});
        BufferRecordBytes records = (BufferRecordBytes) WireReader.readRecords(buffer, false, FIELD);
        buffer.setByte(5, 9);
        assertEquals(9, records.buffer().getByte(1));
        assertEquals(1, buffer.refCnt());
    }

    @Test
    void truncatedValuesNameFieldAndBytes() {
        refused("Some.field: 1 bytes needed, 0 left", in -> WireReader.readBool(in, FIELD));
        refused("Some.field: 1 bytes needed, 0 left", in -> WireReader.readInt8(in, FIELD));
        refused("Some.field: 2 bytes needed, 1 left", in -> WireReader.readInt16(in, FIELD), 1);
        refused("Some.field: 2 bytes needed, 1 left", in -> WireReader.readUint16(in, FIELD), 1);
        refused("Some.field: 4 bytes needed, 3 left", in -> WireReader.readInt32(in, FIELD), 1, 2, 3);
        refused("Some.field: 4 bytes needed, 3 left", in -> WireReader.readUint32(in, FIELD), 1, 2, 3);
        refused("Some.field: 8 bytes needed, 3 left", in -> WireReader.readInt64(in, FIELD), 1, 2, 3);
        refused("Some.field: 8 bytes needed, 3 left", in -> WireReader.readFloat64(in, FIELD), 1, 2, 3);
        refused("Some.field: 16 bytes needed, 3 left", in -> WireReader.readUuid(in, FIELD), 1, 2, 3);
        refused("Some.field: 1 bytes needed, 0 left", in -> WireReader.readUnsignedVarint(in, FIELD), 0x80);
        refused("Some.field: 3 bytes needed, 2 left", in -> WireReader.readString(in, true, FIELD), 4, 'a', 'b');
        refused("Some.field: 3 bytes needed, 1 left", in -> WireReader.readString(in, false, FIELD), 0, 3, 'a');
    }

    @Test
    void impossibleLengthsAreRefusedBeforeRoomIsMade() {
        refused(
                "Some.field: varint of more than 32 bits",
                in -> WireReader.readUnsignedVarint(in, FIELD),
                255,
                255,
                255,
                255,
                0x1f);
        refused(
                "Some.field: varint of more than 64 bits",
                in -> WireReader.readUnsignedVarlong(in, FIELD),
                255,
                255,
                255,
                255,
                255,
                255,
                255,
                255,
                255,
                2);
        refused("Some.field: length -2", in -> WireReader.readNullableString(in, false, FIELD), 255, 254);
        refused("Some.field: length -2", in -> WireReader.readNullableBytes(in, false, FIELD), 255, 255, 255, 254);
        refused("Some.field: length -2", in -> WireReader.readNullableRecords(in, true, FIELD), 255, 255, 255, 255, 15);
        refused(
                "Some.field: string of 32768 bytes, of at most 32767",
                in -> WireReader.readString(in, true, FIELD),
                0x81,
                0x80,
                2);
        refused(
                "Some.field: 2147483647 bytes needed, 1 left",
                in -> WireReader.readBytes(in, false, FIELD),
                0x7f,
                255,
                255,
                255,
                0);
        refused(
                "Some.field: 2147483647 bytes needed, 0 left",
                in -> WireReader.readRecords(in, true, FIELD),
                0x80,
                0x80,
                0x80,
                0x80,
                8);
        refused(
                "Some.field: 2 elements of at least 4 bytes announced, 7 bytes left",
                in -> WireReader.readArrayCount(in, true, 4, FIELD),
                3,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
        refused(
                "Some.field: 2147483646 elements of at least 16 bytes announced, 0 bytes left",
                in -> WireReader.readNullableUuids(in, true, FIELD),
                255,
                255,
                255,
                255,
                7);
        refused(
                "Some.field: length -5",
                in -> WireReader.readNullableArrayCount(in, false, 1, FIELD),
                255,
                255,
                255,
                251);
    }

    @Test
    void nullWhereNoneMayBeIsRefused() {
        String message = "Some.field: null, but may not be";
        refused(message, in -> WireReader.readString(in, true, FIELD), 0);
        refused(message, in -> WireReader.readString(in, false, FIELD), 255, 255);
        refused(message, in -> WireReader.readBytes(in, true, FIELD), 0);
        refused(message, in -> WireReader.readRecords(in, true, FIELD), 0);
        refused(message, in -> WireReader.readArrayCount(in, true, 1, FIELD), 0);
        refused(message, in -> WireReader.nonNull(WireReader.readNullableInt32s(in, true, FIELD), FIELD), 0);
    }

    @Test
    void tagsMustAscendAndFit() {
        refused("Some: 2 tagged fields announced, 3 bytes left", in -> WireReader.readTagCount(in, "Some"), 2, 0, 0, 0);
        refused("Some: tag 3 comes after tag 3", in -> WireReader.readTag(in, 3, "Some"), 3);
        refused("Some: tag 2 comes after tag 3", in -> WireReader.readTag(in, 3, "Some"), 2);
        refused("Some: tag 2147483648 is too high", in -> WireReader.readTag(in, 3, "Some"), 0x80, 0x80, 0x80, 0x80, 8);
        refused("Some: 5 bytes needed, 1 left", in -> WireReader.readTagEnd(in, "Some"), 5, 0);
        refused(
                "Some.field: the tagged field's value ends 1 bytes before its announced end",
                in -> WireReader.requireTagEnd(in, 1, FIELD),
                0);
        refused("Some: 2 bytes behind its end", in -> WireReader.requireEnd(in, "Some"), 0, 0);
    }

    @Test
    void unknownTagsMustAscendWhenWritten() {
        List<UnknownTaggedField> fields =
                List.of(new UnknownTaggedField(5, new byte[0]), new UnknownTaggedField(5, new byte[0]));
        IllegalArgumentException twice =
                assertThrows(IllegalArgumentException.class, () -> writer.writeUnknownTags(fields));
        assertEquals("unknown tagged field 5 comes after 5", twice.getMessage());
        IllegalArgumentException known =
                assertThrows(IllegalArgumentException.class, () -> writer.writeUnknownTags(fields, 0, 5));
        assertEquals("unknown tagged field with the known tag 5", known.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new UnknownTaggedField(-1, new byte[0]));
    }

    @Test
    void positionIsExactInASlice() {
        ByteBuf whole = Unpooled.buffer();
        whole.writeInt(-1);
        WireWriter.to(whole).writeString("abc", true);
        whole.writeByte(7);
        whole.readerIndex(4);
        assertEquals("abc", WireReader.readString(whole, true, FIELD));
        assertEquals(8, whole.readerIndex());
    }

    private static void refused(String message, Consumer<ByteBuf> read, int... bytes) {
        ByteBuf in = Unpooled.buffer();
        for (int b : bytes) {
            in.writeByte(b);
        }
        MalformedMessageException e = assertThrows(MalformedMessageException.class, () -> read.accept(in));
        assertEquals(message, e.getMessage());
    }
}
