package io.headrace.clients.producer;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * What a producer can do; see {@link KafkaProducer}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface Producer<K, V> extends Closeable {

    /** See {@link KafkaProducer#initTransactions()}. */
    void initTransactions();

    /** See {@link KafkaProducer#beginTransaction()}. */
    void beginTransaction();

    /** See {@link KafkaProducer#sendOffsetsToTransaction(Map, ConsumerGroupMetadata)}. */
    void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata);

    /** See {@link KafkaProducer#commitTransaction()}. */
    void commitTransaction();

    /** See {@link KafkaProducer#abortTransaction()}. */
    void abortTransaction();

    /** See {@link KafkaProducer#send(ProducerRecord)}. */
    Future<RecordMetadata> send(ProducerRecord<K, V> record);

    /** See {@link KafkaProducer#send(ProducerRecord, Callback)}. */
    Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback);

    /** See {@link KafkaProducer#flush()}. */
    void flush();

    /** See {@link KafkaProducer#partitionsFor(String)}. */
    List<PartitionInfo> partitionsFor(String topic);

    /** See {@link KafkaProducer#metrics()}. */
    Map<MetricName, ? extends Metric> metrics();

    /** See {@link KafkaProducer#clientInstanceId(Duration)}. */
    Uuid clientInstanceId(Duration timeout);

    /** See {@link KafkaProducer#close()}. */
    @Override
    void close();

    /** See {@link KafkaProducer#close(Duration)}. */
    void close(Duration timeout);
}
