package io.headrace.broker.coordinator;

import io.headrace.metadata.control.ImageListener;
import io.headrace.metadata.image.ImageChange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * All kinds of coordinators of a broker, as one thing that follows the cluster and is closed with the broker.
 *
 * <p>Owner: the controller's serial executor for {@link #apply}, the broker for the rest.
 */
public final class Coordinators implements ImageListener, AutoCloseable {

    private final ImageListener partitions;
    private final List<CoordinatorShards<?>> kinds;

    /**
     * Coordinators that follow a change once {@code partitions} has.
     *
     * @param partitions makes and removes the partitions that coordinators live on
     */
    public Coordinators(ImageListener partitions, List<CoordinatorShards<?>> kinds) {
        this.partitions = partitions;
        this.kinds = List.copyOf(kinds);
    }

    @Override
    public CompletionStage<Void> apply(ImageChange change) {
        CompletionStage<Void> done = partitions.apply(change);
        return concernsCoordinators(change) ? done.thenRun(() -> kinds.forEach(kind -> kind.apply(change))) : done;
    }

    private static boolean concernsCoordinators(ImageChange change) {
        return change.brokersChanged()
                || !change.created().isEmpty()
                || !change.deleted().isEmpty()
                || !change.changed().isEmpty()
                || !change.configsChanged().isEmpty();
    }

    /** Ends all: the stage completes when whoever waited for them is answered. */
    public CompletionStage<Void> end() {
        return CompletableFuture.allOf(
                kinds.stream().map(kind -> kind.close().toCompletableFuture()).toArray(CompletableFuture[]::new));
    }

    /** Releases their memory, after the loops have ended. */
    @Override
    public void close() {
        kinds.forEach(CoordinatorShards::release);
    }
}
