package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.MockProducer;
import io.headrace.clients.producer.Producer;
import io.headrace.clients.producer.ProducerBuilder.Acks;
import io.headrace.clients.producer.ProducerBuilder.Compression;
import io.headrace.clients.producer.ProducerInterceptor;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.ProducerFencedException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.serialization.LongSerializer;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.partitioners.Crc32Partitioner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/producer.md, run against a broker. What lies between "snippet" and "end" stands there, as it is. */
class ProducerGuideTest {

    @TempDir
    static Path data;

    private static HeadraceBroker broker;
    private static String servers;

    @BeforeAll
    static void start() throws Exception {
        broker = HeadraceBroker.start(Map.of("port", "0", "log.dirs", data.toString()));
        servers = broker.bootstrapServers();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(
                            new NewTopic("orders", 3, (short) 1),
                            new NewTopic("totals", 3, (short) 1),
                            new NewTopic("small", 1, (short) 1).configs(Map.of("max.message.bytes", "2000"))))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    private static KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer());
    }

    @Test
    void required() throws Exception {
        // snippet: required
        Map<String, Object> config = Map.of(
                "bootstrap.servers", servers,
                "key.serializer", StringSerializer.class,
                "value.serializer", StringSerializer.class);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            RecordMetadata metadata =
                    producer.send(new ProducerRecord<>("orders", "order-17", "paid")).get();
            System.out.println("written to " + metadata);
        }
        // end
        ConfigException missing =
                assertThrows(ConfigException.class, () -> new KafkaProducer<>(Map.<String, Object>of()));
        assertTrue(missing.getMessage().contains("key.serializer"), missing.getMessage());
    }

    @Test
    void builder() throws Exception {
        // snippet: builder
        try (KafkaProducer<String, Long> producer = KafkaProducer.builder()
                .bootstrapServers(servers)
                .keySerializer(new StringSerializer())
                .valueSerializer(new LongSerializer())
                .compression(Compression.ZSTD)
                .linger(Duration.ofMillis(20))
                .set("client.rack", "rack-1")
                .build()) {
            producer.send(new ProducerRecord<>("totals", "customer-4", 1_250L)).get();
        }
        // end
    }

    @Test
    void threeWays() throws Exception {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        try (KafkaProducer<String, String> producer = producer()) {
            // snippet: future
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sent.add(producer.send(new ProducerRecord<>("orders", "order-" + i, "new")));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
            // end
            // snippet: callback
            producer.send(new ProducerRecord<>("orders", "order-17", "paid"), (metadata, failure) -> {
                if (failure == null) {
                    log.add("order-17 is at " + metadata.offset());
                } else {
                    log.add("order-17 was not written: " + failure);
                }
            });
            // end
            // snippet: async
            CompletionStage<String> answer = producer.sendAsync(new ProducerRecord<>("orders", "order-18", "paid"))
                    .thenApply(metadata -> "written at offset " + metadata.offset())
                    .exceptionally(failure -> "not written: " + failure.getMessage());
            // end
            assertTrue(answer.toCompletableFuture().get().startsWith("written at offset "));
            producer.flush();
            assertEquals(1, log.size());
            assertTrue(log.get(0).startsWith("order-17 is at "), log.get(0));
        }
    }

    @Test
    void safest() throws Exception {
        // snippet: safest
        try (KafkaProducer<String, String> producer = KafkaProducer.builder()
                .bootstrapServers(servers)
                .keySerializer(new StringSerializer())
                .valueSerializer(new StringSerializer())
                .acks(Acks.ALL) // the default
                .idempotence(true) // the default; said here, a setting that would turn it off is refused
                .deliveryTimeout(Duration.ofMinutes(5))
                .build()) {
            producer.send(new ProducerRecord<>("orders", "order-17", "paid")).get();
        }
        // end
    }

    @Test
    void otherClients() throws Exception {
        // snippet: partitioner
        try (KafkaProducer<String, String> producer = KafkaProducer.builder()
                .bootstrapServers(servers)
                .keySerializer(new StringSerializer())
                .valueSerializer(new StringSerializer())
                .partitioner(Crc32Partitioner.class) // as librdkafka, and so Python's, Go's and .NET's clients, by default
                .build()) {
            producer.send(new ProducerRecord<>("orders", "order-17", "paid")).get();
        }
        // end
    }

    // snippet: interceptor
    /** Gives every record a header that says who wrote it. */
    public static final class Signing implements ProducerInterceptor<String, String> {
        private byte[] name;

        @Override
        public void configure(Map<String, ?> configs) {
            name = configs.get("client.id").toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
            record.headers().add("written-by", name);
            return record;
        }

        @Override
        public void close() {}
    }
    // end

    @Test
    void headers() throws Exception {
        // snippet: headers
        ProducerRecord<String, String> record = new ProducerRecord<>("orders", "order-17", "paid");
        record.headers().add("trace-id", "4bf92f35".getBytes(StandardCharsets.UTF_8));
        // end
        try (KafkaProducer<String, String> producer = KafkaProducer.builder()
                .bootstrapServers(servers)
                .keySerializer(new StringSerializer())
                .valueSerializer(new StringSerializer())
                .interceptor(Signing.class)
                .build()) {
            producer.send(record).get();
        }
        assertEquals(2, record.headers().toArray().length);
    }

    @Test
    void errors() throws Exception {
        List<ProducerRecord<String, String>> putAside = new ArrayList<>();
        ProducerRecord<String, String> large = new ProducerRecord<>("small", "x".repeat(5_000));
        try (KafkaProducer<String, String> producer = producer()) {
            // snippet: errors
            CompletableFuture<Void> done = producer.sendAsync(large)
                    .<Void>handle((metadata, failure) -> {
                        if (failure instanceof RecordTooLargeException) {
                            putAside.add(large); // this record will never fit: sending it again is no use
                        } else if (failure instanceof RetriableException) {
                            throw new IllegalStateException("the cluster was away for delivery.timeout.ms", failure);
                        } else if (failure != null) {
                            throw new IllegalStateException("not written", failure);
                        }
                        return null;
                    })
                    .toCompletableFuture();
            // end
            done.get();
        }
        assertEquals(List.of(large), putAside);
    }

    @Test
    void transaction() throws Exception {
        // snippet: transaction
        try (KafkaProducer<String, String> producer = KafkaProducer.builder()
                .bootstrapServers(servers)
                .keySerializer(new StringSerializer())
                .valueSerializer(new StringSerializer())
                .transactionalId("billing-1") // the same after a restart, another one for each instance
                .build()) {
            producer.initTransactions(); // ends what a former instance left open, and locks that one out
            producer.beginTransaction();
            try {
                producer.send(new ProducerRecord<>("orders", "order-17", "paid"));
                producer.send(new ProducerRecord<>("totals", "customer-4", "1250"));
                producer.commitTransaction();
            } catch (ProducerFencedException e) {
                throw e; // another instance has taken over: nothing is left to do but to close
            } catch (KafkaException e) {
                producer.abortTransaction();
                throw e;
            }
        }
        // end
        long committed = 0;
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed", "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> totals = consumer.partitionsFor("totals").stream()
                    .map(partition -> new TopicPartition("totals", partition.partition()))
                    .toList();
            consumer.assign(totals);
            long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (committed == 0 && System.nanoTime() - deadlineNs < 0) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    committed += "1250".equals(record.value()) ? 1 : 0;
                }
            }
        }
        assertEquals(1, committed);
    }

    @Test
    void exhausted() throws Exception {
        // snippet: block
        try (KafkaProducer<String, String> producer = KafkaProducer.builder()
                .bootstrapServers(servers)
                .keySerializer(new StringSerializer())
                .valueSerializer(new StringSerializer())
                .maxBlock(Duration.ofMillis(200)) // rather fail than let requests pile up
                .build()) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("orders", 99, "key", "no such partition"));
            Throwable failure = assertThrows(ExecutionException.class, sent::get).getCause();
            assertInstanceOf(TimeoutException.class, failure);
        }
        // end
    }

    // snippet: shop
    /** What is to be tested: takes any producer. */
    static final class Shop {
        private final Producer<String, String> producer;

        Shop(Producer<String, String> producer) {
            this.producer = producer;
        }

        CompletionStage<RecordMetadata> pay(String order) {
            return producer.sendAsync(new ProducerRecord<>("orders", order, "paid"));
        }
    }
    // end

    @Test
    void mock() {
        // snippet: mock
        MockProducer<String, String> producer =
                new MockProducer<>(false, null, new StringSerializer(), new StringSerializer());
        Shop shop = new Shop(producer);

        CompletableFuture<RecordMetadata> first = shop.pay("order-17").toCompletableFuture();
        producer.completeNext();
        assertEquals(0, first.join().offset());

        CompletableFuture<RecordMetadata> second = shop.pay("order-18").toCompletableFuture();
        producer.errorNext(new TimeoutException("the cluster is away"));
        assertTrue(second.isCompletedExceptionally());

        assertEquals("order-17", producer.history().get(0).key());
        // end
    }
}
