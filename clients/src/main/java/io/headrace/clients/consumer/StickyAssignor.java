package io.headrace.clients.consumer;

import io.headrace.clients.consumer.internals.assignor.AbstractStickyAssignor;
import io.headrace.clients.consumer.internals.assignor.StickyUserData;
import io.headrace.common.TopicPartition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Shares partitions out evenly, and lets members keep what they had as far as that allows, with eager rebalancing: members
 * stop reading everything while the group rebalances, and mostly go on with the same partitions.
 *
 * <p>Since members give up their partitions before they join, each tells by its user data what it had and in which
 * generation, in Apache's format. {@link CooperativeStickyAssignor} does the same without the stop.
 */
public class StickyAssignor extends AbstractStickyAssignor {

    /** Its name in the group protocol. */
    public static final String STICKY_ASSIGNOR_NAME = "sticky";

    private List<TopicPartition> lastPartitions;
    private int lastGeneration = DEFAULT_GENERATION;

    @Override
    public String name() {
        return STICKY_ASSIGNOR_NAME;
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        lastPartitions = assignment.partitions();
        lastGeneration = metadata.generationId();
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return lastPartitions == null ? null : StickyUserData.of(lastPartitions, lastGeneration);
    }

    @Override
    protected MemberData memberData(Subscription subscription) {
        Optional<StickyUserData> told = StickyUserData.read(subscription.userData());
        return new MemberData(
                told.map(StickyUserData::partitions).orElse(List.of()),
                told.flatMap(StickyUserData::generation),
                subscription.rackId());
    }
}
