package io.headrace.record;

import io.headrace.common.header.Header;
import io.headrace.common.header.internals.RecordHeader;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** What a batch is to say, in plain values, and the two ways to turn it into bytes: our builder and Apache's. */
final class SampleBatch {

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Sample(long offset, long timestamp, byte[] key, byte[] value, Header[] headers) {}

    final List<Sample> records = new ArrayList<>();
    CompressionType compression = CompressionType.NONE;
    long baseOffset;
    long lastOffset = -1;
    int leaderEpoch = -1;
    long logAppendTime = -1;
    long deleteHorizon = -1;
    long producerId = -1;
    short producerEpoch = -1;
    int baseSequence = -1;
    boolean transactional;
    boolean control;

    /** Anything that both builders accept. */
    static SampleBatch random(Random random) {
        SampleBatch batch = new SampleBatch();
        batch.compression = CompressionType.forId(random.nextInt(5));
        batch.baseOffset = random.nextBoolean() ? 0 : random.nextLong(Long.MAX_VALUE - (1L << 40));
        batch.leaderEpoch = random.nextInt(4) - 1;
        batch.control = random.nextInt(10) == 0;
        if (random.nextInt(4) == 0) {
            batch.logAppendTime = random.nextLong(1L << 45);
        }
        if (random.nextInt(5) == 0) {
            batch.deleteHorizon = random.nextLong(1L << 45);
        }
        if (batch.control || random.nextInt(3) == 0) {
            batch.producerId = random.nextLong(Long.MAX_VALUE);
            batch.producerEpoch = (short) random.nextInt(Short.MAX_VALUE);
            batch.baseSequence = batch.control ? -1 : random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(1000);
            batch.transactional = batch.control || random.nextBoolean();
        }
        batch.addRecords(random);
        if (random.nextInt(5) == 0) {
            batch.lastOffset = batch.lastSampleOffset() + random.nextInt(1000);
        }
        return batch;
    }

    private void addRecords(Random random) {
        boolean gaps = random.nextInt(4) == 0;
        long offset = baseOffset + (gaps ? random.nextInt(10) : 0);
        long timestamp = timestamp(random);
        int count = control ? 1 + random.nextInt(3) : 1 + random.nextInt(random.nextInt(10) == 0 ? 2000 : 30);
        int maxSize = count > 100 ? 200 : random.nextInt(10) == 0 ? 100_000 : 1000;
        for (int i = 0; i < count; i++) {
            byte[] key = control ? controlKey(random) : bytes(random, maxSize / 10);
            add(offset, timestamp, key, bytes(random, maxSize), headers(random));
            offset += gaps ? 1 + random.nextInt(random.nextInt(10) == 0 ? 1 << 20 : 5) : 1;
            timestamp = random.nextInt(10) == 0 ? timestamp(random) : timestamp + random.nextInt(5);
            timestamp = timestamp < -1 ? 0 : timestamp;
        }
    }

    SampleBatch add(long offset, long timestamp, byte[] key, byte[] value, Header... headers) {
        records.add(new Sample(offset, timestamp, key, value, headers));
        return this;
    }

    long lastSampleOffset() {
        return records.get(records.size() - 1).offset();
    }

    private static long timestamp(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> -1;
            case 1 -> 0;
            case 2 -> Long.MAX_VALUE;
            case 3 -> random.nextLong(Long.MAX_VALUE);
            default -> 1_700_000_000_000L + random.nextInt(1_000_000);
        };
    }

    private static byte[] controlKey(Random random) {
        return new byte[] {0, 0, 0, (byte) random.nextInt(2)};
    }

    /** Null, empty, or bytes of which some compress and some do not. */
    static byte[] bytes(Random random, int maxSize) {
        int kind = random.nextInt(8);
        if (kind == 0) {
            return null;
        }
        byte[] bytes = new byte[kind == 1 ? 0 : random.nextInt(maxSize + 1)];
        if (kind < 4) {
            random.nextBytes(bytes);
        } else {
            Arrays.fill(bytes, (byte) random.nextInt());
            for (int i = 0; i < bytes.length; i += 17) {
                bytes[i] = (byte) i;
            }
        }
        return bytes;
    }

    static Header[] headers(Random random) {
        int count = random.nextInt(3) > 0 ? 0 : random.nextInt(random.nextInt(20) == 0 ? 300 : 5);
        Header[] headers = new Header[count];
        String[] keys = {"", "a", "trace-id", "größe", "\u4e2d\u6587", "\ud83d\ude00", "k".repeat(70)};
        for (int i = 0; i < count; i++) {
            headers[i] = new RecordHeader(keys[random.nextInt(keys.length)], bytes(random, 100));
        }
        return headers;
    }

    /** Built by us; the caller releases. */
    ByteBuf ours() {
        return ours(Codec.of(compression));
    }

    ByteBuf ours(Codec codec) {
        try (BatchBuilder builder = new BatchBuilder(PooledByteBufAllocator.DEFAULT, codec, 64)) {
            builder.baseOffset(baseOffset)
                    .partitionLeaderEpoch(leaderEpoch)
                    .transactional(transactional)
                    .control(control);
            if (deleteHorizon >= 0) {
                builder.deleteHorizonMs(deleteHorizon);
            }
            if (logAppendTime >= 0) {
                builder.logAppendTimeMs(logAppendTime);
            }
            for (Sample sample : records) {
                builder.appendAt(sample.offset(), sample.timestamp(), sample.key(), sample.value(), sample.headers());
            }
            if (lastOffset >= 0) {
                builder.lastOffset(lastOffset);
            }
            return builder.producer(producerId, producerEpoch, baseSequence).seal();
        }
    }

    /** Built by Apache. */
    byte[] apaches() {
        return apaches(Compression.of(compression.typeName()).build());
    }

    byte[] apaches(Compression codec) {
        MemoryRecordsBuilder builder = new MemoryRecordsBuilder(
                new ByteBufferOutputStream(1024),
                RecordBatch.MAGIC_VALUE_V2,
                codec,
                logAppendTime >= 0 ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
                baseOffset,
                logAppendTime,
                producerId,
                producerEpoch,
                baseSequence,
                transactional,
                control,
                leaderEpoch,
                0,
                deleteHorizon);
        for (Sample sample : records) {
            org.apache.kafka.common.header.Header[] headers = Arrays.stream(sample.headers())
                    .map(h -> new org.apache.kafka.common.header.internals.RecordHeader(h.key(), h.value()))
                    .toArray(org.apache.kafka.common.header.Header[]::new);
            if (control) {
                builder.appendControlRecordWithOffset(
                        sample.offset(), new SimpleRecord(sample.timestamp(), sample.key(), sample.value(), headers));
            } else {
                builder.appendWithOffset(sample.offset(), sample.timestamp(), sample.key(), sample.value(), headers);
            }
        }
        if (lastOffset >= 0) {
            builder.overrideLastOffset(lastOffset);
        }
        ByteBuffer built = builder.build().buffer();
        byte[] bytes = new byte[built.remaining()];
        built.get(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "SampleBatch(" + compression + ", records=" + records.size() + ", baseOffset=" + baseOffset
                + ", lastOffset=" + lastOffset + ", logAppendTime=" + logAppendTime + ", deleteHorizon=" + deleteHorizon
                + ", producerId=" + producerId + ", control=" + control + ")";
    }
}
