package io.headrace.record;

import static io.headrace.record.RawBatch.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.InvalidRecordException;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.UnsupportedCompressionTypeException;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For each way in which records can be wrong: the exception, and that its message says which record and why. */
class MalformedRecordsTest {

    // Numbers are zigzag varints: 0 -> 0, -1 -> 1, 1 -> 2, 2 -> 4, ...
    private static final byte[] GOOD = bytes(14, 0, 0, 0, 1, 2, 'v', 0);

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("size beyond the batch", bytes(16, 0, 0, 0, 1, 2, 'v', 0), "its size is 8 where 7 bytes"),
                Arguments.of("negative size", bytes(1, 0, 0, 0, 1, 2, 'v', 0), "its size is -1"),
                Arguments.of(
                        "size of six bytes",
                        bytes(0x80, 0x80, 0x80, 0x80, 0x80, 1, 0, 0),
                        "a number of more than 5 bytes"),
                Arguments.of(
                        "size without end", bytes(0x8e, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80), "more than 5 bytes"),
                Arguments.of("size too small", bytes(2, 0, 0, 0, 1, 1, 0), "where -"),
                Arguments.of("key beyond the record", bytes(14, 0, 0, 0, 100, 2, 'v', 0), "its key size is 50 where 3"),
                Arguments.of("key size -2", bytes(14, 0, 0, 0, 3, 2, 'v', 0), "its key size is -2"),
                Arguments.of(
                        "largest key size",
                        bytes(22, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0x0f, 2, 'v', 0),
                        "its key size is 2147483647"),
                Arguments.of(
                        "value beyond the record", bytes(14, 0, 0, 0, 1, 6, 'v', 0), "its value size is 3 where 2"),
                Arguments.of("value size -2", bytes(14, 0, 0, 0, 1, 3, 'v', 0), "its value size is -2"),
                Arguments.of("header count beyond", bytes(14, 0, 0, 0, 1, 2, 'v', 2), "it states 1 headers in 0 bytes"),
                Arguments.of("negative header count", bytes(14, 0, 0, 0, 1, 2, 'v', 1), "it states -1 headers"),
                Arguments.of(
                        "largest header count",
                        bytes(22, 0, 0, 0, 1, 2, 'v', 0xfe, 0xff, 0xff, 0xff, 0x0f),
                        "it states 2147483647 headers in 0 bytes"),
                Arguments.of(
                        "bytes after the value", bytes(16, 0, 0, 0, 1, 2, 'v', 0, 9), "1 bytes are left after its"),
                Arguments.of(
                        "timestamp delta of eleven bytes",
                        bytes(34, 0, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 0, 0, 1, 1, 0, 0, 0),
                        "a number of more than 10 bytes"),
                Arguments.of("ends within a number", bytes(14, 0, 0, 0, 1, 2, 'v', 128), "it ends early"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void recordIsRefused(String what, byte[] record, String message) {
        for (int before = 0; before < 3; before++) {
            byte[] all = new byte[before * GOOD.length + record.length];
            for (int i = 0; i < before; i++) {
                System.arraycopy(bytes(14, 0, 0, 2 * i, 1, 2, 'v', 0), 0, all, i * GOOD.length, GOOD.length);
            }
            System.arraycopy(record, 0, all, before * GOOD.length, record.length);
            BatchHeader batch = new RawBatch(before + 1, all).header();
            String expected = "record " + before + " of the batch at offset 500 is malformed: ";

            assertRefusedByValidator(batch, expected, message);
            try (RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, 100)) {
                records.open(batch);
                for (int i = 0; i < before; i++) {
                    assertTrue(records.next());
                }
                InvalidRecordException e = assertThrows(InvalidRecordException.class, records::next);
                assertTrue(e.getMessage().startsWith(expected) && e.getMessage().contains(message), e.getMessage());
            }
        }
    }

