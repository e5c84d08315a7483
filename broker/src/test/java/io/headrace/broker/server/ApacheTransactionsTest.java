package io.headrace.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.TestBroker;
import io.headrace.testsupport.Await;
import io.headrace.testsupport.FeatureHidingProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions of Apache's clients, by the protocol of KIP-890 and by the one before. */
class ApacheTransactionsTest {

    private static final int PARTITIONS = 3;

    /** What the client takes the cluster for. */
    enum Protocol {
        EPOCH_PER_TRANSACTION,
        FIXED_EPOCH
    }

    @TempDir
    private static Path directory;

    private static FeatureHidingProxy proxy;
    private static HeadraceBroker direct;
    private static HeadraceBroker proxied;

    private final List<AutoCloseable> closing = new ArrayList<>();

    @BeforeAll
    static void startBrokers() {
        direct = TestBroker.start(directory.resolve("direct"), "num.network.threads", "2");
        proxy = FeatureHidingProxy.open();
        proxied = TestBroker.start(
                directory.resolve("proxied"),
                "num.network.threads",
                "2",
                "advertised.listeners",
                "PLAINTEXT://" + proxy.address());
        proxy.forwardTo(proxied.port());
    }

    @AfterAll
    static void closeBrokers() {
        proxy.close();
        direct.close();
        proxied.close();
    }

