package io.headrace.clients.producer.internals.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.InvalidProducerEpochException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TransactionAbortableException;
import io.headrace.common.protocol.Errors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random histories of a producer's transactions, over a network that loses requests and answers and brings some requests much
 * later. Whatever happens, a transaction that the application was told is committed is in the log as a whole and alone, of
 * one that was aborted nothing counts, and once the network behaves the producer goes on.
 *
 * <p>What a cluster does is modelled in its simplest form; the records of a transaction carry its number, by which it is seen
 * whether one got into another.
 */
class TransactionHistoriesTest {

    private static final int HISTORIES = 400;
    private static final int STEPS = 500;
    private static final int PARTITIONS = 3;
    private static final ConsumerGroupMetadata GROUP = new ConsumerGroupMetadata("g", 1, "m", Optional.empty());

    /** What the cluster can do; with UPGRADED it learns it in the middle. */
    private enum Kind {
        NEW,
        OLD,
        ANCIENT,
        UPGRADED
    }

    @ParameterizedTest
    @EnumSource
    void eachTransactionIsThereAsAWholeOrNotAtAll(Kind kind) {
        long first = Long.getLong("headrace.seed", System.nanoTime());
        int committed = 0;
        for (long seed = first; seed < first + HISTORIES; seed++) {
            World world = new World(kind, seed);
            try {
                world.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        kind + ", with -Dheadrace.seed=" + seed + ", after " + String.join("\n", world.story), e);
            }
            committed += world.outcomes.size();
        }
        assertTrue(committed > 2 * HISTORIES, "so few transactions that nothing was tested: " + committed);
    }

    private enum Outcome {
        COMMITTED,
        ABORTED
    }

    /** What a transaction of the application writes. */
    private record Entry(int transaction, String what) {}

    /** A transaction as the cluster sees it. */
    private static final class Stored {
        final Set<TopicPartition> partitions = new HashSet<>();
        final List<Entry> entries = new ArrayList<>();
        final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        boolean hasGroup;
    }

    /** The coordinator of the transactional id, and the partitions, which ask it before they take anything. */
    private static final class Cluster {
        private static final int EPOCHS = 4;

        /** Identities in the order in which they were given out: few epochs each, so that ids change often. */
        private int position = -1;

        private Stored open;
        private Boolean lastWasCommit;
        final List<Stored> committed = new ArrayList<>();

        static ProducerIdentity identity(int position) {
            return position < 0
                    ? ProducerIdentity.NONE
                    : new ProducerIdentity(9 + position / EPOCHS, (short) (position % EPOCHS));
        }

        ProducerIdentity current() {
            return identity(position);
        }

        private boolean isCurrent(ProducerIdentity producer) {
            return producer.equals(current());
        }

        private boolean isPrevious(ProducerIdentity producer) {
            return position > 0 && producer.equals(identity(position - 1));
        }

        private void end(boolean isCommit) {
            if (open != null && isCommit) {
                committed.add(open);
            }
            open = null;
            lastWasCommit = isCommit;
        }

        Errors initialize(ProducerIdentity named) {
            if (named.isThere() && !isCurrent(named)) {
                // The answer to the first copy was lost.
                return isPrevious(named) ? Errors.NONE : Errors.PRODUCER_FENCED;
            }
            end(false);
            lastWasCommit = null;
            position++;
            return Errors.NONE;
        }

        Errors addPartitions(ProducerIdentity producer, Set<TopicPartition> partitions) {
            if (!isCurrent(producer)) {
                return Errors.PRODUCER_FENCED;
            }
            begin();
            open.partitions.addAll(partitions);
            return Errors.NONE;
        }

        Errors addOffsets(ProducerIdentity producer) {
            if (!isCurrent(producer)) {
                return Errors.PRODUCER_FENCED;
            }
            begin();
            open.hasGroup = true;
            return Errors.NONE;
        }

        private void begin() {
            if (open == null) {
                open = new Stored();
            }
        }

        Errors write(ProducerIdentity producer, TopicPartition partition, Entry entry, boolean adds) {
            if (!isCurrent(producer)) {
                return Errors.INVALID_PRODUCER_EPOCH;
            }
            if (adds) {
                begin();
                open.partitions.add(partition);
            }
            if (open == null || !open.partitions.contains(partition)) {
                return Errors.INVALID_TXN_STATE;
            }
            open.entries.add(entry);
            return Errors.NONE;
        }

        Errors commitOffsets(Request.CommitOffsets request) {
            if (!isCurrent(request.producer())) {
                return Errors.INVALID_PRODUCER_EPOCH;
            }
            if (request.addsPartition()) {
                begin();
                open.hasGroup = true;
            }
            if (open == null || !open.hasGroup) {
                return Errors.INVALID_TXN_STATE;
            }
            open.offsets.putAll(request.offsets());
            return Errors.NONE;
        }

        Errors end(Request.EndTransaction request) {
            boolean isRepeated = request.raisesEpoch() ? isPrevious(request.producer()) : open == null;
            if (!isCurrent(request.producer()) && !(request.raisesEpoch() && isRepeated)) {
                return Errors.PRODUCER_FENCED;
            }
            if (isRepeated && open == null && lastWasCommit != null && lastWasCommit == request.isCommit()) {
                return Errors.NONE;
            }
            if (open == null || !isCurrent(request.producer())) {
                boolean abortsNothing = request.raisesEpoch() && !request.isCommit() && isCurrent(request.producer());
                if (!abortsNothing) {
                    return isCurrent(request.producer()) ? Errors.INVALID_TXN_STATE : Errors.PRODUCER_FENCED;
                }
            }
            end(request.isCommit());
            position += request.raisesEpoch() ? 1 : 0;
            return Errors.NONE;
        }
    }

    /** A request, or a batch of one record, that has not arrived. */
    private interface Late {
        void arrive();
    }

    private static final class World {
        private final Kind kind;
        private final Random random;
        private final Cluster cluster = new Cluster();
        private final TransactionMachine machine = new TransactionMachine("tx", failuresBefore -> 10);
        private final List<Late> late = new ArrayList<>();
        private final List<TopicPartition> unsent = new ArrayList<>();
        private final Map<Integer, List<Entry>> acknowledged = new TreeMap<>();
        private final Map<Integer, Map<TopicPartition, OffsetAndMetadata>> offsets = new HashMap<>();
        final Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
        final List<String> story = new ArrayList<>();

        private long nowNs;
        private int transaction;
        private int entries;
        private boolean isNew;
        private boolean isHealthy;
        private Ticket pending;
        private Ticket sendingOffsets;
        private Map<TopicPartition, OffsetAndMetadata> offsetsAsked;

        World(Kind kind, long seed) {
            this.kind = kind;
            this.random = new Random(seed);
            this.isNew = kind == Kind.NEW;
        }

        private CoordinatorAbilities abilities() {
            return new CoordinatorAbilities(kind != Kind.ANCIENT, isNew);
        }

        private boolean chance(int oneIn) {
            return random.nextInt(oneIn) == 0;
        }

        private void tell(String line) {
            story.add(line);
        }

        void run() {
            for (int step = 0; step < STEPS && isAlive(); step++) {
                if (kind == Kind.UPGRADED && chance(STEPS / 4)) {
                    isNew = true;
                }
                step();
            }
            isHealthy = true;
            for (int step = 0; step < STEPS && isAlive() && machine.phase() != Phase.READY; step++) {
                step();
            }
            if (isAlive()) {
                assertEquals(Phase.READY, machine.phase(), "the producer does not go on");
            }
            check();
        }

        private boolean isAlive() {
            boolean isAtItsEnd = machine.phase() == Phase.FATAL_ERROR;
            if (isAtItsEnd) {
                assertEquals(Kind.ANCIENT, kind, () -> "the producer ended: " + machine.lastError());
            }
            return !isAtItsEnd;
        }

        private void step() {
            if (!late.isEmpty() && chance(6)) {
                late.remove(random.nextInt(late.size())).arrive();
            }
            deliver();
            work();
            lookAtTickets();
            if (isHealthy || chance(2)) {
                call();
            }
        }

        // The application.

        private void call() {
            if (pending != null) {
                if (chance(3)) {
                    Ticket again = pending.call() == Ticket.Call.COMMIT
                            ? machine.commit()
                            : pending.call() == Ticket.Call.ABORT ? machine.abort() : machine.initialize();
                    assertEquals(pending, again);
                }
                return;
            }
            switch (machine.phase()) {
                case UNINITIALIZED -> pending = machine.initialize();
                case READY -> {
                    if (!isHealthy) {
                        transaction++;
                        machine.begin();
                        tell("begin " + transaction);
                    }
                }
                case IN_TRANSACTION -> callInTransaction();
                case ABORTABLE_ERROR -> abort();
                default -> {
                    // Is waited for.
                }
            }
        }

        private void callInTransaction() {
            if (sendingOffsets != null) {
                return;
            }
            switch (isHealthy ? 6 : random.nextInt(8)) {
                case 0, 1, 2 -> unsent.add(new TopicPartition("t", random.nextInt(PARTITIONS)));
                case 3 -> sendOffsets();
                case 4 -> {
                    if (chance(4)) {
                        tell("a record is refused");
                        machine.recordFailed(new RecordTooLargeException("on purpose"));
                    }
                }
                case 5 -> abort();
                default -> {
                    tell("commit " + transaction);
                    pending = machine.commit();
                }
            }
        }

        private void sendOffsets() {
            Map<TopicPartition, OffsetAndMetadata> asked = new HashMap<>();
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                asked.put(new TopicPartition("in", random.nextInt(2)), new OffsetAndMetadata(++entries));
            }
            tell("offsets " + asked + " in " + transaction);
            try {
                sendingOffsets = machine.sendOffsets(asked, GROUP);
                offsetsAsked = asked;
            } catch (TransactionAbortableException e) {
                assertEquals(Phase.ABORTABLE_ERROR, machine.phase());
            }
        }

        private void abort() {
            tell("abort " + transaction);
            pending = machine.abort();
            unsent.clear();
        }

        private void lookAtTickets() {
            if (sendingOffsets != null && sendingOffsets.isDone()) {
                sendingOffsets.acknowledge();
                if (sendingOffsets.failure() == null) {
                    offsets.computeIfAbsent(transaction, n -> new HashMap<>()).putAll(offsetsAsked);
                }
                sendingOffsets = null;
            }
            if (pending != null && pending.isDone()) {
                pending.acknowledge();
                tell(pending.toString());
                if (pending.failure() == null && pending.call() != Ticket.Call.INIT_TRANSACTIONS) {
                    Outcome outcome = pending.call() == Ticket.Call.COMMIT ? Outcome.COMMITTED : Outcome.ABORTED;
                    assertEquals(null, outcomes.put(transaction, outcome), "ended twice");
                    assertTrue(unsent.isEmpty(), "ended with records that were not sent");
                }
                pending = null;
            }
        }

        // Records, one a batch.

        private void deliver() {
            if (machine.phase().isError()) {
                // They had no sequences, and are refused.
                unsent.clear();
            }
            for (TopicPartition partition : List.copyOf(unsent)) {
                if (!machine.mayWrite(partition)) {
                    continue;
                }
                unsent.remove(partition);
                Entry entry = new Entry(transaction, "record " + ++entries);
                ProducerIdentity producer = machine.identity();
                boolean adds = machine.givesEachTransactionAnEpoch();
                int fate = isHealthy ? 9 : random.nextInt(20);
                if (fate == 0) {
                    tell(entry + " expires, and may come late");
                    late.add(() -> cluster.write(producer, partition, entry, adds));
                    machine.batchFailed(new TimeoutException("on purpose"), true);
                } else if (fate == 1) {
                    tell(entry + " expires, and is in the log");
                    cluster.write(producer, partition, entry, adds);
                    machine.batchFailed(new TimeoutException("on purpose"), true);
                } else if (fate == 2) {
                    tell(entry + " is too large");
                    machine.batchFailed(new RecordTooLargeException("on purpose"), true);
                } else {
                    Errors error = cluster.write(producer, partition, entry, adds);
                    tell(entry + " " + error);
                    assertNotEquals(Errors.INVALID_TXN_STATE, error, "written before it was part of the transaction");
                    if (error == Errors.NONE) {
                        acknowledged
                                .computeIfAbsent(transaction, n -> new ArrayList<>())
                                .add(entry);
                    } else {
                        machine.batchFailed(new InvalidProducerEpochException("old"), true);
                    }
                }
                if (machine.phase().isError()) {
                    unsent.clear();
                    return;
                }
            }
        }

        // Requests.

        private void work() {
            Step step = machine.next(nowNs, unsent.isEmpty());
            if (step instanceof Step.Wait wait) {
                nowNs = wait.untilNs();
                step = machine.next(nowNs, unsent.isEmpty());
            }
            if (!(step instanceof Step.Send send)) {
                return;
            }
            Request request = send.request();
            int fate = isHealthy ? 9 : random.nextInt(24);
            tell(request + (fate < 5 ? " fate " + fate : ""));
            switch (fate) {
                case 0 -> {
                    // Lost on its way, perhaps only for now. The first request of all names nobody, and would fence.
                    if (!(request instanceof Request.InitProducerId initialize)
                            || initialize.current().isThere()) {
                        late.add(() -> tell("late " + request + " " + arrive(request)));
                    }
                    machine.unanswered(new DisconnectException("on purpose"), true, nowNs);
                }
                case 1 -> {
                    arrive(request);
                    machine.unanswered(new DisconnectException("on purpose"), true, nowNs);
                }
                case 2 -> machine.unanswered(new DisconnectException("on purpose"), false, nowNs);
                case 3 -> answer(request, Errors.COORDINATOR_LOAD_IN_PROGRESS);
                case 4 ->
                    answer(
                            request,
                            request instanceof Request.FindCoordinator
                                    ? Errors.COORDINATOR_NOT_AVAILABLE
                                    : chance(2) ? Errors.NOT_COORDINATOR : Errors.CONCURRENT_TRANSACTIONS);
                default -> answer(request, arrive(request));
            }
        }

        private Errors arrive(Request request) {
            if (request instanceof Request.InitProducerId initialize) {
                return cluster.initialize(initialize.current());
            } else if (request instanceof Request.AddPartitions add) {
                return cluster.addPartitions(add.producer(), add.partitions());
            } else if (request instanceof Request.AddOffsets add) {
                return cluster.addOffsets(add.producer());
            } else if (request instanceof Request.CommitOffsets commit) {
                return cluster.commitOffsets(commit);
            } else if (request instanceof Request.EndTransaction end) {
                return cluster.end(end);
            }
            return Errors.NONE;
        }

        private void answer(Request request, Errors error) {
            boolean isDone = error == Errors.NONE;
            if (request instanceof Request.FindCoordinator) {
                machine.found(error, null, 1, nowNs);
            } else if (request instanceof Request.InitProducerId) {
                machine.initialized(error, isDone ? cluster.current() : ProducerIdentity.NONE, abilities(), nowNs);
            } else if (request instanceof Request.AddPartitions add) {
                Map<TopicPartition, Errors> errors = new HashMap<>();
                add.partitions().forEach(partition -> errors.put(partition, error));
                machine.partitionsAdded(errors, nowNs);
            } else if (request instanceof Request.AddOffsets) {
                machine.offsetsAdded(error, nowNs);
            } else if (request instanceof Request.CommitOffsets commit) {
                Map<TopicPartition, Errors> errors = new HashMap<>();
                commit.offsets().keySet().forEach(partition -> errors.put(partition, error));
                machine.offsetsCommitted(errors, nowNs);
            } else if (request instanceof Request.EndTransaction end) {
                ProducerIdentity next = isDone && end.raisesEpoch() ? cluster.current() : ProducerIdentity.NONE;
                machine.transactionEnded(error, next, abilities(), nowNs);
            }
        }

        // What must have come of it.

        private void check() {
            Set<Integer> seen = new HashSet<>();
            for (Stored stored : cluster.committed) {
                Set<Integer> numbers = new HashSet<>();
                stored.entries.forEach(entry -> numbers.add(entry.transaction()));
                assertTrue(numbers.size() <= 1, () -> "records of several transactions in one: " + stored.entries);
                for (int number : numbers) {
                    assertTrue(seen.add(number), "transaction " + number + " was committed in two parts");
                    assertNotEquals(Outcome.ABORTED, outcomes.get(number), "aborted, and its records are committed");
                    assertEquals(acknowledged.get(number), stored.entries, "transaction " + number);
                }
            }
            Map<TopicPartition, OffsetAndMetadata> expectedOffsets = new HashMap<>();
            outcomes.forEach((number, outcome) -> {
                if (outcome == Outcome.COMMITTED) {
                    assertEquals(acknowledged.containsKey(number), seen.contains(number), "transaction " + number);
                    expectedOffsets.putAll(offsets.getOrDefault(number, Map.of()));
                }
            });
            Map<TopicPartition, OffsetAndMetadata> storedOffsets = new HashMap<>();
            cluster.committed.forEach(stored -> storedOffsets.putAll(stored.offsets));
            if (machine.phase() != Phase.FATAL_ERROR) {
                assertEquals(expectedOffsets, storedOffsets, "offsets");
            }
        }
    }
}
