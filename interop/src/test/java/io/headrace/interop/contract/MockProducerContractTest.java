package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.MockProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.Cluster;
import io.headrace.common.KafkaException;
import io.headrace.common.Node;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.ProducerFencedException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.partitioners.Partitioner;
import io.headrace.partitioners.RoundRobinPartitioner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The producer for tests of applications; no broker takes part. */
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes are looked at where they matter.
class MockProducerContractTest {

    private static final Node NODE = new Node(1, "host", 9092);
    private static final Node[] NODES = {NODE};
    private static final ConsumerGroupMetadata GROUP = group("g");

    @SuppressWarnings("removal") // Apache's will be an interface; without a group there is no other way to one.
    private static ConsumerGroupMetadata group(String id) {
        return new ConsumerGroupMetadata(id, -1, "", Optional.empty());
    }

    private static MockProducer<String, String> producer(boolean autoComplete) {
        return new MockProducer<>(autoComplete, null, new StringSerializer(), new StringSerializer());
    }

    private static MockProducer<String, String> transactional(boolean autoComplete) {
        MockProducer<String, String> producer = producer(autoComplete);
        producer.initTransactions();
        return producer;
    }

    private static Cluster cluster() {
        return new Cluster(
                null,
                List.of(NODE),
                List.of(new PartitionInfo("t", 0, NODE, NODES, NODES), new PartitionInfo("t", 1, NODE, NODES, NODES)),
                Set.of(),
                Set.of());
    }

