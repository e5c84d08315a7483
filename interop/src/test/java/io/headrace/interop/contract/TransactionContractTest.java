package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.CommitFailedException;
import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.InvalidProducerEpochException;
import io.headrace.common.errors.ProducerFencedException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TransactionAbortedException;
import io.headrace.interop.FixedEpochBroker;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a transactional producer promises. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings({"deprecation", "removal", "FutureReturnValueIgnored"
}) // Group metadata by hand; what failed shows in the commit.
class TransactionContractTest {

    /** Whose transactions: with an epoch for each (KIP-890), or with one that stays, as a cluster from before has them. */
    private enum Way {
        APACHE(Target.APACHE, false),
        HEADRACE(Target.HEADRACE, false),
        APACHE_FIXED_EPOCH(Target.APACHE, true),
        HEADRACE_FIXED_EPOCH(Target.HEADRACE, true);

        private final Target target;
        private final boolean keepsEpochs;

        Way(Target target, boolean keepsEpochs) {
            this.target = target;
            this.keepsEpochs = keepsEpochs;
        }

        Contract contract() {
            return keepsEpochs ? new Contract(FixedEpochBroker.of(target).bootstrapServers()) : new Contract(target);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Contract contract, String id, Object... more) {
        Map<String, Object> config = contract.config("transactional.id", id, "delivery.timeout.ms", 60_000);
        config.put("request.timeout.ms", 20_000);
        config.putAll(contract.config(more));
        return contract.producer(config.entrySet().stream()
                .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue()))
                .toArray());
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition, String value) {
        return new ProducerRecord<>(topic, partition, null, bytes(value));
    }

    /** All committed values of a partition that come before one that is written last. */
    private static List<String> committed(Contract contract, String topic, int partition) {
        String last = "last-" + System.nanoTime();
        try (KafkaProducer<byte[], byte[]> plain = contract.producer()) {
            plain.send(record(topic, partition, last));
        }
        List<String> values = new ArrayList<>();
        try (var consumer = contract.consumer("isolation.level", "read_committed")) {
            consumer.assign(List.of(new TopicPartition(topic, partition)));
            long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
            while (!values.contains(last)) {
                assertTrue(System.nanoTime() - deadlineNs < 0, () -> "so far " + values);
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(text(record.value()));
                }
            }
        }
        values.removeIf(value -> value.startsWith("last-"));
        return values;
    }

    private static Throwable failure(Future<RecordMetadata> future) {
        return assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS))
                .getCause();
    }

    private static void assertIllegal(Executable call) {
        assertThrows(IllegalStateException.class, call);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsCommittedIsSeenAndWhatIsAbortedIsNot(Way way) throws Exception {
        Contract contract = way.contract();
        String topic = contract.newTopic("txn", 2);
        try (KafkaProducer<byte[], byte[]> producer = producer(contract, topic)) {
            producer.initTransactions();
            for (int i = 0; i < 6; i++) {
                producer.beginTransaction();
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                for (int partition = 0; partition < 2; partition++) {
                    sent.add(producer.send(record(topic, partition, i + "a")));
                    sent.add(producer.send(record(topic, partition, i + "b")));
                }
                if (i % 3 == 1) {
                    producer.flush();
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
                for (Future<RecordMetadata> each : sent) {
                    assertTrue(each.isDone());
                    assertTrue(each.get().hasOffset());
                }
            }
        }
        List<String> expected = List.of("0a", "0b", "2a", "2b", "3a", "3b", "5a", "5b");
        assertEquals(expected, committed(contract, topic, 0));
        assertEquals(expected, committed(contract, topic, 1));
        try (var apache = new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                contract.config("isolation.level", "read_committed", "auto.offset.reset", "earliest"),
                new org.apache.kafka.common.serialization.StringDeserializer(),
                new org.apache.kafka.common.serialization.StringDeserializer())) {
            apache.assign(List.of(new org.apache.kafka.common.TopicPartition(topic, 0)));
            List<String> values = new ArrayList<>();
            long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
            while (values.size() <= expected.size()) {
                assertTrue(System.nanoTime() - deadlineNs < 0, () -> "so far " + values);
                apache.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            assertEquals(expected, values.subList(0, expected.size()));
        }
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void compressedBatchesOfManySizesAreCommitted(Target target) throws Exception {
        Contract contract = new Contract(target);
        String topic = contract.newTopic("txn-lz4", 1);
        List<String> expected = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                producer(contract, topic, "compression.type", "lz4", "batch.size", 2_000, "linger.ms", 50)) {
            producer.initTransactions();
            for (int i = 0; i < 5; i++) {
                producer.beginTransaction();
                for (int n = 0; n < 200; n++) {
                    String value = i + "-" + n + "-" + "x".repeat(n);
                    producer.send(record(topic, 0, value));
                    expected.add(value);
                }
                producer.commitTransaction();
            }
        }
        assertEquals(expected, committed(contract, topic, 0));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void offsetsAreCommittedWithTheTransaction(Way way) throws Exception {
        Contract contract = way.contract();
        String topic = contract.newTopic("txn-offsets", 2);
        String group = topic + "-group";
        ConsumerGroupMetadata metadata = new ConsumerGroupMetadata(group, -1, "", Optional.empty());
        TopicPartition first = new TopicPartition(topic, 0);
        TopicPartition second = new TopicPartition(topic, 1);
        try (KafkaProducer<byte[], byte[]> producer = producer(contract, topic)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(topic, 0, "a"));
            producer.sendOffsetsToTransaction(Map.of(first, new OffsetAndMetadata(7, "seven")), metadata);
            producer.commitTransaction();
            assertEquals("7 seven", committedOffset(contract, group, topic, 0));

            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(first, new OffsetAndMetadata(8)), metadata);
            producer.abortTransaction();
            assertEquals("7 seven", committedOffset(contract, group, topic, 0));

            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(), metadata);
            producer.sendOffsetsToTransaction(Map.of(second, new OffsetAndMetadata(1)), metadata);
            producer.sendOffsetsToTransaction(Map.of(first, new OffsetAndMetadata(9)), metadata);
            producer.commitTransaction();
            assertEquals("9 ", committedOffset(contract, group, topic, 0));
            assertEquals("1 ", committedOffset(contract, group, topic, 1));
        }
    }

    private static String committedOffset(Contract contract, String group, String topic, int partition) {
        try (var consumer = new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                contract.config("group.id", group),
                new org.apache.kafka.common.serialization.StringDeserializer(),
                new org.apache.kafka.common.serialization.StringDeserializer())) {
            var of = new org.apache.kafka.common.TopicPartition(topic, partition);
            var offset = consumer.committed(Set.of(of)).get(of);
            return offset == null ? "none" : offset.offset() + " " + offset.metadata();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void offsetsOfSomebodyWhoIsNoMemberMakeTheTransactionAbortable(Way way) throws Exception {
        Contract contract = way.contract();
        String topic = contract.newTopic("txn-nomember", 1);
        ConsumerGroupMetadata stranger = new ConsumerGroupMetadata(topic + "-group", 5, "nobody", Optional.empty());
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1));
        try (KafkaProducer<byte[], byte[]> producer = producer(contract, topic)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(topic, 0, "lost"));
            assertThrows(CommitFailedException.class, () -> producer.sendOffsetsToTransaction(offsets, stranger));
            KafkaException refused = assertThrows(KafkaException.class, producer::commitTransaction);
            assertInstanceOf(CommitFailedException.class, refused.getCause());
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(record(topic, 0, "kept"));
            producer.commitTransaction();
            assertThrows(IllegalArgumentException.class, () -> producer.sendOffsetsToTransaction(offsets, null));
            ConsumerGroupMetadata headless = new ConsumerGroupMetadata("group", 5, "", Optional.empty());
            assertThrows(IllegalArgumentException.class, () -> producer.sendOffsetsToTransaction(offsets, headless));
        }
        assertEquals(List.of("kept"), committed(contract, topic, 0));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSecondProducerFencesTheFirst(Way way) throws Exception {
        Contract contract = way.contract();
        String topic = contract.newTopic("txn-fence", 1);
        try (KafkaProducer<byte[], byte[]> zombie = producer(contract, topic);
                KafkaProducer<byte[], byte[]> other = producer(contract, topic + "-other");
                KafkaProducer<byte[], byte[]> successor = producer(contract, topic)) {
            zombie.initTransactions();
            zombie.beginTransaction();
            zombie.send(record(topic, 0, "zombie")).get(30, TimeUnit.SECONDS);
            other.initTransactions();
            successor.initTransactions();
            successor.beginTransaction();
            successor.send(record(topic, 0, "successor"));
            successor.commitTransaction();

            assertThrows(ProducerFencedException.class, zombie::commitTransaction);
            assertThrows(ProducerFencedException.class, zombie::abortTransaction);
            assertThrows(ProducerFencedException.class, zombie::beginTransaction);
            assertThrows(ProducerFencedException.class, zombie::initTransactions);
            assertInstanceOf(ProducerFencedException.class, failure(zombie.send(record(topic, 0, "late"))));
            successor.beginTransaction();
            successor.send(record(topic, 0, "again"));
            successor.commitTransaction();
        }
        assertEquals(List.of("successor", "again"), committed(contract, topic, 0));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aFencedProducerNoticesWhenItWrites(Way way) throws Exception {
        Contract contract = way.contract();
        String topic = contract.newTopic("txn-zombie", 1);
        try (KafkaProducer<byte[], byte[]> zombie = producer(contract, topic);
                KafkaProducer<byte[], byte[]> successor = producer(contract, topic)) {
            zombie.initTransactions();
            zombie.beginTransaction();
            zombie.send(record(topic, 0, "zombie")).get(30, TimeUnit.SECONDS);
            successor.initTransactions();
            Throwable failed = failure(zombie.send(record(topic, 0, "late")));
            assertInstanceOf(InvalidProducerEpochException.class, failed);
            assertThrows(InvalidProducerEpochException.class, zombie::commitTransaction);
            assertThrows(ProducerFencedException.class, zombie::abortTransaction);
        }
        assertEquals(List.of(), committed(contract, topic, 0));
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void aTransactionThatTakesTooLongIsAbortedByTheCluster(Target target) throws Exception {
        Contract contract = new Contract(target);
        String topic = contract.newTopic("txn-timeout", 1);
        try (KafkaProducer<byte[], byte[]> producer = producer(contract, topic, "transaction.timeout.ms", 500)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(topic, 0, "slow")).get(30, TimeUnit.SECONDS);
            // A committed record behind it can be read when it is aborted: brokers look for such transactions now and
            // then.
            assertEquals(List.of(), committed(contract, topic, 0));
            Throwable failed = failure(producer.send(record(topic, 0, "late")));
            assertInstanceOf(InvalidProducerEpochException.class, failed);
            assertThrows(InvalidProducerEpochException.class, producer::commitTransaction);
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(record(topic, 0, "next"));
            producer.commitTransaction();
        }
        assertEquals(List.of("next"), committed(contract, topic, 0));
    }

    /** With an epoch that stays nothing tells the cluster's own raising of it from another producer's. */
    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"APACHE_FIXED_EPOCH", "HEADRACE_FIXED_EPOCH"})
    void aTransactionThatTakesTooLongEndsAProducerWhoseEpochStays(Way way) throws Exception {
        Contract contract = way.contract();
        String topic = contract.newTopic("txn-timeout", 1);
        try (KafkaProducer<byte[], byte[]> producer = producer(contract, topic, "transaction.timeout.ms", 500)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(topic, 0, "slow")).get(30, TimeUnit.SECONDS);
            assertEquals(List.of(), committed(contract, topic, 0));
            assertInstanceOf(InvalidProducerEpochException.class, failure(producer.send(record(topic, 0, "late"))));
            assertThrows(ProducerFencedException.class, producer::abortTransaction);
        }
        assertEquals(List.of(), committed(contract, topic, 0));
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void callsThatDoNotFitTheStateAreRefused(Target target) throws Exception {
        Contract contract = new Contract(target);
        String topic = contract.newTopic("txn-states", 1);
        ConsumerGroupMetadata group = new ConsumerGroupMetadata("g", -1, "", Optional.empty());
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1));
        try (KafkaProducer<byte[], byte[]> plain = contract.producer()) {
            assertIllegal(plain::initTransactions);
            assertIllegal(plain::beginTransaction);
            assertIllegal(plain::commitTransaction);
            assertIllegal(plain::abortTransaction);
            assertIllegal(() -> plain.sendOffsetsToTransaction(offsets, group));
        }
        KafkaProducer<byte[], byte[]> producer = producer(contract, topic);
        try (producer) {
            assertIllegal(producer::beginTransaction);
            assertIllegal(producer::commitTransaction);
            assertIllegal(producer::abortTransaction);
            assertIllegal(() -> producer.sendOffsetsToTransaction(offsets, group));
            assertIllegal(() -> producer.send(record(topic, 0, "early")));
            producer.initTransactions();
            assertIllegal(producer::initTransactions);
            assertIllegal(producer::commitTransaction);
            assertIllegal(producer::abortTransaction);
            assertIllegal(() -> producer.sendOffsetsToTransaction(offsets, group));
            producer.beginTransaction();
            assertIllegal(producer::initTransactions);
            assertIllegal(producer::beginTransaction);
            producer.send(record(topic, 0, "good"));
            producer.commitTransaction();
            assertIllegal(producer::commitTransaction);
            assertIllegal(producer::abortTransaction);
        }
        assertIllegal(producer::beginTransaction);
        assertIllegal(producer::initTransactions);
        assertIllegal(producer::commitTransaction);
        assertIllegal(producer::abortTransaction);
        assertIllegal(() -> producer.sendOffsetsToTransaction(offsets, group));
        assertIllegal(() -> producer.send(record(topic, 0, "closed")));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRecordThatFailedKeepsTheTransactionFromBeingCommitted(Way way) throws Exception {
        Contract contract = way.contract();
        String topic = contract.newTopic("txn-failed", 1, "max.message.bytes", "2000");
        try (KafkaProducer<byte[], byte[]> producer =
                producer(contract, topic, "max.request.size", 10_000, "linger.ms", 0)) {
            producer.initTransactions();
            // Refused by the client, before it is buffered.
            producer.beginTransaction();
            producer.send(record(topic, 0, "first"));
            Throwable tooLarge = failure(producer.send(record(topic, 0, "x".repeat(20_000))));
            assertInstanceOf(RecordTooLargeException.class, tooLarge);
            KafkaException refused = assertThrows(KafkaException.class, producer::commitTransaction);
            assertInstanceOf(RecordTooLargeException.class, refused.getCause());
            refused = assertThrows(KafkaException.class, () -> producer.send(record(topic, 0, "more")));
            assertInstanceOf(RecordTooLargeException.class, refused.getCause());
            refused = assertThrows(KafkaException.class, producer::beginTransaction);
            assertInstanceOf(RecordTooLargeException.class, refused.getCause());
            producer.abortTransaction();
            // Refused by the broker.
            producer.beginTransaction();
            tooLarge = failure(producer.send(record(topic, 0, "x".repeat(5_000))));
            assertInstanceOf(RecordTooLargeException.class, tooLarge);
            assertThrows(KafkaException.class, producer::commitTransaction);
            producer.abortTransaction();

            producer.beginTransaction();
            producer.send(record(topic, 0, "good"));
            producer.commitTransaction();
        }
        assertEquals(List.of("good"), committed(contract, topic, 0));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aBatchThatFailsDuringTheCommitFailsTheCommit(Way way) throws Exception {
        Contract contract = way.contract();
        String topic = contract.newTopic("txn-late-failure", 1, "max.message.bytes", "2000");
        try (KafkaProducer<byte[], byte[]> producer =
                producer(contract, topic, "linger.ms", 60_000, "delivery.timeout.ms", 120_000)) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> large = producer.send(record(topic, 0, "x".repeat(5_000)));
            assertThrows(RecordTooLargeException.class, producer::commitTransaction);
            assertInstanceOf(RecordTooLargeException.class, failure(large));
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(record(topic, 0, "good"));
            producer.commitTransaction();
        }
        assertEquals(List.of("good"), committed(contract, topic, 0));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatWasNotSentFailsWhenTheTransactionIsAborted(Way way) throws Exception {
        Contract contract = way.contract();
        String topic = contract.newTopic("txn-unsent", 1);
        try (KafkaProducer<byte[], byte[]> producer =
                producer(contract, topic, "linger.ms", 60_000, "delivery.timeout.ms", 120_000)) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> unsent = producer.send(record(topic, 0, "unsent"));
            producer.abortTransaction();
            assertInstanceOf(TransactionAbortedException.class, failure(unsent));
            // Linger time delays neither flush nor commit.
            long startNs = System.nanoTime();
            producer.beginTransaction();
            producer.send(record(topic, 0, "sent"));
            producer.commitTransaction();
            assertTrue(System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(30));
            // Nothing was sent: there is nothing to be told to anybody.
            producer.beginTransaction();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.abortTransaction();
        }
        assertEquals(List.of("sent"), committed(contract, topic, 0));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void closingAbortsWhatIsOpen(Way way) throws Exception {
        Contract contract = way.contract();
        String topic = contract.newTopic("txn-close", 1);
        KafkaProducer<byte[], byte[]> producer = producer(contract, topic);
        producer.initTransactions();
        producer.beginTransaction();
        Future<RecordMetadata> open = producer.send(record(topic, 0, "open"));
        producer.close();
        assertTrue(open.get().hasOffset());
        // Had the transaction been left open, this would wait for its timeout of a minute.
        assertEquals(List.of(), committed(contract, topic, 0));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatAnEarlierProducerLeftIsAborted(Way way) throws Exception {
        Contract contract = way.contract();
        String topic = contract.newTopic("txn-left", 1);
        KafkaProducer<byte[], byte[]> crashed = producer(contract, topic);
        crashed.initTransactions();
        crashed.beginTransaction();
        crashed.send(record(topic, 0, "left")).get(30, TimeUnit.SECONDS);
        crashed.close(Duration.ZERO);
        try (KafkaProducer<byte[], byte[]> producer = producer(contract, topic)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(topic, 0, "new"));
            producer.commitTransaction();
        }
        assertEquals(List.of("new"), committed(contract, topic, 0));
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void aCallThatTimedOutIsRepeated(Target target) throws Exception {
        // Nobody listens there.
        Contract nowhere = new Contract("127.0.0.1:1");
        KafkaProducer<byte[], byte[]> producer = producer(nowhere, Target.topic("txn-nowhere"), "max.block.ms", 200);
        try {
            assertThrows(TimeoutException.class, producer::initTransactions);
            assertThrows(TimeoutException.class, producer::initTransactions);
            assertIllegal(producer::beginTransaction);
            assertIllegal(producer::commitTransaction);
            Thread.currentThread().interrupt();
            assertThrows(InterruptException.class, producer::initTransactions);
            assertTrue(Thread.interrupted());
        } finally {
            producer.close(Duration.ZERO);
        }
        Contract contract = new Contract(target);
        String topic = contract.newTopic("txn-interrupt", 1);
        try (KafkaProducer<byte[], byte[]> good = producer(contract, topic)) {
            good.initTransactions();
            good.beginTransaction();
            good.send(record(topic, 0, "kept"));
            Thread.currentThread().interrupt();
            assertThrows(InterruptException.class, good::commitTransaction);
            assertTrue(Thread.interrupted());
            assertIllegal(good::abortTransaction);
            assertIllegal(good::beginTransaction);
            good.commitTransaction();
            good.beginTransaction();
            good.abortTransaction();
        }
        assertEquals(List.of("kept"), committed(contract, topic, 0));
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void aTimeoutThatTheClusterDoesNotAllowEndsTheProducer(Target target) {
        Contract contract = new Contract(target);
        String id = Target.topic("txn-long");
        try (KafkaProducer<byte[], byte[]> producer =
                producer(contract, id, "transaction.timeout.ms", Integer.MAX_VALUE)) {
            assertThrows(KafkaException.class, producer::initTransactions);
            assertThrows(KafkaException.class, producer::beginTransaction);
        }
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void settingsThatMakeTransactionsImpossibleAreRefused(Target target) {
        Contract contract = new Contract(target);
        assertThrows(ConfigException.class, () -> producer(contract, "id", "enable.idempotence", false));
        assertThrows(ConfigException.class, () -> producer(contract, "id", "acks", "1"));
        assertThrows(ConfigException.class, () -> producer(contract, "id", "retries", 0));
        assertThrows(ConfigException.class, () -> producer(contract, "id", "max.in.flight.requests.per.connection", 6));
        assertThrows(ConfigException.class, () -> producer(contract, ""));
    }
}
