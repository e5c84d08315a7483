package io.headrace.clients.producer;

import static io.headrace.clients.producer.ProducerFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.Fault;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.testsupport.Await;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the producer takes, and that it gives all of it back. */
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes are looked at where they matter.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProducerMemoryTest {

    private static final long MEBIBYTE = 1 << 20;
    private static final long BUFFER_MEMORY = 32 * MEBIBYTE;
    private static final long BESIDES = 32 * MEBIBYTE;

    private final ProducerFixture fixture = new ProducerFixture(1);

    private final ResourceLeakDetector.Level leakDetection = ResourceLeakDetector.getLevel();

    @AfterEach
    void close() {
        ResourceLeakDetector.setLevel(leakDetection);
        fixture.close();
    }

    /** Heap that is reachable, and memory outside of it that was asked of the operating system. */
    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        long direct = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
                + UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            direct = pool.getName().equals("direct") ? Math.max(direct, pool.getMemoryUsed()) : direct;
        }
        return least + direct;
    }

    /** Records of any size, until there is no room for more: the smaller they are, the more there is to remember. */
    @ParameterizedTest
    @CsvSource({"10, none", "10, lz4", "100, none", "1000, none", "1000, zstd", "50000, none"})
    void aBrokerThatDoesNotAnswerMakesItNoLargerThanItsBufferAndALittle(int size, String codec) throws Exception {
        fixture.cluster.createTopic("t", 6);
        KafkaProducer<String, String> producer = fixture.producer(
                "buffer.memory", BUFFER_MEMORY,
                "max.block.ms", 500,
                "compression.type", codec,
                "delivery.timeout.ms", 600_000,
                "request.timeout.ms", 300_000);
        producer.send(record("t", 0, "x")).get();
        fixture.cluster.mischief(
                (broker, request, version) -> request instanceof ProduceRequest ? Fault.STALL : Fault.NONE);
        // What the detector remembers of each buffer is many times as much as the buffer's batch.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        String value = "v".repeat(size);
        long before = usedBytes();
        Callback callback = (metadata, e) -> {};
        Future<RecordMetadata> last;
        long sent = 0;
        do {
            last = producer.send(new ProducerRecord<>("t", value), callback);
            sent++;
        } while (!last.isDone());
        Throwable failure = assertThrows(ExecutionException.class, last::get).getCause();
        assertInstanceOf(BufferExhaustedException.class, failure);
        long grown = usedBytes() - before;
        System.out.printf(
                "%,d records of %d bytes, %s: %.1f MiB for %d MiB of buffer.memory%n",
                sent, size, codec, grown / (double) MEBIBYTE, BUFFER_MEMORY / MEBIBYTE);
        assertTrue(
                grown <= BUFFER_MEMORY + BESIDES,
                sent + " records of " + size + " bytes take " + grown + " bytes, buffer.memory is " + BUFFER_MEMORY);
        producer.close(Duration.ZERO);
        assertEquals((double) BUFFER_MEMORY, metric(producer, "buffer-available-bytes"));
    }

    private static Object metric(KafkaProducer<?, ?> producer, String name) {
        return producer.metrics().values().stream()
                .filter(m -> m.metricName().name().equals(name))
                .findFirst()
                .orElseThrow()
                .metricValue();
    }

    /** Each way that a batch can end gives its memory back. */
    @ParameterizedTest
    @ValueSource(strings = {"acknowledged", "refused", "split", "expired", "expired in flight", "closed"})
    void howeverABatchEndsItsMemoryIsFree(String end) throws Exception {
        fixture.cluster.createTopic("t", 2);
        KafkaProducer<String, String> producer = fixture.producer(
                "compression.type", "lz4",
                "batch.size", 1_000,
                "linger.ms", 0,
                "delivery.timeout.ms", end.startsWith("expired") ? 400 : 60_000,
                "request.timeout.ms", 300);
        producer.send(record("t", 0, "x")).get();
        switch (end) {
            case "refused" ->
                fixture.cluster.produceErrors((topic, partition) -> io.headrace.common.protocol.Errors.INVALID_RECORD);
            case "split" -> fixture.cluster.maxBatchBytes("t", 0, 300);
            case "expired" -> fixture.cluster.moveLeader("t", 0, -1);
            case "expired in flight", "closed" ->
                fixture.cluster.mischief(
                        (broker, request, version) -> request instanceof ProduceRequest ? Fault.STALL : Fault.NONE);
            default -> {
                // Nothing goes wrong.
            }
        }
        Random random = new Random(3);
        List<Future<RecordMetadata>> futures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            futures.add(producer.send(record("t", 0, "" + random.nextLong() + random.nextLong())));
        }
        if (end.equals("closed")) {
            Await.until("something is in flight", () -> fixture.cluster.count(ApiKey.PRODUCE) > 1);
            producer.close(Duration.ZERO);
        }
        for (Future<RecordMetadata> future : futures) {
            try {
                future.get(30, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertTrue(!end.equals("acknowledged") && !end.equals("split"), end + ": " + e);
            }
        }
        // What is in flight keeps its memory until its request has ended.
        Await.until(
                "all memory is free",
                () -> metric(producer, "buffer-available-bytes").equals(33_554_432.0));
    }

    /** The estimate of how well records compress keeps batches about as full as they may be. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void batchesAreFullHoweverWellTheyCompress(String codec) {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer =
                fixture.producer("compression.type", codec, "linger.ms", 60_000, "batch.size", 16_384);
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            // Digits: a little over half of their size is left by good codecs.
            StringBuilder value = new StringBuilder();
            for (int n = 0; n < 6; n++) {
                value.append(100_000_000 + random.nextInt(900_000_000)).append(" some words ");
            }
            producer.send(record("t", 0, value.toString()));
        }
        producer.flush();
        List<Integer> sizes = fixture.cluster.batchSizes("t", 0);
        // The first ones are sent before it is known how well they compress; the last is what was left.
        List<Integer> settled = sizes.subList(Math.min(15, sizes.size() / 2), sizes.size() - 1);
        double average = settled.stream().mapToInt(Integer::intValue).average().orElseThrow();
        assertTrue(average > 0.8 * 16_384, codec + ": " + average + " of 16384 bytes on average: " + sizes);
        assertTrue(settled.stream().allMatch(size -> size <= 1.1 * 16_384), codec + ": " + sizes);
    }

    @Test
    void levelsAreObeyed() {
        int[] gzip = {bytesWith("gzip", 1), bytesWith("gzip", 9)};
        assertTrue(gzip[1] < gzip[0], "gzip: " + Arrays.toString(gzip));
        int[] lz4 = {bytesWith("lz4", 1), bytesWith("lz4", 17)};
        assertTrue(lz4[1] <= lz4[0], "lz4: " + Arrays.toString(lz4));
        int[] zstd = {bytesWith("zstd", -50), bytesWith("zstd", 19)};
        assertTrue(zstd[1] < zstd[0], "zstd: " + Arrays.toString(zstd));
    }

    private int bytesWith(String codec, int level) {
        String topic = codec + level;
        fixture.cluster.createTopic(topic, 1);
        KafkaProducer<String, String> producer = fixture.producer(
                "compression.type",
                codec,
                "compression." + codec + ".level",
                level,
                "linger.ms",
                60_000,
                "batch.size",
                1_000_000);
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            producer.send(record(topic, 0, "user-" + random.nextInt(500) + " did " + random.nextInt(20) + " things"));
        }
        producer.flush();
        return fixture.cluster.batchSizes(topic, 0).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
