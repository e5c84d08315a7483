package io.headrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headrace.clients.producer.ProducerRecord;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchCursor;
import io.headrace.record.RecordCursor;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What each codec makes of a sample, as lines of a table in Markdown: how small it gets, and how many megabytes of records one
 * thread compresses and decompresses in a second of CPU time, building and reading the batch included.
 *
 * <p>The sample is orders as JSON of about 238 bytes each, with a key, the same in every run. One argument: for how many
 * seconds of CPU time each figure is measured, after as many of warming up; 1 without it.
 */
public final class CompressionTable {

    private static final int RECORDS = 4_000;
    private static final int[] BATCH_BYTES = {16_384, 131_072};
    private static final int MAX_UNPACKED_BYTES = 1 << 24;
    private static final double MEGA = 1e6;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private record Candidate(String name, Codec codec) {}

    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate("snappy", Codec.of(CompressionType.SNAPPY)),
            new Candidate("lz4 (9, the default)", Codec.of(CompressionType.LZ4)),
            new Candidate("lz4, level 17", Codec.of(CompressionType.LZ4, 17)),
            new Candidate("zstd, level 1", Codec.of(CompressionType.ZSTD, 1)),
            new Candidate("zstd (3, the default)", Codec.of(CompressionType.ZSTD, 3)),
            new Candidate("zstd, level 12", Codec.of(CompressionType.ZSTD, 12)),
            new Candidate("gzip (-1, the default)", Codec.of(CompressionType.GZIP)));

    /** Does something with all batches once and returns how many bytes of records that were. */
    private interface Round {
        long run();
    }

    private CompressionTable() {}

    public static void main(String[] args) {
        long cpuNs = TimeUnit.SECONDS.toNanos(args.length == 0 ? 1 : Integer.parseInt(args[0]));
        List<ProducerRecord<byte[], byte[]>> sample = sample();
        System.out.println("| codec | batch | size | compressed MB per CPU s | decompressed MB per CPU s |");
        System.out.println("|---|---|---:|---:|---:|");
        for (int batchBytes : BATCH_BYTES) {
            for (Candidate candidate : CANDIDATES) {
                measure(candidate, batchBytes, sample, cpuNs);
            }
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> sample() {
        Random random = new Random(17);
        String[] states = {"new", "paid", "packed", "shipped", "delivered", "returned"};
        String[] cities = {"Berlin", "Lyon", "Porto", "Gda\u0144sk", "Utrecht", "Bologna", "Malm\u00f6", "Graz"};
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            String order = "order-" + (100_000 + random.nextInt(900_000));
            String value = String.format(
                    Locale.ROOT,
                    "{\"order\":\"%s\",\"customer\":%d,\"state\":\"%s\",\"city\":\"%s\",\"amount\":%d.%02d,"
                            + "\"currency\":\"EUR\",\"updated\":\"2026-11-%02dT%02d:%02d:%02d.%03dZ\",\"trace\":\"%016x\","
                            + "\"items\":[{\"sku\":\"A-%05d\",\"count\":%d},{\"sku\":\"B-%05d\",\"count\":%d}]}",
                    order,
                    random.nextInt(50_000),
                    states[random.nextInt(states.length)],
                    cities[random.nextInt(cities.length)],
                    random.nextInt(500),
                    random.nextInt(100),
                    1 + random.nextInt(30),
                    random.nextInt(24),
                    random.nextInt(60),
                    random.nextInt(60),
                    random.nextInt(1_000),
                    random.nextLong(),
                    random.nextInt(20_000),
                    1 + random.nextInt(5),
                    random.nextInt(20_000),
                    1 + random.nextInt(5));
            records.add(new ProducerRecord<>("orders", order.getBytes(UTF_8), value.getBytes(UTF_8)));
        }
        return records;
    }

    private static void measure(
            Candidate candidate, int batchBytes, List<ProducerRecord<byte[], byte[]>> sample, long cpuNs) {
        Codec codec = candidate.codec;
        List<ByteBuf> batches = new ArrayList<>();
        long rawBytes = build(codec, batchBytes, sample, batches);
        long sealedBytes = batches.stream().mapToLong(ByteBuf::readableBytes).sum();
        double packed = rate(cpuNs, () -> {
            List<ByteBuf> made = new ArrayList<>();
            long bytes = build(codec, batchBytes, sample, made);
            made.forEach(ByteBuf::release);
            return bytes;
        });
        double unpacked = rate(cpuNs, () -> {
            batches.forEach(CompressionTable::read);
            return rawBytes;
        });
        batches.forEach(ByteBuf::release);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d kB | %.0f %% | %.0f | %.0f |%n",
                candidate.name,
                batchBytes / 1024,
                100.0 * sealedBytes / rawBytes,
                packed,
                unpacked);
    }

    /** Adds the batches that the sample fills and returns their size before compression. */
    private static long build(
            Codec codec, int batchBytes, List<ProducerRecord<byte[], byte[]>> sample, List<ByteBuf> batches) {
        long rawBytes = 0;
        BatchBuilder builder = new BatchBuilder(PooledByteBufAllocator.DEFAULT, codec, batchBytes);
        for (ProducerRecord<byte[], byte[]> record : sample) {
            builder.append(1_000_000L, record.key(), record.value());
            if (builder.sizeInBytes() >= batchBytes) {
                rawBytes += builder.sizeInBytes();
                batches.add(builder.seal());
                builder = new BatchBuilder(PooledByteBufAllocator.DEFAULT, codec, batchBytes);
            }
        }
        builder.close();
        return rawBytes;
    }

    private static void read(ByteBuf batch) {
        BatchCursor cursor = new BatchCursor(batch);
        try (RecordCursor records = new RecordCursor(PooledByteBufAllocator.DEFAULT, MAX_UNPACKED_BYTES)) {
            while (cursor.next()) {
                records.open(cursor.batch());
                while (records.next()) {
                    records.value();
                }
            }
        }
    }

    /** Megabytes for each second of this thread's CPU time, so that others on the machine do not matter much. */
    private static double rate(long cpuNs, Round round) {
        run(cpuNs, round);
        long beforeNs = THREADS.getCurrentThreadCpuTime();
        long bytes = run(cpuNs, round);
        return bytes / MEGA / ((THREADS.getCurrentThreadCpuTime() - beforeNs) / 1e9);
    }

    private static long run(long cpuNs, Round round) {
        long endNs = THREADS.getCurrentThreadCpuTime() + cpuNs;
        long bytes = 0;
        while (THREADS.getCurrentThreadCpuTime() < endNs) {
            bytes += round.run();
        }
        return bytes;
    }
}
