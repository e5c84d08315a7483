package io.headrace.txn;

import static io.headrace.txn.ClientProtocol.EPOCH_PER_TRANSACTION;
import static io.headrace.txn.ClientProtocol.FIXED_EPOCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What producers ask, by plain values: each rule, with a fixed epoch and with one for each transaction. */
class TransactionMachineTest extends TransactionStory {

    // ---- initialization ----

    @Test
    void aNewIdGetsANewProducerWithEpochZero() {
        assertEquals(ok(100, 0), rig.init("t"));
        assertEquals(ok(101, 0), rig.init("u"));
        assertEquals(TransactionState.EMPTY, rig.state("t"));
    }

    @Test
    void aKnownIdKeepsItsProducerIdAndTheEpochIsRaised() {
        rig.init("t");

        assertEquals(ok(100, 1), rig.init("t"));
        assertEquals(ok(100, 2), rig.init("t"));
    }

    @Test
    void badRequestsAreRefused() {
        assertEquals(refused(Errors.INVALID_REQUEST), rig.init(""));
        for (int timeout : new int[] {0, -1, 900_001}) {
            ProducerAnswer answer = rig.ask(reply -> rig.machine.initProducerId(
                    new InitProducerId("t", timeout, ProducerIdentity.NONE, 5), rig.nowMs, reply));
            assertEquals(refused(Errors.INVALID_TRANSACTION_TIMEOUT), answer);
        }
        assertNull(rig.transaction("t"));
        assertEquals(Errors.INVALID_PRODUCER_ID_MAPPING, rig.add("t", producer(1, 0), FIXED_EPOCH, A));
        assertEquals(Errors.INVALID_REQUEST, rig.add("", producer(1, 0), FIXED_EPOCH, A));
        assertEquals(
                refused(Errors.INVALID_PRODUCER_ID_MAPPING), rig.end("t", producer(1, 0), true, EPOCH_PER_TRANSACTION));
        assertEquals(refused(Errors.INVALID_REQUEST), rig.end("", producer(1, 0), true, FIXED_EPOCH));
    }

    @Test
    void anExhaustedEpochGivesANewProducerId() {
        rig.init("t");
        raiseTo("t", ProducerIdentity.LAST_EPOCH);

        assertEquals(ok(101, 0), rig.init("t"));
        assertEquals(100, rig.transaction("t").previousProducerId());
    }

    @Test
    void aProducerThatSaysWhoItIsGoesOnAndMayAskAgain() {
        rig.init("t");

        assertEquals(ok(100, 1), rig.init("t", producer(100, 0)));
        assertEquals(ok(100, 1), rig.init("t", producer(100, 0)), "the answer was lost");
        assertEquals(ok(100, 2), rig.init("t", producer(100, 1)));
        assertEquals(refused(Errors.PRODUCER_FENCED), rig.init("t", producer(100, 0)));
        assertEquals(refused(Errors.PRODUCER_FENCED), rig.init("t", producer(55, 2)));
    }

    @Test
    void aProducerThatWasReplacedCannotGoOn() {
        rig.init("t");
        rig.init("t");

        assertEquals(refused(Errors.PRODUCER_FENCED), rig.init("t", producer(100, 0)));
    }

    @Test
    void goingOnWithTheLastEpochGivesANewProducerIdAndMayBeAskedAgain() {
        rig.init("t");
        raiseTo("t", ProducerIdentity.LAST_EPOCH);
        ProducerIdentity last = producer(100, ProducerIdentity.LAST_EPOCH);

        assertEquals(ok(101, 0), rig.init("t", last));
        assertEquals(ok(101, 0), rig.init("t", last), "the answer was lost");
        assertEquals(refused(Errors.PRODUCER_FENCED), rig.init("t", producer(100, 5)));
    }

    // ---- one epoch for all transactions ----