    @AfterEach
    void closeClients() throws Exception {
        for (AutoCloseable each : closing) {
            each.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsCommittedIsReadByThoseWhoAskForIt(Protocol protocol) throws Exception {
        String topic = topic(protocol, "commit-abort");
        KafkaProducer<String, String> producer = producer(protocol, topic, 60_000);
        producer.initTransactions();
        Set<String> committed = new TreeSet<>();
        Set<String> aborted = new TreeSet<>();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int transaction = 0; transaction < 40; transaction++) {
            producer.beginTransaction();
            boolean commit = transaction % 3 != 1;
            for (int i = 0; i < 1 + transaction % 7; i++) {
                String value = transaction + "/" + i;
                sent.add(producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, value)));
                (commit ? committed : aborted).add(value);
            }
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.flush();
                producer.abortTransaction();
            }
        }

        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
        assertEquals(committed, read(protocol, topic, "read_committed", committed.size()));
        Set<String> all = new TreeSet<>(committed);
        all.addAll(aborted);
        assertEquals(all, read(protocol, topic, "read_uncommitted", all.size()));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotCommittedYetHoldsReadersBack(Protocol protocol) throws Exception {
        String topic = topic(protocol, "open");
        KafkaProducer<String, String> producer = producer(protocol, topic, 60_000);
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, null, "open")).get();
        KafkaProducer<String, String> other = producer(protocol, topic + "-other", 60_000);
        other.initTransactions();
        other.beginTransaction();
        other.send(new ProducerRecord<>(topic, 0, null, "closed")).get();
        other.commitTransaction();

        assertEquals(Set.of("open", "closed"), read(protocol, topic, "read_uncommitted", 2));
        TopicPartition partition = new TopicPartition(topic, 0);
        KafkaConsumer<String, String> consumer = consumer(protocol, "read_committed", null);
        assertEquals(0, consumer.endOffsets(List.of(partition)).get(partition), "last stable offset");
        producer.commitTransaction();
        assertEquals(Set.of("open", "closed"), read(protocol, topic, "read_committed", 2));
    }

    @ParameterizedTest
    @EnumSource
    void aNewProducerFencesTheOldOneAndAbortsItsTransaction(Protocol protocol) throws Exception {
        String topic = topic(protocol, "fencing");
        KafkaProducer<String, String> old = producer(protocol, topic, 60_000);
        old.initTransactions();
        old.beginTransaction();
        old.send(new ProducerRecord<>(topic, 0, null, "old")).get();

        KafkaProducer<String, String> next = producer(protocol, topic, 60_000);
        next.initTransactions();
        next.beginTransaction();
        next.send(new ProducerRecord<>(topic, 0, null, "new")).get();
        ExecutionException refused = assertThrows(
                ExecutionException.class,
                () -> old.send(new ProducerRecord<>(topic, 0, null, "late")).get());
        assertTrue(
                refused.getCause() instanceof InvalidProducerEpochException
                        || refused.getCause() instanceof ProducerFencedException,
                () -> "refused with " + refused.getCause());
        assertThrows(KafkaException.class, old::commitTransaction);
        next.commitTransaction();

        assertEquals(Set.of("new"), read(protocol, topic, "read_committed", 1));
        assertEquals(Set.of("old", "new"), read(protocol, topic, "read_uncommitted", 2));
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionThatTakesTooLongIsAborted(Protocol protocol) throws Exception {
        String topic = topic(protocol, "timeout");
        KafkaProducer<String, String> producer = producer(protocol, topic, 2_000);
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, null, "late")).get();
        Admin admin = admin(protocol);
        Await.until("the broker aborts", () -> describe(admin, topic).state() == TransactionState.COMPLETE_ABORT);

        assertThrows(
                ExecutionException.class,
                () -> producer.send(new ProducerRecord<>(topic, 0, null, "later"))
                        .get());
        assertThrows(KafkaException.class, producer::commitTransaction);
        KafkaProducer<String, String> next = producer(protocol, topic, 60_000);
        next.initTransactions();
        next.beginTransaction();
        next.send(new ProducerRecord<>(topic, 0, null, "again")).get();
        next.commitTransaction();
        assertEquals(Set.of("again"), read(protocol, topic, "read_committed", 1));
    }

    @ParameterizedTest
    @EnumSource
    void offsetsAreCommittedWithTheTransactionOrNotAtAll(Protocol protocol) throws Exception {
        String topic = topic(protocol, "offsets");
        String group = topic + "-group";
        TopicPartition partition = new TopicPartition(topic, 0);
        KafkaProducer<String, String> producer = producer(protocol, topic, 60_000);
        producer.initTransactions();
        KafkaConsumer<String, String> consumer = consumer(protocol, "read_committed", group);
        consumer.subscribe(List.of(topic));
        Await.until("joined", () -> {
            consumer.poll(Duration.ofMillis(100));
            return !consumer.assignment().isEmpty();
        });

        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 1, null, "x")).get();
        producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(5)), consumer.groupMetadata());
        producer.abortTransaction();
        assertEquals(null, consumer.committed(Set.of(partition)).get(partition));

        for (long offset = 6; offset < 16; offset++) {
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(
                    Map.of(partition, new OffsetAndMetadata(offset, "m" + offset)), consumer.groupMetadata());
            producer.commitTransaction();
            assertEquals(
                    new OffsetAndMetadata(offset, "m" + offset),
                    consumer.committed(Set.of(partition)).get(partition),
                    "committed offsets wait for the transaction's end");
        }
    }

    @ParameterizedTest
    @EnumSource
    void administratorsSeeTransactionsAndEndThem(Protocol protocol) throws Exception {
        String topic = topic(protocol, "admin");
        TopicPartition partition = new TopicPartition(topic, 2);
        KafkaProducer<String, String> producer = producer(protocol, topic, 60_000);
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 2, null, "open")).get();
        Admin admin = admin(protocol);

        TransactionDescription described = describe(admin, topic);
        assertEquals(TransactionState.ONGOING, described.state());
        assertEquals(Set.of(partition), described.topicPartitions());
        assertEquals(60_000, described.transactionTimeoutMs());
        assertTrue(described.transactionStartTimeMs().isPresent());
        assertTrue(ids(admin, new ListTransactionsOptions()).contains(topic));
        assertTrue(ids(admin, new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                .contains(topic));
        assertEquals(
                Set.of(),
                ids(admin, new ListTransactionsOptions().filterStates(Set.of(TransactionState.PREPARE_COMMIT))));
        assertEquals(
                Set.of(topic),
                ids(admin, new ListTransactionsOptions().filterProducerIds(Set.of(described.producerId()))));
        assertEquals(
                Set.of(topic),
                ids(
                        admin,
                        new ListTransactionsOptions()
                                .filterOnTransactionalIdPattern(topic.substring(0, 7) + ".*")
                                .filterStates(Set.of(TransactionState.ONGOING))));
        assertEquals(
                Set.of(),
                ids(
                        admin,
                        new ListTransactionsOptions()
                                .filterOnDuration(3_600_000)
                                .filterStates(Set.of(TransactionState.ONGOING))));
        ExecutionException unknown = assertThrows(
                ExecutionException.class,
                () -> admin.describeTransactions(Set.of("no such id")).all().get());
        assertInstanceOf(TransactionalIdNotFoundException.class, unknown.getCause());

        ProducerState state = admin.describeProducers(Set.of(partition))
                .partitionResult(partition)
                .get()
                .activeProducers()
                .get(0);
        assertEquals(described.producerId(), state.producerId());
        admin.abortTransaction(new AbortTransactionSpec(
                        partition,
                        state.producerId(),
                        (short) state.producerEpoch(),
                        state.coordinatorEpoch().orElse(0)))
                .all()
                .get();
        assertEquals(
                2,
                consumer(protocol, "read_committed", null)
                        .endOffsets(List.of(partition))
                        .get(partition));

        admin.fenceProducers(Set.of(topic)).all().get();
        assertThrows(KafkaException.class, producer::commitTransaction);
    }

    @ParameterizedTest
    @EnumSource
    void aTopicThatIsDeletedMeanwhileDoesNotStopTheTransaction(Protocol protocol) throws Exception {
        String topic = topic(protocol, "deleted");
        String kept = topic(protocol, "kept");
        KafkaProducer<String, String> producer = producer(protocol, topic, 60_000);
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, null, "gone")).get();
        producer.send(new ProducerRecord<>(kept, 0, null, "kept")).get();
        Admin admin = admin(protocol);
        admin.deleteTopics(Set.of(topic)).all().get();

        producer.commitTransaction();

        assertEquals(Set.of("kept"), read(protocol, kept, "read_committed", 1));
        Await.until("completed", () -> describe(admin, topic).state() == TransactionState.COMPLETE_COMMIT);
    }

    private static TransactionDescription describe(Admin admin, String id) throws Exception {
        return admin.describeTransactions(Set.of(id)).description(id).get();
    }

    private static Set<String> ids(Admin admin, ListTransactionsOptions options) throws Exception {
        Collection<TransactionListing> listed =
                admin.listTransactions(options).all().get();
        Set<String> ids = new TreeSet<>();
        listed.forEach(each -> ids.add(each.transactionalId()));
        return ids;
    }

    private Set<String> read(Protocol protocol, String topic, String isolation, int count) {
        KafkaConsumer<String, String> consumer = consumer(protocol, isolation, null);
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new TopicPartition(topic, i));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Set<String> values = new TreeSet<>();
        Await.until(count + " records of " + topic, () -> {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                assertTrue(values.add(record.value()), () -> "twice: " + record);
            }
            return values.size() >= count;
        });
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
        return values;
    }

    private String topic(Protocol protocol, String name) throws Exception {
        String topic = name + "-" + protocol;
        admin(protocol)
                .createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                .all()
                .get();
        return topic;
    }

    private Admin admin(Protocol protocol) {
        return closeLater(Admin.create(config(protocol)));
    }

    private KafkaProducer<String, String> producer(Protocol protocol, String transactionalId, int timeoutMs) {
        Map<String, Object> config = config(protocol);
        config.put("transactional.id", transactionalId);
        config.put("transaction.timeout.ms", timeoutMs);
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        closing.add(() -> producer.close(Duration.ZERO));
        return producer;
    }

    private KafkaConsumer<String, String> consumer(Protocol protocol, String isolation, String group) {
        Map<String, Object> config = config(protocol);
        config.put("isolation.level", isolation);
        config.put("enable.auto.commit", "false");
        if (group != null) {
            config.put("group.id", group);
        }
        return closeLater(new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer()));
    }

    private <C extends AutoCloseable> C closeLater(C client) {
        closing.add(client);
        return client;
    }

    private static Map<String, Object> config(Protocol protocol) {
        Map<String, Object> config = new HashMap<>();
        config.put(
                "bootstrap.servers", protocol == Protocol.FIXED_EPOCH ? proxy.address() : "localhost:" + direct.port());
        return config;
    }
}
