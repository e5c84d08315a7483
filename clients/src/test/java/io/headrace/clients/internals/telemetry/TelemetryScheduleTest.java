package io.headrace.clients.internals.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.internals.telemetry.TelemetrySchedule.Due;
import io.headrace.clients.internals.telemetry.TelemetrySchedule.Step;
import io.headrace.common.MetricName;
import io.headrace.common.Uuid;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TelemetryScheduleTest {

    private double random = 0.5;
    private final TelemetrySchedule schedule = new TelemetrySchedule(() -> random);

    private static Subscription subscription(int intervalMs, String... prefixes) {
        return new Subscription(Uuid.randomUuid(), 7, List.of(), intervalMs, 1_000, true, List.of(prefixes));
    }

    @Test
    void theFirstPushIsSpreadOverAnInterval() {
        assertEquals(new Due(Step.PUSH, 1_000), schedule.subscribed(subscription(1_000, "")));
        random = 0;
        assertEquals(new Due(Step.PUSH, 500), schedule.subscribed(subscription(1_000, "")));
        random = 0.999;
        assertEquals(new Due(Step.PUSH, 1_499), schedule.subscribed(subscription(1_000, "")));
        assertEquals(new Due(Step.PUSH, 1_000), schedule.pushed());
    }

    @Test
    void withoutWishesItIsAskedAgain() {
        assertEquals(new Due(Step.ASK, 1_000), schedule.subscribed(subscription(1_000)));
        assertEquals(new Due(Step.ASK, 300_000), schedule.subscribed(subscription(0)));
    }

    @Test
    void someRefusalsAreCuredByANewSubscriptionAndSomeByTime() {
        schedule.subscribed(subscription(1_000, ""));
        assertEquals(new Due(Step.ASK, 0), schedule.refused(Errors.UNKNOWN_SUBSCRIPTION_ID));
        assertEquals(new Due(Step.ASK, 0), schedule.refused(Errors.UNSUPPORTED_COMPRESSION_TYPE));
        assertEquals(new Due(Step.ASK, 1_000), schedule.refused(Errors.TELEMETRY_TOO_LARGE));
        assertEquals(new Due(Step.ASK, 1_000), schedule.refused(Errors.THROTTLING_QUOTA_EXCEEDED));
        assertEquals(new Due(Step.ASK, 300_000), schedule.failed(new DisconnectException("gone")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {"INVALID_REQUEST", "INVALID_RECORD", "UNSUPPORTED_VERSION", "CLUSTER_AUTHORIZATION_FAILED"})
    void othersEndIt(Errors error) {
        assertEquals(Step.STOP, schedule.refused(error).step());
        assertEquals(
                Step.STOP,
                schedule.failed(new UnsupportedVersionException("no such call")).step());
    }

    @Test
    void namesAndPrefixes() {
        MetricName name = new MetricName(
                "record-send-total", "producer-topic-metrics", "", Map.of("client-id", "a", "topic", "t"));
        String called = TelemetryNames.of(name);
        assertEquals("org.apache.kafka.producer.topic.record.send.total", called);
        assertEquals(Map.of("topic", "t"), TelemetryNames.labels(name));
        assertTrue(subscription(1, "").wants(called));
        assertTrue(subscription(1, "*").wants(called));
        assertTrue(subscription(1, "x", "org.apache.kafka.producer.topic").wants(called));
        assertFalse(subscription(1, "org.apache.kafka.consumer").wants(called));
        assertFalse(subscription(1).wants(called));
    }
}
