package io.headrace.transport;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;

/**
 * Asks a broker what it supports: first in the newest version this build knows, then, if the broker does not know that,
 * in the newest one that its refusal names, or in version 0 when it names none.
 *
 * <p>Owner: the connection's loop.
 */
final class Handshake implements ResponseHandler {

    private final ClientConnection connection;
    private final ConnectionSettings settings;
    private boolean fellBack;

    Handshake(ClientConnection connection, ConnectionSettings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    void start() {
        ask(ApiKey.API_VERSIONS.highestVersion());
    }

    private void ask(int version) {
        ApiVersionsRequest request = new ApiVersionsRequest();
        if (version >= 3) {
            request.clientSoftwareName(settings.softwareName()).clientSoftwareVersion(settings.softwareVersion());
        }
        connection.send(request, version, connection.handshakeDeadlineNs(), this);
    }

    @Override
    public void onResponse(ApiMessage message, int version) {
        ApiVersionsResponse response = (ApiVersionsResponse) message;
        Errors error = Errors.forCode(response.errorCode());
        if (error == Errors.UNSUPPORTED_VERSION && !fellBack) {
            fellBack = true;
            ask(fallbackVersion(response));
            return;
        }
        if (error != Errors.NONE) {
            connection.close("the broker at " + connection.address() + " refused the handshake: " + error);
            return;
        }
        connection.handshakeThrottled(ClientThrottle.pauseMs(response, version));
        connection.handshakeDone(ApiVersionRanges.of(response));
    }

    /** The newest version that both sides have according to a refusal. */
    static int fallbackVersion(ApiVersionsResponse refusal) {
        for (ApiVersionsResponse.ApiVersion range : refusal.apiKeys()) {
            if (range.apiKey() == ApiKey.API_VERSIONS.id()) {
                return Math.max(0, Math.min(range.maxVersion(), ApiKey.API_VERSIONS.highestVersion()));
            }
        }
        return 0;
    }

    @Override
    public void onFailure(RuntimeException failure) {
        connection.close("the handshake with " + connection.address() + " failed: " + failure.getMessage());
    }
}
