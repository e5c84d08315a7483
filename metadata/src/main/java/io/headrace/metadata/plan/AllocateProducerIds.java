package io.headrace.metadata.plan;

import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.record.ProducerIdsRecord;
import java.util.List;

/** Gives a broker the next block of producer ids. What it does not use is never given again. */
public final class AllocateProducerIds implements Planner<AllocateProducerIds.Block> {
    /** One commit serves this many idempotent producers. */
    static final int BLOCK_SIZE = 1000;

    private final int brokerId;
    private final long brokerEpoch;

    /**
     * Producer ids that nobody else has.
     *
     * @param first the first of them
     * @param size how many there are
     */
    public record Block(long first, int size) {}

    private AllocateProducerIds(int brokerId, long brokerEpoch) {
        this.brokerId = brokerId;
        this.brokerEpoch = brokerEpoch;
    }

    /** The next block, for that broker. */
    public static AllocateProducerIds of(int brokerId, long brokerEpoch) {
        return new AllocateProducerIds(brokerId, brokerEpoch);
    }

    @Override
    public Plan<Block> plan(ClusterImage image, long nowMs) {
        long first = image.nextProducerId();
        ProducerIdsRecord record = new ProducerIdsRecord()
                .brokerId(brokerId)
                .brokerEpoch(brokerEpoch)
                .nextProducerId(Math.addExact(first, BLOCK_SIZE));
        return new Plan<>(List.of(record), new Block(first, BLOCK_SIZE));
    }
}
