package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.clients.admin.AdminClientConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {

    @Test
    void whatIsReadIsNotReportedAsUnused() {
        Map<String, Object> given = new HashMap<>();
        given.put("bootstrap.servers", "127.0.0.1:9092");
        given.put("request.timeout.ms", 2_000);
        given.put("reconnect.backoff.ms", 5);
        given.put("reconnect.backoff.max.ms", 50);
        given.put("retry.backoff.ms", 5);
        given.put("metadata.max.age.ms", 1_000);
        given.put("bootstrap.server", "misspelt");
        AdminClientConfig config = new AdminClientConfig(given);
        ClientSettings.from(config, "c");
        assertEquals(Set.of("bootstrap.server"), config.unused());
    }

    @Test
    void theReceiveBufferIsTheSystemsUnlessItIsSet() {
        Map<String, Object> given = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:9092"));
        assertEquals(-1, ClientSettings.from(new AdminClientConfig(given), "c").receiveBufferBytes());
        given.put("receive.buffer.bytes", 65_536);
        assertEquals(
                65_536, ClientSettings.from(new AdminClientConfig(given), "c").receiveBufferBytes());
    }
}
