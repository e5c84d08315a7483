package io.headrace.broker.coordinator;

import io.headrace.coordination.CoordinatorMachine;
import io.headrace.coordination.CoordinatorRecordCodec;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.Timers;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.plan.NewTopic;
import io.headrace.record.compress.CompressionType;

/**
 * What tells one kind of coordinator from another. Immutable.
 *
 * @param <M> its machine
 */
public interface CoordinatorKind<M extends CoordinatorMachine> {

    /** Its internal topic, as it is to be created. */
    NewTopic topic();

    /** How its records are written. */
    CoordinatorRecordCodec codec();

    /** How batches of its records are compressed. */
    CompressionType compression();

    /** How long an append may wait to be committed, in milliseconds. */
    long writeTimeoutMs();

    /** How many bytes of a partition are read at a time when it is loaded. */
    int loadBufferBytes();

    /**
     * A machine without state. Called on the loop of the partition.
     *
     * @param leaderEpoch of the partition: larger for each new leader
     * @param timers of this machine only
     * @param image the cluster as of now; changes follow
     */
    M create(int partition, int leaderEpoch, Timers timers, ClusterImage image);

    /** Tells a machine of a change of the cluster. One that is not loaded yet only notes it: its outcome is ignored. */
    Outcome imageChanged(M machine, ImageChange change, long nowMs);
}
