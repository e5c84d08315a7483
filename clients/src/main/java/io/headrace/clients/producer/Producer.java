package io.headrace.clients.producer;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.ProducerFencedException;
import io.headrace.common.metrics.KafkaMetric;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
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
    void beginTransaction() throws ProducerFencedException;

    /** See {@link KafkaProducer#sendOffsetsToTransaction(Map, ConsumerGroupMetadata)}. */
    void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata)
            throws ProducerFencedException;

    /** See {@link KafkaProducer#commitTransaction()}. */
    void commitTransaction() throws ProducerFencedException;

    /** See {@link KafkaProducer#abortTransaction()}. */
    void abortTransaction() throws ProducerFencedException;

    /** See {@link KafkaProducer#send(ProducerRecord)}. */
    Future<RecordMetadata> send(ProducerRecord<K, V> record);

    /** See {@link KafkaProducer#send(ProducerRecord, Callback)}. */
    Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback);

    /**
     * Sends a record and tells the outcome by a stage, whatever it is: also what {@link #send(ProducerRecord)} throws, such
     * as that the producer is closed or the value cannot be serialized.
     *
     * <p>Returns as quickly as {@code send} does: at once, unless the topic is not known yet or the memory for records is
     * used up, for which it waits up to {@code max.block.ms}. That may be done on virtual threads; waiting holds none of
     * the threads that carry them.
     *
     * <p>With {@link KafkaProducer} the stage is completed on the producer's own thread, in the order of the partition's
     * records, or on the calling thread if the record is refused before it is buffered. What is chained without an executor
     * runs there too: it must be quick and must not block, and a {@code sendAsync} in it fails with a
     * {@link io.headrace.common.errors.TimeoutException} where it would have to wait. For anything longer use the stage's
     * {@code Async} methods.
     *
     * <p>What is done to the stage has no effect on the record; nobody but the producer can complete it.
     *
     * @return completed with where the record is, or exceptionally with why it failed
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The callback tells the same.
    default CompletionStage<RecordMetadata> sendAsync(ProducerRecord<K, V> record) {
        AsyncOutcome outcome = new AsyncOutcome();
        try {
            send(record, outcome);
        } catch (RuntimeException e) {
            outcome.onCompletion(null, e);
        }
        return outcome;
    }

    /** See {@link KafkaProducer#flush()}. */
    void flush();

    /** See {@link KafkaProducer#partitionsFor(String)}. */
    List<PartitionInfo> partitionsFor(String topic);

    /** See {@link KafkaProducer#metrics()}. */
    Map<MetricName, ? extends Metric> metrics();

    /** Has a metric of the application pushed to the cluster too (KIP-1076). */
    void registerMetricForSubscription(KafkaMetric metric);

    /** Undoes {@link #registerMetricForSubscription}. */
    void unregisterMetricFromSubscription(KafkaMetric metric);

    /** See {@link KafkaProducer#clientInstanceId(Duration)}. */
    Uuid clientInstanceId(Duration timeout);

    /** See {@link KafkaProducer#close()}. */
    @Override
    void close();

    /** See {@link KafkaProducer#close(Duration)}. */
    void close(Duration timeout);
}
