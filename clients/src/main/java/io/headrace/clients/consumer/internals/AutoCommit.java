package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.RetriableCommitFailedException;
import io.headrace.clients.consumer.internals.fetch.Consumption;
import io.headrace.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits now and then what the application has handled: at the beginning of a poll, what the polls before it handed out.
 * The same before partitions are given up, and at the end.
 *
 * <p>Owner: the polling thread.
 */
final class AutoCommit {

    private static final Logger log = LoggerFactory.getLogger(AutoCommit.class);

    private final boolean isEnabled;
    private final long intervalNs;
    private final long retryNs;
    private final Commits commits;
    private final Consumption<?, ?> consumption;
    private long nextNs;
    private boolean isUnderWay;

    AutoCommit(
            boolean isEnabled,
            long intervalMs,
            long retryMs,
            Commits commits,
            Consumption<?, ?> consumption,
            long nowNs) {
        this.isEnabled = isEnabled;
        this.intervalNs = intervalMs * 1_000_000;
        this.retryNs = retryMs * 1_000_000;
        this.commits = commits;
        this.consumption = consumption;
        this.nextNs = nowNs + intervalNs;
    }

    boolean isEnabled() {
        return isEnabled;
    }

    /** Commits if it is time. */
    void poll(long nowNs) {
        if (isEnabled && !isUnderWay && nowNs - nextNs >= 0) {
            nextNs = nowNs + intervalNs;
            commitNow();
        }
    }

    /** Commits what is handled, without waiting for the interval. */
    void commitNow() {
        var offsets = consumption.consumed();
        if (offsets.isEmpty()) {
            return;
        }
        commits.commitLater(offsets, (committed, failure) -> {
            isUnderWay = false;
            if (failure instanceof RetriableCommitFailedException || failure instanceof RebalanceInProgressException) {
                log.debug("offsets {} will be committed again soon", committed, failure);
                nextNs = Math.min(nextNs, System.nanoTime() + retryNs);
            } else if (failure != null) {
                log.warn("offsets {} were not committed: {}", committed, failure.getMessage());
            }
        });
        // Not before: a callback of another commit, told of first, may have thrown.
        isUnderWay = true;
    }

    /** What is handled now is committed, and settled before the partitions go to others; null when there is nothing. */
    Commits.Pending begin(long timeoutMs) {
        var offsets = consumption.consumed();
        return !isEnabled || offsets.isEmpty() ? null : commits.begin(offsets, timeoutMs);
    }

    /** The interval begins anew. */
    void restart(long nowNs) {
        nextNs = nowNs + intervalNs;
    }
}
