package io.headrace.metadata.store;

import io.headrace.metadata.image.ClusterImage;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store in memory that commits when it is told to, in the thread that tells it. */
public final class SteppedStore implements MetadataStore {
    private final Queue<Runnable> commits = new ArrayDeque<>();
    private final List<Follower> followers = new ArrayList<>();
    private ClusterImage image = ClusterImage.empty("stepped");
    private RuntimeException nextFailure;
    private Runnable seatLost = () -> {};
    private int seatEpoch;

    public ClusterImage image() {
        return image;
    }

    public int pending() {
        return commits.size();
    }

    public void commitOne() {
        commits.remove().run();
    }

    public void commitAll() {
        while (!commits.isEmpty()) {
            commitOne();
        }
    }

    /** The next commit that would have succeeded fails with this. */
    public void failNext(RuntimeException failure) {
        nextFailure = failure;
    }

    public void loseSeat() {
        seatEpoch++;
        seatLost.run();
    }

    @Override
    public CompletionStage<ClusterImage> load() {
        return CompletableFuture.completedFuture(image);
    }

    @Override
    public CompletionStage<Seat> contend(int nodeId, Runnable lost) {
        seatLost = lost;
        return CompletableFuture.completedFuture(new Seat(++seatEpoch, nodeId));
    }

    @Override
    public CompletionStage<Session> register(int nodeId, Runnable lost) {
        return CompletableFuture.completedFuture(new Session(nodeId, image.version() + 1));
    }

    @Override
    public CompletionStage<Long> commit(int epoch, long expectedVersion, List<TypedRecord> records) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        commits.add(() -> {
            if (epoch != seatEpoch) {
                done.completeExceptionally(new StaleSeatException(epoch, seatEpoch));
            } else if (expectedVersion != image.version()) {
                done.completeExceptionally(new VersionConflictException(expectedVersion, image.version()));
            } else if (nextFailure != null) {
                RuntimeException failure = nextFailure;
                nextFailure = null;
                done.completeExceptionally(failure);
            } else {
                image = image.apply(records).after();
                followers.forEach(f -> f.committed(new Commit(image.version(), epoch, records)));
                done.complete(image.version());
            }
        });
        return done;
    }

    @Override
    public void follow(long afterVersion, Follower follower) {
        followers.add(follower);
    }

    @Override
    public void close() {}
}
