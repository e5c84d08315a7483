package io.headrace.broker.api;

import io.headrace.broker.net.Request;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.message.ApiVersionsResponse.ApiVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Says which APIs and versions there are, and takes the client's name (KIP-35, KIP-511). No features are finalized, since
 * a level is to be reported only together with all the calls that belong to it.
 */
final class ApiVersionsApi extends Api<ApiVersionsRequest> {

    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");
    private static final int FIRST_WITH_SOFTWARE = 3;

    /** It is kept for as long as the connection lives. */
    private static final int MAX_NAME_LENGTH = 255;

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
            call.request().connection().clientSoftware(body.clientSoftwareName() + " " + body.clientSoftwareVersion());
        }
        List<ApiVersion> served = new ArrayList<>();
        for (Api<?> api : table.all()) {
            served.add(rangeOf(api));
        }
        call.reply(new ApiVersionsResponse().apiKeys(served));
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
        return text.length() <= MAX_NAME_LENGTH && SOFTWARE.matcher(text).matches();
    }
}
