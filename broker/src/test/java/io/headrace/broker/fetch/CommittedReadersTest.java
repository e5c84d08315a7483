package io.headrace.broker.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DescribeProducersRequest;
import io.headrace.protocol.message.DescribeProducersRequest.TopicRequest;
import io.headrace.protocol.message.DescribeProducersResponse;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers of committed records get, and when, with Apache's producers and consumers. */
class CommittedReadersTest {

    private static final int LONG_WAIT_MS = 60_000;
    private static final int VERSION = 12;
    private static final byte READ_COMMITTED = 1;

    @TempDir
    private Path directory;

    private HeadraceBroker broker;
    private RawClient client;

    @BeforeEach
    void start() {
        broker = TestBroker.start(
                directory,
                "num.network.threads",
                "2",
                "transaction.state.log.num.partitions",
                "2",
                "transaction.state.log.replication.factor",
                "1",
                "transaction.state.log.min.isr",
                "1");
        client = new RawClient(broker.port());
    }

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @Test
    void committedReadersSeeCommittedTransactionsInOrderAndNothingElse() throws Exception {
        TestBroker.createTopic(client, "mixed", 1, "segment.bytes", "1048576");
        Random random = new Random(11);
        List<String> committed = new ArrayList<>();
        List<String> all = new ArrayList<>();
        List<KafkaProducer<String, String>> producers = List.of(producer("a"), producer("b"), producer("c"));
        for (int round = 0; round < 40; round++) {
            List<List<String>> written = new ArrayList<>();
            for (KafkaProducer<String, String> producer : producers) {
                producer.beginTransaction();
                written.add(new ArrayList<>());
            }
            for (int i = 0; i < 12; i++) {
                int number = random.nextInt(producers.size());
                String value = round + "-" + number + "-" + i;
                producers
                        .get(number)
                        .send(new ProducerRecord<>("mixed", 0, null, value))
                        .get();
                written.get(number).add(value);
                all.add(value);
            }
            Set<String> aborted = new HashSet<>();
            for (int number : List.of(2, 0, 1)) {
                if (random.nextBoolean()) {
                    producers.get(number).commitTransaction();
                } else {
                    producers.get(number).abortTransaction();
                    aborted.addAll(written.get(number));
                }
            }
            all.subList(all.size() - 12, all.size()).stream()
                    .filter(value -> !aborted.contains(value))
                    .forEach(committed::add);
        }
        producers.forEach(KafkaProducer::close);
        assertEquals(committed, consume("mixed", "read_committed", committed.size()));
        assertEquals(all, consume("mixed", "read_uncommitted", all.size()));
        client.close();
        broker.close();
        start();
        assertEquals(committed, consume("mixed", "read_committed", committed.size()));
    }

    @Test
    void theStableOffsetStandsAtTheOldestOpenTransactionAndWakesReadersWhenItMoves() throws Exception {
        TestBroker.createTopic(client, "waits", 1);
        TopicPartition partition = new TopicPartition("waits", 0);
        try (KafkaProducer<String, String> open = producer("open");
                KafkaProducer<String, String> other = producer("other");
                Admin admin = Admin.create(common());
                RawClient waiting = new RawClient(broker.port())) {
            open.beginTransaction();
            open.send(new ProducerRecord<>("waits", 0, null, "first")).get();
            other.beginTransaction();
            other.send(new ProducerRecord<>("waits", 0, null, "second")).get();
            other.commitTransaction();
            assertEquals(0, latest(admin, partition, IsolationLevel.READ_COMMITTED));
            assertEquals(3, latest(admin, partition, IsolationLevel.READ_UNCOMMITTED));
            PartitionData nothing = TestBroker.fetched(client.call(committed("waits", 0, 0), VERSION));
            assertEquals(0, nothing.lastStableOffset());
            assertEquals(3, nothing.highWatermark());
            assertEquals(0, nothing.records().size());
            assertEquals(List.of(), nothing.abortedTransactions());
            ProducerState holding =
                    admin
                            .describeProducers(Set.of(partition))
                            .partitionResult(partition)
                            .get()
                            .activeProducers()
                            .stream()
                            .filter(state ->
                                    state.currentTransactionStartOffset().isPresent())
                            .findFirst()
                            .orElseThrow();
            assertEquals(0, holding.currentTransactionStartOffset().getAsLong());
            long startNs = System.nanoTime();
            int id = waiting.send(committed("waits", 0, LONG_WAIT_MS), VERSION);
            open.send(new ProducerRecord<>("waits", 0, null, "third")).get();
            open.abortTransaction();
            FetchResponse response = waiting.receive(ApiKey.FETCH, VERSION, id);
            assertTrue(System.nanoTime() - startNs < LONG_WAIT_MS * 1_000_000L, "only the deadline woke the reader");
            PartitionData data = TestBroker.fetched(response);
            assertEquals(5, data.lastStableOffset());
            assertEquals(1, data.abortedTransactions().size());
            assertEquals(0, data.abortedTransactions().get(0).firstOffset());
            assertEquals(holding.producerId(), data.abortedTransactions().get(0).producerId());
            PartitionData everything =
                    TestBroker.fetched(client.call(TestBroker.fetch("waits", 0, 0, 1, LONG_WAIT_MS), VERSION));
            assertNull(everything.abortedTransactions());
            assertEquals(5, latest(admin, partition, IsolationLevel.READ_COMMITTED));
        }
        assertEquals(List.of("second"), consume("waits", "read_committed", 1));
    }