    @Test
    void aTransactionIsCommittedInTwoSteps() {
        rig.init("t");
        ProducerIdentity p = producer(100, 0);

        assertEquals(Errors.NONE, rig.add("t", p, FIXED_EPOCH, A));
        assertEquals(Errors.NONE, rig.add("t", p, FIXED_EPOCH, A, B));
        assertEquals(Set.of(A, B), rig.transaction("t").partitions());
        assertEquals(ok(100, 0), rig.end("t", p, true, FIXED_EPOCH));

        assertEquals(TransactionState.PREPARE_COMMIT, rig.state("t"));
        assertEquals(
                List.of(new EndedTransaction("t", p, true, Set.of(A, B), Rig.COORDINATOR_EPOCH, FIXED_EPOCH)),
                rig.toTell);
        rig.told();
        assertEquals(TransactionState.COMPLETE_COMMIT, rig.state("t"));
        assertEquals(Set.of(), rig.transaction("t").partitions());
    }

    @Test
    void askingAgainToEndGivesTheSameAnswerAndNothingElse() {
        rig.init("t");
        ProducerIdentity p = producer(100, 0);
        rig.add("t", p, FIXED_EPOCH, A);
        rig.end("t", p, false, FIXED_EPOCH);
        int records = rig.log.size();

        assertEquals(refused(Errors.CONCURRENT_TRANSACTIONS), rig.end("t", p, false, FIXED_EPOCH));
        assertEquals(refused(Errors.INVALID_TXN_STATE), rig.end("t", p, true, FIXED_EPOCH));
        assertEquals(records, rig.log.size());
        rig.told();
        assertEquals(ok(100, 0), rig.end("t", p, false, FIXED_EPOCH));
        assertEquals(refused(Errors.INVALID_TXN_STATE), rig.end("t", p, true, FIXED_EPOCH));
        assertEquals(records + 1, rig.log.size());
        assertEquals(List.of(), rig.toTell);
    }

    @Test
    void nothingCanBeEndedOrAddedWithAnotherIdOrEpoch() {
        rig.init("t");
        rig.init("t");
        rig.add("t", producer(100, 1), FIXED_EPOCH, A);

        for (int epoch : new int[] {0, 2}) {
            ProducerIdentity other = producer(100, epoch);
            assertEquals(Errors.PRODUCER_FENCED, rig.add("t", other, FIXED_EPOCH, B));
            assertEquals(Errors.PRODUCER_FENCED, rig.verify("t", other, A));
            assertEquals(refused(Errors.PRODUCER_FENCED), rig.end("t", other, true, FIXED_EPOCH));
            assertEquals(refused(Errors.PRODUCER_FENCED), rig.end("t", other, true, EPOCH_PER_TRANSACTION));
        }
        ProducerIdentity stranger = producer(7, 1);
        assertEquals(Errors.INVALID_PRODUCER_ID_MAPPING, rig.add("t", stranger, FIXED_EPOCH, B));
        assertEquals(Errors.INVALID_PRODUCER_ID_MAPPING, rig.verify("t", stranger, A));
        assertEquals(refused(Errors.INVALID_PRODUCER_ID_MAPPING), rig.end("t", stranger, true, EPOCH_PER_TRANSACTION));
        assertEquals(TransactionState.ONGOING, rig.state("t"));
    }

    @Test
    void whatIsNotInTheTransactionIsNotVerified() {
        rig.init("t");
        ProducerIdentity p = producer(100, 0);
        assertEquals(Errors.TRANSACTION_ABORTABLE, rig.verify("t", p, A));
        rig.add("t", p, FIXED_EPOCH, A);

        assertEquals(Errors.NONE, rig.verify("t", p, A));
        assertEquals(Errors.TRANSACTION_ABORTABLE, rig.verify("t", p, B));
        assertEquals(Errors.INVALID_PRODUCER_ID_MAPPING, rig.verify("unknown", p, A));
        rig.end("t", p, true, FIXED_EPOCH);
        assertEquals(Errors.CONCURRENT_TRANSACTIONS, rig.verify("t", p, A));
        rig.told();
        assertEquals(Errors.TRANSACTION_ABORTABLE, rig.verify("t", p, A));
    }

