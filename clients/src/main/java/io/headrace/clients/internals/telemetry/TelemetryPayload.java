package io.headrace.clients.internals.telemetry;

import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.errors.UnsupportedCompressionTypeException;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what is pushed from the metrics' present values. What is not a number is left out. Totals are sums, everything
 * else is a gauge.
 *
 * <p>Owner: the client's loop; remembers the totals last pushed for the next difference.
 */
final class TelemetryPayload {

    /**
     * What is pushed.
     *
     * @param compression the id of its compression type
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Packed(byte compression, byte[] bytes) {}

    private static final Logger log = LoggerFactory.getLogger(TelemetryPayload.class);
    private static final String TOTAL = "-total";

    private final Map<String, String> resourceLabels;
    private final long startMs;
    private final Map<MetricName, Double> pushed = new HashMap<>();
    private long lastPushMs;

    TelemetryPayload(Map<String, String> resourceLabels, long startMs) {
        this.resourceLabels = Map.copyOf(resourceLabels);
        this.startMs = startMs;
        this.lastPushMs = startMs;
    }

    /** Packs those metrics that are wanted. */
    Packed pack(Collection<? extends Metric> metrics, Subscription subscription, long nowMs) {
        OtlpMetrics out = new OtlpMetrics(resourceLabels, nowMs);
        for (Metric metric : metrics) {
            MetricName name = metric.metricName();
            String telemetryName = TelemetryNames.of(name);
            if (subscription.wants(telemetryName)) {
                add(out, telemetryName, name, valueOf(metric), subscription.isDelta());
            }
        }
        lastPushMs = nowMs;
        return compressed(out.toBytes(), subscription.compressions());
    }

    private static double valueOf(Metric metric) {
        try {
            return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
        } catch (RuntimeException e) {
            log.debug("metric {} has no value", metric.metricName(), e);
            return Double.NaN;
        }
    }

    private void add(OtlpMetrics out, String telemetryName, MetricName name, double value, boolean isDelta) {
        if (Double.isNaN(value)) {
            return;
        }
        Map<String, String> labels = TelemetryNames.labels(name);
        if (!name.name().endsWith(TOTAL)) {
            out.gauge(telemetryName, labels, value);
        } else if (isDelta) {
            Double before = pushed.put(name, value);
            out.sum(telemetryName, labels, value - (before == null ? 0 : before), lastPushMs, true);
        } else {
            out.sum(telemetryName, labels, value, startMs, false);
        }
    }

    /** By the best compression that the broker takes and whose library is there. */
    private static Packed compressed(byte[] plain, List<Byte> accepted) {
        for (byte id : accepted) {
            if (!CompressionType.isKnown(id) || CompressionType.forId(id) == CompressionType.NONE) {
                continue;
            }
            ByteBuf target = PooledByteBufAllocator.DEFAULT.directBuffer(plain.length);
            try {
                Codec.of(CompressionType.forId(id)).compress(ByteBuffer.wrap(plain), target);
                byte[] bytes = new byte[target.readableBytes()];
                target.readBytes(bytes);
                return new Packed(id, bytes);
            } catch (UnsupportedCompressionTypeException e) {
                log.debug("metrics are not compressed by type {}", id, e);
            } finally {
                target.release();
            }
        }
        return new Packed((byte) CompressionType.NONE.id(), plain);
    }
}
