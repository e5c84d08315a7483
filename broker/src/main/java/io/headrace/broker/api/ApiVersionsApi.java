package io.headrace.broker.api;

import io.headrace.broker.net.Request;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.message.ApiVersionsResponse.ApiVersion;
import io.headrace.protocol.message.ApiVersionsResponse.FinalizedFeatureKey;
import io.headrace.protocol.message.ApiVersionsResponse.SupportedFeatureKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Says which APIs, versions and features there are, and takes the client's name (KIP-35, KIP-511, KIP-584). A feature is
 * reported only together with all the calls that belong to it: clients use these as soon as they see the level.
 */
final class ApiVersionsApi extends Api<ApiVersionsRequest> {

    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");
    private static final int FIRST_WITH_SOFTWARE = 3;
    private static final int FIRST_WITH_LEVEL_0 = 4;

    /** Of a longer name the beginning is kept, for as long as the connection lives. */
    private static final int KEPT_LENGTH = 255;

    private final ApiTable table;

    ApiVersionsApi(ApiTable table) {
        super(ApiKey.API_VERSIONS, 0, 4);
        this.table = table;
    }

    @Override
    void handle(Call<ApiVersionsRequest> call) {
        ApiVersionsRequest body = call.body();
        if (call.version() >= FIRST_WITH_SOFTWARE) {
            if (!isName(body.clientSoftwareName()) || !isName(body.clientSoftwareVersion())) {
                call.reply(new ApiVersionsResponse().errorCode(Errors.INVALID_REQUEST.code()));
                return;
            }
            call.request()
                    .connection()
                    .clientSoftware(kept(body.clientSoftwareName()) + " " + kept(body.clientSoftwareVersion()));
        }
        List<ApiVersion> served = new ArrayList<>();
        for (Api<?> api : table.all()) {
            served.add(rangeOf(api));
        }
        ApiVersionsResponse response = new ApiVersionsResponse().apiKeys(served);
        addFeatures(response, call.version());
        call.reply(response);
    }

    private void addFeatures(ApiVersionsResponse response, int version) {
        List<SupportedFeatureKey> supported = new ArrayList<>();
        List<FinalizedFeatureKey> finalized = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            if (feature.isServedBy(table)) {
                // Clients of version 3 take a lowest level of 0 for a mistake.
                if (version >= FIRST_WITH_LEVEL_0) {
                    supported.add(new SupportedFeatureKey()
                            .name(feature.featureName())
                            .minVersion((short) 0)
                            .maxVersion(feature.level()));
                }
                finalized.add(new FinalizedFeatureKey()
                        .name(feature.featureName())
                        .minVersionLevel(feature.level())
                        .maxVersionLevel(feature.level()));
            }
        }
        if (!finalized.isEmpty()) {
            response.supportedFeatures(supported).finalizedFeatures(finalized).finalizedFeaturesEpoch(0);
        }
    }

    /** A version 0 answer that names the versions of this API, so that the client asks again (KIP-511). */
    void answerUnsupportedVersion(Request request) {
        ApiVersionsResponse response = new ApiVersionsResponse()
                .errorCode(Errors.UNSUPPORTED_VERSION.code())
                .apiKeys(List.of(rangeOf(this)));
        request.reply(ReplyEncoder.encode(key(), 0, request.correlationId(), response));
    }

    private static ApiVersion rangeOf(Api<?> api) {
        return new ApiVersion()
                .apiKey(api.key().id())
                .minVersion((short) api.lowestAdvertised())
                .maxVersion((short) api.highest());
    }

    private static boolean isName(String text) {
        return SOFTWARE.matcher(text).matches();
    }

    private static String kept(String text) {
        return text.substring(0, Math.min(text.length(), KEPT_LENGTH));
    }
}
