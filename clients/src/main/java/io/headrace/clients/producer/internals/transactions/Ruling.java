package io.headrace.clients.producer.internals.transactions;

import io.headrace.clients.consumer.CommitFailedException;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.ClusterAuthorizationException;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.InvalidPidMappingException;
import io.headrace.common.errors.InvalidTxnStateException;
import io.headrace.common.errors.ProducerFencedException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.errors.TransactionAbortableException;
import io.headrace.common.errors.TransactionalIdAuthorizationException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an error, in an answer or of a record, means for the transaction. Pure.
 *
 * @param failure what the application is told; null where nothing failed
 */
record Ruling(Kind kind, RuntimeException failure) {

    /** What is to be done. */
    enum Kind {
        DONE,
        /** Ask again. */
        RETRY,
        /** Ask again, soon: what is in the way is over in a moment. */
        RETRY_SOON,
        /** Somebody else coordinates now; find out who, and ask there. */
        LOOK_UP,
        /** The producer is not permitted what it asks; it may ask again when it is. */
        START_OVER,
        /** This transaction can only be aborted. */
        ABORTABLE,
        /** The same, but only where the epoch can be raised: else the producer is at its end. */
        ABORTABLE_WITH_NEW_EPOCH,
        /** The producer is at its end. */
        FATAL
    }

    private static final Ruling IS_DONE = new Ruling(Kind.DONE, null);

    private static Ruling of(Kind kind, Errors error) {
        return new Ruling(kind, error.exception(error.message()));
    }

    private static Ruling unexpected(String request, Errors error, String message) {
        return new Ruling(
                Kind.FATAL,
                new KafkaException(
                        "unexpected answer to " + request + ": " + error + ", "
                                + (message == null ? error.message() : message),
                        error.exception()));
    }

    /** What most requests to a coordinator have in common; null when the error is none of that. */
    private static Ruling common(Errors error) {
        return switch (error) {
            case NONE -> IS_DONE;
            case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> of(Kind.LOOK_UP, error);
            case CONCURRENT_TRANSACTIONS -> of(Kind.RETRY_SOON, error);
            // Before PRODUCER_FENCED had a code of its own coordinators said it this way.
            case INVALID_PRODUCER_EPOCH, PRODUCER_FENCED -> of(Kind.FATAL, Errors.PRODUCER_FENCED);
            case TRANSACTION_ABORTABLE -> of(Kind.ABORTABLE, error);
            default -> error.exception() instanceof RetriableException ? of(Kind.RETRY, error) : null;
        };
    }

    private static Ruling inTransaction(String request, Errors error) {
        Ruling common = common(error);
        if (common != null) {
            return common;
        }
        return switch (error) {
            case TRANSACTIONAL_ID_AUTHORIZATION_FAILED, INVALID_TXN_STATE, INVALID_PRODUCER_ID_MAPPING ->
                of(Kind.FATAL, error);
            case UNKNOWN_PRODUCER_ID -> of(Kind.ABORTABLE_WITH_NEW_EPOCH, error);
            default -> unexpected(request, error, null);
        };
    }

    static Ruling onFindCoordinator(Request.FindCoordinator asked, Errors error, String message) {
        return switch (error) {
            case NONE -> IS_DONE;
            case TRANSACTIONAL_ID_AUTHORIZATION_FAILED -> of(Kind.FATAL, error);
            case GROUP_AUTHORIZATION_FAILED -> unauthorizedGroup(asked.key());
            case TRANSACTION_ABORTABLE -> of(Kind.ABORTABLE, error);
            default ->
                error.exception() instanceof RetriableException
                        ? of(Kind.RETRY, error)
                        : unexpected("FindCoordinator for " + asked.key(), error, message);
        };
    }

    private static Ruling unauthorizedGroup(String groupId) {
        return new Ruling(Kind.ABORTABLE, GroupAuthorizationException.forGroupId(groupId));
    }

    static Ruling onInitProducerId(Errors error) {
        Ruling common = common(error);
        if (common != null) {
            return common;
        }
        return switch (error) {
            case TRANSACTIONAL_ID_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED -> of(Kind.START_OVER, error);
            default -> unexpected("InitProducerId", error, null);
        };
    }

