package io.headrace.clients.producer.internals;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.Scheduled;
import io.headrace.clients.producer.internals.transactions.Phase;
import io.headrace.clients.producer.internals.transactions.ProducerIdentity;
import io.headrace.clients.producer.internals.transactions.Step;
import io.headrace.clients.producer.internals.transactions.Ticket;
import io.headrace.clients.producer.internals.transactions.TransactionMachine;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TransactionAbortedException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of a producer with a {@code transactional.id}: carries calls and outcomes to the {@link
 * TransactionMachine}, and does on the loop what the machine says.
 *
 * <p>The machine is guarded by a lock, which is held for single steps and never while anything waits or user code runs. What
 * the machine's state means to delivery is published in volatile fields after each step.
 *
 * <p>A record that is sent while another thread ends the transaction is either part of it or refused. The end closes the
 * gate before it looks for deliveries without an outcome; an append announces its delivery before it looks at the gate.
 */
final class CoordinatedTransactions implements TransactionGuard {

    private static final Logger log = LoggerFactory.getLogger(CoordinatedTransactions.class);

    private final ClientCore core;
    private final String transactionalId;
    private final long maxBlockNs;
    private final TransactionCalls calls;
    private final TransactionMachine machine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private SendLoop loop;
    private Buffers buffers;

    /** For the next step. Owner: the loop. */
    private Scheduled timer;

    private final AtomicBoolean isTurnScheduled = new AtomicBoolean();

    /** Whether what is buffered is to be sent, since a commit was called. */
    private volatile boolean isFlushDue;

    private volatile boolean isOpen;
    private volatile boolean isCommitting;
    private volatile boolean isEnding;
    private volatile boolean writingAddsPartitions;
    private volatile RuntimeException refusal;
    private volatile ProducerIdentity identity = ProducerIdentity.NONE;
    private volatile boolean isClosed;

    CoordinatedTransactions(
            ClientCore core, ProducerSettings settings, String transactionalId, TransactionCalls calls) {
        this.core = core;
        this.transactionalId = transactionalId;
        this.maxBlockNs = settings.maxBlockNs();
        this.calls = calls;
        this.machine = new TransactionMachine(
                transactionalId, failuresBefore -> settings.retryBackoff().delayMs(failuresBefore));
    }

    @Override
    public void start(SendLoop sendLoop, Buffers allBuffers) {
        loop = sendLoop;
        buffers = allBuffers;
    }

    @Override
    public IdentitySource identities(Supplier<IdentitySource> ofItsOwn) {
        return new TransactionalIdentity(this);
    }

    /** The identity that the coordinator gave; for the loop. */
    ProducerIdentity identity() {
        return identity;
    }

    // Calls of the application.

    @Override
    public void initialize() {
        requireOffLoop();
        await(underLock(machine::initialize));
    }

    @Override
    public void begin() {
        underLock(() -> {
            machine.begin();
            return null;
        });
    }

    @Override
    public void sendOffsets(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        requireOffLoop();
        Map<TopicPartition, OffsetAndMetadata> copy = new HashMap<>(offsets);
        await(underLock(() -> machine.sendOffsets(copy, group)));
    }

    @Override
    public void commit() {
        requireOffLoop();
        Ticket ticket = underLock(machine::commit);
        isFlushDue = true;
        await(ticket);
    }

    @Override
    public void abort() {
        requireOffLoop();
        await(underLock(machine::abort));
    }

    @Override
    public void requireSendable() {
        if (!isOpen) {
            RuntimeException why = underLock(machine::refusalToSend);
            if (why != null) {
                throw why;
            }
        }
    }

    @Override
    public void recordFailed(RuntimeException failure) {
        underLock(() -> {
            machine.recordFailed(failure);
            return null;
        });
        drive();
    }

    private void requireOffLoop() {
        if (core.inLoop()) {
            throw new KafkaException("a callback cannot wait for transactions: it would wait for itself");
        }
    }