    static Stream<Arguments> malformedHeaders() {
        return Stream.of(
                Arguments.of(
                        "key beyond", bytes(20, 0, 0, 0, 1, 1, 2, 20, 'k', 2, 'v'), "header key size is 10 where 3"),
                Arguments.of("null key", bytes(20, 0, 0, 0, 1, 1, 2, 1, 'k', 2, 'v'), "header 0 has the key size -1"),
                Arguments.of("value beyond", bytes(20, 0, 0, 0, 1, 1, 2, 2, 'k', 4, 'v'), "header value size is 2"),
                Arguments.of("value size -2", bytes(20, 0, 0, 0, 1, 1, 2, 2, 'k', 3, 'v'), "header value size is -2"),
                Arguments.of("fewer than stated", bytes(20, 0, 0, 0, 1, 1, 4, 2, 'k', 2, 'v'), "headers end early"),
                Arguments.of(
                        "more than stated",
                        bytes(24, 0, 0, 0, 1, 1, 2, 2, 'k', 2, 'v', 0, 1),
                        "2 bytes are left after its last header"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedHeaders")
    void headerIsRefused(String what, byte[] record, String message) {
        BatchHeader batch = new RawBatch(1, record).header();
        assertRefusedByValidator(batch, "record 0", message);
        try (RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, 100)) {
            records.open(batch);
            assertTrue(records.next());
            InvalidRecordException e = assertThrows(InvalidRecordException.class, () -> {
                while (records.nextHeader()) {
                    records.headerKey();
                }
            });
            assertTrue(e.getMessage().contains(message), e.getMessage());
        }
    }

    @Test
    void headerOfOneRecordDoesNotReachIntoTheNext() {
        byte[] two = bytes(20, 0, 0, 0, 1, 1, 2, 2, 'k', 16, 'v', 14, 0, 0, 2, 1, 2, 'v', 0);
        assertRefusedByValidator(new RawBatch(2, two).header(), "record 0", "header value size is 8 where 1");
    }

    @Test
    void bytesAfterTheLastRecord() {
        byte[] trailing = bytes(14, 0, 0, 0, 1, 2, 'v', 0, 0, 0, 0);
        assertRefusedByValidator(
                new RawBatch(1, trailing).header(), "3 bytes are left after the last of 1 records", "3 bytes");
    }

    @Test
    void countsThatCannotBe() {
        for (int count : new int[] {Integer.MAX_VALUE, 2, Integer.MIN_VALUE}) {
            BatchHeader batch = new RawBatch(count, GOOD).header();
            try (RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, 100)) {
                InvalidRecordException e = assertThrows(InvalidRecordException.class, () -> records.open(batch));
                assertTrue(e.getMessage().contains("states " + count + " records in 8 bytes"), e.getMessage());
                assertFalse(records.next());
            }
        }
    }

    @Test
    void batchOfNoRecordsIsNotLookedInto() {
        for (int codec = 0; codec < 5; codec++) {
            BatchHeader batch = new RawBatch(0, new byte[100]).attributes(codec).header();
            try (RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, 10)) {
                assertFalse(records.open(batch).next());
            }
        }
    }

    @Test
    void validatorRequiresCountAndLastOffsetDeltaToAgree() {
        assertRefusedByValidator(
                new RawBatch(1, GOOD).lastOffsetDelta(1).header(), "states 1 records and the last offset delta 1", "");
        assertRefusedByValidator(new RawBatch(0, bytes()).header(), "states 0 records", "");
        assertRefusedByValidator(
                new RawBatch(Integer.MIN_VALUE, GOOD)
                        .lastOffsetDelta(Integer.MAX_VALUE)
                        .header(),
                "states -2147483648 records",
                "");
    }

    @Test
    void validatorRequiresOffsetDeltasToCountUp() {
        byte[] gap = bytes(14, 0, 0, 0, 1, 2, 'v', 0, 14, 0, 0, 4, 1, 2, 'v', 0);
        assertRefusedByValidator(new RawBatch(2, gap).header(), "record 1 of the batch", "has the offset delta 2");
        byte[] same = bytes(14, 0, 0, 0, 1, 2, 'v', 0, 14, 0, 0, 0, 1, 2, 'v', 0);
        assertRefusedByValidator(new RawBatch(2, same).header(), "record 1 of the batch", "has the offset delta 0");
        byte[] late = bytes(14, 0, 0, 2, 1, 2, 'v', 0);
        assertRefusedByValidator(new RawBatch(1, late).header(), "record 0 of the batch", "has the offset delta 1");
    }

    @Test
    void validatorRequiresKeysWhenAsked() {
        BatchHeader batch = new RawBatch(1, GOOD).header();
        try (BatchValidator validator = new BatchValidator(PooledByteBufAllocator.DEFAULT, 100)) {
            validator.validate(batch);
            InvalidRecordException e = assertThrows(InvalidRecordException.class, () -> validator.validateKeyed(batch));
            assertTrue(e.getMessage().contains("record 0"), e.getMessage());
            assertTrue(e.getMessage().contains("has no key"), e.getMessage());
            validator.validateKeyed(new RawBatch(1, bytes(14, 0, 0, 0, 0, 2, 'v', 0)).header());
        }
    }

