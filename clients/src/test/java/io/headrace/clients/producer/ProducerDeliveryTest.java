package io.headrace.clients.producer;

import static io.headrace.clients.producer.ProducerFixture.record;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.FakePartition;
import io.headrace.common.Cluster;
import io.headrace.common.Metric;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.header.Headers;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.partitioners.KeyHash;
import io.headrace.partitioners.Partitioner;
import io.headrace.protocol.ApiKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("FutureReturnValueIgnored") // Outcomes are looked at where they matter.
class ProducerDeliveryTest {

    private final ProducerFixture fixture = new ProducerFixture(2);

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void recordsArriveOnceInOrderAndCallbacksFollowThatOrder(String codec) throws Exception {
        fixture.cluster.createTopic("t", 3);
        KafkaProducer<String, String> producer = fixture.producer("compression.type", codec, "batch.size", 500);
        List<List<Long>> told = List.of(
                Collections.synchronizedList(new ArrayList<>()),
                Collections.synchronizedList(new ArrayList<>()),
                Collections.synchronizedList(new ArrayList<>()));
        List<Future<RecordMetadata>> futures = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            futures.add(producer.send(record("t", i % 3, "value " + i), (metadata, e) -> {
                assertNull(e);
                told.get(metadata.partition()).add(metadata.offset());
            }));
        }
        producer.flush();
        for (int i = 0; i < 600; i++) {
            RecordMetadata metadata = futures.get(i).get();
            assertEquals(i / 3, metadata.offset());
            assertEquals(i % 3, metadata.partition());
        }
        for (int p = 0; p < 3; p++) {
            int partition = p;
            assertEquals(
                    IntStream.range(0, 200)
                            .mapToObj(i -> "value " + (3 * i + partition))
                            .toList(),
                    fixture.values("t", p));
            assertEquals(IntStream.range(0, 200).mapToObj(i -> (long) i).toList(), told.get(p));
        }
    }

    @Test
    void aRecordArrivesAsItWasGiven() throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer();
        ProducerRecord<String, String> record = new ProducerRecord<>("t", null, 1234L, "key", (String) null);
        record.headers().add("h", new byte[] {1}).add("h", null);
        RecordMetadata metadata = producer.send(record).get();
        assertEquals("t-0@0", metadata.toString());
        assertEquals(1234L, metadata.timestamp());
        assertEquals(3, metadata.serializedKeySize());
        assertEquals(-1, metadata.serializedValueSize());
        FakePartition.Stored stored = fixture.cluster.records("t", 0).get(0);
        assertArrayEquals("key".getBytes(StandardCharsets.UTF_8), stored.key());
        assertNull(stored.value());
        assertEquals(1234L, stored.timestamp());
        assertEquals(2, stored.headers());
        assertThrows(IllegalStateException.class, () -> record.headers().add("late", null));
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "1, 0", "all, 0", "-1, 0"})
    void acknowledgementsAsAskedFor(String acks, long offset) throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer("acks", acks);
        RecordMetadata metadata = producer.send(record("t", 0, "x")).get();
        assertEquals(offset, metadata.offset());
        producer.close();
        io.headrace.testsupport.Await.until(
                "the record arrives", () -> fixture.values("t", 0).equals(List.of("x")));
    }

    @ParameterizedTest
    @CsvSource({"3, 7", "3, 8", "3, 11", "3, 12", "0, 13"})
    void worksWithBrokersOfEveryAge(int lowest, int highest) throws Exception {
        fixture.cluster.createTopic("t", 1);
        fixture.cluster.supports(ApiKey.PRODUCE, lowest, highest);
        fixture.cluster.supports(ApiKey.METADATA, 0, highest < 9 ? 7 : highest < 13 ? 9 : 13);
        fixture.cluster.supports(ApiKey.API_VERSIONS, 0, highest < 9 ? 2 : 4);
        fixture.cluster.supports(ApiKey.INIT_PRODUCER_ID, 0, highest < 9 ? 1 : 5);
        KafkaProducer<String, String> producer = fixture.producer("compression.type", "zstd");
        assertEquals(0, producer.send(record("t", 0, "x")).get().offset());
    }

    @Test
    void zstdIsNotSentToABrokerThatDoesNotKnowIt() {
        fixture.cluster.createTopic("t", 1);
        fixture.cluster.supports(ApiKey.PRODUCE, 0, 6);
        KafkaProducer<String, String> producer = fixture.producer("compression.type", "zstd");
        ExecutionException e = assertThrows(
                ExecutionException.class,
                () -> producer.send(record("t", 0, "x")).get());
        assertInstanceOf(UnsupportedVersionException.class, e.getCause());
        assertEquals(
                "no common version of PRODUCE: the broker takes 0 to 6, this client needs 7 to 13",
                e.getCause().getMessage());
    }

    @Test
    void keysChooseThePartitionAndRecordsWithoutFillBatches() throws Exception {
        fixture.cluster.createTopic("t", 4);
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 1000);
        List<Future<RecordMetadata>> keyed = new ArrayList<>();
        List<Future<RecordMetadata>> unkeyed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            keyed.add(producer.send(new ProducerRecord<>("t", "key " + i, "v")));
            unkeyed.add(producer.send(new ProducerRecord<>("t", "no key")));
        }
        producer.flush();
        for (int i = 0; i < 50; i++) {
            byte[] key = ("key " + i).getBytes(StandardCharsets.UTF_8);
            assertEquals(KeyHash.partition(key, 4), keyed.get(i).get().partition());
            assertEquals(unkeyed.get(0).get().partition(), unkeyed.get(i).get().partition());
        }
    }

    @Test
    void keysCanBeIgnored() throws Exception {
        fixture.cluster.createTopic("t", 4);
        KafkaProducer<String, String> producer = fixture.producer("partitioner.ignore.keys", true, "linger.ms", 1000);
        List<Future<RecordMetadata>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            futures.add(producer.send(new ProducerRecord<>("t", "key " + i, "v")));
        }
        producer.flush();
        for (Future<RecordMetadata> future : futures) {
            assertEquals(futures.get(0).get().partition(), future.get().partition());
        }
    }

    /** Reads the partition out of the value. */
    public static final class ByValue implements Partitioner {
        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public int partition(
                String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            assertEquals(4, cluster.partitionCountForTopic(topic));
            return Integer.parseInt((String) value);
        }

        @Override
        public void close() {}
    }

    @Test
    void anOwnPartitionerDecides() throws Exception {
        fixture.cluster.createTopic("t", 4);
        KafkaProducer<String, String> producer = fixture.producer("partitioner.class", ByValue.class.getName());
        assertEquals(2, producer.send(new ProducerRecord<>("t", "2")).get().partition());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> producer.send(new ProducerRecord<>("t", "4")));
        assertEquals(
                ByValue.class.getName() + " chose partition 4 of topic t, which has partitions 0 to 3", e.getMessage());
    }

    /** Appends to values, and fails on purpose. */
    public static final class Marking implements ProducerInterceptor<String, String> {
        static final List<String> SEEN = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void configure(Map<String, ?> configs) {
            assertTrue(configs.containsKey("client.id"));
        }

        @Override
        public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
            return new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value() + "!");
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception exception, Headers headers) {
            SEEN.add(metadata + " " + exception);
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void close() {
            SEEN.add("closed");
        }
    }

    /** Fails always. */
    public static final class Broken implements ProducerInterceptor<String, String> {
        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void close() {
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void interceptorsSeeEverythingAndHarmNothing() throws Exception {
        Marking.SEEN.clear();
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer =
                fixture.producer("interceptor.classes", Broken.class.getName() + "," + Marking.class.getName());
        producer.send(record("t", 0, "x")).get();
        assertEquals(List.of("x!"), fixture.values("t", 0));
        producer.close();
        assertEquals(List.of("t-0@0 null", "closed"), Marking.SEEN);
    }

    @Test
    void whatACallbackThrowsStopsNothing() throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 100);
        producer.send(record("t", 0, "1"), (metadata, e) -> {
            throw new IllegalStateException("on purpose");
        });
        producer.send(record("t", 0, "2"), (metadata, e) -> {
            throw new AssertionError("on purpose");
        });
        assertEquals(2, producer.send(record("t", 0, "3")).get().offset());
        assertEquals(3, producer.send(record("t", 0, "4")).get().offset());
    }

    @Test
    void batchesWaitForTheirLingerTimeAndFillUp() throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 60_000, "batch.size", 1_000);
        List<Future<RecordMetadata>> futures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            futures.add(producer.send(record("t", 0, "x".repeat(100))));
        }
        futures.get(50).get();
        assertFalse(futures.get(99).isDone());
        producer.flush();
        assertTrue(futures.get(99).isDone());
        List<Integer> sizes = fixture.cluster.batchSizes("t", 0);
        assertTrue(sizes.stream().allMatch(s -> s <= 1_000), sizes.toString());
        assertTrue(sizes.stream().limit(sizes.size() - 1L).allMatch(s -> s > 800), sizes.toString());
    }

    @Test
    void aRecordLargerThanABatchGoesAlone() throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 60_000, "batch.size", 1_000);
        producer.send(record("t", 0, "x".repeat(50_000))).get();
        KafkaProducer<String, String> compressing =
                fixture.producer("linger.ms", 60_000, "batch.size", 1_000, "compression.type", "lz4");
        assertEquals(
                1, compressing.send(record("t", 0, "y".repeat(50_000))).get().offset());
    }

    @Test
    void withoutBatchingEachRecordIsABatch() throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer("batch.size", 0);
        for (int i = 0; i < 10; i++) {
            producer.send(record("t", 0, "x"));
        }
        producer.flush();
        assertEquals(10, fixture.cluster.batchSizes("t", 0).size());
    }

    @Test
    void partitionsAreShown() {
        fixture.cluster.createTopic("t", 3);
        KafkaProducer<String, String> producer = fixture.producer();
        assertEquals(
                List.of(0, 1, 0),
                producer.partitionsFor("t").stream().map(p -> p.leader().id()).toList());
        assertThrows(NullPointerException.class, () -> producer.partitionsFor(null));
    }

    @Test
    void metricsSayWhatWasDone() throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer("client.id", "me", "linger.ms", 60_000);
        for (int i = 0; i < 10; i++) {
            producer.send(record("t", 0, "x".repeat(10)));
        }
        assertTrue(metric(producer, "buffer-available-bytes") < 33_554_432);
        producer.flush();
        assertEquals(10, metric(producer, "record-send-total"));
        assertEquals(10, metric(producer, "records-per-request-avg"));
        assertEquals(10, metric(producer, "record-size-avg"));
        assertEquals((double) fixture.cluster.batchSizes("t", 0).get(0), metric(producer, "batch-size-avg"));
        assertEquals(0, metric(producer, "record-error-total"));
        assertEquals(0, metric(producer, "record-retry-total"));
        assertEquals(33_554_432, metric(producer, "buffer-available-bytes"));
        assertTrue(metric(producer, "request-latency-avg") > 0);
        assertTrue(metric(producer, "record-send-rate") > 0);
        assertTrue(metric(producer, "outgoing-byte-rate") > 0);
    }

    private static double metric(KafkaProducer<?, ?> producer, String name) {
        for (Metric metric : producer.metrics().values()) {
            if (metric.metricName().name().equals(name)
                    && metric.metricName().group().equals(KafkaProducer.PRODUCER_METRIC_GROUP_NAME)) {
                return (Double) metric.metricValue();
            }
        }
        throw new AssertionError("no metric " + name);
    }

    @Test
    void serializersOfTheConfigurationAreUsed() throws Exception {
        fixture.cluster.createTopic("t", 1);
        Map<String, Object> configs = fixture.configs(
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                "org.apache.kafka.common.serialization.IntegerSerializer");
        try (KafkaProducer<String, Integer> producer = new KafkaProducer<>(configs)) {
            producer.send(new ProducerRecord<>("t", "k", 7)).get();
        }
        assertArrayEquals(
                new byte[] {0, 0, 0, 7}, fixture.cluster.records("t", 0).get(0).value());
    }

    @Test
    void manyThreadsShareAProducer() throws Exception {
        fixture.cluster.createTopic("t", 3);
        KafkaProducer<String, String> producer =
                fixture.producer("batch.size", 300, "compression.type", "lz4", "buffer.memory", 20_000);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            int id = t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    producer.send(new ProducerRecord<>("t", "" + id, id + ":" + i), (metadata, e) -> {
                        if (e != null) {
                            failures.add(e);
                        }
                    });
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(60).toMillis());
        }
        producer.close();
        assertEquals(List.of(), failures);
        List<String> all = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            all.addAll(fixture.values("t", p));
        }
        for (int t = 0; t < 4; t++) {
            String mine = t + ":";
            assertEquals(
                    IntStream.range(0, 500).mapToObj(i -> mine + i).toList(),
                    all.stream().filter(v -> v.startsWith(mine)).toList());
        }
    }
}
