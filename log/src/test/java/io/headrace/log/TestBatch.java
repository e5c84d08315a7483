package io.headrace.log;

import io.headrace.common.header.Header;
import io.headrace.record.BatchBuilder;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A batch to be sent, described by what a test is about. */
final class TestBatch {

    private final List<Rec> records = new ArrayList<>();
    private CompressionType codec = CompressionType.NONE;
    private long producerId = -1;
    private short producerEpoch = -1;
    private int sequence = -1;
    private boolean transactional;
    private boolean control;
    private long baseOffset;
    private int leaderEpoch = -1;
    private long logAppendTimeMs = -1;

    static TestBatch of(String... values) {
        TestBatch batch = new TestBatch();
        for (String value : values) {
            batch.record(1000, null, value.getBytes(StandardCharsets.UTF_8));
        }
        return batch;
    }

    static TestBatch empty() {
        return new TestBatch();
    }

    TestBatch record(long timestamp, String key, String value) {
        return record(
                timestamp,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }

    TestBatch record(long timestamp, byte[] key, byte[] value) {
        records.add(new Rec(timestamp, key, value));
        return this;
    }

    TestBatch codec(CompressionType type) {
        this.codec = type;
        return this;
    }

    TestBatch producer(long id, int epoch, int baseSequence) {
        this.producerId = id;
        this.producerEpoch = (short) epoch;
        this.sequence = baseSequence;
        return this;
    }

    TestBatch transactional() {
        this.transactional = true;
        return this;
    }

    TestBatch control() {
        this.control = true;
        return this;
    }

    TestBatch at(long offset, int epoch) {
        this.baseOffset = offset;
        this.leaderEpoch = epoch;
        return this;
    }

    TestBatch logAppendTime(long ms) {
        this.logAppendTimeMs = ms;
        return this;
    }

    /** The bytes; unpooled heap memory, so that a test need not release it. */
    byte[] bytes() {
        try (BatchBuilder builder = new BatchBuilder(UnpooledByteBufAllocator.DEFAULT, Codec.of(codec), 256)) {
            builder.baseOffset(baseOffset);
            for (Rec record : records) {
                builder.append(record.timestamp, record.key, record.value, new Header[0]);
            }
            if (producerId >= 0) {
                builder.producer(producerId, producerEpoch, sequence);
            }
            if (logAppendTimeMs >= 0) {
                builder.logAppendTimeMs(logAppendTimeMs);
            }
            builder.transactional(transactional).control(control).partitionLeaderEpoch(leaderEpoch);
            ByteBuf sealed = builder.seal();
            byte[] bytes = new byte[sealed.readableBytes()];
            sealed.readBytes(bytes);
            sealed.release();
            return bytes;
        }
    }

    private static final class Rec {
        private final long timestamp;
        private final byte[] key;
        private final byte[] value;

        Rec(long timestamp, byte[] key, byte[] value) {
            this.timestamp = timestamp;
            this.key = key;
            this.value = value;
        }
    }
}
