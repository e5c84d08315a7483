package io.headrace.clients.producer.internals.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.CommitFailedException;
import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.InvalidProducerEpochException;
import io.headrace.common.errors.ProducerFencedException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.errors.TransactionAbortableException;
import io.headrace.common.errors.TransactionalIdAuthorizationException;
import io.headrace.common.protocol.Errors;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of a transactional producer, by plain values and a clock that the test moves. */
class TransactionMachineTest {

    private static final int BACKOFF_MS = 100;
    private static final int COORDINATOR = 3;
    private static final int GROUP_COORDINATOR = 4;
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final TopicPartition OTHER = new TopicPartition("t", 1);
    private static final ConsumerGroupMetadata GROUP = new ConsumerGroupMetadata("g", 1, "m", Optional.empty());
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS = Map.of(PARTITION, new OffsetAndMetadata(5));

    /** An epoch for each transaction, one that stays and can be raised, one that stays for ever. */
    @SuppressWarnings("ImmutableEnumChecker") // the record cannot be changed
    private enum Cluster {
        NEW(new CoordinatorAbilities(true, true)),
        OLD(new CoordinatorAbilities(true, false)),
        ANCIENT(new CoordinatorAbilities(false, false));

        private final CoordinatorAbilities abilities;

        Cluster(CoordinatorAbilities abilities) {
            this.abilities = abilities;
        }
    }

    private final TransactionMachine machine = new TransactionMachine("tx", failuresBefore -> BACKOFF_MS);
    private CoordinatorAbilities abilities = Cluster.NEW.abilities;
    private long nowNs = 77;

    private Request sent(boolean isDelivered) {
        return assertInstanceOf(Step.Send.class, machine.next(nowNs, isDelivered))
                .request();
    }

    private void assertRests() {
        assertSame(Step.REST, machine.next(nowNs, true));
    }

    private void passBackoff() {
        nowNs += TimeUnit.MILLISECONDS.toNanos(BACKOFF_MS);
    }

    private void findCoordinator() {
        assertEquals(new Request.FindCoordinator(false, "tx"), sent(true));
        machine.found(Errors.NONE, null, COORDINATOR, nowNs);
    }

    private void findGroup() {
        assertEquals(new Request.FindCoordinator(true, "g"), sent(true));
        machine.found(Errors.NONE, null, GROUP_COORDINATOR, nowNs);
    }

    private static ProducerIdentity identity(int epoch) {
        return new ProducerIdentity(9, (short) epoch);
    }

    private void granted(int epoch) {
        machine.initialized(Errors.NONE, identity(epoch), abilities, nowNs);
    }

    private void initialize(Cluster cluster) {
        abilities = cluster.abilities;
        Ticket ticket = machine.initialize();
        findCoordinator();
        Step.Send send = assertInstanceOf(Step.Send.class, machine.next(nowNs, true));
        assertEquals(new Step.Send(new Request.InitProducerId(ProducerIdentity.NONE), COORDINATOR), send);
        granted(0);
        assertSucceeded(ticket);
        assertEquals(Phase.READY, machine.phase());
    }

    private static void assertSucceeded(Ticket ticket) {
        assertTrue(ticket.isDone());
        assertNull(ticket.failure());
        ticket.acknowledge();
    }

    private static <T extends RuntimeException> T assertFailed(Class<T> with, Ticket ticket) {
        assertTrue(ticket.isDone());
        ticket.acknowledge();
        return assertInstanceOf(with, ticket.failure());
    }

    /** A record goes to a partition. */
    private void write(TopicPartition partition) {
        if (abilities.givesEachTransactionAnEpoch()) {
            assertTrue(machine.mayWrite(partition));
        } else {
            assertFalse(machine.mayWrite(partition));
            assertEquals(new Request.AddPartitions(machine.identity(), Set.of(partition)), sent(false));
            machine.partitionsAdded(Map.of(partition, Errors.NONE), nowNs);
            assertTrue(machine.mayWrite(partition));
        }
    }

    private void ended(int nextEpoch) {
        ProducerIdentity next = abilities.givesEachTransactionAnEpoch() ? identity(nextEpoch) : ProducerIdentity.NONE;
        machine.transactionEnded(Errors.NONE, next, abilities, nowNs);
    }

