package io.headrace.clients.internals;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * One attempt to ask a broker something. The body is made when the connection is there, for the version that was agreed on.
 *
 * @param key what is asked
 * @param lowestVersion the lowest version that can say what is meant
 * @param highestVersion the highest version that the caller speaks
 * @param body makes the request for a version in that range; called once, on the loop
 * @param isAnswered false for a request that the broker does not answer; its handler gets a null response when it was sent
 */
public record Call(
        ApiKey key, int lowestVersion, int highestVersion, IntFunction<ApiMessage> body, boolean isAnswered) {

    public Call {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(body, "body");
    }

    /** A request that can be sent in any version. */
    public static Call of(ApiMessage request) {
        ApiKey key = request.apiKey();
        return of(request, key.lowestVersion(), key.highestVersion());
    }

    /** A request that needs a version in a range. */
    public static Call of(ApiMessage request, int lowestVersion, int highestVersion) {
        return of(request.apiKey(), lowestVersion, highestVersion, version -> request);
    }

    /** A request whose content depends on the version. */
    public static Call of(ApiKey key, int lowestVersion, int highestVersion, IntFunction<ApiMessage> body) {
        return new Call(key, lowestVersion, highestVersion, body, true);
    }

    /** This call, for a request that the broker does not answer. */
    public Call unanswered() {
        return new Call(key, lowestVersion, highestVersion, body, false);
    }
}
