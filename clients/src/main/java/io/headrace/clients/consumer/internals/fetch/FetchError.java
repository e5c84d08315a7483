package io.headrace.clients.consumer.internals.fetch;

import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import java.util.Set;

/** What to do about a partition's error code in a fetch answer. Pure. */
sealed interface FetchError {

    /** Again after a backoff. */
    record Retry() implements FetchError {}

    /** Again after a backoff, or as soon as metadata shows another leader. */
    record RetryWithMetadata() implements FetchError {}

    /** The offset is not there. */
    record OutOfRange() implements FetchError {}

    /** The application is told. */
    record Tell(RuntimeException failure) implements FetchError {}

    static FetchError of(Errors error, TopicPartition partition, long fetchOffset) {
        return switch (error) {
            case NOT_LEADER_OR_FOLLOWER,
                    REPLICA_NOT_AVAILABLE,
                    KAFKA_STORAGE_ERROR,
                    FENCED_LEADER_EPOCH,
                    OFFSET_NOT_AVAILABLE,
                    UNKNOWN_TOPIC_OR_PARTITION,
                    UNKNOWN_TOPIC_ID,
                    INCONSISTENT_TOPIC_ID,
                    LEADER_NOT_AVAILABLE -> new RetryWithMetadata();
            // The broker's metadata is behind ours, or it stumbled: asking others does not help.
            case UNKNOWN_LEADER_EPOCH, UNKNOWN_SERVER_ERROR -> new Retry();
            case OFFSET_OUT_OF_RANGE -> new OutOfRange();
            case TOPIC_AUTHORIZATION_FAILED -> new Tell(new TopicAuthorizationException(Set.of(partition.topic())));
            case CORRUPT_MESSAGE ->
                new Tell(new KafkaException(
                        "The broker found corrupt data when fetching partition " + partition + " from offset "
                                + fetchOffset + ". Seek past the record to continue.",
                        error.exception()));
            default ->
                error.isRetriable()
                        ? new Retry()
                        : new Tell(new KafkaException(
                                "Fetching partition " + partition + " from offset " + fetchOffset + " failed: "
                                        + error.message(),
                                error.exception()));
        };
    }
}
