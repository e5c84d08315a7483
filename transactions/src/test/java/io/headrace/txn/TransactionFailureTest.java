package io.headrace.txn;

import static io.headrace.txn.ClientProtocol.FIXED_EPOCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a machine does when its log fails, and who is told what meanwhile. */
class TransactionFailureTest extends TransactionStory {

    // ---- failures of the log ----

    @Test
    void whatCannotBeAppendedDidNotHappen() {
        rig.appendError = Errors.NOT_COORDINATOR;
        assertEquals(refused(Errors.NOT_COORDINATOR), rig.init("t"));
        assertNull(rig.transaction("t"));
        rig.appendError = Errors.NONE;
        ProducerIdentity p = rig.init("t").producer();
        rig.appendError = Errors.COORDINATOR_NOT_AVAILABLE;
        assertEquals(Errors.COORDINATOR_NOT_AVAILABLE, rig.add("t", p, FIXED_EPOCH, A));
        assertEquals(TransactionState.EMPTY, rig.state("t"));
        rig.appendError = Errors.NONE;
        rig.add("t", p, FIXED_EPOCH, A);
        rig.appendError = Errors.COORDINATOR_NOT_AVAILABLE;
        assertEquals(refused(Errors.COORDINATOR_NOT_AVAILABLE), rig.end("t", p, true, FIXED_EPOCH));
        assertEquals(TransactionState.ONGOING, rig.state("t"));
        rig.advance(TransactionMachine.RETRY_MS);
        assertEquals(List.of(), rig.toTell);
    }

    @Test
    void whatIsInTheLogInSpiteOfAnErrorIsDoneLater() {
        rig.init("t");
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        rig.failsAfterAppend = true;
        rig.appendError = Errors.KAFKA_STORAGE_ERROR;
        rig.end("t", producer(100, 0), true, FIXED_EPOCH);
        assertEquals(List.of(), rig.toTell, "nobody may be told of what may be lost");
        rig.appendError = Errors.NONE;

        rig.advance(TransactionMachine.RETRY_MS);

        assertEquals(1, rig.toTell.size());
        rig.appendError = Errors.NOT_ENOUGH_REPLICAS;
        rig.failsAfterAppend = false;
        rig.told();
        assertEquals(TransactionState.PREPARE_COMMIT, rig.state("t"));
        rig.appendError = Errors.NONE;
        rig.advance(TransactionMachine.RETRY_MS);
        assertEquals(TransactionState.COMPLETE_COMMIT, rig.state("t"));
    }

    @Test
    void whatMayBeLostIsNotToldOfUntilItIsKnownToLast() {
        rig.init("t");
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        rig.failsAfterAppend = true;
        rig.appendError = Errors.REQUEST_TIMED_OUT;
        rig.end("t", producer(100, 0), true, FIXED_EPOCH);
        assertEquals(TransactionState.PREPARE_COMMIT, rig.state("t"));

        rig.advance(3 * TransactionMachine.RETRY_MS);

        assertEquals(List.of(), rig.toTell);
        rig.appendError = Errors.NONE;
        rig.advance(TransactionMachine.RETRY_MS);
        assertEquals(1, rig.toTell.size());
        rig.told();
        assertEquals(TransactionState.COMPLETE_COMMIT, rig.state("t"));
    }

    @Test
    void anAnswerThatRestsOnWhatMayBeLostIsRefused() {
        rig.init("t");
        rig.failsAfterAppend = true;
        rig.appendError = Errors.KAFKA_STORAGE_ERROR;
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);

        assertEquals(Errors.NOT_COORDINATOR, rig.verify("t", producer(100, 0), A));
        assertEquals(Errors.NOT_COORDINATOR, rig.add("t", producer(100, 0), FIXED_EPOCH, A));
        rig.appendError = Errors.NONE;
        assertEquals(Errors.NONE, rig.verify("t", producer(100, 0), A));
    }

    // ---- what partitions are told ----

    @Test
    void partitionsAreToldForAsLongAsTheDecisionStands() {
        rig.init("t");
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        rig.end("t", producer(100, 0), true, FIXED_EPOCH);
        EndedTransaction ended = rig.toTell.get(0);
        assertTrue(rig.machine.isTelling(ended));
        rig.told();
        assertFalse(rig.machine.isTelling(ended));

        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        rig.end("t", producer(100, 0), true, FIXED_EPOCH);
        assertEquals(ended, rig.toTell.get(0), "a producer that keeps its epoch ends another one in the same words");
        assertFalse(rig.machine.isTelling(ended));
        assertTrue(rig.machine.isTelling(rig.toTell.get(0)));
    }

    @Test
    void aCoordinatorThatIsLoadedAnewDoesItsOwnTelling() {
        rig.init("t");
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        rig.end("t", producer(100, 0), true, FIXED_EPOCH);
        EndedTransaction before = rig.toTell.get(0);

        rig.restart();

        assertFalse(rig.machine.isTelling(before));
        assertTrue(rig.machine.isTelling(rig.toTell.get(0)));
    }

    // ---- waiting ----

    @Test
    void whoWaitsNoMoreIsNotCalled() {
        List<String> called = new ArrayList<>();
        rig.init("t");
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        rig.end("t", producer(100, 0), true, FIXED_EPOCH);
        Runnable late = () -> called.add("late");
        rig.machine.whenIdle("t", late);
        rig.machine.whenIdle("t", () -> called.add("complete"));

        rig.machine.waitNoMore("t", late);
        rig.machine.waitNoMore("t", late);
        rig.machine.waitNoMore("unknown", late);
        rig.told();

        assertEquals(List.of("complete"), called);
    }

    @Test
    void whoWaitsForTheEndIsCalledWhenItIsCompleteOrTheMachineEnds() {
        List<String> called = new ArrayList<>();
        rig.machine.whenIdle("t", () -> called.add("unknown"));
        rig.init("t");
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        rig.machine.whenIdle("t", () -> called.add("ongoing"));
        rig.end("t", producer(100, 0), true, FIXED_EPOCH);
        rig.machine.whenIdle("t", () -> called.add("complete"));
        assertEquals(List.of("unknown", "ongoing"), called);
        rig.told();
        assertEquals(List.of("unknown", "ongoing", "complete"), called);
        rig.add("t", producer(100, 0), FIXED_EPOCH, A);
        rig.end("t", producer(100, 0), true, FIXED_EPOCH);
        rig.machine.whenIdle("t", () -> called.add("unloaded"));

        rig.machine.unloaded();

        assertEquals("unloaded", called.get(3));
    }
}
