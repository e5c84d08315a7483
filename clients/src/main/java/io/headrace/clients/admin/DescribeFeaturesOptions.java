package io.headrace.clients.admin;

import java.util.OptionalInt;

/** Options of {@link Admin#describeFeatures(DescribeFeaturesOptions)}. */
public class DescribeFeaturesOptions extends AbstractOptions<DescribeFeaturesOptions> {

    private OptionalInt nodeId = OptionalInt.empty();

    /** Whichever broker answers. */
    public DescribeFeaturesOptions() {}

    /**
     * Asks one node.
     *
     * @param nodeId its id
     * @return this object
     */
    public DescribeFeaturesOptions nodeId(int nodeId) {
        this.nodeId = OptionalInt.of(nodeId);
        return this;
    }

    /** The node that is asked; empty for any. */
    public OptionalInt nodeId() {
        return nodeId;
    }
}
