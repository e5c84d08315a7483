package io.headrace.clients.internals.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes OpenTelemetry's MetricsData v1 as protobuf: one resource, one scope, and metrics with one data point each.
 *
 * <pre>
 * MetricsData     1 ResourceMetrics
 * ResourceMetrics 1 Resource { 1 KeyValue }, 2 ScopeMetrics { 2 Metric }
 * Metric          1 name, 5 Gauge { 1 NumberDataPoint }, 7 Sum { 1 NumberDataPoint, 2 temporality, 3 is monotonic }
 * NumberDataPoint 2 start (fixed64 ns), 3 time (fixed64 ns), 4 as double, 7 KeyValue
 * KeyValue        1 key, 2 AnyValue { 1 string }
 * </pre>
 *
 * <p>Used by one thread, once.
 */
final class OtlpMetrics {

    private static final int DELTA = 1;
    private static final int CUMULATIVE = 2;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;

    private static final long NS_PER_MS = 1_000_000;

    private final Message resource = new Message();
    private final Message scope = new Message();
    private final long nowMs;
    private int count;

    /** @param resourceLabels what is true of the whole client */
    OtlpMetrics(Map<String, String> resourceLabels, long nowMs) {
        this.nowMs = nowMs;
        resourceLabels.forEach((key, value) -> resource.message(1, keyValue(key, value)));
    }

    /** Adds a value that goes up and down. */
    void gauge(String name, Map<String, String> labels, double value) {
        Message gauge = new Message().message(1, point(0, labels, value));
        metric(name, 5, gauge);
    }

    /**
     * Adds a value that only grows.
     *
     * @param startMs since when it is counted
     * @param isDelta whether that was the last push
     */
    void sum(String name, Map<String, String> labels, double value, long startMs, boolean isDelta) {
        Message sum = new Message()
                .message(1, point(startMs, labels, value))
                .varint(2, isDelta ? DELTA : CUMULATIVE)
                .varint(3, 1);
        metric(name, 7, sum);
    }

    private void metric(String name, int kind, Message value) {
        scope.message(2, new Message().text(1, name).message(kind, value));
        count++;
    }

    private Message point(long startMs, Map<String, String> labels, double value) {
        Message point = new Message();
        if (startMs > 0) {
            point.fixed64(2, startMs * NS_PER_MS);
        }
        point.fixed64(3, nowMs * NS_PER_MS).fixed64(4, Double.doubleToRawLongBits(value));
        labels.forEach((key, text) -> point.message(7, keyValue(key, text)));
        return point;
    }

    private static Message keyValue(String key, String value) {
        return new Message().text(1, key).message(2, new Message().text(1, value));
    }

    /** How many metrics were added. */
    int count() {
        return count;
    }

    byte[] toBytes() {
        Message ofResource = new Message().message(1, resource).message(2, scope);
        return new Message().message(1, ofResource).toBytes();
    }

    /** A protobuf message as it grows. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

        Message varint(int field, long value) {
            raw(field, VARINT);
            raw(value);
            return this;
        }

        Message fixed64(int field, long value) {
            raw(field, FIXED64);
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                out.write((int) (value >>> shift));
            }
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toBytes());
        }

        private Message bytes(int field, byte[] value) {
            raw(field, LENGTH_DELIMITED);
            raw(value.length);
            out.write(value, 0, value.length);
            return this;
        }

        private void raw(int field, int wireType) {
            raw(((long) field << 3) | wireType);
        }

        private void raw(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] toBytes() {
            return out.toByteArray();
        }
    }
}
