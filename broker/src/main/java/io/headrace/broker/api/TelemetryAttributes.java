package io.headrace.broker.api;

import io.headrace.metadata.config.ClientMatch;
import java.util.Map;

/** What subscriptions to metrics can match of the client of a call, besides its instance id. */
final class TelemetryAttributes {

    private TelemetryAttributes() {}

    static Map<String, String> of(Call<?> call) {
        String software = call.request().connection().clientSoftware();
        int space = software.indexOf(' ');
        return Map.of(
                ClientMatch.CLIENT_ID,
                call.clientId() == null ? "" : call.clientId(),
                ClientMatch.CLIENT_SOFTWARE_NAME,
                space < 0 ? software : software.substring(0, space),
                ClientMatch.CLIENT_SOFTWARE_VERSION,
                space < 0 ? software : software.substring(space + 1),
                ClientMatch.CLIENT_SOURCE_ADDRESS,
                call.request().peer().getAddress().getHostAddress(),
                ClientMatch.CLIENT_SOURCE_PORT,
                Integer.toString(call.request().peer().getPort()));
    }
}
