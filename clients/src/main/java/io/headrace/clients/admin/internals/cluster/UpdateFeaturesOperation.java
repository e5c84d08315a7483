package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.admin.FeatureUpdate;
import io.headrace.clients.admin.FeatureUpdate.UpgradeType;
import io.headrace.clients.admin.internals.ControllerOperation;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.UpdateFeaturesRequest;
import io.headrace.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.headrace.protocol.message.UpdateFeaturesResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes levels of features, by feature (UpdateFeatures, KIP-584, KIP-778). The controller does it. */
public final class UpdateFeaturesOperation implements ControllerOperation<String, Void> {

    private static final int WITH_UPGRADE_TYPE = 1;

    /** From here on all features change, or none. */
    private static final int ALL_OR_NONE = 2;

    private final Map<String, FeatureUpdate> updates;
    private final boolean validateOnly;

    /**
     * @param updates by feature
     * @param validateOnly whether nothing is to change
     */
    public UpdateFeaturesOperation(Map<String, FeatureUpdate> updates, boolean validateOnly) {
        this.updates = updates;
        this.validateOnly = validateOnly;
    }

    @Override
    public String what(String item) {
        return "feature " + item + " to be set to level " + updates.get(item).maxVersionLevel();
    }

    @Override
    public Route route(String item) {
        return Route.CONTROLLER;
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        // Before upgrade types there was one kind of downgrade, which was safe.
        boolean needsTypes = validateOnly
                || items.stream().anyMatch(item -> updates.get(item).upgradeType() == UpgradeType.UNSAFE_DOWNGRADE);
        ApiKey key = ApiKey.UPDATE_FEATURES;
        return Call.of(
                key,
                needsTypes ? WITH_UPGRADE_TYPE : key.lowestVersion(),
                key.highestStableVersion(),
                version -> new UpdateFeaturesRequest()
                        .timeoutMs(timeoutMs)
                        .validateOnly(validateOnly)
                        .featureUpdates(items.stream()
                                .map(item -> update(item, version))
                                .toList()));
    }

    private FeatureUpdateKey update(String item, int version) {
        FeatureUpdate update = updates.get(item);
        FeatureUpdateKey key = new FeatureUpdateKey().feature(item).maxVersionLevel(update.maxVersionLevel());
        return version < WITH_UPGRADE_TYPE
                ? key.allowDowngrade(update.upgradeType() != UpgradeType.UPGRADE)
                : key.upgradeType(update.upgradeType().code());
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<String> items, Answers<String, Void> answers) {
        UpdateFeaturesResponse told = (UpdateFeaturesResponse) response;
        Errors error = Errors.forCode(told.errorCode());
        if (error != Errors.NONE || version >= ALL_OR_NONE) {
            items.forEach(item -> answer(item, error, told.errorMessage(), answers));
            return;
        }
        told.results().stream()
                .filter(result -> items.contains(result.feature()))
                .forEach(result ->
                        answer(result.feature(), Errors.forCode(result.errorCode()), result.errorMessage(), answers));
    }

    private static void answer(String item, Errors error, String message, Answers<String, Void> answers) {
        if (error == Errors.NONE) {
            answers.succeed(item, null);
        } else if (error == Errors.NOT_CONTROLLER) {
            answers.retry(item, Wire.failure(error, message));
        } else {
            answers.fail(item, Wire.failure(error, message));
        }
    }
}