    @Test
    void aSessionOfACommittedReaderIsToldWhenTheStableOffsetMoves() throws Exception {
        TestBroker.createTopic(client, "session", 1);
        try (KafkaProducer<String, String> producer = producer("session");
                KafkaConsumer<String, String> consumer = consumer("read_committed")) {
            consumer.assign(List.of(new TopicPartition("session", 0)));
            consumer.seek(new TopicPartition("session", 0), 0);
            for (int i = 0; i < 30; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("session", 0, null, "open-" + i))
                        .get();
                assertEquals(0, consumer.poll(Duration.ZERO).count());
                boolean commit = i % 3 > 0;
                if (commit) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
                if (commit) {
                    List<String> values = new ArrayList<>();
                    long startNs = System.nanoTime();
                    while (values.isEmpty() && System.nanoTime() - startNs < LONG_WAIT_MS * 1_000_000L) {
                        consumer.poll(Duration.ofMillis(LONG_WAIT_MS)).forEach(record -> values.add(record.value()));
                    }
                    assertEquals(List.of("open-" + i), values);
                }
            }
        }
    }

    @Test
    void aSessionOfACommittedReaderHearsOfTheHighWatermarkWithItsNextAnswer() throws Exception {
        TestBroker.createTopic(client, "told", 1);
        try (KafkaProducer<String, String> producer = producer("told")) {
            FetchResponse opened = client.call(committed("told", 0, 0).sessionEpoch(0), VERSION);
            assertEquals(0, TestBroker.fetched(opened).highWatermark());
            producer.beginTransaction();
            for (int epoch = 1; epoch < 6; epoch++) {
                producer.send(new ProducerRecord<>("told", 0, null, "open")).get();
                PartitionData told = TestBroker.fetched(client.call(next(opened.sessionId(), 2 * epoch - 1), VERSION));
                assertEquals(epoch, told.highWatermark());
                assertEquals(0, told.lastStableOffset());
                FetchResponse quiet = client.call(next(opened.sessionId(), 2 * epoch), VERSION);
                assertEquals(List.of(), quiet.responses(), "told once");
            }
            producer.commitTransaction();
        }
    }

    private static FetchRequest next(int session, int epoch) {
        return new FetchRequest()
                .minBytes(1)
                .maxBytes(1_000_000)
                .isolationLevel(READ_COMMITTED)
                .sessionId(session)
                .sessionEpoch(epoch);
    }

    @Test
    void producersOfPartitionsThatAreNotThereAreNotDescribed() {
        TestBroker.createTopic(client, "known", 1);
        DescribeProducersResponse response = client.call(
                new DescribeProducersRequest()
                        .topics(List.of(
                                new TopicRequest().name("known").partitionIndexes(List.of(0, 1)),
                                new TopicRequest().name("unknown").partitionIndexes(List.of(0)),
                                new TopicRequest().name("not a name").partitionIndexes(List.of(0)))),
                0);
        assertEquals(Errors.NONE.code(), error(response, 0, 0));
        assertEquals(Errors.UNKNOWN_TOPIC_OR_PARTITION.code(), error(response, 0, 1));
        assertEquals(Errors.UNKNOWN_TOPIC_OR_PARTITION.code(), error(response, 1, 0));
        assertEquals(Errors.INVALID_TOPIC_EXCEPTION.code(), error(response, 2, 0));
        assertNotNull(response.topics().get(1).partitions().get(0).errorMessage());
        assertFalse(response.topics().isEmpty());
    }

    private static short error(DescribeProducersResponse response, int topic, int partition) {
        return response.topics().get(topic).partitions().get(partition).errorCode();
    }

    private static FetchRequest committed(String topic, long offset, int maxWaitMs) {
        return TestBroker.fetch(topic, 0, offset, 1, maxWaitMs).isolationLevel(READ_COMMITTED);
    }

    private static long latest(Admin admin, TopicPartition partition, IsolationLevel isolation) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private List<String> consume(String topic, String isolation, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer(isolation)) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long deadlineNs = System.nanoTime() + LONG_WAIT_MS * 1_000_000L;
            while (consumer.position(partition) < end && System.nanoTime() < deadlineNs) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    values.add(record.value());
                }
            }
            assertEquals(end, consumer.position(partition), "position after " + values.size() + " of " + count);
        }
        return values;
    }

    private KafkaConsumer<String, String> consumer(String isolation) {
        Map<String, Object> config = common();
        config.put("isolation.level", isolation);
        config.put("max.partition.fetch.bytes", 2_000);
        config.put("fetch.max.wait.ms", LONG_WAIT_MS / 2);
        config.put("request.timeout.ms", LONG_WAIT_MS);
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    private KafkaProducer<String, String> producer(String transactionalId) {
        Map<String, Object> config = common();
        config.put("transactional.id", transactionalId);
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private Map<String, Object> common() {
        return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
