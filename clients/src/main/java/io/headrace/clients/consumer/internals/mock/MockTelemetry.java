package io.headrace.clients.consumer.internals.mock;

import io.headrace.common.Uuid;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.metrics.KafkaMetric;
import java.util.ArrayList;
import java.util.List;

/** What a test says of the telemetry of a mock, and the metrics that were registered for it. Owner: the mock's lock. */
public final class MockTelemetry {

    private final List<KafkaMetric> metrics = new ArrayList<>();
    private boolean isDisabled;
    private Uuid instanceId;
    private int timeouts;

    public List<KafkaMetric> metrics() {
        return metrics;
    }

    public void disable() {
        isDisabled = true;
    }

    /** Has {@link #instanceId} time out so often; for ever if negative. */
    public void timeOut(int times) {
        timeouts = times;
    }

    public void setInstanceId(Uuid id) {
        instanceId = id;
    }

    /**
     * The id that was set.
     *
     * @throws IllegalStateException when telemetry is switched off
     * @throws UnsupportedOperationException when nothing was set
     * @throws TimeoutException as often as {@link #timeOut} has said
     */
    public Uuid instanceId() {
        if (isDisabled) {
            throw new IllegalStateException("telemetry is switched off by disableTelemetry()");
        }
        if (instanceId == null) {
            throw new UnsupportedOperationException("clientInstanceId not set");
        }
        if (timeouts != 0) {
            if (timeouts > 0) {
                timeouts--;
            }
            throw new TimeoutException("a timeout that the test asked for by injectTimeoutException()");
        }
        return instanceId;
    }
}
