package io.headrace.broker.telemetry;

import io.headrace.common.Uuid;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Takes the metrics that clients push (KIP-714). The setting {@code telemetry.receiver} names an implementation, which has a
 * public constructor without arguments.
 */
public interface TelemetryReceiver extends AutoCloseable {

    /**
     * Takes one push. Called by a thread of the broker's that may wait, possibly by several at a time.
     *
     * @param clientInstanceId who sent it; the same for as long as the client lives
     * @param client what else is known of it, by the names that subscriptions match
     * @param metrics OpenTelemetry's MetricsData v1 as protobuf, not compressed; valid during the call
     * @param terminating whether it is the client's last
     * @throws RuntimeException when it cannot be taken: the client is told that it is not valid
     */
    void received(Uuid clientInstanceId, Map<String, String> client, ByteBuffer metrics, boolean terminating);

    /** The broker closes. */
    @Override
    default void close() {
        // Most have nothing to give back.
    }
}
