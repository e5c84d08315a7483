package io.headrace.clients.consumer.internals.fetch;

import static io.headrace.clients.consumer.internals.fetch.Batches.batch;
import static io.headrace.clients.consumer.internals.fetch.Batches.bytes;
import static io.headrace.clients.consumer.internals.fetch.Batches.concat;
import static io.headrace.clients.consumer.internals.fetch.Batches.marker;
import static io.headrace.clients.consumer.internals.fetch.Batches.transactional;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import io.headrace.common.header.Header;
import io.headrace.common.header.Headers;
import io.headrace.common.header.internals.RecordHeader;
import io.headrace.common.record.TimestampType;
import io.headrace.common.serialization.Deserializer;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.protocol.message.FetchResponse.AbortedTransaction;
import io.headrace.record.BatchBuilder;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkReaderTest {

    private static final int ALL = Integer.MAX_VALUE;

    private final AssignedPartition partition = new AssignedPartition(new TopicPartition("t", 3), OffsetReset.none());
    private final List<ConsumerRecord<String, String>> out = new ArrayList<>();
    private ChunkReader<String, String> reader = reader(new StringDeserializer(), new StringDeserializer());

    private static ChunkReader<String, String> reader(Deserializer<String> keys, Deserializer<String> values) {
        return new ChunkReader<>(Batches.ALLOCATOR, FieldReader.of(keys), FieldReader.of(values), true);
    }

    @AfterEach
    void close() {
        reader.close();
    }

    private Fetched.Chunk chunk(long nextOffset, ByteBuf records) {
        return new Fetched.Chunk(partition.cursor, 0, nextOffset, records, 1, AbortedTransactions.IGNORED);
    }

    private List<String> values() {
        return out.stream().map(ConsumerRecord::value).toList();
    }

    private List<Long> offsets() {
        return out.stream().map(ConsumerRecord::offset).toList();
    }

    @Test
    void readsRecordsAndMovesThePositionBehindThem() {
        partition.position = 10;
        assertTrue(reader.read(chunk(13, concat(batch(10, 4, "a", "b"), batch(12, 5, "c"))), partition, ALL, out));
        assertEquals(List.of("a", "b", "c"), values());
        assertEquals(List.of(10L, 11L, 12L), offsets());
        assertEquals(13, partition.position);
        assertEquals(5, partition.positionEpoch);
        assertEquals(Optional.of(4), out.get(0).leaderEpoch());
        assertSame(out.get(0).leaderEpoch(), out.get(1).leaderEpoch(), "one object per batch");
        assertEquals(Optional.of(5), out.get(2).leaderEpoch());
        assertEquals(3, out.get(0).partition());
        assertEquals(1_010, out.get(0).timestamp());
        assertEquals(TimestampType.CREATE_TIME, out.get(0).timestampType());
        assertNull(out.get(0).key());
        assertEquals(ConsumerRecord.NULL_SIZE, out.get(0).serializedKeySize());
        assertEquals(1, out.get(0).serializedValueSize());
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void readsEveryCodec(CompressionType type) {
        partition.position = 0;
        ByteBuf batch;
        try (BatchBuilder builder = Batches.builder(type)) {
            for (int i = 0; i < 100; i++) {
                builder.append(i, bytes("k" + i), bytes("v" + i));
            }
            batch = Batches.sealed(builder);
        }
        assertTrue(reader.read(chunk(100, batch), partition, ALL, out));
        assertEquals(100, out.size());
        assertEquals("k99", out.get(99).key());
        assertEquals("v99", out.get(99).value());
    }

    @Test
    void handsOutAtMostWhatIsAskedForAndGoesOnThere() {
        partition.position = 0;
        Fetched.Chunk chunk = chunk(4, concat(batch(0, 1, "a", "b", "c"), batch(3, 1, "d")));
        assertFalse(reader.read(chunk, partition, 2, out));
        assertEquals(List.of("a", "b"), values());
        assertEquals(2, partition.position);
        assertFalse(reader.read(chunk, partition, 2, out));
        assertTrue(reader.read(chunk, partition, 2, out), "only now is it known that nothing follows");
        assertEquals(List.of("a", "b", "c", "d"), values());
    }

    @Test
    void skipsRecordsOfABatchThatLieBeforeThePosition() {
        partition.position = 11;
        reader.read(chunk(13, batch(10, 1, "a", "b", "c")), partition, ALL, out);
        assertEquals(List.of(11L, 12L), offsets());
    }

    @Test
    void takesAChunkUpAgainAfterAnotherOne() {
        partition.position = 0;
        Fetched.Chunk chunk = chunk(6, concat(batch(0, 1, "a", "b", "c"), batch(3, 1, "d", "e", "f")));
        reader.read(chunk, partition, 4, out);
        AssignedPartition other = new AssignedPartition(new TopicPartition("u", 0), OffsetReset.none());
        other.position = 0;
        reader.read(
                new Fetched.Chunk(other.cursor, 0, 1, batch(0, 1, "other"), 1, AbortedTransactions.IGNORED),
                other,
                ALL,
                out);
        chunk.detach();
        assertTrue(reader.read(chunk, partition, ALL, out));
        assertEquals(List.of("a", "b", "c", "d", "other", "e", "f"), values());
        chunk.release();
    }

    @Test
    void gapsThatCompactionLeftMoveThePosition() {
        partition.position = 0;
        ByteBuf batch;
        try (BatchBuilder builder = Batches.builder(CompressionType.NONE)) {
            builder.appendAt(2, 1, null, bytes("c"), Batches.NO_HEADERS);
            builder.appendAt(5, 1, null, bytes("f"), Batches.NO_HEADERS);
            builder.lastOffset(9);
            batch = Batches.sealed(builder);
        }
        assertTrue(reader.read(chunk(10, batch), partition, ALL, out));
        assertEquals(List.of(2L, 5L), offsets());
        assertEquals(10, partition.position);
    }

    @Test
    void controlBatchesAndAbortedTransactionsAreNotForTheApplication() {
        partition.position = 0;
        AbortedTransactions aborted = AbortedTransactions.of(
                List.of(new AbortedTransaction().producerId(1).firstOffset(0)));
        ByteBuf records =
                concat(transactional(0, 1, "no"), transactional(1, 2, "yes"), marker(2, 1, false), marker(3, 2, true));
        Fetched.Chunk chunk = new Fetched.Chunk(partition.cursor, 0, 4, records, 4, aborted);
        assertTrue(reader.read(chunk, partition, ALL, out));
        assertEquals(List.of("yes"), values());
        assertEquals(4, partition.position);
    }

    @Test
    void recordsWithoutHeadersShareNothingThatCanBeChanged() {
        partition.position = 0;
        reader.read(chunk(2, batch(0, 1, "a", "b")), partition, ALL, out);
        out.get(0).headers().add("k", bytes("v"));
        assertEquals(1, out.get(0).headers().toArray().length);
        assertEquals(0, out.get(1).headers().toArray().length);
        assertSame(out.get(1).headers(), out.get(1).headers());
    }

    @Test
    void headersComeInOrderWithNullValues() {
        partition.position = 0;
        Header[] headers = {
            new RecordHeader("a", bytes("1")), new RecordHeader("a", null), new RecordHeader("ü", new byte[0])
        };
        ByteBuf batch;
        try (BatchBuilder builder = Batches.builder(CompressionType.NONE)) {
            builder.append(1, null, null, headers);
            batch = Batches.sealed(builder);
        }
        reader.read(chunk(1, batch), partition, ALL, out);
        Header[] read = out.get(0).headers().toArray();
        assertEquals(List.of("a", "a", "ü"), List.of(read[0].key(), read[1].key(), read[2].key()));
        assertArrayEquals(bytes("1"), read[0].value());
        assertNull(read[1].value());
        assertEquals(0, read[2].value().length);
        assertNull(out.get(0).value());
    }

    @Test
    void headersThatADeserializerAddsBelongToItsRecordOnly() {
        reader = reader(new StringDeserializer(), new Deserializer<>() {
            @Override
            public String deserialize(String topic, byte[] data) {
                throw new AssertionError("the one with headers is called");
            }

            @Override
            public String deserialize(String topic, Headers headers, byte[] data) {
                String value = new String(data, StandardCharsets.UTF_8);
                if (value.equals("b")) {
                    headers.add("seen", data);
                }
                return value;
            }
        });
        partition.position = 0;
        reader.read(chunk(3, batch(0, 1, "a", "b", "c")), partition, ALL, out);
        assertEquals(0, out.get(0).headers().toArray().length);
        assertEquals("seen", out.get(1).headers().toArray()[0].key());
        assertEquals(0, out.get(2).headers().toArray().length);
    }

    @Test
    void stringsOfAnyLengthFollowOneAnother() {
        List<String> texts = List.of("long".repeat(100), "", "é", "x".repeat(100_000), "short", "y".repeat(5_000), "z");
        partition.position = 0;
        reader.read(chunk(texts.size(), batch(0, 1, texts.toArray(new String[0]))), partition, ALL, out);
        assertEquals(texts, values());
    }

    @Test
    void aDeserializerThatPrefersBuffersGetsThem() {
        reader = reader(new StringDeserializer(), new Deserializer<>() {
            @Override
            public String deserialize(String topic, byte[] data) {
                throw new AssertionError("the one with a buffer is called");
            }

            @Override
            public String deserialize(String topic, Headers headers, ByteBuffer data) {
                return StandardCharsets.UTF_8.decode(data).toString();
            }
        });
        partition.position = 0;
        reader.read(chunk(1, batch(0, 1, "a")), partition, ALL, out);
        assertEquals(List.of("a"), values());
    }

    /** As languages do that know no checked exceptions. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> void throwUnannounced(Exception thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void whatADeserializerThrowsUnannouncedIsToldLikewise() {
        reader = reader(new StringDeserializer(), (topic, data) -> {
            ChunkReaderTest.<RuntimeException>throwUnannounced(new IOException("not announced"));
            return "";
        });
        partition.position = 0;
        Fetched.Chunk chunk = chunk(1, batch(0, 1, "a"));
        RecordDeserializationException e =
                assertThrows(RecordDeserializationException.class, () -> reader.read(chunk, partition, ALL, out));
        assertEquals("not announced", e.getCause().getMessage());
        assertEquals(0, partition.position);
    }

    @Test
    void aFailingDeserializerIsNamedWithTheRecordAndThePositionStaysThere() {
        reader = reader(new StringDeserializer(), (topic, data) -> {
            if (data[0] == 'b') {
                throw new IllegalArgumentException("no b");
            }
            return "ok";
        });
        partition.position = 0;
        Fetched.Chunk chunk = chunk(3, batch(0, 1, "a", "b", "c"));
        RecordDeserializationException e =
                assertThrows(RecordDeserializationException.class, () -> reader.read(chunk, partition, ALL, out));
        assertEquals(DeserializationExceptionOrigin.VALUE, e.origin());
        assertEquals(new TopicPartition("t", 3), e.topicPartition());
        assertEquals(1, e.offset());
        assertEquals(ByteBuffer.wrap(bytes("b")), e.valueBuffer());
        assertNull(e.keyBuffer());
        assertEquals("no b", e.getCause().getMessage());
        assertEquals(List.of("ok"), values());
        assertEquals(1, partition.position);
        assertThrows(RecordDeserializationException.class, () -> reader.read(chunk, partition, ALL, out));

        partition.position = 2;
        assertTrue(reader.read(chunk, partition, ALL, out));
        assertEquals(List.of(0L, 2L), offsets());
    }

    @Test
    void damagedBytesAreFoundByTheChecksumAndNamedWithPartitionAndOffset() {
        partition.position = 10;
        ByteBuf records = batch(10, 1, "abc");
        int last = records.writerIndex() - 2;
        records.setByte(last, records.getByte(last) ^ 1);
        KafkaException e =
                assertThrows(KafkaException.class, () -> reader.read(chunk(11, records), partition, ALL, out));
        assertTrue(e.getMessage().contains("partition t-3 at offset 10"), e.getMessage());
        assertInstanceOf(CorruptRecordException.class, e.getCause());
        assertEquals(10, partition.position);
    }

    @Test
    void nothingIsReadBehindTheEnd() {
        partition.position = 20;
        assertTrue(reader.read(chunk(13, batch(10, 1, "a", "b", "c")), partition, ALL, out));
        assertEquals(List.of(), out);
        assertEquals(20, partition.position);
    }
}