    private Request end(int epoch, boolean isCommit) {
        return new Request.EndTransaction(identity(epoch), isCommit, abilities.givesEachTransactionAnEpoch());
    }

    @Test
    void aTransactionHasItsOwnEpoch() {
        initialize(Cluster.NEW);
        for (int epoch = 0; epoch < 3; epoch++) {
            machine.begin();
            assertRests();
            write(PARTITION);
            Ticket ticket = machine.commit();
            assertSame(Step.REST, machine.next(nowNs, false));
            assertEquals(end(epoch, true), sent(true));
            assertRests();
            ended(epoch + 1);
            assertSucceeded(ticket);
            assertEquals(identity(epoch + 1), machine.identity());
            assertEquals(Phase.READY, machine.phase());
        }
    }

    @Test
    void partitionsAreAddedBeforeTheyAreWrittenTo() {
        initialize(Cluster.OLD);
        for (int i = 0; i < 2; i++) {
            machine.begin();
            assertFalse(machine.mayWrite(PARTITION));
            assertFalse(machine.mayWrite(OTHER));
            assertEquals(new Request.AddPartitions(identity(0), Set.of(PARTITION, OTHER)), sent(false));
            machine.partitionsAdded(Map.of(PARTITION, Errors.NONE, OTHER, Errors.NONE), nowNs);
            assertTrue(machine.mayWrite(PARTITION));
            assertTrue(machine.mayWrite(OTHER));
            Ticket ticket = i == 0 ? machine.commit() : machine.abort();
            assertEquals(end(0, i == 0), sent(true));
            ended(0);
            assertSucceeded(ticket);
            assertEquals(identity(0), machine.identity());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasNeverSentIsEndedWithoutAsking(Cluster cluster) {
        initialize(cluster);
        machine.begin();
        Ticket ticket = machine.commit();
        assertRests();
        assertSucceeded(ticket);
        machine.begin();
        ticket = machine.abort();
        assertRests();
        assertSucceeded(ticket);
        assertEquals(identity(0), machine.identity());
    }

    @Test
    void offsetsAddTheirPartitionByThemselves() {
        initialize(Cluster.NEW);
        machine.begin();
        Ticket ticket = machine.sendOffsets(OFFSETS, GROUP);
        findGroup();
        Step.Send send = assertInstanceOf(Step.Send.class, machine.next(nowNs, false));
        assertEquals(
                new Step.Send(new Request.CommitOffsets(identity(0), GROUP, OFFSETS, true), GROUP_COORDINATOR), send);
        machine.offsetsCommitted(Map.of(PARTITION, Errors.NONE), nowNs);
        assertSucceeded(ticket);
        machine.commit();
        assertEquals(end(0, true), sent(true));
    }

    @Test
    void theGroupIsAddedBeforeItsOffsets() {
        initialize(Cluster.OLD);
        machine.begin();
        Ticket ticket = machine.sendOffsets(OFFSETS, GROUP);
        assertEquals(new Request.AddOffsets(identity(0), "g"), sent(false));
        machine.offsetsAdded(Errors.NONE, nowNs);
        findGroup();
        assertEquals(new Request.CommitOffsets(identity(0), GROUP, OFFSETS, false), sent(false));
        assertFalse(ticket.isDone());
        machine.offsetsCommitted(Map.of(PARTITION, Errors.NONE), nowNs);
        assertSucceeded(ticket);
        machine.abort();
        assertEquals(end(0, false), sent(true));
    }

    @Test
    void onlyOffsetsThatWereNotTakenAreSentAgain() {
        initialize(Cluster.NEW);
        machine.begin();
        Map<TopicPartition, OffsetAndMetadata> both =
                Map.of(PARTITION, new OffsetAndMetadata(1), OTHER, new OffsetAndMetadata(2));
        Ticket ticket = machine.sendOffsets(both, GROUP);
        findGroup();
        sent(false);
        machine.offsetsCommitted(Map.of(PARTITION, Errors.NONE, OTHER, Errors.NOT_COORDINATOR), nowNs);
        assertInstanceOf(Step.Wait.class, machine.next(nowNs, false));
        passBackoff();
        findGroup();
        assertEquals(
                new Request.CommitOffsets(identity(0), GROUP, Map.of(OTHER, new OffsetAndMetadata(2)), true),
                sent(false));
        machine.offsetsCommitted(Map.of(OTHER, Errors.NONE), nowNs);
        assertSucceeded(ticket);
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {"COORDINATOR_LOAD_IN_PROGRESS", "NOT_COORDINATOR", "COORDINATOR_NOT_AVAILABLE"})
    void initializationGoesOnUntilACoordinatorAnswers(Errors error) {
        Ticket ticket = machine.initialize();
        assertEquals(new Request.FindCoordinator(false, "tx"), sent(true));
        machine.found(Errors.COORDINATOR_NOT_AVAILABLE, null, -1, nowNs);
        Step.Wait wait = assertInstanceOf(Step.Wait.class, machine.next(nowNs, true));
        assertEquals(nowNs + TimeUnit.MILLISECONDS.toNanos(BACKOFF_MS), wait.untilNs());
        passBackoff();
        findCoordinator();
        sent(true);
        machine.initialized(error, ProducerIdentity.NONE, abilities, nowNs);
        assertInstanceOf(Step.Wait.class, machine.next(nowNs, true));
        passBackoff();
        if (error != Errors.COORDINATOR_LOAD_IN_PROGRESS) {
            findCoordinator();
        }
        assertEquals(new Request.InitProducerId(ProducerIdentity.NONE), sent(true));
        granted(0);
        assertSucceeded(ticket);
    }

    @Test
    void theEndOfTheTransactionBeforeIsAwaitedInShortSteps() {
        initialize(Cluster.OLD);
        machine.begin();
        machine.mayWrite(PARTITION);
        for (long waitMs : new long[] {20, 40, 80, 100, 100}) {
            sent(false);
            machine.partitionsAdded(Map.of(PARTITION, Errors.CONCURRENT_TRANSACTIONS), nowNs);
            Step.Wait wait = assertInstanceOf(Step.Wait.class, machine.next(nowNs, false));
            assertEquals(nowNs + TimeUnit.MILLISECONDS.toNanos(waitMs), wait.untilNs());
            nowNs = wait.untilNs();
        }
        sent(false);
        machine.partitionsAdded(Map.of(PARTITION, Errors.NONE), nowNs);
        assertTrue(machine.mayWrite(PARTITION));
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {"TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "CLUSTER_AUTHORIZATION_FAILED"})
    void aProducerWithoutPermissionMayAskAgain(Errors error) {
        Ticket ticket = machine.initialize();
        findCoordinator();
        sent(true);
        machine.initialized(error, ProducerIdentity.NONE, abilities, nowNs);
        assertEquals(
                error.exception().getClass(),
                assertFailed(RuntimeException.class, ticket).getClass());
        assertEquals(Phase.UNINITIALIZED, machine.phase());
        ticket = machine.initialize();
        sent(true);
        granted(4);
        assertSucceeded(ticket);
    }

    @Test
    void anUnknownTransactionalIdPermissionIsFatalWhenTheCoordinatorIsLookedUp() {
        Ticket ticket = machine.initialize();
        sent(true);
        machine.found(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, null, -1, nowNs);
        assertFailed(TransactionalIdAuthorizationException.class, ticket);
        assertEquals(Phase.FATAL_ERROR, machine.phase());
        assertRests();
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {"PRODUCER_FENCED", "INVALID_PRODUCER_EPOCH"})
    void aFencedProducerIsAtItsEnd(Errors error) {
        initialize(Cluster.NEW);
        machine.begin();
        write(PARTITION);
        Ticket ticket = machine.commit();
        sent(true);
        machine.transactionEnded(error, ProducerIdentity.NONE, abilities, nowNs);
        assertFailed(ProducerFencedException.class, ticket);
        assertThrows(ProducerFencedException.class, machine::begin);
        assertThrows(ProducerFencedException.class, machine::initialize);
        assertThrows(ProducerFencedException.class, machine::commit);
        assertThrows(ProducerFencedException.class, machine::abort);
        assertThrows(ProducerFencedException.class, () -> machine.sendOffsets(OFFSETS, GROUP));
        assertInstanceOf(ProducerFencedException.class, machine.refusalToSend());
        assertFalse(machine.mayWrite(PARTITION));
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {
                "INVALID_TXN_STATE",
                "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
                "INVALID_PRODUCER_ID_MAPPING",
                "UNKNOWN_SERVER_ERROR"
            })
    void whatTheCoordinatorCannotMendIsFatal(Errors error) {
        initialize(Cluster.NEW);
        machine.begin();
        write(PARTITION);
        Ticket ticket = machine.commit();
        sent(true);
        machine.transactionEnded(error, ProducerIdentity.NONE, abilities, nowNs);
        RuntimeException failure = assertFailed(RuntimeException.class, ticket);
        assertEquals(Phase.FATAL_ERROR, machine.phase());
        KafkaException refused = assertThrows(KafkaException.class, machine::begin);
        assertSame(failure, refused.getCause());
    }

    @Test
    void anEndThatTheClusterRefusesCanBeAborted() {
        initialize(Cluster.NEW);
        machine.begin();
        write(PARTITION);
        Ticket ticket = machine.commit();
        sent(true);
        machine.transactionEnded(Errors.TRANSACTION_ABORTABLE, ProducerIdentity.NONE, abilities, nowNs);
        assertFailed(TransactionAbortableException.class, ticket);
        assertThrows(KafkaException.class, machine::begin);
        ticket = machine.abort();
        assertEquals(end(0, false), sent(true));
        ended(1);
        assertSucceeded(ticket);
        machine.begin();
        write(PARTITION);
        ticket = machine.abort();
        sent(true);
        machine.transactionEnded(Errors.TRANSACTION_ABORTABLE, ProducerIdentity.NONE, abilities, nowNs);
        assertFailed(KafkaException.class, ticket);
        assertEquals(Phase.FATAL_ERROR, machine.phase());
    }

    @Test
    void offsetsThatAreRefusedMakeTheTransactionAbortable() {
        initialize(Cluster.NEW);
        Map<Errors, Class<? extends RuntimeException>> refusals = Map.of(
                Errors.UNKNOWN_MEMBER_ID, CommitFailedException.class,
                Errors.ILLEGAL_GENERATION, CommitFailedException.class,
                Errors.FENCED_INSTANCE_ID, Errors.FENCED_INSTANCE_ID.exception().getClass(),
                Errors.GROUP_AUTHORIZATION_FAILED, GroupAuthorizationException.class,
                Errors.TRANSACTION_ABORTABLE, TransactionAbortableException.class);
        int epoch = 0;
        for (Map.Entry<Errors, Class<? extends RuntimeException>> refusal : refusals.entrySet()) {
            machine.begin();
            Ticket ticket = machine.sendOffsets(OFFSETS, GROUP);
            if (epoch == 0) {
                findGroup();
            }
            sent(false);
            machine.offsetsCommitted(Map.of(PARTITION, refusal.getKey()), nowNs);
            assertFailed(refusal.getValue(), ticket);
            assertEquals(Phase.ABORTABLE_ERROR, machine.phase());
            KafkaException refused = assertThrows(KafkaException.class, machine::commit);
            assertInstanceOf(refusal.getValue(), refused.getCause());
            ticket = machine.abort();
            assertEquals(end(epoch, false), sent(true));
            ended(++epoch);
            assertSucceeded(ticket);
        }
    }

    @Test
    void partitionsThatMayNotBeWrittenToMakeTheTransactionAbortable() {
        initialize(Cluster.OLD);
        machine.begin();
        machine.mayWrite(PARTITION);
        machine.mayWrite(OTHER);
        sent(false);
        machine.partitionsAdded(
                Map.of(PARTITION, Errors.TOPIC_AUTHORIZATION_FAILED, OTHER, Errors.OPERATION_NOT_ATTEMPTED), nowNs);
        TopicAuthorizationException failure = assertInstanceOf(TopicAuthorizationException.class, machine.lastError());
        assertEquals(Set.of("t"), failure.unauthorizedTopics());
        Ticket ticket = machine.abort();
        // Nothing has become part of the transaction.
        assertRests();
        assertSucceeded(ticket);
    }

    @Test
    void aBatchThatFailsFailsTheCommit() {
        initialize(Cluster.NEW);
        machine.begin();
        write(PARTITION);
        Ticket ticket = machine.commit();
        assertSame(Step.REST, machine.next(nowNs, false));
        machine.batchFailed(new RecordTooLargeException("x"), true);
        assertFailed(RecordTooLargeException.class, ticket);
        assertEquals(Phase.ABORTABLE_ERROR, machine.phase());
        assertRests();
        machine.abort();
        assertEquals(end(0, false), sent(true));
    }

    @Test
    void aBatchThatExpiresSaysThatTheTransactionCanBeDoneAgain() {
        initialize(Cluster.NEW);
        machine.begin();
        write(PARTITION);
        TimeoutException expired = new TimeoutException("late");
        machine.batchFailed(expired, true);
        assertSame(
                expired,
                assertInstanceOf(TransactionAbortableException.class, machine.lastError())
                        .getCause());
        assertInstanceOf(KafkaException.class, machine.refusalToSend());
    }

    @Test
    void aWriteWithAnOldEpochLeavesItToTheCoordinatorWhetherTheProducerIsFenced() {
        initialize(Cluster.NEW);
        machine.begin();
        write(PARTITION);
        machine.batchFailed(new InvalidProducerEpochException("old"), true);
        assertThrows(InvalidProducerEpochException.class, machine::commit);
        machine.abort();
        assertEquals(end(0, false), sent(true));
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {
                "CLUSTER_AUTHORIZATION_FAILED",
                "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
                "PRODUCER_FENCED",
                "UNSUPPORTED_VERSION",
                "INVALID_PRODUCER_ID_MAPPING"
            })
    void someFailuresOfRecordsAreFatal(Errors error) {
        initialize(Cluster.NEW);
        machine.begin();
        machine.batchFailed(error.exception(), true);
        assertEquals(Phase.FATAL_ERROR, machine.phase());
        assertSame(error.exception(), machine.lastError());
    }

    @Test
    void withAnEpochThatStaysALostSequenceNeedsAnother() {
        initialize(Cluster.OLD);
        machine.begin();
        write(PARTITION);
        machine.batchFailed(new RecordTooLargeException("x"), true);
        Ticket ticket = machine.abort();
        assertEquals(end(0, false), sent(true));
        ended(0);
        assertFalse(ticket.isDone());
        assertEquals(Phase.INITIALIZING, machine.phase());
        assertEquals(new Request.InitProducerId(identity(0)), sent(true));
        granted(1);
        assertSucceeded(ticket);
        assertEquals(Phase.READY, machine.phase());
        assertEquals(identity(1), machine.identity());
    }

    @Test
    void withoutAnotherEpochALostSequenceIsTheEnd() {
        initialize(Cluster.ANCIENT);
        machine.begin();
        write(PARTITION);
        machine.recordFailed(new RecordTooLargeException("never had a sequence"));
        assertEquals(Phase.ABORTABLE_ERROR, machine.phase());
        machine.sequencesLost();
        assertEquals(Phase.FATAL_ERROR, machine.phase());
    }

    @ParameterizedTest
    @EnumSource
    void aRecordThatNeverHadASequenceCostsNoEpoch(Cluster cluster) {
        initialize(cluster);
        machine.begin();
        machine.recordFailed(new RecordTooLargeException("x"));
        assertEquals(Phase.ABORTABLE_ERROR, machine.phase());
        Ticket ticket = machine.abort();
        assertRests();
        assertSucceeded(ticket);
        assertEquals(Phase.READY, machine.phase());
        assertEquals(identity(0), machine.identity());
    }

    /** What Jepsen found: a commit or abort that comes late acts on a later transaction of the same epoch. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterAnEndThatWasNeverAnsweredTheNextTransactionHasAnotherEpoch(boolean isCommit) {
        initialize(Cluster.OLD);
        machine.begin();
        write(PARTITION);
        Ticket ticket = isCommit ? machine.commit() : machine.abort();
        assertEquals(end(0, isCommit), sent(true));
        machine.unanswered(new DisconnectException("gone"), true, nowNs);
        passBackoff();
        findCoordinator();
        assertEquals(end(0, isCommit), sent(true));
        ended(0);
        assertFalse(ticket.isDone());
        assertThrows(IllegalStateException.class, machine::begin);
        assertEquals(new Request.InitProducerId(identity(0)), sent(true));
        granted(1);
        assertSucceeded(ticket);
        machine.begin();
        assertEquals(identity(1), machine.identity());
    }

    @Test
    void anEndThatWasNeverSentDoesNotMatter() {
        initialize(Cluster.OLD);
        machine.begin();
        write(PARTITION);
        Ticket ticket = machine.commit();
        sent(true);
        machine.unanswered(new DisconnectException("no connection"), false, nowNs);
        passBackoff();
        findCoordinator();
        sent(true);
        ended(0);
        assertSucceeded(ticket);
        assertEquals(Phase.READY, machine.phase());
    }

    @Test
    void aCommitThatIsAFactSucceedsEvenIfTheProducerIsFencedBeforeItsNextEpoch() {
        initialize(Cluster.OLD);
        machine.begin();
        write(PARTITION);
        Ticket ticket = machine.commit();
        sent(true);
        machine.unanswered(new TimeoutException("late"), true, nowNs);
        passBackoff();
        findCoordinator();
        sent(true);
        ended(0);
        sent(true);
        machine.initialized(Errors.PRODUCER_FENCED, ProducerIdentity.NONE, abilities, nowNs);
        assertSucceeded(ticket);
        assertThrows(ProducerFencedException.class, machine::begin);
    }

    @Test
    void whereEpochsCannotBeRaisedALateRequestEndsTheProducerAfterItsCommit() {
        initialize(Cluster.ANCIENT);
        machine.begin();
        write(PARTITION);
        Ticket ticket = machine.commit();
        sent(true);
        machine.unanswered(new DisconnectException("gone"), true, nowNs);
        passBackoff();
        findCoordinator();
        sent(true);
        ended(0);
        assertSucceeded(ticket);
        assertEquals(Phase.FATAL_ERROR, machine.phase());
        assertThrows(KafkaException.class, machine::begin);
    }

    @Test
    void withAnEpochForEachTransactionALateEndNeedsNothingMore() {
        initialize(Cluster.NEW);
        machine.begin();
        write(PARTITION);
        Ticket ticket = machine.commit();
        sent(true);
        machine.unanswered(new DisconnectException("gone"), true, nowNs);
        passBackoff();
        findCoordinator();
        assertEquals(end(0, true), sent(true));
        ended(1);
        assertSucceeded(ticket);
        assertEquals(Phase.READY, machine.phase());
    }

    @Test
    void aPartitionOfUnknownFateIsAddedAgainBeforeTheTransactionIsAborted() {
        initialize(Cluster.OLD);
        machine.begin();
        machine.mayWrite(PARTITION);
        sent(false);
        machine.unanswered(new DisconnectException("gone"), true, nowNs);
        Ticket ticket = machine.abort();
        passBackoff();
        findCoordinator();
        // Without this, a transaction might stay open: EndTxn for one that was never begun is an error.
        assertEquals(new Request.AddPartitions(identity(0), Set.of(PARTITION)), sent(true));
        machine.partitionsAdded(Map.of(PARTITION, Errors.NONE), nowNs);
        assertEquals(end(0, false), sent(true));
        ended(0);
        assertEquals(new Request.InitProducerId(identity(0)), sent(true));
        granted(1);
        assertSucceeded(ticket);
    }

    @Test
    void anOffsetThatMayArriveLateKeepsOthersOutOfTheTransaction() {
        initialize(Cluster.NEW);
        machine.begin();
        Ticket ticket = machine.sendOffsets(OFFSETS, GROUP);
        findGroup();
        sent(false);
        machine.unanswered(new DisconnectException("gone"), true, nowNs);
        passBackoff();
        findGroup();
        sent(false);
        machine.offsetsCommitted(Map.of(PARTITION, Errors.NONE), nowNs);
        assertSucceeded(ticket);
        // The same again does no harm, nor does another partition or group.
        machine.sendOffsets(OFFSETS, GROUP);
        machine.sendOffsets(Map.of(OTHER, new OffsetAndMetadata(6)), GROUP);
        machine.sendOffsets(
                Map.of(PARTITION, new OffsetAndMetadata(6)), new ConsumerGroupMetadata("h", -1, "", Optional.empty()));
        Map<TopicPartition, OffsetAndMetadata> newer = Map.of(PARTITION, new OffsetAndMetadata(6));
        assertThrows(TransactionAbortableException.class, () -> machine.sendOffsets(newer, GROUP));
        assertEquals(Phase.ABORTABLE_ERROR, machine.phase());
    }

    @Test
    void anOffsetThatMayArriveLateKeepsThoseOutThatWaitedBehindIt() {
        initialize(Cluster.NEW);
        machine.begin();
        Ticket first = machine.sendOffsets(OFFSETS, GROUP);
        findGroup();
        sent(false);
        // That the first request gets no answer comes out only now.
        Ticket second = machine.sendOffsets(Map.of(PARTITION, new OffsetAndMetadata(6)), GROUP);
        machine.unanswered(new DisconnectException("gone"), true, nowNs);
        passBackoff();
        findGroup();
        sent(false);
        machine.offsetsCommitted(Map.of(PARTITION, Errors.NONE), nowNs);
        assertSucceeded(first);
        assertRests();
        assertFailed(TransactionAbortableException.class, second);
        assertEquals(Phase.ABORTABLE_ERROR, machine.phase());
    }

    @ParameterizedTest
    @EnumSource
    void aRecordThatIsRefusedWhileTheTransactionEndsIsNoPartOfIt(Cluster cluster) {
        initialize(cluster);
        machine.begin();
        write(PARTITION);
        Ticket ticket = machine.commit();
        machine.recordFailed(new TimeoutException("no metadata"));
        assertEquals(end(0, true), sent(true));
        // The commit may be a fact by now.
        machine.recordFailed(new TimeoutException("no memory"));
        assertEquals(Phase.COMMITTING_TRANSACTION, machine.phase());
        ended(1);
        assertSucceeded(ticket);
        assertEquals(Phase.READY, machine.phase());
    }

    @Test
    void anUpgradeOfTheClusterIsTakenUpAfterTheTransaction() {
        initialize(Cluster.OLD);
        machine.begin();
        write(PARTITION);
        Ticket ticket = machine.commit();
        sent(true);
        machine.transactionEnded(Errors.NONE, ProducerIdentity.NONE, Cluster.NEW.abilities, nowNs);
        assertEquals(new Request.InitProducerId(identity(0)), sent(true));
        abilities = Cluster.NEW.abilities;
        granted(1);
        assertSucceeded(ticket);
        machine.begin();
        write(PARTITION);
        machine.commit();
        assertEquals(end(1, true), sent(true));
        // And back.
        machine.transactionEnded(Errors.NONE, identity(2), Cluster.OLD.abilities, nowNs);
        abilities = Cluster.OLD.abilities;
        assertEquals(Phase.READY, machine.phase());
        assertFalse(machine.givesEachTransactionAnEpoch());
    }

    @Test
    void aCallThatHasNotReturnedIsRepeatedAndNothingElse() {
        initialize(Cluster.NEW);
        machine.begin();
        write(PARTITION);
        Ticket ticket = machine.commit();
        assertSame(ticket, machine.commit());
        assertThrows(IllegalStateException.class, machine::abort);
        assertThrows(IllegalStateException.class, machine::initialize);
        assertThrows(IllegalStateException.class, machine::begin);
        assertInstanceOf(IllegalStateException.class, machine.refusalToSend());
        sent(true);
        ended(1);
        // Nobody has seen that yet.
        assertThrows(IllegalStateException.class, machine::begin);
        assertSame(ticket, machine.commit());
        ticket.acknowledge();
        machine.begin();
    }

    @Test
    void whatFitsNoPhaseIsRefused() {
        assertThrows(IllegalStateException.class, machine::begin);
        assertThrows(IllegalStateException.class, machine::commit);
        assertThrows(IllegalStateException.class, machine::abort);
        assertThrows(IllegalStateException.class, () -> machine.sendOffsets(OFFSETS, GROUP));
        assertInstanceOf(IllegalStateException.class, machine.refusalToSend());
        initialize(Cluster.NEW);
        assertThrows(IllegalStateException.class, machine::initialize);
        assertThrows(IllegalStateException.class, machine::commit);
        assertThrows(IllegalStateException.class, machine::abort);
        assertInstanceOf(IllegalStateException.class, machine.refusalToSend());
        machine.begin();
        assertThrows(IllegalStateException.class, machine::begin);
        assertThrows(IllegalStateException.class, machine::initialize);
        assertNull(machine.refusalToSend());
        assertThrows(IllegalStateException.class, () -> machine.found(Errors.NONE, null, 1, nowNs));
    }

    @Test
    void closingAbortsAndTellsWhoWaits() {
        initialize(Cluster.NEW);
        machine.begin();
        write(PARTITION);
        Ticket offsets = machine.sendOffsets(OFFSETS, GROUP);
        machine.abortToClose();
        assertFailed(KafkaException.class, offsets);
        assertEquals(end(0, false), sent(true));
    }
}
