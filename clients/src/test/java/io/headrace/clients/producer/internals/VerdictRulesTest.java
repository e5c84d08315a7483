package io.headrace.clients.producer.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.internals.NeverSent;
import io.headrace.clients.producer.internals.VerdictRules.Answer;
import io.headrace.clients.producer.internals.VerdictRules.Facts;
import io.headrace.common.InvalidRecordException;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.InvalidTimestampException;
import io.headrace.common.errors.NetworkException;
import io.headrace.common.errors.NotLeaderOrFollowerException;
import io.headrace.common.errors.OutOfOrderSequenceException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictRulesTest {

    private static final TopicPartition T0 = new TopicPartition("t", 0);

    private static Facts facts(int records, int attempts, long ageMs, boolean isNext) {
        return new Facts(T0, records, 500, attempts, 3, ageMs, 1_000, true, isNext);
    }

    private static final Facts FRESH = facts(10, 1, 5, true);

    private static Verdict after(Errors error, Facts facts) {
        return VerdictRules.afterAnswer(Answer.of(error), facts);
    }

    private static RuntimeException failure(Verdict verdict) {
        return assertInstanceOf(Verdict.Failed.class, verdict).failures().apply(0);
    }

    @Test
    void whatWasTakenInIsAcknowledged() {
        Answer taken = new Answer(Errors.NONE, null, 42, 7, Map.of());
        assertEquals(new Verdict.Acknowledged(42, 7), VerdictRules.afterAnswer(taken, FRESH));
        assertEquals(new Verdict.Acknowledged(-1, -1), after(Errors.DUPLICATE_SEQUENCE_NUMBER, FRESH));
    }

    @Test
    void passingErrorsAreRetriedAndStaleLeadersLookedUp() {
        assertEquals(
                new Verdict.Retry(true, true, false, "NOT_LEADER_OR_FOLLOWER"),
                after(Errors.NOT_LEADER_OR_FOLLOWER, FRESH));
        assertEquals(
                new Verdict.Retry(true, false, false, "NOT_ENOUGH_REPLICAS"), after(Errors.NOT_ENOUGH_REPLICAS, FRESH));
    }

    @Test
    void retriesAndTimeEnd() {
        assertInstanceOf(
                NotLeaderOrFollowerException.class,
                failure(after(Errors.NOT_LEADER_OR_FOLLOWER, facts(10, 4, 5, true))));
        TimeoutException expired = assertInstanceOf(
                TimeoutException.class, failure(after(Errors.NOT_LEADER_OR_FOLLOWER, facts(10, 2, 1_000, true))));
        assertEquals(
                "10 record(s) for t-0 were not acknowledged within delivery.timeout.ms (1000 ms): 1000 ms have passed "
                        + "since they were buffered, 2 attempt(s) were made; NOT_LEADER_OR_FOLLOWER",
                expired.getMessage());
    }

    @Test
    void largeBatchesAreSplitAndLargeRecordsFail() {
        assertEquals(new Verdict.Split(), after(Errors.MESSAGE_TOO_LARGE, FRESH));
        assertInstanceOf(RecordTooLargeException.class, failure(after(Errors.MESSAGE_TOO_LARGE, facts(1, 1, 5, true))));
    }

    @Test
    void aGapIsFilledIfThereIsSomethingToFillItWith() {
        assertEquals(
                new Verdict.Retry(false, false, false, "OUT_OF_ORDER_SEQUENCE_NUMBER"),
                after(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, facts(10, 9, 5, false)));
        assertInstanceOf(
                TimeoutException.class,
                failure(after(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, facts(10, 9, 1_000, false))));
    }

    @Test
    void aGapThatOnlyTheBrokerCanHaveMadeLeadsToANewEpoch() {
        assertEquals(
                new Verdict.Retry(true, false, true, "OUT_OF_ORDER_SEQUENCE_NUMBER"),
                after(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, FRESH));
        assertInstanceOf(
                OutOfOrderSequenceException.class,
                failure(after(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, facts(10, 4, 5, true))),
                "not more often than retries allow");
        Facts plain = new Facts(T0, 10, 500, 1, 3, 5, 1_000, false, true);
        assertInstanceOf(OutOfOrderSequenceException.class, failure(after(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, plain)));
    }

    @Test
    void someAnswersTellWhetherABatchCanBeInTheLogAndOthersChangeNothing() {
        for (boolean before : new boolean[] {false, true}) {
            assertFalse(VerdictRules.mayBeInLog(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, before));
            assertFalse(VerdictRules.mayBeInLog(Errors.UNKNOWN_PRODUCER_ID, before));
            assertTrue(VerdictRules.mayBeInLog(Errors.REQUEST_TIMED_OUT, before));
            assertTrue(VerdictRules.mayBeInLog(Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND, before));
            assertEquals(before, VerdictRules.mayBeInLog(Errors.NOT_LEADER_OR_FOLLOWER, before));
            assertEquals(before, VerdictRules.mayBeInLog(Errors.NOT_ENOUGH_REPLICAS, before));
        }
    }

    @Test
    void aForgottenProducerStartsAgain() {
        assertEquals(
                new Verdict.Retry(true, false, true, "UNKNOWN_PRODUCER_ID"), after(Errors.UNKNOWN_PRODUCER_ID, FRESH));
    }

    @Test
    void otherErrorsFailWithTheBrokersWords() {
        TopicAuthorizationException refused = assertInstanceOf(
                TopicAuthorizationException.class, failure(after(Errors.TOPIC_AUTHORIZATION_FAILED, FRESH)));
        assertEquals(Set.of("t"), refused.unauthorizedTopics());
        Answer said = new Answer(Errors.INVALID_RECORD, "no key", -1, -1, Map.of());
        assertEquals(
                "no key (t-0)", failure(VerdictRules.afterAnswer(said, FRESH)).getMessage());
    }

    @Test
    void oneInvalidRecordIsToldApartFromThoseItTookWithIt() {
        Answer said = new Answer(Errors.INVALID_RECORD, "bad batch", -1, -1, Map.of(1, "timestamp"));
        Verdict.Failed failed = assertInstanceOf(Verdict.Failed.class, VerdictRules.afterAnswer(said, FRESH));
        assertInstanceOf(InvalidRecordException.class, failed.failures().apply(1));
        assertEquals("timestamp", failed.failures().apply(1).getMessage());
        assertEquals(KafkaException.class, failed.failures().apply(0).getClass());
        assertEquals(
                "the record was refused because others in its batch for t-0 are invalid: INVALID_RECORD: bad batch",
                failed.failures().apply(0).getMessage());
    }

    @Test
    void theOnlyInvalidRecordFailsWithTheErrorOfItsBatch() {
        Answer one = new Answer(Errors.INVALID_TIMESTAMP, "bad batch", -1, -1, Map.of(0, "too old"));
        Verdict.Failed failed = assertInstanceOf(Verdict.Failed.class, VerdictRules.afterAnswer(one, FRESH));
        assertInstanceOf(InvalidTimestampException.class, failed.failures().apply(0));
        assertEquals("too old", failed.failures().apply(0).getMessage());

        Answer two = new Answer(Errors.INVALID_TIMESTAMP, "bad batch", -1, -1, Map.of(0, "too old", 1, "too new"));
        Verdict.Failed both = assertInstanceOf(Verdict.Failed.class, VerdictRules.afterAnswer(two, FRESH));
        assertInstanceOf(InvalidRecordException.class, both.failures().apply(0));
        assertEquals("too new", both.failures().apply(1).getMessage());
    }

    private static final class NotSent extends DisconnectException implements NeverSent {
        private static final long serialVersionUID = 1L;

        NotSent() {
            super("no connection");
        }
    }

    @Test
    void lostConnectionsAreRetriedAndCountOnlyIfSomethingWasSent() {
        assertEquals(
                new Verdict.Retry(true, true, false, "lost"),
                VerdictRules.afterFailure(new DisconnectException("lost"), FRESH));
        assertEquals(
                new Verdict.Retry(false, true, false, "no connection"),
                VerdictRules.afterFailure(new NotSent(), facts(10, 9, 5, true)));
        RuntimeException used =
                failure(VerdictRules.afterFailure(new DisconnectException("lost"), facts(10, 4, 5, true)));
        assertInstanceOf(NetworkException.class, used);
        assertEquals("lost", used.getMessage());
        String expired = failure(VerdictRules.afterFailure(new NotSent(), facts(10, 4, 1_000, true)))
                .getMessage();
        assertTrue(expired.endsWith("; no connection"), expired);
    }

    @Test
    void whatWillNeverWorkFailsAtOnce() {
        UnsupportedVersionException never = new UnsupportedVersionException("no");
        assertSame(never, failure(VerdictRules.afterFailure(never, FRESH)));
    }
}
