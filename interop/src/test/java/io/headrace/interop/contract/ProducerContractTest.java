package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.line;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.KafkaException;
import io.headrace.common.PartitionInfo;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.SerializationException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.header.internals.RecordHeader;
import io.headrace.common.record.TimestampType;
import io.headrace.common.serialization.IntegerSerializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Target.class)
@SuppressWarnings("FutureReturnValueIgnored") // A send or a call that failed shows in what is read afterwards.
class ProducerContractTest {

    @Parameter
    Target target;

    private Contract contract() {
        return new Contract(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void recordsComeBackAsTheyWereSentWithEveryCodec(String codec) throws Exception {
        String topic = contract().newTopic("codec", 1);
        int count = 500;
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("compression.type", codec)) {
            for (int i = 0; i < count; i++) {
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(topic, 0, 1_000_000L + i, bytes("key-" + i), bytes("value-" + i));
                record.headers().add("h", bytes("x" + i)).add("h", null).add("", new byte[0]);
                producer.send(record);
            }
        }
        List<ConsumerRecord<byte[], byte[]>> read = contract().readPartition(topic, 0, count);
        assertEquals(count, read.size());
        for (int i = 0; i < count; i++) {
            ConsumerRecord<byte[], byte[]> record = read.get(i);
            assertEquals("0/" + i + " key-" + i + "=value-" + i + " h:x" + i + " h:null :", line(record));
            assertEquals(1_000_000L + i, record.timestamp());
            assertEquals(TimestampType.CREATE_TIME, record.timestampType());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "all"})
    void everyLevelOfAcknowledgementKeepsTheRecords(String acks) throws Exception {
        String topic = contract().newTopic("acks", 1);
        try (KafkaProducer<byte[], byte[]> producer =
                contract().producer("acks", acks, "enable.idempotence", acks.equals("all"))) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, bytes("v" + i))));
            }
            producer.flush();
            for (int i = 0; i < 100; i++) {
                RecordMetadata metadata = sent.get(i).get(30, TimeUnit.SECONDS);
                assertEquals(acks.equals("0") ? -1 : i, metadata.offset());
                assertEquals(!acks.equals("0"), metadata.hasOffset());
            }
        }
        List<ConsumerRecord<byte[], byte[]>> read = contract().readPartition(topic, 0, 100);
        for (int i = 0; i < 100; i++) {
            assertEquals("v" + i, text(read.get(i).value()));
        }
    }

    @Test
    void theMetadataOfASendTellsWhereTheRecordIs() throws Exception {
        String topic = contract().newTopic("metadata", 3);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            RecordMetadata first = producer.send(new ProducerRecord<>(topic, 2, 42L, bytes("key"), bytes("value")))
                    .get(30, TimeUnit.SECONDS);
            RecordMetadata second = producer.send(
                            new ProducerRecord<byte[], byte[]>(topic, 2, 43L, (byte[]) null, (byte[]) null))
                    .get(30, TimeUnit.SECONDS);
            assertEquals(topic, first.topic());
            assertEquals(2, first.partition());
            assertEquals(0, first.offset());
            assertEquals(42L, first.timestamp());
            assertEquals(3, first.serializedKeySize());
            assertEquals(5, first.serializedValueSize());
            assertEquals(1, second.offset());
            assertEquals(-1, second.serializedKeySize());
            assertEquals(-1, second.serializedValueSize());
            assertEquals(topic + "-2@0", first.toString());
        }
    }

    @Test
    void nullAndEmptyKeysAndValuesAreKeptApart() throws Exception {
        String topic = contract().newTopic("nulls", 1);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            producer.send(new ProducerRecord<>(topic, null, null));
            producer.send(new ProducerRecord<>(topic, new byte[0], null));
            producer.send(new ProducerRecord<>(topic, null, new byte[0]));
            producer.send(new ProducerRecord<>(topic, new byte[0], new byte[0]));
        }
        List<ConsumerRecord<byte[], byte[]>> read = contract().readPartition(topic, 0, 4);
        assertNull(read.get(0).key());
        assertNull(read.get(0).value());
        assertArrayEquals(new byte[0], read.get(1).key());
        assertNull(read.get(1).value());
        assertNull(read.get(2).key());
        assertArrayEquals(new byte[0], read.get(2).value());
        assertArrayEquals(new byte[0], read.get(3).key());
        assertArrayEquals(new byte[0], read.get(3).value());
    }

    @Test
    void aKeyAlwaysGoesToOnePartitionAndTheSameForEveryClient() throws Exception {
        String topic = contract().newTopic("keys", 7);
        Map<String, Integer> expected = Map.of("a", 5, "order-17", 6, "\u00fcml\u00e4ut", 4, "", 2);
        Map<String, Integer> found = new ConcurrentHashMap<>();
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            for (String key : expected.keySet()) {
                int first = producer.send(new ProducerRecord<>(topic, bytes(key), bytes("1")))
                        .get()
                        .partition();
                int second = producer.send(new ProducerRecord<>(topic, bytes(key), bytes("2")))
                        .get()
                        .partition();
                assertEquals(first, second);
                found.put(key, first);
            }
        }
        assertEquals(expected, found);
    }

    @Test
    void callbacksRunOnceEachAndInOrderOfTheirPartition() throws Exception {
        String topic = contract().newTopic("callbacks", 2);
        int count = 2_000;
        List<List<Long>> offsets = List.of(
                Collections.synchronizedList(new ArrayList<>()), Collections.synchronizedList(new ArrayList<>()));
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("batch.size", 500, "linger.ms", 0)) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, i % 2, null, bytes("v" + i)), (metadata, failure) -> {
                    assertNull(failure);
                    offsets.get(metadata.partition()).add(metadata.offset());
                });
            }
            producer.flush();
            for (List<Long> of : offsets) {
                assertEquals(count / 2, of.size());
                for (int i = 0; i < of.size(); i++) {
                    assertEquals(i, of.get(i));
                }
            }
        }
    }

    @Test
    void aFailureReachesTheCallbackAndTheFuture() throws Exception {
        String topic = contract().newTopic("small", 1, "max.message.bytes", "1000");
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            CompletableFuture<Exception> seen = new CompletableFuture<>();
            Future<RecordMetadata> future = producer.send(
                    new ProducerRecord<>(topic, new byte[5_000]), (metadata, failure) -> seen.complete(failure));
            ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
            assertInstanceOf(RecordTooLargeException.class, thrown.getCause());
            assertInstanceOf(RecordTooLargeException.class, seen.get(30, TimeUnit.SECONDS));
            // The producer goes on.
            assertEquals(
                    0,
                    producer.send(new ProducerRecord<>(topic, bytes("fits")))
                            .get(30, TimeUnit.SECONDS)
                            .offset());
        }
    }

    @Test
    void aBatchOverTheBrokersLimitIsSplitAndAllOfItArrives() throws Exception {
        String topic = contract().newTopic("split", 1, "max.message.bytes", "2000");
        int count = 300;
        try (KafkaProducer<byte[], byte[]> producer =
                contract().producer("batch.size", 100_000, "linger.ms", 200, "compression.type", "none")) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, bytes("k" + i), new byte[100])));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
        List<ConsumerRecord<byte[], byte[]>> read = contract().readPartition(topic, 0, count);
        for (int i = 0; i < count; i++) {
            assertEquals("k" + i, text(read.get(i).key()));
        }
    }

    @Test
    void aRecordOverTheClientsLimitFailsAtOnce() throws Exception {
        String topic = contract().newTopic("limit", 1);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("max.request.size", 10_000)) {
            Future<RecordMetadata> future = producer.send(new ProducerRecord<>(topic, new byte[20_000]));
            ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
            assertInstanceOf(RecordTooLargeException.class, thrown.getCause());
            assertTrue(thrown.getCause().getMessage().contains("max.request.size"), thrown.getMessage());
        }
    }

    @Test
    void aTopicThatDoesNotComeTimesOut() throws Exception {
        String topic = contract().newTopic("known", 1);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("max.block.ms", 700)) {
            // A partition beyond the topic's is waited for, like a topic.
            Future<RecordMetadata> future = producer.send(new ProducerRecord<>(topic, 9, null, bytes("v")));
            ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
            assertInstanceOf(TimeoutException.class, thrown.getCause());
            assertTrue(thrown.getMessage().contains(topic), thrown.getMessage());
        }
    }

    @Test
    void anInvalidTopicNameIsRefused() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("max.block.ms", 10_000)) {
            Future<RecordMetadata> future = producer.send(new ProducerRecord<>("no spaces please", bytes("v")));
            ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
            assertInstanceOf(InvalidTopicException.class, thrown.getCause());
        }
    }

    @Test
    void aTopicIsCreatedByTheFirstSend() throws Exception {
        String topic = Target.topic("auto");
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            assertEquals(
                    0,
                    producer.send(new ProducerRecord<>(topic, bytes("v")))
                            .get(30, TimeUnit.SECONDS)
                            .offset());
        }
        assertEquals("v", text(contract().readPartition(topic, 0, 1).get(0).value()));
    }

    @Test
    void partitionsForNamesLeadersAndReplicas() throws Exception {
        String topic = contract().newTopic("partitions", 3);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            List<PartitionInfo> partitions = producer.partitionsFor(topic);
            assertEquals(
                    List.of(0, 1, 2),
                    partitions.stream().map(PartitionInfo::partition).sorted().toList());
            for (PartitionInfo partition : partitions) {
                assertEquals(topic, partition.topic());
                assertFalse(partition.leader().isEmpty());
                assertEquals(1, partition.replicas().length);
                assertEquals(1, partition.inSyncReplicas().length);
                assertEquals(0, partition.offlineReplicas().length);
            }
        }
    }

    @Test
    void logAppendTimeIsTheBrokers() throws Exception {
        String topic = contract().newTopic("append-time", 1, "message.timestamp.type", "LogAppendTime");
        long before = System.currentTimeMillis();
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            RecordMetadata metadata = producer.send(new ProducerRecord<>(topic, 0, 5L, null, bytes("v")))
                    .get(30, TimeUnit.SECONDS);
            assertTrue(metadata.timestamp() >= before, "timestamp " + metadata.timestamp());
            ConsumerRecord<byte[], byte[]> read =
                    contract().readPartition(topic, 0, 1).get(0);
            assertEquals(TimestampType.LOG_APPEND_TIME, read.timestampType());
            assertEquals(metadata.timestamp(), read.timestamp());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, none", "1, none", "100, none", "900000, none", "3000000, lz4", "3000000, zstd", "3000000, gzip"})
    void aRecordOfAnySizeComesBackByteForByte(int size, String codec) throws Exception {
        String topic = contract().newTopic("size", 1, "max.message.bytes", "10000000");
        byte[] value = new byte[size];
        new Random(size).nextBytes(value);
        try (KafkaProducer<byte[], byte[]> producer =
                contract().producer("compression.type", codec, "max.request.size", 10_000_000)) {
            producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
        }
        assertArrayEquals(value, contract().readPartition(topic, 0, 1).get(0).value());
    }

    @Test
    void manyThreadsMayShareAProducer() throws Exception {
        String topic = contract().newTopic("shared", 1);
        int threads = 4;
        int each = 2_000;
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("compression.type", "lz4")) {
            List<Thread> senders = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                byte[] key = bytes("t" + t);
                Thread sender = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        producer.send(new ProducerRecord<>(topic, key, bytes(Integer.toString(i))));
                    }
                });
                sender.start();
                senders.add(sender);
            }
            for (Thread sender : senders) {
                sender.join();
            }
        }
        int[] next = new int[threads];
        for (ConsumerRecord<byte[], byte[]> record : contract().readPartition(topic, 0, threads * each)) {
            int thread = record.key()[1] - '0';
            assertEquals(Integer.toString(next[thread]++), text(record.value()));
        }
        int[] all = new int[threads];
        Arrays.fill(all, each);
        assertArrayEquals(all, next);
    }

    @Test
    void closeSendsWhatIsWaitingAndIsFinal() throws Exception {
        String topic = contract().newTopic("close", 1);
        KafkaProducer<byte[], byte[]> producer =
                contract().producer("linger.ms", 60_000, "delivery.timeout.ms", 120_000);
        Future<RecordMetadata> future = producer.send(new ProducerRecord<>(topic, bytes("v")));
        producer.close(Duration.ofSeconds(30));
        assertEquals(0, future.get().offset());
        assertThrows(IllegalStateException.class, () -> producer.send(new ProducerRecord<>(topic, bytes("v"))));
        producer.close();
    }

    @Test
    void aSerializerThatDoesNotFitSaysSo() {
        Map<String, Object> config = contract().config();
        config.put("key.serializer", IntegerSerializer.class);
        config.put("value.serializer", StringSerializer.class.getName());
        try (KafkaProducer<Object, Object> producer = new KafkaProducer<>(config)) {
            SerializationException thrown = assertThrows(
                    SerializationException.class, () -> producer.send(new ProducerRecord<>("any", "text", "value")));
            assertTrue(thrown.getMessage().contains("IntegerSerializer"), thrown.getMessage());
        }
    }

    @Test
    void aRecordRefusesImpossibleFields() {
        assertThrows(IllegalArgumentException.class, () -> new ProducerRecord<>(null, "v"));
        assertThrows(IllegalArgumentException.class, () -> new ProducerRecord<>("t", -1, "k", "v"));
        assertThrows(IllegalArgumentException.class, () -> new ProducerRecord<>("t", 0, -5L, "k", "v"));
        ProducerRecord<String, String> record =
                new ProducerRecord<>("t", 0, "k", "v", List.of(new RecordHeader("a", bytes("b"))));
        assertEquals("b", text(record.headers().lastHeader("a").value()));
    }

    @ParameterizedTest
    @CsvSource({
        "bootstrap.servers, ''",
        "bootstrap.servers, no-port",
        "acks, some",
        "batch.size, -1",
        "compression.type, brotli",
        "linger.ms, -1",
        "max.in.flight.requests.per.connection, 0",
        "delivery.timeout.ms, 10",
        "buffer.memory, much",
        "key.serializer, no.such.Class"
    })
    void aBadConfigurationIsNamed(String key, String value) {
        Map<String, Object> config = contract().config();
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", StringSerializer.class);
        config.put(key, value);
        KafkaException thrown =
                assertThrows(KafkaException.class, () -> new KafkaProducer<String, String>(config).close());
        Throwable named = thrown instanceof ConfigException ? thrown : thrown.getCause();
        assertInstanceOf(ConfigException.class, named);
        assertTrue(named.getMessage().contains(key), named.getMessage());
    }
}
