package io.headrace.clients.consumer;

import io.headrace.clients.consumer.internals.assignor.AbstractStickyAssignor;
import io.headrace.clients.consumer.internals.assignor.StickyUserData;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Shares partitions out evenly, lets members keep what they have as far as that allows, and lets them go on reading it
 * while the group rebalances (KIP-429).
 *
 * <p>A partition that is to change hands is assigned to nobody in the rebalance that decides so; its owner gives it up and
 * joins again, and the rebalance that follows gives it to its new owner.
 */
public class CooperativeStickyAssignor extends AbstractStickyAssignor {

    /** Its name in the group protocol. */
    public static final String COOPERATIVE_STICKY_ASSIGNOR_NAME = "cooperative-sticky";

    private int lastGeneration = DEFAULT_GENERATION;

    @Override
    public String name() {
        return COOPERATIVE_STICKY_ASSIGNOR_NAME;
    }

    /** Both: members that know only eager rebalancing can be replaced one by one. */
    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        lastGeneration = metadata.generationId();
    }

    /** The generation, for leaders too old to find it in the subscription. */
    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return StickyUserData.ofGeneration(lastGeneration);
    }

    @Override
    protected MemberData memberData(Subscription subscription) {
        Optional<Integer> generation =
                subscription.generationId().or(() -> StickyUserData.readGeneration(subscription.userData()));
        return new MemberData(subscription.ownedPartitions(), generation, subscription.rackId());
    }

    @Override
    public Map<String, List<TopicPartition>> assignPartitions(
            Map<String, List<PartitionInfo>> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        Map<String, List<TopicPartition>> assignment = super.assignPartitions(partitionsPerTopic, subscriptions);
        Set<TopicPartition> held = partitionsTransferringOwnership().keySet();
        assignment.values().forEach(partitions -> partitions.removeIf(held::contains));
        return assignment;
    }
}