    private static ProducerRecord<String, String> record(String value) {
        return new ProducerRecord<>("t", "k", value);
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(long offset) {
        return Map.of(new TopicPartition("t", 0), new OffsetAndMetadata(offset));
    }

    @Test
    void aRecordIsAcknowledgedAtOnce() throws Exception {
        MockProducer<String, String> producer = producer(true);
        List<String> told = new ArrayList<>();
        Future<RecordMetadata> first =
                producer.send(record("1"), (metadata, failure) -> told.add(metadata + " " + failure));
        assertTrue(first.isDone());
        RecordMetadata metadata = producer.send(record("2")).get();
        assertEquals(0, first.get().offset());
        assertEquals(1, metadata.offset());
        assertEquals("t", metadata.topic());
        assertEquals(0, metadata.partition());
        assertFalse(metadata.hasTimestamp());
        assertEquals(0, metadata.serializedKeySize());
        assertEquals(List.of("t-0@0 null"), told);
        assertEquals(List.of(record("1"), record("2")), producer.history());
        assertTrue(producer.flushed());
        producer.clear();
        assertEquals(List.of(), producer.history());
        assertEquals(2, producer.send(record("3")).get().offset());
    }

    @Test
    void recordsWaitUntilTheTestSaysWhatBecomesOfThem() throws Exception {
        MockProducer<String, String> producer = producer(false);
        List<String> told = new ArrayList<>();
        Future<RecordMetadata> first = producer.send(record("1"), (m, e) -> told.add(m + " " + e));
        Future<RecordMetadata> second = producer.send(record("2"), (m, e) -> told.add(m + " " + e));
        assertFalse(first.isDone());
        assertFalse(producer.flushed());
        assertFalse(first.cancel(true));
        assertThrows(java.util.concurrent.TimeoutException.class, () -> first.get(1, TimeUnit.MILLISECONDS));
        assertTrue(producer.completeNext());
        assertTrue(first.isDone());
        assertFalse(first.isCancelled());
        assertFalse(second.isDone());
        RuntimeException failure = new IllegalArgumentException("x");
        assertTrue(producer.errorNext(failure));
        assertSame(failure, assertThrows(ExecutionException.class, second::get).getCause());
        assertEquals(List.of("t-0@0 null", "t-0@-1 " + failure), told);
        assertFalse(producer.completeNext());
        assertFalse(producer.errorNext(failure));
        assertTrue(producer.flushed());
        assertEquals(2, producer.history().size());
    }

    @Test
    void flushAcknowledgesAllAndClearForgetsThem() {
        MockProducer<String, String> producer = producer(false);
        Future<RecordMetadata> first = producer.send(record("1"));
        producer.flush();
        assertTrue(first.isDone());
        Future<RecordMetadata> second = producer.send(record("2"));
        producer.clear();
        assertTrue(producer.flushed());
        assertFalse(second.isDone());
    }

    @Test
    void partitionsComeFromTheClusterAndThePartitioner() throws Exception {
        try (Partitioner partitioner = new RoundRobinPartitioner()) {
            MockProducer<String, String> producer =
                    new MockProducer<>(cluster(), true, partitioner, new StringSerializer(), new StringSerializer());
            assertEquals(0, producer.send(record("1")).get().partition());
            assertEquals(1, producer.send(record("2")).get().partition());
            assertEquals(
                    1,
                    producer.send(new ProducerRecord<>("t", 1, "k", "v")).get().partition());
            assertEquals(
                    0,
                    producer.send(new ProducerRecord<>("other", 5, "k", "v"))
                            .get()
                            .partition());
            assertThrows(IllegalArgumentException.class, () -> producer.send(new ProducerRecord<>("t", 2, "k", "v")));
            assertEquals(2, producer.partitionsFor("t").size());
            assertEquals(List.of(), producer.partitionsFor("other"));
        }
        MockProducer<String, String> without =
                new MockProducer<>(cluster(), true, null, new StringSerializer(), new StringSerializer());
        assertEquals(0, without.send(record("1")).get().partition());
        assertEquals(0, without.send(record("2")).get().partition());
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void whatCannotBeSerializedFails() {
        MockProducer<Object, Object> producer = (MockProducer) producer(true);
        assertThrows(ClassCastException.class, () -> producer.send(new ProducerRecord<>("t", 1, 2)));
        assertEquals(List.of(), producer.history());
    }

    @Test
    void aTransactionsRecordsShowOnceItIsCommitted() {
        MockProducer<String, String> producer = transactional(true);
        assertTrue(producer.transactionInitialized());
        producer.send(record("before"));
        producer.beginTransaction();
        assertTrue(producer.transactionInFlight());
        producer.send(record("1"));
        producer.send(record("2"));
        assertEquals(List.of(record("before")), producer.history());
        assertEquals(List.of(record("1"), record("2")), producer.uncommittedRecords());
        producer.commitTransaction();
        assertEquals(List.of(record("before"), record("1"), record("2")), producer.history());
        assertEquals(List.of(), producer.uncommittedRecords());
        assertTrue(producer.transactionCommitted());
        assertFalse(producer.transactionAborted());
        assertFalse(producer.transactionInFlight());
        assertEquals(1, producer.commitCount());
    }

    @Test
    void anAbortedTransactionsRecordsAreDropped() {
        MockProducer<String, String> producer = transactional(false);
        producer.beginTransaction();
        Future<RecordMetadata> sent = producer.send(record("1"));
        producer.sendOffsetsToTransaction(offsets(5), GROUP);
        producer.abortTransaction();
        assertTrue(sent.isDone());
        assertTrue(producer.flushed());
        assertEquals(List.of(), producer.history());
        assertEquals(List.of(), producer.uncommittedRecords());
        assertEquals(List.of(), producer.consumerGroupOffsetsHistory());
        assertEquals(Map.of(), producer.uncommittedOffsets());
        assertTrue(producer.transactionAborted());
        assertFalse(producer.transactionCommitted());
        assertEquals(0, producer.commitCount());
        producer.beginTransaction();
        assertFalse(producer.transactionAborted());
        producer.send(record("2"));
        producer.commitTransaction();
        assertEquals(List.of(record("2")), producer.history());
    }

    @Test
    void offsetsAreKeptByTransactionAndGroup() {
        MockProducer<String, String> producer = transactional(true);
        producer.beginTransaction();
        producer.sendOffsetsToTransaction(Map.of(), GROUP);
        assertFalse(producer.sentOffsets());
        producer.sendOffsetsToTransaction(offsets(1), GROUP);
        producer.sendOffsetsToTransaction(offsets(2), GROUP);
        producer.sendOffsetsToTransaction(offsets(7), group("h"));
        assertTrue(producer.sentOffsets());
        assertEquals(Map.of("g", offsets(2), "h", offsets(7)), producer.uncommittedOffsets());
        assertEquals(List.of(), producer.consumerGroupOffsetsHistory());
        producer.commitTransaction();
        assertTrue(producer.sentOffsets());
        producer.beginTransaction();
        assertFalse(producer.sentOffsets());
        producer.sendOffsetsToTransaction(offsets(3), GROUP);
        producer.commitTransaction();
        producer.beginTransaction();
        producer.commitTransaction();
        assertEquals(
                List.of(Map.of("g", offsets(2), "h", offsets(7)), Map.of("g", offsets(3))),
                producer.consumerGroupOffsetsHistory());
        assertEquals(3, producer.commitCount());
        producer.clear();
        assertEquals(List.of(), producer.consumerGroupOffsetsHistory());
    }

    @Test
    void transactionCallsOutOfTurnAreRefused() {
        MockProducer<String, String> producer = producer(true);
        for (Executable call : transactionCalls(producer)) {
            assertThrows(IllegalStateException.class, call);
        }
        assertThrows(IllegalStateException.class, producer::fenceProducer);
        producer.initTransactions();
        assertThrows(IllegalStateException.class, producer::initTransactions);
        assertThrows(IllegalStateException.class, producer::commitTransaction);
        assertThrows(IllegalStateException.class, producer::abortTransaction);
        assertThrows(IllegalStateException.class, () -> producer.sendOffsetsToTransaction(offsets(1), GROUP));
        producer.beginTransaction();
        assertThrows(IllegalStateException.class, producer::beginTransaction);
        assertThrows(NullPointerException.class, () -> producer.sendOffsetsToTransaction(offsets(1), null));
    }

    private static List<Executable> transactionCalls(MockProducer<String, String> producer) {
        return List.of(
                producer::beginTransaction,
                () -> producer.sendOffsetsToTransaction(offsets(1), GROUP),
                producer::commitTransaction,
                producer::abortTransaction);
    }

    @Test
    void aFencedProducerIsOfNoUseAnyMore() {
        MockProducer<String, String> producer = transactional(true);
        producer.beginTransaction();
        producer.fenceProducer();
        for (Executable call : transactionCalls(producer)) {
            assertThrows(ProducerFencedException.class, call);
        }
        assertThrows(ProducerFencedException.class, producer::initTransactions);
        assertThrows(ProducerFencedException.class, producer::fenceProducer);
        KafkaException thrown = assertThrows(KafkaException.class, () -> producer.send(record("1")));
        assertInstanceOf(ProducerFencedException.class, thrown.getCause());
        producer.flush();
        producer.close();
    }

    @Test
    void aClosedProducerRefusesEverything() {
        MockProducer<String, String> producer = transactional(false);
        Future<RecordMetadata> waiting = producer.send(record("1"));
        assertFalse(producer.closed());
        producer.close(Duration.ofSeconds(1));
        assertTrue(producer.closed());
        assertFalse(waiting.isDone());
        for (Executable call : transactionCalls(producer)) {
            assertThrows(IllegalStateException.class, call);
        }
        assertThrows(IllegalStateException.class, producer::initTransactions);
        assertThrows(IllegalStateException.class, producer::fenceProducer);
        assertThrows(IllegalStateException.class, producer::flush);
        assertThrows(IllegalStateException.class, () -> producer.send(record("2")));
        assertTrue(producer.completeNext());
        producer.close();
    }

    @Test
    void callsFailAsTheTestWants() {
        MockProducer<String, String> producer = producer(true);
        RuntimeException wanted = new UnsupportedOperationException("wanted");
        producer.initTransactionException = wanted;
        assertSame(wanted, assertThrows(RuntimeException.class, producer::initTransactions));
        producer.initTransactionException = null;
        producer.initTransactions();
        producer.beginTransactionException = wanted;
        assertSame(wanted, assertThrows(RuntimeException.class, producer::beginTransaction));
        producer.beginTransactionException = null;
        producer.beginTransaction();
        producer.sendException = wanted;
        assertSame(wanted, assertThrows(RuntimeException.class, () -> producer.send(record("1"))));
        producer.sendOffsetsToTransactionException = wanted;
        assertSame(
                wanted,
                assertThrows(RuntimeException.class, () -> producer.sendOffsetsToTransaction(offsets(1), GROUP)));
        producer.commitTransactionException = wanted;
        assertSame(wanted, assertThrows(RuntimeException.class, producer::commitTransaction));
        producer.abortTransactionException = wanted;
        assertSame(wanted, assertThrows(RuntimeException.class, producer::abortTransaction));
        assertTrue(producer.transactionInFlight());
        producer.flushException = wanted;
        assertSame(wanted, assertThrows(RuntimeException.class, producer::flush));
        producer.partitionsForException = wanted;
        assertSame(wanted, assertThrows(RuntimeException.class, () -> producer.partitionsFor("t")));
        producer.closeException = wanted;
        assertSame(wanted, assertThrows(RuntimeException.class, producer::close));
        assertFalse(producer.closed());
        assertEquals(List.of(), producer.history());
    }

    @Test
    void theClientInstanceIdIsWhatTheTestSets() {
        MockProducer<String, String> producer = new MockProducer<>();
        assertThrows(UnsupportedOperationException.class, () -> producer.clientInstanceId(Duration.ZERO));
        Uuid id = Uuid.randomUuid();
        producer.setClientInstanceId(id);
        assertEquals(id, producer.clientInstanceId(Duration.ZERO));
        producer.injectTimeoutException(2);
        assertThrows(TimeoutException.class, () -> producer.clientInstanceId(Duration.ZERO));
        assertThrows(TimeoutException.class, () -> producer.clientInstanceId(Duration.ZERO));
        assertEquals(id, producer.clientInstanceId(Duration.ZERO));
        producer.injectTimeoutException(-1);
        assertThrows(TimeoutException.class, () -> producer.clientInstanceId(Duration.ZERO));
        assertThrows(TimeoutException.class, () -> producer.clientInstanceId(Duration.ZERO));
        producer.disableTelemetry();
        assertThrows(IllegalStateException.class, () -> producer.clientInstanceId(Duration.ZERO));
        assertEquals(0, producer.metrics().size());
    }

    @Test
    void historiesAreCopies() {
        MockProducer<String, String> producer = producer(true);
        producer.send(record("1"));
        List<ProducerRecord<String, String>> history = producer.history();
        producer.send(record("2"));
        assertEquals(1, history.size());
        assertNotSame(history, producer.history());
        assertNull(producer.history().get(0).timestamp());
    }
}