    @Test
    void theNextTransactionStartsOnlyWhenTheMarkersAreWritten() {
        rig.init("t");
        ProducerIdentity p = producer(100, 0);
        rig.add("t", p, FIXED_EPOCH, A);
        rig.end("t", p, true, FIXED_EPOCH);

        assertEquals(Errors.CONCURRENT_TRANSACTIONS, rig.add("t", p, FIXED_EPOCH, B));
        rig.told();
        rig.nowMs += 5;
        assertEquals(Errors.NONE, rig.add("t", p, FIXED_EPOCH, B));
        assertEquals(Set.of(B), rig.transaction("t").partitions());
        assertEquals(rig.nowMs, rig.transaction("t").startMs());
    }

    @Test
    void whatComesByAnOlderConnectionIsLateAndDoesNothing() {
        rig.init("t");
        ProducerIdentity p = producer(100, 0);
        rig.add("t", p, FIXED_EPOCH, A);
        // The first request to commit is stuck on its way, and the producer asks again by a new connection.
        rig.channel = 2;
        assertEquals(ok(100, 0), rig.end("t", p, true, FIXED_EPOCH));
        rig.told();
        rig.add("t", p, FIXED_EPOCH, B);
        int records = rig.log.size();

        rig.channel = 1;
        assertEquals(refused(Errors.NETWORK_EXCEPTION), rig.end("t", p, true, FIXED_EPOCH));
        assertEquals(Errors.NETWORK_EXCEPTION, rig.add("t", p, FIXED_EPOCH, A));

        assertEquals(records, rig.log.size());
        assertEquals(Set.of(B), rig.transaction("t").partitions());
        rig.channel = 2;
        assertEquals(ok(100, 0), rig.end("t", p, false, FIXED_EPOCH));
    }

    @Test
    void aNewProducerMayUseAnOlderConnection() {
        rig.init("t");
        rig.channel = 2;
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        rig.init("t");
        rig.told();
        ProducerIdentity next = rig.init("t").producer();
        rig.channel = 1;

        assertEquals(Errors.NONE, rig.add("t", next, FIXED_EPOCH, A));
        assertEquals(Errors.PRODUCER_FENCED, rig.add("t", producer(100, 0), FIXED_EPOCH, A));
    }

    // ---- an epoch for each transaction ----

    @Test
    void eachTransactionEndsWithANewEpoch() {
        rig.init("t");
        rig.add("t", producer(100, 0), EPOCH_PER_TRANSACTION, A);

        assertEquals(ok(100, 1), rig.end("t", producer(100, 0), true, EPOCH_PER_TRANSACTION));
        assertEquals(producer(100, 1), rig.toTell.get(0).producer(), "markers fence the old epoch");
        assertEquals(
                refused(Errors.CONCURRENT_TRANSACTIONS), rig.end("t", producer(100, 0), true, EPOCH_PER_TRANSACTION));
        rig.told();
        assertEquals(ok(100, 1), rig.end("t", producer(100, 0), true, EPOCH_PER_TRANSACTION), "the answer was lost");
        assertEquals(refused(Errors.INVALID_TXN_STATE), rig.end("t", producer(100, 0), false, EPOCH_PER_TRANSACTION));
    }

    @Test
    void aLateRequestOfTheTransactionBeforeDoesNothing() {
        rig.init("t");
        rig.add("t", producer(100, 0), EPOCH_PER_TRANSACTION, A);
        rig.end("t", producer(100, 0), true, EPOCH_PER_TRANSACTION);
        rig.told();
        rig.add("t", producer(100, 1), EPOCH_PER_TRANSACTION, B);
        int records = rig.log.size();

        for (boolean commit : new boolean[] {true, false}) {
            assertEquals(
                    refused(Errors.PRODUCER_FENCED), rig.end("t", producer(100, 0), commit, EPOCH_PER_TRANSACTION));
        }
        assertEquals(Errors.PRODUCER_FENCED, rig.add("t", producer(100, 0), EPOCH_PER_TRANSACTION, A));
        assertEquals(refused(Errors.PRODUCER_FENCED), rig.init("t", producer(100, 0)));
        assertEquals(records, rig.log.size());
        assertEquals(Set.of(B), rig.transaction("t").partitions());
    }

