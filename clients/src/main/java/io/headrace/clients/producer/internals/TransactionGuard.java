package io.headrace.clients.producer.internals;

import io.headrace.common.TopicPartition;
import java.util.function.Supplier;

/**
 * What delivery has to know of transactions, and to tell them. A producer without transactions has one that lets everything
 * pass.
 *
 * <p>Called on the client's loop, unless said otherwise.
 */
interface TransactionGuard extends Transactions {

    /** For a producer without transactions. */
    TransactionGuard NONE = new NoTransactions();

    /** Called once, before anything else. */
    void start(SendLoop loop, Buffers buffers);

    /**
     * Where batches get their identity from.
     *
     * @param ofItsOwn for a producer that needs no coordinator for that
     */
    IdentitySource identities(Supplier<IdentitySource> ofItsOwn);

    /** Whether batches are part of transactions; any thread. */
    boolean isTransactional();

    /** The transactional id; null without one. */
    String transactionalId();

    /** Whether writing to a partition makes it part of the transaction (Produce 12). */
    boolean writingAddsPartitions();

    /** Why what waits to be sent fails instead; null as long as it does not. */
    RuntimeException refusal();

    /** Whether what is buffered is to be sent without lingering. */
    boolean isCommitting();

    /** Whether a partition may be written to; when it becomes so, {@link SendLoop#resumeAwaiting} is called. */
    boolean mayWrite(TopicPartition partition);

    /**
     * A batch failed; called before those who sent its records are told.
     *
     * @param hadSequence whether a sequence was given to it
     */
    void batchFailed(RuntimeException failure, boolean hadSequence);

    /** A batch to which a sequence was given is not sent again. */
    void sequencesLost();

    /** Any thread: there is one delivery less without an outcome. */
    void delivered();

    /** A thread that closes the producer: aborts the transaction unless it is ending, and waits for its end. */
    void endBeforeClosing(long deadlineNs) throws InterruptedException;

    /** Any thread: nothing more is done, and who still waits is told so. */
    void close();
}
