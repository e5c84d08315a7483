package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;

/** What comes of describing features. Thread safe. */
public class DescribeFeaturesResult {

    private final KafkaFuture<FeatureMetadata> featureMetadata;

    DescribeFeaturesResult(KafkaFuture<FeatureMetadata> featureMetadata) {
        this.featureMetadata = featureMetadata;
    }

    /** The features. */
    public KafkaFuture<FeatureMetadata> featureMetadata() {
        return featureMetadata;
    }
}
