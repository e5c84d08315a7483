package io.headrace.clients.admin;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The features of a cluster (KIP-584). Immutable. */
public class FeatureMetadata {

    private final Map<String, FinalizedVersionRange> finalizedFeatures;
    private final Optional<Long> finalizedFeaturesEpoch;
    private final Map<String, SupportedVersionRange> supportedFeatures;

    /**
     * @param finalizedFeatures the levels that the cluster has agreed on, by feature
     * @param finalizedFeaturesEpoch counts changes of these; empty when the broker does not tell
     * @param supportedFeatures the levels that the broker supports, by feature
     */
    public FeatureMetadata(
            Map<String, FinalizedVersionRange> finalizedFeatures,
            Optional<Long> finalizedFeaturesEpoch,
            Map<String, SupportedVersionRange> supportedFeatures) {
        this.finalizedFeatures = Map.copyOf(finalizedFeatures);
        this.finalizedFeaturesEpoch = Objects.requireNonNull(finalizedFeaturesEpoch, "finalizedFeaturesEpoch");
        this.supportedFeatures = Map.copyOf(supportedFeatures);
    }

    /** The levels that the cluster has agreed on, by feature. */
    public Map<String, FinalizedVersionRange> finalizedFeatures() {
        return finalizedFeatures;
    }

    /** Counts changes of these; empty when the broker does not tell. */
    public Optional<Long> finalizedFeaturesEpoch() {
        return finalizedFeaturesEpoch;
    }

    /** The levels that the broker supports, by feature. */
    public Map<String, SupportedVersionRange> supportedFeatures() {
        return supportedFeatures;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureMetadata that
                && finalizedFeatures.equals(that.finalizedFeatures)
                && finalizedFeaturesEpoch.equals(that.finalizedFeaturesEpoch)
                && supportedFeatures.equals(that.supportedFeatures);
    }

    @Override
    public int hashCode() {
        return Objects.hash(finalizedFeatures, finalizedFeaturesEpoch, supportedFeatures);
    }

    @Override
    public String toString() {
        return "FeatureMetadata(finalizedFeatures=" + finalizedFeatures + ", finalizedFeaturesEpoch="
                + finalizedFeaturesEpoch.orElse(null) + ", supportedFeatures=" + supportedFeatures + ")";
    }
}
