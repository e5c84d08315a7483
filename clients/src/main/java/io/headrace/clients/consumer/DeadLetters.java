package io.headrace.clients.consumer;

import io.headrace.clients.consumer.internals.work.TopicDeadLetters;
import io.headrace.clients.producer.Producer;
import io.headrace.common.errors.RecordDeserializationException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where a {@link ConsumerLoop} puts records that cannot be handled, so that those behind them can be. A record counts as
 * done when it has arrived there.
 */
public interface DeadLetters<K, V> {

    /** Header: the topic the record came from. */
    String TOPIC_HEADER = "dead-letter.topic";

    /** Header: the partition it came from, as text. */
    String PARTITION_HEADER = "dead-letter.partition";

    /** Header: its offset there, as text. */
    String OFFSET_HEADER = "dead-letter.offset";

    /** Header: its timestamp there in milliseconds since 1970, as text. */
    String TIMESTAMP_HEADER = "dead-letter.timestamp";

    /** Header: how often it was tried, as text; 0 when it could not be deserialized. */
    String ATTEMPTS_HEADER = "dead-letter.attempts";

    /** Header: the class of what was thrown last. */
    String ERROR_CLASS_HEADER = "dead-letter.error.class";

    /** Header: the message of what was thrown last; absent when it has none. */
    String ERROR_MESSAGE_HEADER = "dead-letter.error.message";

    /**
     * Takes a record that was tried as often as is configured. Called by the polling thread; must not wait.
     *
     * @param record the record
     * @param attempts how often it was tried
     * @param cause what was thrown last
     * @return completed when the record is safe; completed exceptionally when it is not, which ends the loop
     */
    CompletionStage<?> failed(ConsumerRecord<K, V> record, int attempts, Exception cause);

    /**
     * Takes a record whose key or value could not be deserialized. Called by the polling thread; must not wait.
     *
     * @param cause has the record's place and bytes
     * @return as {@link #failed}; empty when such records are not taken, which ends the loop
     */
    default Optional<CompletionStage<?>> undeserializable(RecordDeserializationException cause) {
        return Optional.empty();
    }

    /**
     * A topic, for records that were deserialized. Key, value and headers stay; the headers named here are added.
     *
     * @param topic the topic
     * @param producer stays the caller's; has to be open as long as the loop runs, and to acknowledge by all replicas if
     *     nothing is to be lost
     */
    static <K, V> DeadLetters<K, V> toTopic(String topic, Producer<K, V> producer) {
        return new TopicDeadLetters<>(topic, producer, Optional.empty());
    }

    /**
     * A topic, for records that could not be deserialized too.
     *
     * @param topic the topic
     * @param producer for records that were deserialized; as in {@link #toTopic(String, Producer)}
     * @param bytes for those that could not be, whose bytes stay as they are
     */
    static <K, V> DeadLetters<K, V> toTopic(String topic, Producer<K, V> producer, Producer<byte[], byte[]> bytes) {
        return new TopicDeadLetters<>(topic, producer, Optional.of(bytes));
    }
}
