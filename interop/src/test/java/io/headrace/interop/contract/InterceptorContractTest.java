package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.line;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerInterceptor;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.Cluster;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.header.Headers;
import io.headrace.common.header.internals.RecordHeader;
import io.headrace.interop.Target;
import io.headrace.partitioners.Partitioner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a producer does with the classes that applications give it: interceptors and partitioners. */
@ParameterizedClass
@EnumSource(Target.class)
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read afterwards.
class InterceptorContractTest {

    /** What happened, by the client id of the test's producer. */
    private static final Map<String, Queue<String>> EVENTS = new ConcurrentHashMap<>();

    @Parameter
    Target target;

    private final String id = UUID.randomUUID().toString();

    private Contract contract() {
        return new Contract(target);
    }

    private KafkaProducer<byte[], byte[]> producer(String interceptors, Object... more) {
        EVENTS.put(id, new ConcurrentLinkedQueue<>());
        Map<String, Object> config = contract().config("client.id", id, "interceptor.classes", interceptors);
        config.putAll(contract().config(more));
        List<Object> all = new ArrayList<>();
        config.forEach((key, value) -> all.addAll(List.of(key, value)));
        return contract().producer(all.toArray());
    }

    private List<String> events() {
        return List.copyOf(EVENTS.get(id));
    }

    /** Notes what it sees. */
    private abstract static class Noting implements ProducerInterceptor<byte[], byte[]> {
        private String id;

        @Override
        public void configure(Map<String, ?> configs) {
            id = (String) configs.get("client.id");
        }

        final void note(String event) {
            EVENTS.get(id).add(event);
        }

        @Override
        public void close() {
            note(getClass().getSimpleName() + " closed");
        }
    }

