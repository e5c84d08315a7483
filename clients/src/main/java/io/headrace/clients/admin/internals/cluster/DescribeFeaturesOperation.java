package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.admin.FeatureMetadata;
import io.headrace.clients.admin.FinalizedVersionRange;
import io.headrace.clients.admin.SupportedVersionRange;
import io.headrace.clients.admin.internals.ControllerOperation;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Asks a node for the features of the cluster (ApiVersions, KIP-584). The single item is the operation itself. */
public final class DescribeFeaturesOperation
        implements ControllerOperation<DescribeFeaturesOperation, FeatureMetadata> {

    /** What a broker without an epoch says. */
    private static final long NO_EPOCH = -1;

    private static final String SOFTWARE_NAME = "headrace";

    private final OptionalInt nodeId;
    private final String softwareVersion;

    /**
     * @param nodeId who is asked; empty for any
     * @param softwareVersion the version of this client, which brokers want to know with this request
     */
    public DescribeFeaturesOperation(OptionalInt nodeId, String softwareVersion) {
        this.nodeId = nodeId;
        this.softwareVersion = softwareVersion;
    }

    @Override
    public String what(DescribeFeaturesOperation item) {
        return "the features of " + (nodeId.isPresent() ? "node " + nodeId.getAsInt() : "the cluster");
    }

    @Override
    public Route route(DescribeFeaturesOperation item) {
        return nodeId.isPresent() ? Route.broker(nodeId.getAsInt()) : Route.ANY;
    }

    @Override
    public Call call(List<DescribeFeaturesOperation> items, int timeoutMs) {
        return Call.of(
                new ApiVersionsRequest().clientSoftwareName(SOFTWARE_NAME).clientSoftwareVersion(softwareVersion));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<DescribeFeaturesOperation> items,
            Answers<DescribeFeaturesOperation, FeatureMetadata> answers) {
        ApiVersionsResponse told = (ApiVersionsResponse) response;
        Errors error = Errors.forCode(told.errorCode());
        if (error == Errors.NONE) {
            answers.succeed(this, features(told));
        } else if (error.isRetriable()) {
            answers.retry(this, error.exception());
        } else {
            answers.fail(this, error.exception());
        }
    }

    private static FeatureMetadata features(ApiVersionsResponse told) {
        Map<String, FinalizedVersionRange> finalized = new HashMap<>();
        if (told.finalizedFeaturesEpoch() != NO_EPOCH) {
            told.finalizedFeatures()
                    .forEach(feature -> finalized.put(
                            feature.name(),
                            new FinalizedVersionRange(feature.minVersionLevel(), feature.maxVersionLevel())));
        }
        Map<String, SupportedVersionRange> supported = new HashMap<>();
        told.supportedFeatures()
                .forEach(feature -> supported.put(
                        feature.name(), new SupportedVersionRange(feature.minVersion(), feature.maxVersion())));
        return new FeatureMetadata(
                finalized,
                told.finalizedFeaturesEpoch() == NO_EPOCH
                        ? Optional.empty()
                        : Optional.of(told.finalizedFeaturesEpoch()),
                supported);
    }
}
