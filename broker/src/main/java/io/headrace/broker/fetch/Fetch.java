package io.headrace.broker.fetch;

import io.headrace.broker.fetch.FetchReader.Glance;
import io.headrace.broker.net.Parked;
import io.headrace.broker.net.Request;
import io.headrace.broker.replica.Partition;
import io.headrace.broker.replica.PartitionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Supplier;

/**
 * One fetch, from the first look to its answer. It is answered when there are enough bytes, when something urgent is to be
 * told, or when its time is over; until then it waits for news of the partitions, with one timer, and looks again only
 * when there is some.
 *
 * <p>Owner: the loop of its connection.
 */
public final class Fetch implements Parked {

    /**
     * What the reader asked for.
     *
     * @param minBytes how many bytes are worth an answer
     * @param maxBytes how many bytes there may be, besides one batch
     * @param maxWaitMs how long to wait for {@code minBytes}
     * @param committedOnly whether records of open transactions are hidden
     */
    public record Wish(int minBytes, int maxBytes, int maxWaitMs, boolean committedOnly) {}

    /** Takes what was found. The slices in it are released by the taker. */
    public interface Outcome {
        /** Called once. */
        void found(List<PartitionAnswer> answers);
    }

    private final Request request;
    private final FetchScope scope;
    private final Wish wish;
    private final Supplier<PartitionTable> table;
    private final Outcome outcome;

    private final Runnable newsListener = this::hasNews;
    private ScheduledFuture<?> deadline;
    private boolean lookDue;

    /** A look is under way on the disk's pool. */
    private boolean looking;

    /** The next look is the last one, whatever it finds. */
    private boolean lastLook;

    private boolean done;

    /** A fetch that has not begun. */
    public Fetch(Request request, FetchScope scope, Wish wish, Supplier<PartitionTable> table, Outcome outcome) {
        this.request = request;
        this.scope = scope;
        this.wish = wish;
        this.table = table;
        this.outcome = outcome;
    }

    /** Looks, and answers or waits. */
    public void start() {
        scope.begin(this);
        lastLook = wish.maxWaitMs() <= 0 || scope.set().size() == 0;
        look();
        if (!done) {
            scope.set().onNews(newsListener);
            if (!lastLook) {
                deadline = request.loop().after(wish.maxWaitMs(), this::finishNow);
            }
            request.park(this);
        }
    }

    @Override
    public void finishNow() {
        lastLook = true;
        look();
    }

    @Override
    public void abandon() {
        if (!done) {
            end();
            scope.abandoned(this);
        }
    }

    /** News of several partitions that come in one turn of the loop are looked at once. */
    private void hasNews() {
        if (!done && !lookDue) {
            lookDue = true;
            request.loop().enqueue(() -> {
                lookDue = false;
                look();
            });
        }
    }

    /** Looks, unless somebody does: on this loop, or on the disk's pool when that may wait for the disk. */
    private void look() {
        while (!done && !looking) {
            List<Glance> glances = new ArrayList<>();
            PartitionTable now = table.get();
            Executor disk = null;
            for (FetchPosition position : scope.toLookAt()) {
                Glance glance = Glance.at(position, now);
                glances.add(glance);
                if (disk == null && glance.isCold()) {
                    disk = glance.partition().disk();
                }
            }
            if (disk != null) {
                lookOnDisk(disk, glances);
            } else if (consider(FetchReader.look(glances, wish.maxBytes(), wish.committedOnly()))) {
                return;
            }
        }
    }

    private void lookOnDisk(Executor disk, List<Glance> glances) {
        looking = true;
        disk.execute(() -> {
            List<PartitionAnswer> answers;
            try {
                answers = FetchReader.look(glances, wish.maxBytes(), wish.committedOnly());
            } catch (RuntimeException e) {
                request.loop().offer(() -> fail(e));
                return;
            }
            boolean taken = request.loop().offer(() -> {
                looking = false;
                if (done) {
                    release(answers);
                } else if (!consider(answers)) {
                    look();
                }
            });
            if (!taken) {
                release(answers);
            }
        });
    }

    private void fail(RuntimeException cause) {
        looking = false;
        if (!done) {
            end();
            scope.abandoned(this);
            request.fail(cause);
        }
    }

    /**
     * Answers with what was found, or waits for more.
     *
     * @return false when it is not enough and something has changed meanwhile, so that another look is due
     */
    private boolean consider(List<PartitionAnswer> answers) {
        if (lastLook || isEnough(answers)) {
            settle(answers);
            end();
            outcome.found(scope.finished(this, answers));
            return true;
        }
        release(answers);
        return settle(answers);
    }

    private boolean isEnough(List<PartitionAnswer> answers) {
        long bytes = 0;
        for (PartitionAnswer answer : answers) {
            if (answer.isUrgent()) {
                return true;
            }
            bytes += answer.bytes();
        }
        return bytes >= wish.minBytes();
    }

    /**
     * Enlists with the partitions that were looked at and hold nothing more, or not enough.
     *
     * @return false when one of them has changed since, so that it has to be looked at again
     */
    private boolean settle(List<PartitionAnswer> answers) {
        boolean unchanged = true;
        for (PartitionAnswer answer : answers) {
            if (answer.isUrgent()) {
                continue;
            }
            FetchPosition position = answer.position();
            if (!scope.set().contains(position)) {
                continue;
            }
            Partition partition = answer.partition();
            boolean changed = !position.enlist(partition, wish.committedOnly())
                    || readableEnd(partition) != answer.readableEnd(wish.committedOnly())
                    || partition.view().logStartOffset() != answer.logStartOffset()
                    || partition.isDeleted();
            if (changed) {
                unchanged = false;
            } else if (answer.wanted().fetchOffset() >= answer.readableEnd(wish.committedOnly())
                    && partition.highWatermark() == answer.highWatermark()) {
                scope.set().isQuiet(position);
            }
        }
        return unchanged;
    }

    private long readableEnd(Partition partition) {
        return wish.committedOnly() ? partition.lastStableOffset() : partition.highWatermark();
    }

    private void end() {
        done = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        scope.set().ignoreNews(newsListener);
    }

    private static void release(List<PartitionAnswer> answers) {
        for (PartitionAnswer answer : answers) {
            if (answer.slice() != null) {
                answer.slice().release();
            }
        }
    }
}
