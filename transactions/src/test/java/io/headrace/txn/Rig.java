package io.headrace.txn;

import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.ProducerStamp;
import io.headrace.coordination.Timers;
import io.headrace.txn.record.TransactionLogValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Runs a machine on a list of records and a clock that a test moves. */
final class Rig {

    static final int COORDINATOR_EPOCH = 7;
    static final TransactionLimits LIMITS = new TransactionLimits(900_000, 100_000_000, 1_000_000);

    final List<CoordinatorRecord> log = new ArrayList<>();

    /** What partitions are to be told, in order; a test says when that is done. */
    final List<EndedTransaction> toTell = new ArrayList<>();

    /** What the next appends meet; {@link Errors#NONE} when they succeed. */
    Errors appendError = Errors.NONE;

    /** Whether what fails is in the log all the same. */
    boolean failsAfterAppend;

    private boolean unconfirmed;

    /** By which connection requests come. */
    long channel = 1;

    long nowMs = 1_000_000;
    long nextProducerId = 100;
    TransactionMachine machine;

    private record Timer(String name, long dueMs, LongFunction<Outcome> step) {}

    private final Map<String, Timer> timers = new HashMap<>();

    Rig() {
        restart();
    }

    /** The coordinator dies, and the next one loads what is in the log. */
    void restart() {
        if (machine != null) {
            machine.unloaded();
        }
        timers.clear();
        toTell.clear();
        machine = new TransactionMachine(
                "__transaction_state-0", COORDINATOR_EPOCH, LIMITS, new ManualTimers(), toTell::add);
        for (int i = 0; i < log.size(); i++) {
            machine.replay(i, ProducerStamp.NONE, log.get(i));
        }
        run(machine.loaded(nowMs));
    }

    void run(Outcome outcome) {
        if (appendError == Errors.NONE) {
            unconfirmed = false;
        }
        // What rests on records that are not confirmed is not answered either.
        boolean fails = appendError != Errors.NONE && (!outcome.records().isEmpty() || unconfirmed);
        unconfirmed |= fails && failsAfterAppend;
        if (!fails || failsAfterAppend) {
            for (CoordinatorRecord record : outcome.records()) {
                log.add(record);
                machine.replay(log.size() - 1L, outcome.producer(), record);
            }
        }
        if (fails) {
            outcome.failed().accept(appendError);
        } else {
            outcome.committed().run();
        }
    }

    void advance(long ms) {
        long end = nowMs + ms;
        while (true) {
            Timer next = timers.values().stream()
                    .filter(timer -> timer.dueMs() <= end)
                    .min(Comparator.comparingLong(Timer::dueMs))
                    .orElse(null);
            if (next == null) {
                break;
            }
            timers.remove(next.name());
            nowMs = Math.max(nowMs, next.dueMs());
            run(next.step().apply(nowMs));
        }
        nowMs = end;
    }

    Set<String> runningTimers() {
        return timers.keySet();
    }

    // ---- requests, with their answers ----

    <R> R ask(Function<Consumer<R>, Outcome> step) {
        List<R> answers = new ArrayList<>();
        run(step.apply(answers::add));
        if (answers.size() != 1) {
            throw new AssertionError("answers: " + answers);
        }
        return answers.get(0);
    }

    ProducerAnswer init(String id) {
        return init(id, ProducerIdentity.NONE);
    }

    ProducerAnswer init(String id, ProducerIdentity expected) {
        ProducerAnswer answer =
                ask(reply -> machine.initProducerId(new InitProducerId(id, 60_000, expected, -1), nowMs, reply));
        return !answer.needsProducerId()
                ? answer
                : ask(reply -> machine.initProducerId(
                        new InitProducerId(id, 60_000, expected, nextProducerId++), nowMs, reply));
    }

    Errors add(String id, ProducerIdentity producer, ClientProtocol protocol, TopicPartition... partitions) {
        return ask(reply -> machine.addPartitions(
                new AddPartitions(id, producer, Set.of(partitions), protocol, channel), nowMs, reply));
    }

    Errors verify(String id, ProducerIdentity producer, TopicPartition partition) {
        Map<TopicPartition, Errors> verdicts =
                ask(reply -> machine.verifyPartitions(id, producer, Set.of(partition), reply));
        return verdicts.get(partition);
    }

    ProducerAnswer end(String id, ProducerIdentity producer, boolean commit, ClientProtocol protocol) {
        ProducerAnswer answer = ask(reply ->
                machine.endTransaction(new EndTransaction(id, producer, commit, protocol, channel, -1), nowMs, reply));
        return !answer.needsProducerId()
                ? answer
                : ask(reply -> machine.endTransaction(
                        new EndTransaction(id, producer, commit, protocol, channel, nextProducerId++), nowMs, reply));
    }

    /** All partitions that are to be told have been. */
    void told() {
        List<EndedTransaction> done = new ArrayList<>(toTell);
        toTell.clear();
        done.forEach(ended -> run(machine.markersWritten(ended.transactionalId(), ended.producer(), nowMs)));
    }

    Transaction transaction(String id) {
        return machine.transaction(id).orElse(null);
    }

    TransactionState state(String id) {
        return transaction(id).state();
    }

    TransactionLogValue lastValue() {
        return (TransactionLogValue) log.get(log.size() - 1).value();
    }

    private final class ManualTimers implements Timers {
        @Override
        public void start(String name, long delayMs, LongFunction<Outcome> step) {
            timers.put(name, new Timer(name, nowMs + delayMs, step));
        }

        @Override
        public void cancel(String name) {
            timers.remove(name);
        }

        @Override
        public boolean isRunning(String name) {
            return timers.containsKey(name);
        }
    }
}
