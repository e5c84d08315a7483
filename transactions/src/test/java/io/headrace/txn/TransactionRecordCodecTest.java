package io.headrace.txn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.CoordinatorRecordCodec;
import io.headrace.coordination.UnknownRecordTypeException;
import io.headrace.protocol.wire.MalformedMessageException;
import io.headrace.txn.record.TransactionLogKey;
import io.headrace.txn.record.TransactionLogValue;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue.PartitionsSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Apache's own reading and writing of the same records. */
class TransactionRecordCodecTest {

    private static final int ROUNDS = 200;

    private final CoordinatorRecordCodec codec = TransactionRecordCodec.INSTANCE;

    @ParameterizedTest
    @ValueSource(shorts = {0, 1})
    void whatApacheWritesIsReadAndWrittenAgain(short version) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String where = "seed " + seed + " round " + round;
            byte[] key = MessageUtil.toCoordinatorTypePrefixedBytes(
                    new org.apache.kafka.coordinator.transaction.generated.TransactionLogKey()
                            .setTransactionalId("id-" + random.nextInt()));
            byte[] value = MessageUtil.toVersionPrefixedBytes(version, value(random, version));
            CoordinatorRecord record = decode(key, value);
            assertEquals(version, record.valueVersion(), where);
            assertArrayEquals(key, codec.encodeKey(record), where);
            assertArrayEquals(value, codec.encodeValue(record), where);
        }
    }

    private static org.apache.kafka.coordinator.transaction.generated.TransactionLogValue value(
            Random random, short version) {
        List<PartitionsSchema> partitions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            partitions.add(new PartitionsSchema()
                    .setTopic("topic-" + i)
                    .setPartitionIds(random.ints(random.nextInt(5)).boxed().toList()));
        }
        var value = new org.apache.kafka.coordinator.transaction.generated.TransactionLogValue()
                .setProducerId(random.nextLong())
                .setProducerEpoch((short) random.nextInt())
                .setTransactionTimeoutMs(random.nextInt())
                .setTransactionStatus((byte) random.nextInt())
                .setTransactionPartitions(random.nextInt(5) == 0 ? null : partitions)
                .setTransactionLastUpdateTimestampMs(random.nextLong())
                .setTransactionStartTimestampMs(random.nextLong());
        return version == 0
                ? value
                : value.setPreviousProducerId(random.nextLong())
                        .setNextProducerId(random.nextLong())
                        .setNextProducerEpoch((short) random.nextInt())
                        .setClientTransactionVersion((short) random.nextInt());
    }

    @Test
    void whatWeWriteApacheUnderstands() {
        CoordinatorRecord record = CoordinatorRecord.of(
                new TransactionLogKey().transactionalId("mine"),
                new TransactionLogValue()
                        .producerId(4)
                        .producerEpoch((short) 5)
                        .transactionTimeoutMs(6)
                        .transactionStatus((byte) 1)
                        .clientTransactionVersion((short) 2),
                1);
        ByteBuffer key = ByteBuffer.wrap(codec.encodeKey(record));
        assertEquals(0, key.getShort());
        assertEquals(
                "mine",
                new org.apache.kafka.coordinator.transaction.generated.TransactionLogKey(
                                new ByteBufferAccessor(key), (short) 0)
                        .transactionalId());
        ByteBuffer value = ByteBuffer.wrap(codec.encodeValue(record));
        assertEquals(1, value.getShort());
        var theirs = new org.apache.kafka.coordinator.transaction.generated.TransactionLogValue(
                new ByteBufferAccessor(value), (short) 1);
        assertEquals(4, theirs.producerId());
        assertEquals(5, theirs.producerEpoch());
        assertEquals(6, theirs.transactionTimeoutMs());
        assertEquals(1, theirs.transactionStatus());
        assertEquals(2, theirs.clientTransactionVersion());
        assertEquals(0, value.remaining());
    }

    @Test
    void aTombstoneHasNoValue() {
        CoordinatorRecord tombstone = CoordinatorRecord.tombstone(new TransactionLogKey().transactionalId("mine"));
        assertNull(codec.encodeValue(tombstone));
        assertEquals(tombstone, codec.decode(Unpooled.wrappedBuffer(codec.encodeKey(tombstone)), null));
    }

    @Test
    void whatIsNotSuchARecordIsRefused() {
        assertThrows(UnknownRecordTypeException.class, () -> decode(new byte[] {0, 7, 0, 0}, new byte[0]));
        CoordinatorRecord record =
                CoordinatorRecord.of(new TransactionLogKey().transactionalId("mine"), new TransactionLogValue(), 0);
        byte[] value = codec.encodeValue(record);
        for (int length = 0; length < value.length; length++) {
            byte[] cut = Arrays.copyOf(value, length);
            assertThrows(
                    MalformedMessageException.class, () -> decode(codec.encodeKey(record), cut), "value of " + length);
        }
    }

    private CoordinatorRecord decode(byte[] key, byte[] value) {
        return codec.decode(Unpooled.wrappedBuffer(key), Unpooled.wrappedBuffer(value));
    }
}
