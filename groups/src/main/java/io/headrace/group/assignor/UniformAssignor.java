package io.headrace.group.assignor;

import java.util.Map;

/**
 * Gives all members as many partitions, as nearly as their subscriptions allow, and moves as few as it can.
 */
public final class UniformAssignor implements PartitionAssignor {
    static final String NAME = "uniform";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, PartitionSet> assign(GroupSpec group) {
        if (group.members().isEmpty()) {
            return Map.of();
        }
        return group.isHomogeneous() ? EqualShares.assign(group) : UnequalShares.assign(group);
    }
}
