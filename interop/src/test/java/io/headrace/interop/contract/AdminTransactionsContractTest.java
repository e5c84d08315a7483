package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.AbortTransactionSpec;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.FenceProducersResult;
import io.headrace.clients.admin.ListOffsetsOptions;
import io.headrace.clients.admin.ListTransactionsOptions;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.clients.admin.ProducerState;
import io.headrace.clients.admin.TransactionDescription;
import io.headrace.clients.admin.TransactionListing;
import io.headrace.clients.admin.TransactionState;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.IsolationLevel;
import io.headrace.common.KafkaException;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TransactionalIdNotFoundException;
import io.headrace.interop.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Target.class)
class AdminTransactionsContractTest {

    @Parameter
    Target target;

    private Contract contract() {
        return new Contract(target);
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    /** A producer with a transaction open on partition 0 of the topic, in which one record is acknowledged. */
    private KafkaProducer<byte[], byte[]> open(String topic, String transactionalId) throws Exception {
        KafkaProducer<byte[], byte[]> producer = contract().producer("transactional.id", transactionalId);
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, null, bytes("a"))).get(30, TimeUnit.SECONDS);
        return producer;
    }

    private static Set<String> ids(Collection<TransactionListing> listings) {
        return listings.stream().map(TransactionListing::transactionalId).collect(Collectors.toSet());
    }

    private static long lastStable(Admin admin, TopicPartition partition) throws Exception {
        return get(admin.listOffsets(
                                Map.of(partition, OffsetSpec.latest()),
                                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .partitionResult(partition))
                .offset();
    }

    @Test
    void anOpenTransactionIsSeenFromAllSides() throws Exception {
        String topic = contract().newTopic("seen", 1);
        String id = Target.topic("txn");
        TopicPartition p0 = new TopicPartition(topic, 0);
        try (Admin admin = contract().admin();
                KafkaProducer<byte[], byte[]> producer = open(topic, id)) {
            TransactionDescription described =
                    get(admin.describeTransactions(List.of(id)).description(id));
            assertEquals(TransactionState.ONGOING, described.state());
            assertEquals(Set.of(p0), described.topicPartitions());
            assertEquals(60_000, described.transactionTimeoutMs());
            assertTrue(described.transactionStartTimeMs().isPresent());

            ProducerState state = get(admin.describeProducers(List.of(p0)).partitionResult(p0))
                    .activeProducers()
                    .get(0);
            assertEquals(described.producerId(), state.producerId());
            assertEquals(described.producerEpoch(), state.producerEpoch());
            assertEquals(0, state.lastSequence());
            assertEquals(0, state.currentTransactionStartOffset().orElseThrow());

            assertTrue(ids(get(admin.listTransactions(
                                    new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING)))
                            .all()))
                    .contains(id));
            assertEquals(
                    Set.of(id),
                    ids(get(admin.listTransactions(
                                    new ListTransactionsOptions().filterProducerIds(List.of(described.producerId())))
                            .all())));
            assertEquals(
                    Set.of(id),
                    ids(get(admin.listTransactions(
                                    new ListTransactionsOptions().filterOnTransactionalIdPattern(id + ".*"))
                            .all())));
            assertEquals(
                    Set.of(),
                    ids(get(admin.listTransactions(new ListTransactionsOptions()
                                    .filterOnTransactionalIdPattern(id)
                                    .filterOnDuration(600_000))
                            .all())));
            producer.commitTransaction();
        }
    }

    @Test
    void aFencedProducerCanDoNothingMore() throws Exception {
        String topic = contract().newTopic("fenced", 1);
        String id = Target.topic("txn");
        TopicPartition p0 = new TopicPartition(topic, 0);
        try (Admin admin = contract().admin();
                KafkaProducer<byte[], byte[]> producer = open(topic, id)) {
            assertEquals(0, lastStable(admin, p0));
            int epoch =
                    get(admin.describeTransactions(List.of(id)).description(id)).producerEpoch();
            FenceProducersResult fenced = admin.fenceProducers(List.of(id));
            get(fenced.all());
            assertTrue(get(fenced.epochId(id)) > epoch);
            assertThrows(IllegalArgumentException.class, () -> fenced.epochId("unasked"));
            assertEquals(2, lastStable(admin, p0), "the record, and the marker that aborts it");
            assertThrows(KafkaException.class, producer::commitTransaction);
        }
    }

    @Test
    void aTransactionIsTerminated() throws Exception {
        String topic = contract().newTopic("terminated", 1);
        String id = Target.topic("txn");
        try (Admin admin = contract().admin();
                KafkaProducer<byte[], byte[]> producer = open(topic, id)) {
            get(admin.forceTerminateTransaction(id).result());
            assertEquals(2, lastStable(admin, new TopicPartition(topic, 0)));
            assertThrows(KafkaException.class, producer::commitTransaction);
        }
    }

    @Test
    void aHangingTransactionIsAbortedOnItsPartition() throws Exception {
        String topic = contract().newTopic("hanging", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        try (Admin admin = contract().admin();
                KafkaProducer<byte[], byte[]> producer = open(topic, Target.topic("txn"))) {
            ProducerState state = get(admin.describeProducers(List.of(p0)).partitionResult(p0))
                    .activeProducers()
                    .get(0);
            assertEquals(0, lastStable(admin, p0));
            get(admin.abortTransaction(new AbortTransactionSpec(
                            p0,
                            state.producerId(),
                            (short) state.producerEpoch(),
                            state.coordinatorEpoch().orElse(0)))
                    .all());
            assertEquals(2, lastStable(admin, p0));
            producer.abortTransaction();
        }
    }

    @Test
    void unknownIdsSaySo() throws Exception {
        String id = Target.topic("none");
        try (Admin admin = contract().admin()) {
            ExecutionException thrown = assertThrows(
                    ExecutionException.class,
                    () -> get(admin.describeTransactions(List.of(id)).description(id)));
            assertInstanceOf(TransactionalIdNotFoundException.class, thrown.getCause());
            assertEquals(
                    Set.of(),
                    ids(get(admin.listTransactions(new ListTransactionsOptions().filterOnTransactionalIdPattern(id))
                            .all())));
        }
    }
}
