package io.headrace.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.headrace.common.security.auth.SecurityProtocol;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private static final Endpoint ENDPOINT = new Endpoint("INTERNAL", SecurityProtocol.SASL_SSL, "kafka-1", 9093);

    @Test
    void isComparedByContent() {
        Endpoint same = new Endpoint("INTERNAL", SecurityProtocol.SASL_SSL, "kafka-1", 9093);
        assertEquals(ENDPOINT, same);
        assertEquals(ENDPOINT.hashCode(), same.hashCode());
        assertNotEquals(ENDPOINT, new Endpoint(null, SecurityProtocol.SASL_SSL, "kafka-1", 9093));
        assertNotEquals(ENDPOINT, new Endpoint("INTERNAL", SecurityProtocol.SSL, "kafka-1", 9093));
        assertNotEquals(ENDPOINT, new Endpoint("INTERNAL", SecurityProtocol.SASL_SSL, "kafka-2", 9093));
        assertNotEquals(ENDPOINT, new Endpoint("INTERNAL", SecurityProtocol.SASL_SSL, "kafka-1", 9094));
    }

    @Test
    void isWrittenAsApaches() {
        assertEquals(
                new org.apache.kafka.common.Endpoint(
                                "INTERNAL",
                                org.apache.kafka.common.security.auth.SecurityProtocol.SASL_SSL,
                                "kafka-1",
                                9093)
                        .toString(),
                ENDPOINT.toString());
    }
}