    private <T> T underLock(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            publish();
            lock.unlock();
        }
    }

    private void publish() {
        Phase phase = machine.phase();
        identity = machine.identity();
        writingAddsPartitions = machine.givesEachTransactionAnEpoch();
        isCommitting = phase == Phase.COMMITTING_TRANSACTION;
        isOpen = phase == Phase.IN_TRANSACTION;
        isEnding = phase.isEnding();
        if (phase == Phase.ABORTING_TRANSACTION) {
            if (!(refusal instanceof TransactionAbortedException)) {
                refusal = new TransactionAbortedException(
                        "the record was not sent before the application aborted its transaction");
            }
        } else {
            refusal = machine.lastError();
        }
        changed.signalAll();
    }

    private void await(Ticket ticket) {
        String call = ticket.call().method();
        drive();
        long deadlineNs = core.nanoTime() + maxBlockNs;
        lock.lock();
        try {
            while (!ticket.isDone()) {
                long leftNs = deadlineNs - core.nanoTime();
                if (leftNs <= 0) {
                    throw new TimeoutException(call + " did not complete within max.block.ms ("
                            + TimeUnit.NANOSECONDS.toMillis(maxBlockNs)
                            + " ms); it goes on, and the same call waits for it again");
                }
                changed.awaitNanos(leftNs);
            }
            ticket.acknowledge();
        } catch (InterruptedException e) {
            throw new InterruptException(
                    "interrupted while waiting for " + call + "; it goes on, and the same call waits for it again", e);
        } finally {
            lock.unlock();
        }
        if (ticket.failure() != null) {
            throw ticket.failure();
        }
    }

    // On the loop.

    /** Any thread: has the loop do what is due. */
    private void drive() {
        if (isTurnScheduled.compareAndSet(false, true)) {
            try {
                core.execute(this::turn);
            } catch (RejectedExecutionException e) {
                log.debug("the producer is closed; nothing more is done for its transaction");
            }
        }
    }

    private void turn() {
        isTurnScheduled.set(false);
        if (isClosed) {
            return;
        }
        RuntimeException why = refusal;
        if (why != null) {
            loop.refuse(why, machineHasFailed());
        } else if (isFlushDue) {
            // Once: what is announced from now on does not linger either, see SendLoop.settle.
            isFlushDue = false;
            loop.flush();
        }
        Step step = underLock(() -> machine.next(core.nanoTime(), buffers.isDelivered() && !loop.hasInFlight()));
        if (step instanceof Step.Send send) {
            calls.send(send, this::landed);
        } else if (step instanceof Step.Wait wait) {
            schedule(wait.untilNs());
        } else if (why == null && refusal != null) {
            // That it cannot go on came out just now: what waits to be sent fails.
            drive();
        }
    }

    private boolean machineHasFailed() {
        return underLock(machine::phase) == Phase.FATAL_ERROR;
    }

    private void schedule(long atNs) {
        if (timer != null) {
            timer.cancel();
        }
        timer = core.scheduleNs(atNs - core.nanoTime(), () -> {
            timer = null;
            turn();
        });
    }

    private void landed(ObjLongConsumer<TransactionMachine> outcome) {
        underLock(() -> {
            outcome.accept(machine, core.nanoTime());
            return null;
        });
        turn();
        if (!isClosed) {
            loop.resumeAwaiting();
        }
    }

    @Override
    public boolean isTransactional() {
        return true;
    }

    @Override
    public String transactionalId() {
        return transactionalId;
    }

    @Override
    public boolean writingAddsPartitions() {
        return writingAddsPartitions;
    }

    @Override
    public RuntimeException refusal() {
        return refusal;
    }

    @Override
    public boolean isCommitting() {
        return isCommitting;
    }

    @Override
    public boolean mayWrite(TopicPartition partition) {
        boolean may = underLock(() -> machine.mayWrite(partition));
        if (!may) {
            drive();
        }
        return may;
    }

    @Override
    public void batchFailed(RuntimeException failure, boolean hadSequence) {
        underLock(() -> {
            machine.batchFailed(failure, hadSequence);
            return null;
        });
        drive();
    }

    @Override
    public void sequencesLost() {
        underLock(() -> {
            machine.sequencesLost();
            return null;
        });
    }

    @Override
    public void delivered() {
        if (isEnding && buffers.isDelivered()) {
            drive();
        }
    }

    // The end.

    @Override
    public void endBeforeClosing(long deadlineNs) throws InterruptedException {
        if (deadlineNs - core.nanoTime() <= 0) {
            return;
        }
        underLock(() -> {
            Phase phase = machine.phase();
            if (phase == Phase.IN_TRANSACTION || phase == Phase.ABORTABLE_ERROR) {
                log.info(
                        "transactional id {}: the transaction is aborted since the producer is closed",
                        transactionalId);
                machine.abortToClose();
            }
            return null;
        });
        drive();
        lock.lock();
        try {
            while (machine.phase().isOngoing()) {
                long leftNs = deadlineNs - core.nanoTime();
                if (leftNs <= 0) {
                    return;
                }
                changed.awaitNanos(leftNs);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        underLock(() -> {
            machine.close(new KafkaException("the producer was closed before the call was completed"));
            return null;
        });
    }
}