    /** For one partition; errors that concern that partition alone are {@link Kind#ABORTABLE}. */
    private static Ruling onAddPartition(Errors error) {
        return switch (error) {
            case TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                    INVALID_TXN_STATE,
                    INVALID_PRODUCER_ID_MAPPING,
                    UNKNOWN_PRODUCER_ID -> inTransaction("AddPartitionsToTxn", error);
            default -> {
                Ruling common = common(error);
                yield common != null ? common : of(Kind.ABORTABLE, error);
            }
        };
    }

    /** For all partitions of one request: those that are refused for themselves are named together. */
    static Ruling onAddPartitions(Set<TopicPartition> asked, Map<TopicPartition, Errors> errors) {
        Set<String> unauthorized = new LinkedHashSet<>();
        Map<String, Errors> refused = new TreeMap<>();
        for (TopicPartition partition : asked) {
            Errors error = errors.getOrDefault(partition, Errors.UNKNOWN_SERVER_ERROR);
            Ruling ruling = onAddPartition(error);
            if (ruling.kind() == Kind.ABORTABLE && error != Errors.TRANSACTION_ABORTABLE) {
                refused.put(partition.toString(), error);
                if (error == Errors.TOPIC_AUTHORIZATION_FAILED) {
                    unauthorized.add(partition.topic());
                }
            } else if (ruling.kind() != Kind.DONE) {
                return ruling;
            }
        }
        if (refused.isEmpty()) {
            return IS_DONE;
        }
        return new Ruling(
                Kind.ABORTABLE,
                unauthorized.isEmpty()
                        ? new KafkaException("partitions could not become part of the transaction: " + refused)
                        : new TopicAuthorizationException(unauthorized));
    }

    static Ruling onAddOffsets(String groupId, Errors error) {
        return error == Errors.GROUP_AUTHORIZATION_FAILED
                ? unauthorizedGroup(groupId)
                : inTransaction("AddOffsetsToTxn", error);
    }

    static Ruling onCommitOffset(String groupId, Errors error) {
        return switch (error) {
            case NONE -> IS_DONE;
            case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, REQUEST_TIMED_OUT -> of(Kind.LOOK_UP, error);
            case GROUP_AUTHORIZATION_FAILED -> unauthorizedGroup(groupId);
            case FENCED_INSTANCE_ID, TRANSACTION_ABORTABLE -> of(Kind.ABORTABLE, error);
            case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION ->
                new Ruling(
                        Kind.ABORTABLE,
                        new CommitFailedException("offsets of group " + groupId
                                + " do not become part of the transaction, since the consumer is not the member any more that"
                                + " its metadata names: " + error.message()));
            case INVALID_PRODUCER_EPOCH, PRODUCER_FENCED -> of(Kind.FATAL, Errors.PRODUCER_FENCED);
            case TRANSACTIONAL_ID_AUTHORIZATION_FAILED, UNSUPPORTED_FOR_MESSAGE_FORMAT -> of(Kind.FATAL, error);
            case CONCURRENT_TRANSACTIONS -> of(Kind.RETRY_SOON, error);
            default ->
                error.exception() instanceof RetriableException
                        ? of(Kind.RETRY, error)
                        : unexpected("TxnOffsetCommit", error, null);
        };
    }

    static Ruling onEnd(boolean isCommit, Errors error) {
        if (!isCommit && error == Errors.TRANSACTION_ABORTABLE) {
            return new Ruling(
                    Kind.FATAL, new KafkaException("the transaction could not be aborted", error.exception()));
        }
        return inTransaction("EndTxn", error);
    }

    /** What it means to the transaction that a record of it will not be in the log. */
    static Ruling onUndeliverable(RuntimeException failure) {
        if (failure instanceof ClusterAuthorizationException
                || failure instanceof TransactionalIdAuthorizationException
                || failure instanceof ProducerFencedException
                || failure instanceof UnsupportedVersionException
                || failure instanceof InvalidPidMappingException) {
            return new Ruling(Kind.FATAL, failure);
        }
        boolean mayGoWellNextTime =
                failure instanceof RetriableException || failure instanceof InvalidTxnStateException;
        return new Ruling(
                Kind.ABORTABLE,
                mayGoWellNextTime
                        ? new TransactionAbortableException(
                                "a record of the transaction could not be delivered: " + failure.getMessage(), failure)
                        : failure);
    }
}
