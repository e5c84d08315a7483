package io.headrace.clients.consumer.internals.work;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.DeadLetters;
import io.headrace.clients.producer.Producer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.header.Headers;
import io.headrace.common.header.internals.RecordHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** Dead letters as records of a topic. Has no state of its own; the producers belong to whoever made them. */
public final class TopicDeadLetters<K, V> implements DeadLetters<K, V> {

    private final String topic;
    private final Producer<K, V> producer;
    private final Optional<Producer<byte[], byte[]>> bytes;

    /** @param bytes for records that cannot be deserialized, if these are taken */
    public TopicDeadLetters(String topic, Producer<K, V> producer, Optional<Producer<byte[], byte[]>> bytes) {
        this.topic = Objects.requireNonNull(topic, "topic");
        this.producer = Objects.requireNonNull(producer, "producer");
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    @Override
    public CompletionStage<?> failed(ConsumerRecord<K, V> record, int attempts, Exception cause) {
        TopicPartition origin = new TopicPartition(record.topic(), record.partition());
        Headers headers = headers(record.headers(), origin, record.offset(), record.timestamp(), attempts, cause);
        return send(producer, new ProducerRecord<>(topic, null, null, record.key(), record.value(), headers));
    }

    @Override
    public Optional<CompletionStage<?>> undeserializable(RecordDeserializationException cause) {
        return bytes.map(to -> {
            Throwable reason = cause.getCause() == null ? cause : cause.getCause();
            Headers headers =
                    headers(cause.headers(), cause.topicPartition(), cause.offset(), cause.timestamp(), 0, reason);
            return send(
                    to,
                    new ProducerRecord<>(
                            topic, null, null, array(cause.keyBuffer()), array(cause.valueBuffer()), headers));
        });
    }

    private static <A, B> CompletionStage<?> send(Producer<A, B> producer, ProducerRecord<A, B> letter) {
        CompletableFuture<Object> sent = new CompletableFuture<>();
        Future<RecordMetadata> unused = producer.send(letter, (metadata, failure) -> {
            if (failure == null) {
                sent.complete(metadata);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }

    private static Headers headers(
            Headers own, TopicPartition origin, long offset, long timestamp, int attempts, Throwable cause) {
        Headers headers = new RecordHeaders(own);
        add(headers, TOPIC_HEADER, origin.topic());
        add(headers, PARTITION_HEADER, String.valueOf(origin.partition()));
        add(headers, OFFSET_HEADER, String.valueOf(offset));
        add(headers, TIMESTAMP_HEADER, String.valueOf(timestamp));
        add(headers, ATTEMPTS_HEADER, String.valueOf(attempts));
        add(headers, ERROR_CLASS_HEADER, cause.getClass().getName());
        if (cause.getMessage() != null) {
            add(headers, ERROR_MESSAGE_HEADER, cause.getMessage());
        }
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] array(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] array = new byte[buffer.remaining()];
        buffer.duplicate().get(array);
        return array;
    }
}
