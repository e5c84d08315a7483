package io.headrace.partitioners;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The partition that records of one topic go to when their keys do not decide: the same one until about a batch's worth
 * of bytes has gone there, then another, so that batches are full (KIP-480, KIP-794).
 *
 * <p>Safe for use by several threads, without locks. A producer drives it like this, for each record:
 *
 * <pre>{@code
 * Choice choice = sticky.current(weights);
 * synchronized (queueOf(choice.partition())) {
 *     if (!sticky.isCurrent(choice)) { continue; }      // others have filled it up: choose again
 *     int bytes = append(record);
 *     sticky.appended(choice, bytes, isLastBatchFull(), weights);
 * }
 * }</pre>
 *
 * <p>The weights are asked for only when a new partition is chosen. Choices are spread more evenly than by chance: each is
 * a golden section further on, so that over any stretch each partition gets its share, give or take a few stays. By chance,
 * six partitions would differ by several percent after a million small records.
 */
public final class StickyPartition {
    /** 2^32 divided by the golden ratio. */
    private static final int GOLDEN_SECTION = 0x9E3779B9;

    private final int stickyBytes;
    private final IntSupplier random;
    private final AtomicReference<Choice> current = new AtomicReference<>();

    /** One stay at a partition. */
    public static final class Choice {
        private final int partition;
        private final AtomicInteger bytes = new AtomicInteger();

        private Choice(int partition) {
            this.partition = partition;
        }

        public int partition() {
            return partition;
        }
    }

    /**
     * Nothing is chosen yet.
     *
     * @param stickyBytes after how many bytes to move on, usually the size of a batch
     */
    public StickyPartition(int stickyBytes) {
        this(stickyBytes, goldenSections());
    }

    /** The fractions of the multiples of the golden section, from a random place on, as numbers from 0 on. */
    private static IntSupplier goldenSections() {
        AtomicInteger place = new AtomicInteger(ThreadLocalRandom.current().nextInt());
        return () -> place.getAndAdd(GOLDEN_SECTION) >>> 1;
    }

    /** @param random gives numbers that are spread evenly from 0 to the largest int */
    StickyPartition(int stickyBytes, IntSupplier random) {
        if (stickyBytes < 1) {
            throw new IllegalArgumentException("stickyBytes is below 1: " + stickyBytes);
        }
        this.stickyBytes = stickyBytes;
        this.random = random;
    }

    /** Where records go at the moment; chooses a partition if none is chosen. */
    public Choice current(Supplier<PartitionWeights> weights) {
        Choice choice = current.get();
        if (choice != null) {
            return choice;
        }
        current.compareAndSet(null, choose(weights));
        return current(weights);
    }

    /** Whether records still go there. */
    public boolean isCurrent(Choice choice) {
        return current.get() == choice;
    }

    /**
     * Counts a record, and moves on when it is time: once the bytes are reached and a batch is full. A batch that is
     * not full yet may be filled up with as many bytes again, so that moving on does not leave small batches behind.
     *
     * @param bytes the record's size; roughly is good enough
     * @param isBatchFull whether nothing is gained by staying, since the next record would begin a new batch
     */
    public void appended(Choice choice, int bytes, boolean isBatchFull, Supplier<PartitionWeights> weights) {
        int total = choice.bytes.addAndGet(bytes);
        // The sum goes negative when a record of two gigabytes is on its way; that is time to move on, too.
        boolean moveOn = total < 0 || total / 2 >= stickyBytes || (isBatchFull && total >= stickyBytes);
        if (moveOn && isCurrent(choice)) {
            current.compareAndSet(choice, choose(weights));
        }
    }

    /**
     * Chooses a new partition for the next record if the chosen one is not among the topic's partitions any more.
     *
     * @return whether that was so
     */
    public boolean leave(int partitionCount) {
        Choice choice = current.get();
        return choice != null && choice.partition() >= partitionCount && current.compareAndSet(choice, null);
    }

    /** Chooses a new partition for the next record, since the topic has changed: it may have fewer partitions now. */
    public void forget() {
        current.set(null);
    }

    private Choice choose(Supplier<PartitionWeights> weights) {
        return new Choice(weights.get().pick(random.getAsInt()));
    }
}