    @Test
    void aLateRequestWhileMarkersAreWrittenDoesNothing() {
        rig.init("t");
        rig.add("t", producer(100, 0), EPOCH_PER_TRANSACTION, A);
        rig.end("t", producer(100, 0), true, EPOCH_PER_TRANSACTION);
        int records = rig.log.size();

        assertEquals(Errors.PRODUCER_FENCED, rig.add("t", producer(100, 0), EPOCH_PER_TRANSACTION, B));
        assertEquals(Errors.CONCURRENT_TRANSACTIONS, rig.add("t", producer(100, 1), EPOCH_PER_TRANSACTION, B));
        assertEquals(
                refused(Errors.CONCURRENT_TRANSACTIONS), rig.end("t", producer(100, 1), false, EPOCH_PER_TRANSACTION));
        assertEquals(records, rig.log.size());
    }

    @Test
    void nothingCanBeAbortedOverAndOverWithAnEpochEach() {
        rig.init("t");

        assertEquals(refused(Errors.INVALID_TXN_STATE), rig.end("t", producer(100, 0), true, EPOCH_PER_TRANSACTION));
        assertEquals(ok(100, 1), rig.end("t", producer(100, 0), false, EPOCH_PER_TRANSACTION));
        assertEquals(Set.of(), rig.toTell.get(0).partitions());
        rig.told();
        assertEquals(TransactionState.COMPLETE_ABORT, rig.state("t"));
        assertEquals(ok(100, 2), rig.end("t", producer(100, 1), false, EPOCH_PER_TRANSACTION));
        rig.told();
        assertEquals(refused(Errors.INVALID_TXN_STATE), rig.end("t", producer(100, 2), true, EPOCH_PER_TRANSACTION));
    }

    @Test
    void theLastEpochEndsWithANewProducerId() {
        rig.init("t");
        raiseTo("t", ProducerIdentity.LAST_EPOCH);
        ProducerIdentity last = producer(100, ProducerIdentity.LAST_EPOCH);
        rig.add("t", last, EPOCH_PER_TRANSACTION, A);

        assertEquals(ok(101, 0), rig.end("t", last, true, EPOCH_PER_TRANSACTION));
        assertEquals(producer(100, Short.MAX_VALUE), rig.toTell.get(0).producer());
        assertEquals(101, rig.lastValue().nextProducerId());
        assertEquals(Errors.CONCURRENT_TRANSACTIONS, rig.add("t", producer(101, 0), EPOCH_PER_TRANSACTION, A));
        assertEquals(
                refused(Errors.CONCURRENT_TRANSACTIONS), rig.end("t", producer(101, 0), false, EPOCH_PER_TRANSACTION));
        assertEquals(refused(Errors.CONCURRENT_TRANSACTIONS), rig.init("t", producer(101, 0)));
        rig.told();
        assertEquals(ok(101, 0), rig.end("t", last, true, EPOCH_PER_TRANSACTION), "the answer was lost");
        assertEquals(Errors.NONE, rig.add("t", producer(101, 0), EPOCH_PER_TRANSACTION, A));
        assertEquals(
                refused(Errors.INVALID_PRODUCER_ID_MAPPING),
                rig.end("t", producer(100, 5), true, EPOCH_PER_TRANSACTION));
        assertEquals(refused(Errors.INVALID_PRODUCER_ID_MAPPING), rig.end("t", last, true, EPOCH_PER_TRANSACTION));
    }

    @Test
    void aProducerWhoseAnswerToTheEndWasLostMayGoOn() {
        rig.init("t");
        rig.add("t", producer(100, 0), EPOCH_PER_TRANSACTION, A);
        rig.end("t", producer(100, 0), true, EPOCH_PER_TRANSACTION);
        assertEquals(refused(Errors.CONCURRENT_TRANSACTIONS), rig.init("t", producer(100, 0)));
        rig.told();

        assertEquals(ok(100, 1), rig.init("t", producer(100, 0)));
    }

    // ---- fencing and timeouts ----