    /** Marks values and adds a header. */
    public static final class Marking extends Noting {
        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            note("marking " + text(record.value()));
            return new ProducerRecord<>(
                    record.topic(),
                    record.partition(),
                    record.timestamp(),
                    record.key(),
                    bytes(text(record.value()) + "!"),
                    List.of(new RecordHeader("marked", bytes("yes"))));
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
            note("marking told " + describe(metadata, exception));
        }
    }

    /** Fails whatever it is asked. */
    public static final class Failing extends Noting {
        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            note("failing " + text(record.value()));
            throw new IllegalStateException("an interceptor that always fails");
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
            note("failing told " + describe(metadata, exception));
            throw new IllegalStateException("an interceptor that always fails");
        }

        @Override
        public void close() {
            super.close();
            throw new IllegalStateException("an interceptor that always fails");
        }
    }

    /** Looks on, at headers too. */
    public static final class Watching extends Noting {
        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            note("watching " + text(record.value()));
            return record;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception exception, Headers headers) {
            int count = headers.toArray().length;
            String writable = "writable";
            try {
                headers.add("late", null);
            } catch (IllegalStateException e) {
                writable = "read-only";
            }
            note("watching told " + describe(metadata, exception) + ", " + count + " " + writable + " headers");
        }
    }

    /** Sends nothing on. */
    public static final class Losing extends Noting {
        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            return null;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
            note("losing told " + metadata + " " + exception.getClass().getSimpleName());
        }
    }

    private static String describe(RecordMetadata metadata, Exception exception) {
        return metadata.partition() + "@" + metadata.offset() + " "
                + (exception == null ? "acknowledged" : exception.getClass().getSimpleName());
    }

    private static String chain(Class<?>... interceptors) {
        List<String> names = new ArrayList<>();
        for (Class<?> interceptor : interceptors) {
            names.add(interceptor.getName());
        }
        return String.join(", ", names);
    }

    @Test
    void aChainAltersTheRecordAndOutlivesAFailure() throws Exception {
        String topic = contract().newTopic("chain", 1);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, 7L, bytes("k"), bytes("v"));
        try (KafkaProducer<byte[], byte[]> producer = producer(chain(Marking.class, Failing.class, Watching.class))) {
            producer.send(record, (metadata, failure) -> EVENTS.get(id).add("callback " + metadata.offset()))
                    .get(30, TimeUnit.SECONDS);
        }
        assertEquals(
                List.of(
                        "marking v",
                        "failing v!",
                        "watching v!",
                        "marking told 0@0 acknowledged",
                        "failing told 0@0 acknowledged",
                        "watching told 0@0 acknowledged, 1 read-only headers",
                        "callback 0",
                        "Marking closed",
                        "Failing closed",
                        "Watching closed"),
                events());
        var read = contract().readPartition(topic, 0, 1).get(0);
        assertEquals("0/0 k=v! marked:yes", line(read));
        assertEquals(7L, read.timestamp());
        assertEquals("v", text(record.value()));
    }

    @Test
    void interceptorsAreToldOfRecordsThatWereNeverBuffered() throws Exception {
        String topic = contract().newTopic("refused", 1);
        ProducerRecord<byte[], byte[]> large = new ProducerRecord<>(topic, new byte[5_000]);
        try (KafkaProducer<byte[], byte[]> producer =
                producer(chain(Watching.class), "max.request.size", 2_000, "max.block.ms", 500)) {
            Future<RecordMetadata> tooLarge = producer.send(large);
            assertInstanceOf(
                    RecordTooLargeException.class,
                    assertThrows(ExecutionException.class, tooLarge::get).getCause());
            Future<RecordMetadata> noSuchPartition = producer.send(new ProducerRecord<>(topic, 5, null, bytes("v")));
            assertInstanceOf(
                    TimeoutException.class,
                    assertThrows(ExecutionException.class, noSuchPartition::get).getCause());
            List<String> told =
                    events().stream().filter(event -> event.contains(" told ")).toList();
            assertEquals(
                    List.of(
                            "watching told -1@-1 RecordTooLargeException, 0 read-only headers",
                            "watching told 5@-1 TimeoutException, 0 read-only headers"),
                    told);
        }
    }

    @Test
    void interceptorsAreToldOfRecordsThatTheBrokerRefuses() throws Exception {
        String topic = contract().newTopic("small", 1, "max.message.bytes", "1000");
        try (KafkaProducer<byte[], byte[]> producer = producer(chain(Watching.class))) {
            Future<RecordMetadata> tooLarge = producer.send(new ProducerRecord<>(topic, 0, null, new byte[5_000]));
            assertThrows(ExecutionException.class, () -> tooLarge.get(30, TimeUnit.SECONDS));
            assertEquals("watching told 0@-1 RecordTooLargeException, 0 read-only headers", events().get(1));
        }
    }

    @Test
    void anInterceptorThatLosesTheRecordIsTold() {
        try (KafkaProducer<byte[], byte[]> producer = producer(chain(Losing.class))) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("any", bytes("v"));
            assertThrows(NullPointerException.class, () -> producer.send(record));
            assertEquals(List.of("losing told null NullPointerException"), events());
        }
    }

    @Test
    void headersCannotBeAlteredOnceTheRecordIsSent() throws Exception {
        String topic = contract().newTopic("headers", 1);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, bytes("v"));
            record.headers().add("a", bytes("1"));
            producer.send(record).get(30, TimeUnit.SECONDS);
            assertThrows(IllegalStateException.class, () -> record.headers().add("b", null));
            assertThrows(IllegalStateException.class, () -> record.headers().remove("a"));
            // As it is, the record can be sent once more.
            assertEquals(1, producer.send(record).get(30, TimeUnit.SECONDS).offset());
        }
    }

    /** Chooses what a record's value says. */
    public static final class ByValue implements Partitioner {
        private String id;

        @Override
        public void configure(Map<String, ?> configs) {
            id = (String) configs.get("client.id");
            EVENTS.get(id).add("configured with " + configs.get("my.own.setting"));
        }

        @Override
        public int partition(
                String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            EVENTS.get(id).add("asked about one of " + cluster.partitionCountForTopic(topic));
            return Integer.parseInt(text(valueBytes));
        }

        @Override
        public void close() {
            EVENTS.get(id).add("closed");
        }
    }

    @Test
    void aPartitionerOfTheApplicationChooses() throws Exception {
        String topic = contract().newTopic("own-partitioner", 4);
        KafkaProducer<byte[], byte[]> producer =
                producer("", "partitioner.class", ByValue.class.getName(), "my.own.setting", "x");
        assertEquals(
                3,
                producer.send(new ProducerRecord<>(topic, bytes("3")))
                        .get(30, TimeUnit.SECONDS)
                        .partition());
        assertEquals(
                1,
                producer.send(new ProducerRecord<>(topic, 1, null, bytes("3")))
                        .get(30, TimeUnit.SECONDS)
                        .partition());
        assertThrows(IllegalArgumentException.class, () -> producer.send(new ProducerRecord<>(topic, bytes("-1"))));
        assertThrows(NumberFormatException.class, () -> producer.send(new ProducerRecord<>(topic, bytes("x"))));
        producer.close(Duration.ofSeconds(30));
        List<String> events = events();
        assertEquals("configured with x", events.get(0));
        assertEquals("asked about one of 4", events.get(1));
        assertEquals("closed", events.get(events.size() - 1));
    }

    @Test
    void withIgnoredKeysOneKeyGoesToSeveralPartitions() throws Exception {
        String topic = contract().newTopic("ignored-keys", 3);
        try (KafkaProducer<byte[], byte[]> producer =
                contract().producer("partitioner.ignore.keys", true, "batch.size", 200)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, bytes("key"), new byte[50])));
            }
            boolean[] seen = new boolean[3];
            for (Future<RecordMetadata> one : sent) {
                seen[one.get(30, TimeUnit.SECONDS).partition()] = true;
            }
            assertTrue(seen[0] && seen[1] && seen[2]);
        }
    }

    @Test
    void theTimeOfSendingIsTheTimestampOfARecordWithoutOne() throws Exception {
        String topic = contract().newTopic("timestamps", 1);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            long before = System.currentTimeMillis();
            RecordMetadata metadata =
                    producer.send(new ProducerRecord<>(topic, bytes("v"))).get(30, TimeUnit.SECONDS);
            long after = System.currentTimeMillis();
            assertTrue(before <= metadata.timestamp() && metadata.timestamp() <= after, metadata::toString);
            assertEquals(
                    metadata.timestamp(),
                    contract().readPartition(topic, 0, 1).get(0).timestamp());
            assertEquals(
                    0L,
                    producer.send(new ProducerRecord<>(topic, 0, 0L, null, bytes("v")))
                            .get(30, TimeUnit.SECONDS)
                            .timestamp());
            assertThrows(IllegalArgumentException.class, () -> new ProducerRecord<>(topic, 0, -1L, null, bytes("v")));
        }
    }
}
