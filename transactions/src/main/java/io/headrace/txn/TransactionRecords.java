package io.headrace.txn;

import io.headrace.common.TopicPartition;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.txn.record.TransactionLogKey;
import io.headrace.txn.record.TransactionLogValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Transactions as records of {@code __transaction_state}: Kafka's format, as a cluster with transaction.version 2 writes. */
final class TransactionRecords {

    /** The first with tagged fields, which a change of producer ids needs. */
    static final int VALUE_VERSION = 1;

    private TransactionRecords() {}

    /** The record that says how a transaction stands. */
    static CoordinatorRecord of(Transaction transaction) {
        TransactionLogValue value = new TransactionLogValue()
                .producerId(transaction.producer().id())
                .previousProducerId(transaction.previousProducerId())
                .nextProducerId(transaction.nextProducerId())
                .producerEpoch(transaction.epoch())
                .transactionTimeoutMs(transaction.timeoutMs())
                .transactionStatus(transaction.state().id())
                .transactionPartitions(partitionsOf(transaction))
                .transactionLastUpdateTimestampMs(transaction.lastUpdateMs())
                .transactionStartTimestampMs(transaction.startMs())
                .clientTransactionVersion(transaction.protocol().level());
        return CoordinatorRecord.of(keyOf(transaction.transactionalId()), value, VALUE_VERSION);
    }

    /** The record that says that a transactional id is forgotten. */
    static CoordinatorRecord tombstone(String transactionalId) {
        return CoordinatorRecord.tombstone(keyOf(transactionalId));
    }

    private static TransactionLogKey keyOf(String transactionalId) {
        return new TransactionLogKey().transactionalId(transactionalId);
    }

    private static List<TransactionLogValue.PartitionsSchema> partitionsOf(Transaction transaction) {
        if (transaction.state() == TransactionState.EMPTY) {
            return null; // So does Kafka.
        }
        Map<String, List<Integer>> byTopic = new TreeMap<>();
        for (TopicPartition partition : transaction.partitions()) {
            byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                    .add(partition.partition());
        }
        List<TransactionLogValue.PartitionsSchema> topics = new ArrayList<>(byTopic.size());
        byTopic.forEach((topic, ids) -> {
            ids.sort(null);
            topics.add(new TransactionLogValue.PartitionsSchema().topic(topic).partitionIds(ids));
        });
        return topics;
    }

    /**
     * The transaction that a record tells of.
     *
     * @throws IllegalArgumentException when it says what cannot be
     */
    static Transaction transactionIn(String transactionalId, TransactionLogValue value) {
        Set<TopicPartition> partitions = new HashSet<>();
        if (value.transactionPartitions() != null) {
            for (TransactionLogValue.PartitionsSchema topic : value.transactionPartitions()) {
                topic.partitionIds().forEach(id -> partitions.add(new TopicPartition(topic.topic(), id)));
            }
        }
        return new Transaction(
                transactionalId,
                new ProducerIdentity(value.producerId(), value.producerEpoch()),
                value.previousProducerId(),
                value.nextProducerId(),
                value.transactionTimeoutMs(),
                TransactionState.forId(value.transactionStatus()),
                partitions,
                value.transactionStartTimestampMs(),
                value.transactionLastUpdateTimestampMs(),
                ClientProtocol.ofLevel(value.clientTransactionVersion()));
    }
}
