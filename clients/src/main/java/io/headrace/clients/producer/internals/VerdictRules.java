package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.NeverSent;
import io.headrace.clients.producer.internals.Verdict.Acknowledged;
import io.headrace.clients.producer.internals.Verdict.Failed;
import io.headrace.clients.producer.internals.Verdict.Retry;
import io.headrace.clients.producer.internals.Verdict.Split;
import io.headrace.common.InvalidRecordException;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.InvalidMetadataException;
import io.headrace.common.errors.NetworkException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import java.util.Map;
import java.util.Set;

/** Decides what happens to a batch after an attempt. Pure: plain values in, a {@link Verdict} out. */
final class VerdictRules {

    private VerdictRules() {}

    /**
     * What a broker said about a batch.
     *
     * @param message the broker's words, or null
     * @param recordErrors what is wrong with single records, by index; empty when nothing is said
     */
    record Answer(Errors error, String message, long baseOffset, long appendTimeMs, Map<Integer, String> recordErrors) {

        static Answer of(Errors error) {
            return new Answer(error, null, -1, -1, Map.of());
        }
    }

    /**
     * The batch.
     *
     * @param attempts how often it was sent, this time included
     * @param retries how often it may be sent again
     * @param ageMs since its first record was buffered
     * @param isNext whether all records before it are known to be in the log; meaningless if not idempotent
     */
    record Facts(
            TopicPartition topicPartition,
            int records,
            int bytes,
            int attempts,
            int retries,
            long ageMs,
            long deliveryTimeoutMs,
            boolean isIdempotent,
            boolean isNext) {}

    /** After an answer. */
    static Verdict afterAnswer(Answer answer, Facts facts) {
        return switch (answer.error()) {
            case NONE -> new Acknowledged(answer.baseOffset(), answer.appendTimeMs());
            // It was taken in before, so long ago that the broker does not remember where.
            case DUPLICATE_SEQUENCE_NUMBER -> new Acknowledged(-1, -1);
            case MESSAGE_TOO_LARGE -> facts.records() > 1 ? new Split() : failed(tooLarge(facts));
            case OUT_OF_ORDER_SEQUENCE_NUMBER -> outOfOrder(answer, facts);
            // The broker has forgotten this producer since all its records there are deleted.
            case UNKNOWN_PRODUCER_ID ->
                facts.isIdempotent() ? retry(answer, facts, true) : failed(exception(answer, facts));
            default -> answer.error().isRetriable() ? retry(answer, facts, false) : refused(answer, facts);
        };
    }

    /** After an answer to a batch of a transaction: a partition cannot start again before the transaction has ended. */
    static Verdict afterAnswerInTransaction(Answer answer, Facts facts) {
        Verdict verdict = afterAnswer(answer, facts);
        return verdict instanceof Retry retry && retry.restartsSequences() ? failed(exception(answer, facts)) : verdict;
    }

    private static Verdict outOfOrder(Answer answer, Facts facts) {
        if (!facts.isIdempotent()) {
            return failed(exception(answer, facts));
        }
        if (facts.isNext()) {
            // The broker has lost what came before, as after an unclean election. This one is not to be lost, too.
            return retry(answer, facts, true);
        }
        // One before it failed; that one is sent first, and then this one again.
        return facts.ageMs() >= facts.deliveryTimeoutMs()
                ? failed(expired(facts, describe(answer)))
                : new Retry(false, false, false, describe(answer));
    }

    /**
     * Whether a batch may be in the log, after an answer that is not its acknowledgement.
     *
     * @param before whether it may have been already, from an earlier attempt whose outcome is not known
     */
    static boolean mayBeInLog(Errors answered, boolean before) {
        return switch (answered) {
            // A broker that had taken it in would have recognized it.
            case OUT_OF_ORDER_SEQUENCE_NUMBER, UNKNOWN_PRODUCER_ID -> false;
            case REQUEST_TIMED_OUT, NOT_ENOUGH_REPLICAS_AFTER_APPEND, KAFKA_STORAGE_ERROR, UNKNOWN_SERVER_ERROR -> true;
            default -> before;
        };
    }

    private static Verdict retry(Answer answer, Facts facts, boolean restartsSequences) {
        if (facts.ageMs() >= facts.deliveryTimeoutMs()) {
            return failed(expired(facts, describe(answer)));
        }
        if (facts.attempts() > facts.retries()) {
            return failed(exception(answer, facts));
        }
        boolean isLeaderStale = answer.error().exception() instanceof InvalidMetadataException;
        return new Retry(true, isLeaderStale, restartsSequences, describe(answer));
    }

    private static Verdict refused(Answer answer, Facts facts) {
        if (answer.recordErrors().isEmpty()) {
            return failed(exception(answer, facts));
        }
        Map<Integer, String> wrong = answer.recordErrors();
        // The error is that of the whole batch: with several records at fault it may not be that of each.
        boolean isOnlyOne = wrong.size() == 1;
        return new Failed(index -> wrong.containsKey(index)
                ? wrongRecord(wrong.get(index), answer, isOnlyOne)
                : new KafkaException("the record was refused because others in its batch for " + facts.topicPartition()
                        + " are invalid: " + describe(answer)));
    }

    private static RuntimeException wrongRecord(String said, Answer answer, boolean isOnlyOne) {
        String message = said != null ? said : describe(answer);
        return isOnlyOne ? answer.error().exception(message) : new InvalidRecordException(message);
    }

    /** After an attempt that got no answer. */
    static Verdict afterFailure(RuntimeException failure, Facts facts) {
        boolean neverSent = failure instanceof NeverSent;
        if (!(failure instanceof RetriableException)) {
            return failed(failure);
        }
        if (facts.ageMs() >= facts.deliveryTimeoutMs()) {
            return failed(expired(facts, failure.getMessage()));
        }
        if (!neverSent && facts.attempts() > facts.retries()) {
            return failed(
                    failure instanceof DisconnectException
                            ? new NetworkException(failure.getMessage(), failure)
                            : failure);
        }
        return new Retry(!neverSent, true, false, failure.getMessage());
    }

    /** The failure of records that were not acknowledged in time. */
    static TimeoutException expired(Facts facts, String trouble) {
        return new TimeoutException(facts.records() + " record(s) for " + facts.topicPartition()
                + " were not acknowledged within delivery.timeout.ms (" + facts.deliveryTimeoutMs() + " ms): "
                + facts.ageMs() + " ms have passed since they were buffered, " + facts.attempts()
                + " attempt(s) were made; " + trouble);
    }

    private static RecordTooLargeException tooLarge(Facts facts) {
        return new RecordTooLargeException("the record for " + facts.topicPartition() + " makes a batch of "
                + facts.bytes() + " bytes, which the broker does not take (message.max.bytes, max.message.bytes)");
    }

    private static RuntimeException exception(Answer answer, Facts facts) {
        ApiException plain = answer.error().exception();
        if (plain == null) {
            return new KafkaException("unexpected answer for " + facts.topicPartition() + ": " + describe(answer));
        }
        if (answer.error() == Errors.TOPIC_AUTHORIZATION_FAILED) {
            return new TopicAuthorizationException(Set.of(facts.topicPartition().topic()));
        }
        String said = answer.message() == null ? plain.getMessage() : answer.message();
        return answer.error().exception(said + " (" + facts.topicPartition() + ")");
    }

    private static String describe(Answer answer) {
        return answer.error() + (answer.message() == null ? "" : ": " + answer.message());
    }

    private static Failed failed(RuntimeException failure) {
        return new Failed(index -> failure);
    }
}
