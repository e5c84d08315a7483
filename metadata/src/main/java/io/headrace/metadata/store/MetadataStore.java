package io.headrace.metadata.store;

import io.headrace.metadata.image.ClusterImage;
import io.headrace.protocol.wire.TypedRecord;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the ordered sequence of metadata commits of one cluster, and says which broker may add to it.
 *
 * <p>What an implementation guarantees:
 * <ol>
 *   <li>Commits form one sequence, numbered 1, 2, 3 ... ; each is there as a whole or not at all.
 *   <li>A commit that completed is still there after the process, or the machine, has died.
 *   <li>Only the holder of the newest seat adds commits, and only on top of the version it names.
 *   <li>Methods return at once. Stages complete, and listeners are called, on the store's own thread, one at a time;
 *       they must not block it.
 *   <li>After {@link #close} everything that is under way, or asked for, fails with {@link IllegalStateException}.
 * </ol>
 *
 * <p>Stages fail with {@link io.headrace.common.errors.KafkaStorageException} when the medium refuses; nothing was
 * committed then as far as this store's users are concerned, and a later attempt may succeed.
 */
public interface MetadataStore extends AutoCloseable {

    /**
     * Everything committed so far. The first call opens the store and, when there is none yet, founds a new cluster.
     *
     * @return fails with {@link CorruptMetadataException} when what is stored cannot be trusted
     */
    CompletionStage<ClusterImage> load();

    /**
     * Asks for the controller seat. Completes once it is held.
     *
     * @param nodeId the broker that asks
     * @param lost called once, when a held seat is no longer ours
     */
    CompletionStage<Seat> contend(int nodeId, Runnable lost);

    /**
     * Makes this broker's presence known for as long as the session lasts.
     *
     * @param nodeId the broker
     * @param lost called once, when the session has ended without {@link #close}
     */
    CompletionStage<Session> register(int nodeId, Runnable lost);

    /**
     * Adds one commit. Calls made one after the other without waiting are committed in that order, and may share the
     * cost of being made durable.
     *
     * @param seatEpoch the epoch of the seat under which the records were planned
     * @param expectedVersion the version of the image they were planned on
     * @param records what to commit; at least one
     * @return the new version; fails with {@link StaleSeatException} when the seat was lost, with
     *     {@link VersionConflictException} when the store is not at that version
     */
    CompletionStage<Long> commit(int seatEpoch, long expectedVersion, List<TypedRecord> records);

    /**
     * Delivers every commit after {@code afterVersion}, those to come included. To be called after {@link #load}. The delivery of a commit comes before
     * the completion of the {@link #commit} that made it.
     */
    void follow(long afterVersion, Follower follower);

    /** Ends session and seat, completes what has been handed in, and releases the store. Called twice, does nothing. */
    @Override
    void close();

    /**
     * The right to commit.
     *
     * @param epoch larger than that of any seat before
     * @param nodeId who holds it
     */
    record Seat(int epoch, int nodeId) {}

    /**
     * A broker's presence.
     *
     * @param nodeId the broker
     * @param epoch larger than that of any earlier session of this broker
     */
    record Session(int nodeId, long epoch) {}

    /**
     * One entry of the sequence.
     *
     * @param version its number
     * @param seatEpoch the epoch under which it was made
     * @param records what it says
     */
    record Commit(long version, int seatEpoch, List<TypedRecord> records) {
        public Commit {
            records = List.copyOf(records);
        }
    }

    /** Is told what was committed, in order and without gaps. */
    interface Follower {
        void committed(Commit commit);

        /**
         * Called instead of {@link #committed} when the store no longer holds the commits that lead from the
         * follower's version to a newer one: here is what they led to.
         */
        void skippedTo(ClusterImage image);
    }
}
