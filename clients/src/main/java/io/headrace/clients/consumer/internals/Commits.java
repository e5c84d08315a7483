package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.OffsetCommitCallback;
import io.headrace.clients.consumer.RetriableCommitFailedException;
import io.headrace.clients.consumer.internals.fetch.Deadline;
import io.headrace.clients.consumer.internals.fetch.PollWait;
import io.headrace.clients.consumer.internals.group.OffsetCommits;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.FencedInstanceIdException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.TimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application's commits: those it waits for, and those it is told of later, in their order.
 *
 * <p>Owner: the polling thread. A commit is settled by the loop, and told of by the polling thread.
 */
final class Commits {

    private static final Logger log = LoggerFactory.getLogger(Commits.class);

    /** The loop names the reason a little after the deadline; that is better than only knowing that it passed. */
    private static final long GRACE_NS = 200_000_000;

    /** A commit under way. Settled once, by the loop. */
    static final class Pending implements Consumer<RuntimeException> {
        private final Map<TopicPartition, OffsetAndMetadata> offsets;
        private final OffsetCommitCallback callback;
        private final Runnable onSettled;
        private volatile RuntimeException failure;
        private volatile boolean isSettled;
        private volatile boolean isAbandoned;

        Pending(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback, Runnable onSettled) {
            this.offsets = Map.copyOf(offsets);
            this.callback = callback;
            this.onSettled = onSettled;
        }

        @Override
        public void accept(RuntimeException why) {
            failure = why;
            isSettled = true;
            onSettled.run();
        }

        boolean isSettled() {
            return isSettled;
        }

        /**
         * Nobody waits any more, so it is not tried again: a later commit may say more, and the partitions may be somebody
         * else's by then.
         */
        void abandon() {
            isAbandoned = true;
        }

        private boolean isWaitedFor() {
            return !isAbandoned;
        }

        /** Why it failed, or null. */
        RuntimeException failure() {
            return failure;
        }

        Map<TopicPartition, OffsetAndMetadata> offsets() {
            return offsets;
        }
    }

    private final Executor loop;
    private final OffsetCommits commits;
    private final PollWait waiting;
    private final ConsumerInterceptors<?, ?> interceptors;
    private final long asyncTimeoutMs;
    private final Deque<Pending> async = new ArrayDeque<>();

    /** What ended this member's right to its name; it does not come back. */
    private FencedInstanceIdException fenced;

    /** @param asyncTimeoutMs how long a commit may take that nobody waits for */
    Commits(
            Executor loop,
            OffsetCommits commits,
            PollWait waiting,
            ConsumerInterceptors<?, ?> interceptors,
            long asyncTimeoutMs) {
        this.loop = loop;
        this.commits = commits;
        this.waiting = waiting;
        this.interceptors = interceptors;
        this.asyncTimeoutMs = asyncTimeoutMs;
    }

    /**
     * Commits and waits, also for the commits before; those are told of first.
     *
     * @throws TimeoutException when the deadline passes, with what is known of the reason
     */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline deadline) {
        tellSettled();
        if (offsets.isEmpty()) {
            waiting.await(this::areAllSettled, deadline.atNs());
            tellSettled();
            return;
        }
        Pending pending = begin(offsets, deadline.timeoutMs());
        try {
            if (!waiting.await(pending::isSettled, deadline.atNs() + GRACE_NS)) {
                throw new TimeoutException("Timeout of " + deadline.timeoutMs()
                        + "ms expired before successfully committing offsets " + offsets);
            }
        } finally {
            pending.abandon();
        }
        waiting.await(this::areAllSettled, deadline.atNs());
        tellSettled();
        if (pending.failure() != null) {
            throw pending.failure();
        }
        interceptors.onCommit(pending.offsets());
    }

    /**
     * Begins a commit that is tried until it succeeds, fails for good, is abandoned, or the time is up. Nobody is told of
     * it.
     */
    Pending begin(Map<TopicPartition, OffsetAndMetadata> offsets, long timeoutMs) {
        Pending pending = new Pending(offsets, null, waiting::signal);
        loop.execute(() -> commits.commit(pending.offsets(), timeoutMs, pending::isWaitedFor, pending));
        return pending;
    }

    /** Commits, tried once; the callback is told by a later call. */
    void commitLater(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        tellSettled();
        Pending pending = new Pending(offsets, callback, waiting::signal);
        async.add(pending);
        if (offsets.isEmpty()) {
            pending.accept(null);
        } else {
            loop.execute(() -> commits.commit(pending.offsets(), asyncTimeoutMs, () -> false, pending));
        }
    }

    /** Tells interceptors of a commit that was begun and has succeeded. */
    void intercept(Pending pending) {
        interceptors.onCommit(pending.offsets());
    }

    /** Whether somebody can be told; safe from any thread that saw the commit begin. */
    boolean isSomeSettled() {
        Pending first = async.peek();
        return first != null && first.isSettled();
    }

    boolean areAllSettled() {
        return async.stream().allMatch(Pending::isSettled);
    }

    /** Tells of what is settled, in the order of the commits. */
    void tellSettled() {
        while (isSomeSettled()) {
            Pending settled = async.poll();
            RuntimeException failure = settled.failure();
            if (failure == null) {
                interceptors.onCommit(settled.offsets());
            } else if (failure instanceof FencedInstanceIdException isFenced) {
                fenced = isFenced;
            }
            Exception told =
                    failure instanceof RetriableException ? new RetriableCommitFailedException(failure) : failure;
            if (settled.callback != null) {
                settled.callback.onComplete(settled.offsets(), told);
            } else if (told != null) {
                log.warn("offsets {} were not committed", settled.offsets(), told);
            }
        }
        if (fenced != null) {
            throw fenced;
        }
    }

    /** Waits for the commits that were begun and tells of them; those that are not settled in time are told so. */
    void close(Deadline deadline) {
        waiting.awaitWhateverComes(this::areAllSettled, deadline.atNs());
        for (Pending pending : async) {
            if (!pending.isSettled()) {
                pending.accept(new RetriableCommitFailedException(
                        "The consumer was closed before the commit was answered: whether it took place is not known"));
            }
        }
        try {
            tellSettled();
        } catch (FencedInstanceIdException e) {
            log.info("closed after another member took this one's name: {}", e.getMessage());
        }
    }
}