    @Test
    void validatorTellsTimestamps() {
        SampleBatch sample = new SampleBatch();
        sample.baseOffset = 40;
        sample.add(40, 1000, null, null)
                .add(41, 3000, null, null)
                .add(42, 500, null, null)
                .add(43, 3000, null, null);
        ByteBuf bytes = sample.ours();
        try (BatchValidator validator = new BatchValidator(PooledByteBufAllocator.DEFAULT, 100)) {
            validator.validate(new BatchHeader(bytes, 0));
            assertEquals(3000, validator.maxTimestamp());
            assertEquals(500, validator.minTimestamp());
            assertEquals(41, validator.offsetOfMaxTimestamp());
        } finally {
            bytes.release();
        }
    }

    @Test
    void validatorRequiresTheCrc() {
        BatchHeader batch = new RawBatch(1, GOOD).header();
        batch.buffer().setByte(BatchHeader.SIZE + 6, 'w');
        try (BatchValidator validator = new BatchValidator(PooledByteBufAllocator.DEFAULT, 100)) {
            assertThrows(CorruptRecordException.class, () -> validator.validate(batch));
        }
    }

    @Test
    void batchThatUnpacksToMoreThanTheLimit() {
        for (CompressionType type : CompressionType.values()) {
            SampleBatch sample = new SampleBatch();
            sample.compression = type;
            ByteBuf bytes = sample.add(0, 1, null, new byte[300_000]).ours();
            MeteredAllocator allocator = new MeteredAllocator();
            try (RecordCursor records = new RecordCursor(allocator, 100_000);
                    BatchValidator validator = new BatchValidator(allocator, 100_000)) {
                BatchHeader batch = new BatchHeader(bytes, 0);
                if (type == CompressionType.NONE) {
                    validator.validate(batch);
                    assertTrue(records.open(batch).next());
                } else {
                    String message =
                            "records compressed with " + type + " unpack to more than the limit of 100000 bytes";
                    assertEquals(
                            message,
                            assertThrows(RecordTooLargeException.class, () -> records.open(batch))
                                    .getMessage());
                    assertEquals(
                            message,
                            assertThrows(RecordTooLargeException.class, () -> validator.validate(batch))
                                    .getMessage());
                    assertFalse(records.next());
                }
                assertTrue(allocator.largest() <= 100_001, () -> "a buffer of " + allocator.largest());
            } finally {
                bytes.release();
            }
        }
    }

    @Test
    void unknownCodec() {
        BatchHeader batch = new RawBatch(1, GOOD).attributes(5).header();
        try (BatchValidator validator = new BatchValidator(PooledByteBufAllocator.DEFAULT, 100)) {
            assertThrows(UnsupportedCompressionTypeException.class, () -> validator.validate(batch));
        }
    }

    @Test
    void batchThatIsNotWholeInItsBuffer() {
        BatchHeader batch = new RawBatch(1, GOOD).header();
        for (int length : new int[] {1 << 20, 48, -100, Integer.MAX_VALUE}) {
            batch.buffer().setInt(BatchHeader.LENGTH, length);
            try (RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, 100)) {
                assertThrows(CorruptRecordException.class, () -> records.open(batch));
            }
        }
    }

    @Test
    void cursorOnNothingHasNoRecords() {
        RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, 100);
        assertFalse(records.next());
        records.open(new RawBatch(1, GOOD).header());
        assertTrue(records.next());
        assertEquals(GOOD.length, records.sizeInBytes());
        records.close();
        assertFalse(records.next());
        assertThrows(IllegalArgumentException.class, () -> new RecordCursor(PooledByteBufAllocator.DEFAULT, -1));
    }

    private static void assertRefusedByValidator(BatchHeader batch, String first, String second) {
        try (BatchValidator validator = new BatchValidator(PooledByteBufAllocator.DEFAULT, 100)) {
            InvalidRecordException e = assertThrows(InvalidRecordException.class, () -> validator.validate(batch));
            assertTrue(e.getMessage().contains(first) && e.getMessage().contains(second), e.getMessage());
        }
    }
}
