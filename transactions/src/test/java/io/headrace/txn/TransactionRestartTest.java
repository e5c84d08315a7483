package io.headrace.txn;

import static io.headrace.txn.ClientProtocol.EPOCH_PER_TRANSACTION;
import static io.headrace.txn.ClientProtocol.FIXED_EPOCH;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.common.protocol.Errors;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a machine that is loaded anew goes on with, and what it forgets. */
class TransactionRestartTest extends TransactionStory {

    // ---- restart at each point ----

    @Test
    void aRestartedCoordinatorGoesOnFromEachPoint() {
        rig.init("t");
        rig.restart();
        rig.add("t", producer(100, 0), EPOCH_PER_TRANSACTION, A);
        rig.advance(20_000);
        rig.restart();
        assertEquals(Set.of(A), rig.transaction("t").partitions());
        rig.end("t", producer(100, 0), true, EPOCH_PER_TRANSACTION);

        rig.restart();
        assertEquals(
                List.of(new EndedTransaction(
                        "t", producer(100, 1), true, Set.of(A), Rig.COORDINATOR_EPOCH, EPOCH_PER_TRANSACTION)),
                rig.toTell,
                "what was decided is carried out");
        assertEquals(
                refused(Errors.CONCURRENT_TRANSACTIONS), rig.end("t", producer(100, 0), true, EPOCH_PER_TRANSACTION));
        rig.told();
        rig.restart();
        assertEquals(ok(100, 1), rig.end("t", producer(100, 0), true, EPOCH_PER_TRANSACTION));
        assertEquals(List.of(), rig.toTell);
        assertEquals(ok(100, 2), rig.init("t"));
    }

    @Test
    void theTimeOfATransactionGoesOnOverARestart() {
        rig.init("t");
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        rig.nowMs += 59_000;
        rig.restart();
        rig.advance(999);
        assertEquals(TransactionState.ONGOING, rig.state("t"));
        rig.advance(1);
        assertEquals(TransactionState.PREPARE_ABORT, rig.state("t"));
    }

    @Test
    void anExhaustedEpochOverARestart() {
        rig.init("t");
        raiseTo("t", ProducerIdentity.LAST_EPOCH);
        ProducerIdentity last = producer(100, ProducerIdentity.LAST_EPOCH);
        rig.add("t", last, EPOCH_PER_TRANSACTION, A);
        rig.end("t", last, true, EPOCH_PER_TRANSACTION);
        rig.restart();
        rig.told();
        rig.restart();

        assertEquals(producer(101, 0), rig.transaction("t").producer());
        assertEquals(ok(101, 0), rig.end("t", last, true, EPOCH_PER_TRANSACTION));
    }

    // ---- forgetting ----

    @Test
    void idsThatAreNotUsedAreForgottenAndOthersAreNot() {
        rig.init("idle");
        rig.init("committed");
        ProducerIdentity p = rig.transaction("committed").producer();
        rig.add("committed", p, FIXED_EPOCH, A);
        rig.end("committed", p, true, FIXED_EPOCH);
        rig.told();
        rig.advance(Rig.LIMITS.idExpirationMs() / 2);
        rig.init("later");
        rig.advance(Rig.LIMITS.idExpirationMs() / 2 - 1);
        assertEquals(3, rig.machine.transactions().size());

        rig.advance(Rig.LIMITS.idExpirationCheckMs());

        assertEquals(
                List.of("later"),
                rig.machine.transactions().stream()
                        .map(Transaction::transactionalId)
                        .toList());
        assertEquals(ok(102 + 1, 0), rig.init("idle"), "known no more");
        rig.restart();
        assertEquals(2, rig.machine.transactions().size());
    }

    @Test
    void aMachineThatKnowsNothingHasNoTimers() {
        assertEquals(Set.of(), rig.runningTimers());
        rig.init("t");
        assertEquals(Set.of("expiration"), rig.runningTimers());
        rig.advance(Rig.LIMITS.idExpirationMs() + Rig.LIMITS.idExpirationCheckMs());
        assertEquals(Set.of(), rig.runningTimers());
    }

    @Test
    void manyForgottenIdsGoInSeveralBatches() {
        for (int i = 0; i < TransactionMachine.EXPIRED_PER_STEP + 10; i++) {
            rig.init("t" + i);
        }
        int before = rig.log.size();

        rig.advance(Rig.LIMITS.idExpirationMs());

        assertEquals(0, rig.machine.transactions().size(), "however many ids come and go, no check leaves one behind");
        assertEquals(TransactionMachine.EXPIRED_PER_STEP + 10, rig.log.size() - before);
        assertEquals(Set.of(), rig.runningTimers());
    }
}
