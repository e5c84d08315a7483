package io.headrace.broker.telemetry;

import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.TelemetryTooLargeException;
import io.headrace.common.errors.ThrottlingQuotaExceededException;
import io.headrace.common.errors.UnknownSubscriptionIdException;
import io.headrace.common.errors.UnsupportedCompressionTypeException;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.ClientMatch;
import io.headrace.metadata.config.ClientMetricsSettings;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/**
 * Subscriptions to the metrics of clients, and the clients that have asked (KIP-714). Those that have been silent longest
 * are forgotten when there are too many; a forgotten one that pushes is taken for a new one.
 *
 * <p>Thread safe: its fields are guarded by its monitor, which is held for a few comparisons.
 */
public final class ClientTelemetry {

    private static final int MOST_CLIENTS = 16 * 1024;
    private static final int DEFAULT_INTERVAL_MS = 5 * 60 * 1000;
    private static final String ALL = "*";

    /** Metrics are text that says the same again and again: more than this is no metrics. */
    private static final int MOST_UNPACKED_TIMES = 50;

    private final boolean on;
    private final int maxBytes;
    private final TelemetryReceiver receiver;
    private final LongSupplier clockMs;
    private final LongAdder pushes = new LongAdder();
    private final LongAdder pushedBytes = new LongAdder();

    private final Map<Uuid, TelemetryClient> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Uuid, TelemetryClient> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    private List<ClientMetricsSettings> subscriptions = List.of();
    private int version;

    /**
     * Telemetry without subscriptions.
     *
     * @param on whether clients are offered it
     * @param maxBytes the largest push that is taken
     * @param receiver takes what is pushed
     */
    public ClientTelemetry(boolean on, int maxBytes, TelemetryReceiver receiver, LongSupplier clockMs) {
        this.on = on;
        this.maxBytes = maxBytes;
        this.receiver = receiver;
        this.clockMs = clockMs;
    }

    /** What a client is asked for. */
    public record Subscription(Uuid clientInstanceId, int id, int intervalMs, List<String> metrics, int maxBytes) {
        /** Copies the list. */
        public Subscription {
            metrics = List.copyOf(metrics);
        }
    }

    /** Whether clients are offered it. */
    public boolean isOn() {
        return on;
    }

    /** Takes the subscriptions of a new image. */
    public void apply(ImageChange change) {
        if (on
                && change.configsChanged().stream()
                        .anyMatch(each -> each.type() == ConfigResource.Type.CLIENT_METRICS)) {
            subscribe(change.after());
        }
    }

    private synchronized void subscribe(ClusterImage image) {
        subscriptions = image.configuredResources(ConfigResource.Type.CLIENT_METRICS).stream()
                .map(each -> ClientMetricsSettings.of(image, each.name()))
                .toList();
        version++;
    }

    /**
     * What a client is asked for; one without an id gets one.
     *
     * @param attributes what is known of the client, by the names that subscriptions match, without its instance id
     * @throws ApiException when it asks too often
     */
    public synchronized Subscription subscription(Uuid clientInstanceId, Map<String, String> attributes) {
        Uuid id = isReserved(clientInstanceId) ? Uuid.randomUuid() : clientInstanceId;
        TelemetryClient client = client(id, attributes);
        if (!client.mayGet(clockMs.getAsLong())) {
            throw new ThrottlingQuotaExceededException(
                    "client " + id + " asks again before its push interval of " + client.intervalMs() + " ms is over");
        }
        client.failed(Errors.NONE);
        return new Subscription(
                id, client.subscriptionId(), client.intervalMs(), List.copyOf(client.metrics()), maxBytes);
    }

    /**
     * Decides whether a push is taken, before its content is looked at.
     *
     * @throws ApiException why not
     */
    public synchronized void admit(
            Uuid id, Map<String, String> attributes, int subscriptionId, int compression, int bytes, boolean last) {
        if (isReserved(id)) {
            throw new InvalidRequestException(id + " is no id of a client");
        }
        TelemetryClient client = client(id, attributes);
        try {
            check(client, id, subscriptionId, compression, bytes, last);
            client.failed(Errors.NONE);
        } catch (ApiException e) {
            client.failed(Errors.forException(e));
            throw e;
        } finally {
            if (last) {
                client.terminate();
            }
        }
    }

