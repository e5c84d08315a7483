package io.headrace.clients.producer.internals;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.TopicPartition;
import java.util.Map;

/** The calls of {@link io.headrace.clients.producer.KafkaProducer} that are about transactions. Thread safe. */
public interface Transactions {

    /** See {@link io.headrace.clients.producer.KafkaProducer#initTransactions()}. */
    void initialize();

    /** See {@link io.headrace.clients.producer.KafkaProducer#beginTransaction()}. */
    void begin();

    /** See {@link io.headrace.clients.producer.KafkaProducer#sendOffsetsToTransaction}. */
    void sendOffsets(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group);

    /** See {@link io.headrace.clients.producer.KafkaProducer#commitTransaction()}. */
    void commit();

    /** See {@link io.headrace.clients.producer.KafkaProducer#abortTransaction()}. */
    void abort();

    /** Throws if no record may be sent now, and says why. */
    void requireSendable();

    /** A record was refused before it was buffered. */
    void recordFailed(RuntimeException failure);
}
