package io.headrace.metadata.control;

import io.headrace.common.errors.NotControllerException;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.plan.BrokerDescription;
import io.headrace.metadata.plan.Plan;
import io.headrace.metadata.plan.Planner;
import io.headrace.metadata.plan.RegisterBroker;
import io.headrace.metadata.store.MetadataStore;
import io.headrace.metadata.store.StaleSeatException;
import io.headrace.metadata.store.VersionConflictException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the controller seat and turns commands into commits, one after the other and without waiting in between: each
 * command is planned on the image that the commands before it will lead to, so a thousand of them can share an fsync.
 * Where a commit fails, those planned on top of it are planned again.
 *
 * <p>Owner of all state: the serial executor given to {@link #open}. {@link #image} may be read by any thread, and
 * {@link #submit} called by any. Never blocks.
 */
public final class ClusterController implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClusterController.class);

    private final MetadataStore store;
    private final Executor executor;
    private final ImageListener listener;
    private final LongSupplier clockMs;

    /** Planned commands whose commit has not been delivered, oldest first. */
    private final Deque<Command<?>> underWay = new ArrayDeque<>();
    /** Commands to be planned once those under way, which a failure made void, have all come back. */
    private final Deque<Command<?>> waiting = new ArrayDeque<>();
    /** Commits to be applied, oldest first. */
    private final Deque<ImageChange> toApply = new ArrayDeque<>();
    /** Commands whose commit is delivered or not needed, answered when their version is applied. */
    private final Deque<Command<?>> toAnswer = new ArrayDeque<>();

    private MetadataStore.Seat seat;
    private ClusterImage planned;
    private ClusterImage delivered;
    private boolean applying;
    private int failedCommits;
    private boolean closed;
    private volatile ClusterImage applied;

    /** A command from its planning to its answer. */
    private static final class Command<R> {
        final Planner<R> planner;
        final CompletableFuture<R> answer = new CompletableFuture<>();
        R result;
        ImageChange change;
        long version;
        Throwable applyFailure;

        Command(Planner<R> planner) {
            this.planner = planner;
        }

        void succeed() {
            if (applyFailure == null) {
                answer.complete(result);
            } else {
                answer.completeExceptionally(applyFailure);
            }
        }
    }

    private ClusterController(MetadataStore store, Executor executor, ImageListener listener, LongSupplier clockMs) {
        this.store = store;
        this.executor = executor;
        this.listener = listener;
        this.clockMs = clockMs;
    }

    /**
     * Loads the metadata, lets the listener carry it out, and takes the seat.
     *
     * @param store the caller closes it, after this controller
     * @param nodeId this broker
     * @param executor runs one task at a time, in order: an event loop, for example
     * @param listener its first change leads from the empty image to the one loaded
     * @param clockMs milliseconds since 1970
     * @return completes on the executor, once the listener has carried out what was loaded
     */
    public static CompletionStage<ClusterController> open(
            MetadataStore store, int nodeId, Executor executor, ImageListener listener, LongSupplier clockMs) {
        ClusterController controller = new ClusterController(store, executor, listener, clockMs);
        return store.load()
                .thenComposeAsync(controller::start, executor)
                .thenCompose(done -> store.contend(nodeId, () -> executor.execute(controller::seatLost)))
                .thenApplyAsync(controller::seated, executor);
    }

    /** The newest image that the listener has carried out. Any thread. */
    public ClusterImage image() {
        return applied;
    }

    /**
     * Plans a command, commits what it comes to, and has the listener carry that out. Any thread.
     *
     * @return completes on the executor with the plan's result; fails with
     *     {@link io.headrace.common.errors.KafkaStorageException} when the store could not commit (nothing is changed
     *     then), with {@link NotControllerException} when the seat is lost, with {@link IllegalStateException} after
     *     {@link #close}, and with what a planner throws
     */
    public <R> CompletionStage<R> submit(Planner<R> planner) {
        Command<R> command = new Command<>(planner);
        executor.execute(() -> accept(command));
        return command.answer;
    }

    /** Makes this broker known under a new epoch. Completes with that epoch. */
    public CompletionStage<Long> register(BrokerDescription self) {
        return store.register(self.id(), () -> executor.execute(this::sessionLost))
                .thenCompose(session -> submit(RegisterBroker.of(self, session.epoch())));
    }

    /** Fails all commands that are not answered yet, and all to come. Any thread; the store stays open. */
    @Override
    public void close() {
        executor.execute(() -> {
            closed = true;
            failAll(new IllegalStateException("the broker is shutting down"));
        });
    }

    private CompletionStage<Void> start(ClusterImage loaded) {
        applied = ClusterImage.empty(loaded.clusterId());
        planned = loaded;
        delivered = loaded;
        ImageChange change = applied.apply(loaded.records(), loaded.version());
        store.follow(loaded.version(), new MetadataStore.Follower() {
            @Override
            public void committed(MetadataStore.Commit commit) {
                executor.execute(() -> deliver(commit));
            }

            @Override
            public void skippedTo(ClusterImage image) {
                executor.execute(() -> skipTo(image));
            }
        });
        return listener.apply(change).thenRunAsync(() -> applied = change.after(), executor);
    }

    private ClusterController seated(MetadataStore.Seat taken) {
        seat = taken;
        return this;
    }

    private void accept(Command<?> command) {
        if (closed) {
            command.answer.completeExceptionally(new IllegalStateException("the broker is shutting down"));
        } else if (seat == null) {
            command.answer.completeExceptionally(new NotControllerException("this broker is not the controller"));
        } else if (failedCommits > 0) {
            waiting.add(command);
        } else {
            plan(command);
        }
    }

    private <R> void plan(Command<R> command) {
        Plan<R> plan;
        try {
            plan = command.planner.plan(planned, clockMs.getAsLong());
            command.change = plan.records().isEmpty() ? null : planned.apply(plan.records());
        } catch (RuntimeException e) {
            command.answer.completeExceptionally(e);
            return;
        }
        command.result = plan.result();
        if (command.change == null) {
            // It may rest on commits that are under way: it is answered after them.
            command.version = planned.version();
            if (underWay.isEmpty()) {
                toAnswer.add(command);
                answerApplied();
            } else {
                underWay.add(command);
            }
            return;
        }
        long expected = planned.version();
        planned = command.change.after();
        command.version = planned.version();
        underWay.add(command);
        store.commit(seat.epoch(), expected, plan.records())
                .whenCompleteAsync((version, failure) -> committed(command, failure), executor);
    }

    /** The store's verdict on one commit; the delivery of a success came before it. */
    private void committed(Command<?> command, Throwable failure) {
        if (failure == null || !underWay.contains(command)) {
            return;
        }
        Throwable reason =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (failedCommits == 0) {
            failedCommits = countCommits();
        }
        failedCommits--;
        underWay.remove(command);
        if (reason instanceof VersionConflictException) {
            waiting.add(command);
        } else if (reason instanceof StaleSeatException) {
            command.answer.completeExceptionally(new NotControllerException(reason.getMessage()));
        } else {
            command.answer.completeExceptionally(reason);
        }
        if (failedCommits == 0) {
            planAgain();
        }
    }

    private int countCommits() {
        int count = 0;
        for (Command<?> command : underWay) {
            count += command.change == null ? 0 : 1;
        }
        return count;
    }

    /** All commits planned on top of the one that failed have come back: start over from what is committed. */
    private void planAgain() {
        planned = delivered;
        List<Command<?>> again = new ArrayList<>(underWay);
        again.addAll(waiting);
        underWay.clear();
        waiting.clear();
        again.forEach(this::accept);
    }

    private void deliver(MetadataStore.Commit commit) {
        Command<?> command = underWay.peek();
        boolean own = command != null
                && command.change != null
                && seat != null
                && commit.seatEpoch() == seat.epoch()
                && commit.version() == command.version;
        ImageChange change = own ? command.change : delivered.apply(commit.records(), commit.version());
        delivered = change.after();
        toApply.add(change);
        if (own) {
            toAnswer.add(underWay.poll());
            while (!underWay.isEmpty() && underWay.peek().change == null) {
                toAnswer.add(underWay.poll());
            }
        }
        applyNext();
    }

    private void skipTo(ClusterImage image) {
        throw new IllegalStateException("the metadata store skipped from version " + delivered.version() + " to "
                + image.version() + " although the seat was held");
    }

    private void applyNext() {
        if (applying || toApply.isEmpty()) {
            return;
        }
        applying = true;
        ImageChange change = toApply.poll();
        CompletionStage<Void> done;
        try {
            done = listener.apply(change);
        } catch (RuntimeException e) {
            done = CompletableFuture.failedFuture(e);
        }
        done.whenCompleteAsync((nothing, failure) -> applied(change, failure), executor);
    }

    private void applied(ImageChange change, Throwable failure) {
        applying = false;
        applied = change.after();
        if (failure != null) {
            log.error("metadata version {} was committed, but could not be carried out", applied.version(), failure);
            for (Command<?> command : toAnswer) {
                if (command.version == applied.version() && command.change != null) {
                    command.applyFailure = failure;
                }
            }
        }
        answerApplied();
        applyNext();
    }

    private void answerApplied() {
        while (!toAnswer.isEmpty() && toAnswer.peek().version <= applied.version()) {
            toAnswer.poll().succeed();
        }
    }

    private void seatLost() {
        seat = null;
        if (!closed) {
            log.warn("the controller seat is lost: this broker no longer changes metadata");
            failAll(new NotControllerException("the controller seat is lost"));
        }
    }

    private void sessionLost() {
        log.warn("this broker's session in the metadata store has ended");
    }

    private void failAll(RuntimeException reason) {
        for (Deque<Command<?>> commands : List.of(underWay, waiting, toAnswer)) {
            commands.forEach(command -> command.answer.completeExceptionally(reason));
            commands.clear();
        }
        failedCommits = 0;
    }
}
