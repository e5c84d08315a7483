package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.PartitionView;
import io.headrace.clients.internals.TopicView;
import io.headrace.partitioners.PartitionWeights;
import io.headrace.partitioners.StickyPartition;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * The buffers of one topic's partitions, made when first needed, and the partition that records without one go to.
 *
 * <p>Thread safe. The array of buffers only grows, under this object's lock, and is published as a whole.
 */
final class TopicBuffers implements Supplier<PartitionWeights> {

    /** How long the queues may be taken for unchanged, so that choosing a partition does not count them all each time. */
    private static final long WEIGHTS_LAST_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final float LEAST_RATIO = 0.1f;
    private static final float RATIO_MARGIN = 1.05f;
    private static final float RATIO_WEIGHT = 0.3f;

    private final String topic;
    private final StickyPartition sticky;
    private final boolean isAdaptive;
    private final Supplier<ClusterView> cluster;
    private final IntPredicate isBrokerAvailable;
    private final BufferFactory factory;

    private volatile PartitionBuffer[] buffers = {};

    /** Whether another object has this one's place: buffers made from now on take nothing. Guarded by this. */
    private boolean isRetired;

    private volatile PartitionWeights weights;
    private volatile long weightsMadeNs;

    /** What part of its size a batch is expected to keep under compression. Races lose an update, which does no harm. */
    private volatile float expectedRatio = 1;

    /** Whether records came since the loop last asked. */
    private volatile boolean isUsed;

    /** Makes a partition's buffer. */
    interface BufferFactory {
        PartitionBuffer make(String topic, int partition);
    }

    /**
     * Without buffers yet.
     *
     * @param isBrokerAvailable whether records should go to partitions led by a broker
     */
    TopicBuffers(
            String topic,
            int batchBytes,
            boolean isAdaptive,
            Supplier<ClusterView> cluster,
            IntPredicate isBrokerAvailable,
            BufferFactory factory) {
        this.topic = topic;
        this.sticky = new StickyPartition(Math.max(1, batchBytes));
        this.isAdaptive = isAdaptive;
        this.cluster = cluster;
        this.isBrokerAvailable = isBrokerAvailable;
        this.factory = factory;
    }

    String topic() {
        return topic;
    }

    StickyPartition sticky() {
        return sticky;
    }

    /** The buffer of a partition. */
    PartitionBuffer buffer(int partition) {
        PartitionBuffer[] known = buffers;
        PartitionBuffer buffer = partition < known.length ? known[partition] : null;
        return buffer != null ? buffer : makeBuffer(partition);
    }

    private synchronized PartitionBuffer makeBuffer(int partition) {
        PartitionBuffer[] known = buffers;
        if (partition < known.length && known[partition] != null) {
            return known[partition];
        }
        PartitionBuffer[] grown = Arrays.copyOf(known, Math.max(known.length, partition + 1));
        grown[partition] = factory.make(topic, partition);
        buffers = grown;
        if (isRetired) {
            grown[partition].retire();
        }
        return grown[partition];
    }

    /** Loop: lets go of all buffers, for good; false when there is something in one of them. */
    synchronized boolean retire() {
        for (PartitionBuffer buffer : buffers) {
            if (buffer != null && !buffer.retire()) {
                for (PartitionBuffer other : buffers) {
                    if (other != null) {
                        other.revive();
                    }
                }
                return false;
            }
        }
        isRetired = true;
        return true;
    }

    /** All buffers that were made; elements may be null. */
    PartitionBuffer[] buffers() {
        return buffers;
    }

    /** How likely each partition is to be chosen for records that say nothing about it (KIP-794). */
    @Override
    public PartitionWeights get() {
        long nowNs = System.nanoTime();
        PartitionWeights known = weights;
        if (known == null || nowNs - weightsMadeNs > WEIGHTS_LAST_NS) {
            known = makeWeights();
            weights = known;
            weightsMadeNs = nowNs;
        }
        return known;
    }

    private PartitionWeights makeWeights() {
        TopicView view = cluster.get().topic(topic);
        if (view == null) {
            return PartitionWeights.equal(new int[] {0});
        }
        int[] candidates = candidates(view);
        if (!isAdaptive) {
            return PartitionWeights.equal(candidates);
        }
        PartitionBuffer[] known = buffers;
        int[] queues = new int[candidates.length];
        for (int i = 0; i < queues.length; i++) {
            PartitionBuffer buffer = candidates[i] < known.length ? known[candidates[i]] : null;
            queues[i] = buffer == null ? 0 : buffer.waiting();
        }
        return PartitionWeights.byQueueSize(candidates, queues);
    }

    /** The partitions with an available leader; those with a leader if there are none; else all. */
    private int[] candidates(TopicView view) {
        int[] available = new int[view.partitionCount()];
        int[] led = new int[view.partitionCount()];
        int availableCount = 0;
        int ledCount = 0;
        for (int i = 0; i < view.partitionCount(); i++) {
            PartitionView partition = view.partition(i);
            if (partition.hasLeader()) {
                led[ledCount++] = i;
                if (isBrokerAvailable.test(partition.leaderId())) {
                    available[availableCount++] = i;
                }
            }
        }
        if (availableCount > 0) {
            return Arrays.copyOf(available, availableCount);
        }
        if (ledCount > 0) {
            return Arrays.copyOf(led, ledCount);
        }
        int[] all = new int[view.partitionCount()];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /** The topic may have been made anew, with fewer partitions. */
    void follow(ClusterView view) {
        TopicView now = view.topic(topic);
        if (now != null && sticky.leave(now.partitionCount())) {
            weights = null;
        }
    }

    float expectedRatio() {
        return expectedRatio;
    }

    /** A batch was compressed to this part of its size. */
    void observeRatio(float ratio) {
        float smoothed = expectedRatio * (1 - RATIO_WEIGHT) + ratio * RATIO_MARGIN * RATIO_WEIGHT;
        // One that compressed worse than expected counts at once: the next batches must not be too large.
        expectedRatio = Math.min(1, Math.max(LEAST_RATIO, Math.max(smoothed, ratio)));
    }

    /** A batch was too large for the broker. */
    void forgetRatio() {
        expectedRatio = 1;
    }

    void markUsed() {
        if (!isUsed) {
            isUsed = true;
        }
    }

    /** Whether records came since this was asked last. */
    boolean takeUsed() {
        boolean used = isUsed;
        isUsed = false;
        return used;
    }
}
