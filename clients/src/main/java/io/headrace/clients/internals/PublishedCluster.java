package io.headrace.clients.internals;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.AuthenticationException;
import io.headrace.common.errors.InterruptException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The newest view of the cluster, where the client's loop hands it over to all other threads: they read it, or wait until
 * it is what they need, or until it is clear that it will not be.
 *
 * <p>Thread safe. The loop alone publishes; any thread may end the waiting. Never to be waited for on the loop.
 */
final class PublishedCluster {

    private final AuthenticationFailures authenticationFailures;

    /**
     * Guards waiting for, not reading of, the published view. Not a monitor: until JDK 24 a virtual thread that waits in
     * one holds its carrier.
     */
    private final ReentrantLock publishing = new ReentrantLock();

    private final Condition published = publishing.newCondition();

    private volatile ClusterView view = ClusterView.EMPTY;
    private volatile long publishedNs = System.nanoTime();
    private volatile RuntimeException lastUpdateFailure;
    private volatile boolean hasEnded;

    /** @param authenticationFailures of which who waits is told */
    PublishedCluster(AuthenticationFailures authenticationFailures) {
        this.authenticationFailures = authenticationFailures;
    }

    /** The newest view, empty at first. */
    ClusterView view() {
        return view;
    }

    /** How old it is, in ns. */
    long ageNs() {
        return System.nanoTime() - publishedNs;
    }

    /** Why the last attempt to get a newer one failed, or null if it did not. */
    RuntimeException lastUpdateFailure() {
        return lastUpdateFailure;
    }

    /** The last failed attempt in words that end a message, or nothing. */
    String describeUpdateFailure() {
        RuntimeException failure = lastUpdateFailure;
        return failure == null ? "" : "; metadata could not be updated: " + failure.getMessage();
    }

    /** Shows a newer view; what went wrong before is over. */
    void publish(ClusterView newer) {
        lastUpdateFailure = null;
        authenticationFailures.forget();
        publishedNs = System.nanoTime();
        publishing.lock();
        try {
            view = newer;
            published.signalAll();
        } finally {
            publishing.unlock();
        }
    }

    /** An attempt to get a newer one failed; who waits goes on waiting. */
    void updateFailed(RuntimeException failure) {
        lastUpdateFailure = failure;
    }

    /** Has those who wait look whether there is an authentication failure that nobody was told of. */
    void wakeAll() {
        publishing.lock();
        try {
            published.signalAll();
        } finally {
            publishing.unlock();
        }
    }

    /**
     * The client is being closed: nobody waits any more.
     *
     * @return whether this was the first call
     */
    boolean end() {
        publishing.lock();
        try {
            boolean isFirst = !hasEnded;
            hasEnded = true;
            published.signalAll();
            return isFirst;
        } finally {
            publishing.unlock();
        }
    }

    /** Whether the client is being closed, or is closed. */
    boolean hasEnded() {
        return hasEnded;
    }

    /**
     * Blocks until the view passes.
     *
     * @param requestUpdate called before each wait
     * @return the view that passed, or null when the time was up
     * @throws InterruptException if the thread was interrupted, whose interrupt flag is then set
     * @throws KafkaException if the client was closed
     * @throws AuthenticationException if a broker and this client did not agree on who they are
     */
    ClusterView await(Predicate<ClusterView> wanted, long timeoutNs, Runnable requestUpdate) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        ClusterView seen = view;
        while (!wanted.test(seen)) {
            if (hasEnded) {
                throw new KafkaException("the client was closed while metadata was waited for");
            }
            authenticationFailures.throwUntold();
            long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0) {
                return null;
            }
            requestUpdate.run();
            seen = awaitOther(seen, leftNs);
        }
        return seen;
    }

    private ClusterView awaitOther(ClusterView seen, long forNs) {
        long leftNs = forNs;
        publishing.lock();
        try {
            while (view == seen && !hasEnded && !authenticationFailures.isUntold() && leftNs > 0) {
                leftNs = published.awaitNanos(leftNs);
            }
            return view;
        } catch (InterruptedException e) {
            throw new InterruptException("interrupted while waiting for metadata", e);
        } finally {
            publishing.unlock();
        }
    }
}