    private void check(TelemetryClient client, Uuid id, int subscriptionId, int compression, int bytes, boolean last) {
        if (client.isTerminated()) {
            throw new InvalidRequestException("client " + id + " has said that it sends no more");
        }
        if (!client.mayPush(clockMs.getAsLong()) && !last) {
            throw new ThrottlingQuotaExceededException("client " + id + " pushes again before its push interval of "
                    + client.intervalMs() + " ms is over");
        }
        if (subscriptionId != client.subscriptionId()) {
            throw new UnknownSubscriptionIdException(
                    "the subscription of client " + id + " is not " + subscriptionId + ", or not any more");
        }
        if (!CompressionType.isKnown(compression)) {
            throw new UnsupportedCompressionTypeException("there is no compression type " + compression);
        }
        if (bytes > maxBytes) {
            throw new TelemetryTooLargeException(
                    "a push of " + bytes + " bytes is larger than telemetry.max.bytes, which is " + maxBytes);
        }
    }

    /**
     * Unpacks a push that was admitted, and gives it to the receiver. May take its time: not for a loop.
     *
     * @param payload borrowed
     * @throws RuntimeException when it cannot be unpacked, or is not taken
     */
    public void take(Uuid id, Map<String, String> attributes, int compression, ByteBuf payload, boolean last) {
        int bytes = payload.readableBytes();
        ByteBuf unpacked = PooledByteBufAllocator.DEFAULT.directBuffer();
        try {
            if (bytes > 0) {
                int most = (int) Math.min(Integer.MAX_VALUE, (long) maxBytes * MOST_UNPACKED_TIMES);
                Codec.of(CompressionType.forId(compression)).decompress(payload.nioBuffer(), unpacked, most);
                receiver.received(id, attributes, unpacked.nioBuffer(), last);
            }
            pushes.increment();
            pushedBytes.add(bytes);
        } finally {
            unpacked.release();
        }
    }

    /** How many pushes were taken. */
    public long pushes() {
        return pushes.sum();
    }

    /** What they came in. */
    public long pushedBytes() {
        return pushedBytes.sum();
    }

    /** How many clients are remembered. */
    public synchronized int clients() {
        return clients.size();
    }

    private TelemetryClient client(Uuid id, Map<String, String> attributes) {
        TelemetryClient known = clients.get(id);
        if (known != null && known.subscriptionsVersion() == version) {
            return known;
        }
        TelemetryClient made = newClient(id, attributes);
        clients.put(id, made);
        return made;
    }

    private TelemetryClient newClient(Uuid id, Map<String, String> attributes) {
        Map<String, String> all = new LinkedHashMap<>(attributes);
        all.put(ClientMatch.CLIENT_INSTANCE_ID, id.toString());
        Set<String> metrics = new HashSet<>();
        int intervalMs = DEFAULT_INTERVAL_MS;
        for (ClientMetricsSettings each : subscriptions) {
            if (each.match().matches(all)) {
                metrics.addAll(each.metrics());
                intervalMs = Math.min(intervalMs, each.intervalMs());
            }
        }
        if (metrics.contains(ALL)) {
            metrics = Set.of(ALL);
        }
        return new TelemetryClient(version, metrics, intervalMs, subscriptionId(metrics, intervalMs, id));
    }

    /** As Apache's broker makes it, so that a client that changes between brokers need not ask anew. */
    static int subscriptionId(Set<String> metrics, int intervalMs, Uuid client) {
        byte[] bytes = (metrics.toString() + intervalMs).getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.wrap(bytes));
        long halves = client.getMostSignificantBits() ^ client.getLeastSignificantBits();
        return (int) crc.getValue() ^ ((int) (halves >> 32) ^ (int) halves);
    }

    private static boolean isReserved(Uuid id) {
        return id.getMostSignificantBits() == 0
                && (id.getLeastSignificantBits() == 0 || id.getLeastSignificantBits() == 1);
    }
}