    @Test
    void aNewProducerAbortsWhatIsOngoingAndComesAgain() {
        for (ClientProtocol protocol : List.of(FIXED_EPOCH, EPOCH_PER_TRANSACTION)) {
            String id = protocol.toString();
            ProducerIdentity old = rig.init(id).producer();
            rig.add(id, old, protocol, A);

            assertEquals(refused(Errors.CONCURRENT_TRANSACTIONS), rig.init(id));
            assertEquals(TransactionState.PREPARE_ABORT, rig.state(id));
            assertEquals(refused(Errors.CONCURRENT_TRANSACTIONS), rig.init(id));
            assertEquals(old.raised(), rig.toTell.get(0).producer(), "markers fence the old epoch");
            rig.told();
            assertEquals(ok(old.id(), 2), rig.init(id));
            assertEquals(Errors.PRODUCER_FENCED, rig.add(id, old, protocol, A));
            assertEquals(refused(Errors.PRODUCER_FENCED), rig.end(id, old, false, protocol));
            assertEquals(refused(Errors.PRODUCER_FENCED), rig.init(id, old));
        }
    }

    @Test
    void fencingTheLastEpochUsesTheOneAboveAndThenANewProducerId() {
        rig.init("t");
        raiseTo("t", ProducerIdentity.LAST_EPOCH);
        ProducerIdentity last = producer(100, ProducerIdentity.LAST_EPOCH);
        rig.add("t", last, EPOCH_PER_TRANSACTION, A);

        rig.init("t");
        assertEquals(producer(100, Short.MAX_VALUE), rig.toTell.get(0).producer());
        rig.told();
        assertEquals(
                refused(Errors.PRODUCER_FENCED),
                rig.end("t", last, false, EPOCH_PER_TRANSACTION),
                "nobody is given an epoch that cannot be raised");
        assertEquals(ok(101, 0), rig.init("t"));
    }

    @Test
    void aTransactionThatTakesTooLongIsAborted() {
        rig.init("t");
        rig.add("t", producer(100, 0), EPOCH_PER_TRANSACTION, A);
        rig.advance(59_999);
        rig.add("t", producer(100, 0), EPOCH_PER_TRANSACTION, B);
        assertEquals(TransactionState.ONGOING, rig.state("t"));

        rig.advance(1);

        assertEquals(TransactionState.PREPARE_ABORT, rig.state("t"));
        assertEquals(Set.of(A, B), rig.toTell.get(0).partitions());
        rig.told();
        assertEquals(Errors.PRODUCER_FENCED, rig.add("t", producer(100, 0), EPOCH_PER_TRANSACTION, A));
        assertEquals(refused(Errors.INVALID_TXN_STATE), rig.end("t", producer(100, 0), true, EPOCH_PER_TRANSACTION));
        assertEquals(
                ok(100, 1),
                rig.end("t", producer(100, 0), false, EPOCH_PER_TRANSACTION),
                "who aborts what was aborted can go on");
    }

    @Test
    void aTimerIsOfOneTransactionAndEndsWithIt() {
        rig.init("t");
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        assertTrue(rig.runningTimers().contains("timeout/t"));
        rig.advance(30_000);
        rig.end("t", producer(100, 0), true, FIXED_EPOCH);
        assertTrue(!rig.runningTimers().contains("timeout/t"));
        rig.told();
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);

        rig.advance(59_999);
        assertEquals(TransactionState.ONGOING, rig.state("t"));
        rig.advance(1);
        assertEquals(TransactionState.PREPARE_ABORT, rig.state("t"));
    }

    @Test
    void anAbortByTimeoutIsTriedAgain() {
        rig.init("t");
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        rig.appendError = Errors.KAFKA_STORAGE_ERROR;
        rig.advance(60_000);
        assertEquals(TransactionState.ONGOING, rig.state("t"));
        rig.appendError = Errors.NONE;

        rig.advance(TransactionMachine.RETRY_MS);

        assertEquals(TransactionState.PREPARE_ABORT, rig.state("t"));
        assertEquals(producer(100, 1), rig.toTell.get(0).producer());
    }
}
