package io.headrace.clients.consumer.internals.work;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.InvalidConfigurationException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.SerializationException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.errors.TransactionAbortableException;
import io.headrace.common.errors.TransactionAbortedException;

/** What it means that a record was not sent. Pure. */
final class Refusals {

    private Refusals() {}

    /** Whether the record itself is the reason, so that it is no use to send it again. */
    static boolean isOfTheRecord(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof SerializationException
                || failure instanceof InvalidTopicException
                || failure instanceof TopicAuthorizationException
                // Not of a client's making: a serializer's, a partitioner's, or an argument's that makes no sense.
                || !(failure instanceof KafkaException || failure instanceof IllegalStateException);
    }

    /** Whether no other transaction would do better, with these settings and permissions. */
    static boolean isHopeless(Throwable failure) {
        return failure instanceof InvalidConfigurationException
                || (failure != null && failure.getCause() instanceof InvalidConfigurationException);
    }

    /** Whether it may be sent in another transaction. */
    static boolean isTemporary(Throwable failure) {
        Throwable cause =
                failure instanceof KafkaException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RetriableException
                || cause instanceof TransactionAbortedException
                || cause instanceof TransactionAbortableException;
    }
}
