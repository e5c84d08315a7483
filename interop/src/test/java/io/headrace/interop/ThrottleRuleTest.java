package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.protocol.ApiKey;
import io.headrace.transport.ClientThrottle;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractResponse;
import org.junit.jupiter.api.Test;

/** From which version of which call on the client keeps the throttle time: as Apache's client sees it. */
class ThrottleRuleTest {

    @Test
    void asInApachesClient() {
        Map<String, Boolean> differences = new TreeMap<>();
        int compared = 0;
        for (ApiKeys key : ApiKeys.values()) {
            if (!key.hasValidVersion()) {
                continue;
            }
            for (short version : key.allVersions()) {
                AbstractResponse response = AbstractResponse.parseResponse(
                        key, MessageUtil.toByteBufferAccessor(key.messageType.newResponse(), version), version);
                boolean expected = response.shouldClientThrottle(version);
                if (expected != ClientThrottle.isForClient(ApiKey.forId(key.id), version)) {
                    differences.put(key.name() + " " + version, expected);
                }
                compared++;
            }
        }
        assertTrue(compared > 200, "compared " + compared);
        assertEquals(Map.of(), differences);
    }
}
