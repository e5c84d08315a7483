package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClientSettings;
import io.headrace.clients.producer.ProducerConfig;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import java.util.concurrent.TimeUnit;

/**
 * What the producer's inside needs from its configuration; names and meanings as in
 * {@link io.headrace.clients.producer.ProducerConfig}. Immutable.
 *
 * @param acks 0, 1, or -1 for all
 */
public record ProducerSettings(
        short acks,
        int batchBytes,
        long lingerNs,
        int maxRequestBytes,
        long bufferMemoryBytes,
        long maxBlockNs,
        long deliveryTimeoutMs,
        long requestTimeoutMs,
        int retries,
        Backoff retryBackoff,
        int maxInFlight,
        boolean isIdempotent,
        Codec codec,
        long metadataMaxIdleMs) {

    static ProducerSettings from(ProducerConfig config, ClientSettings client) {
        return new ProducerSettings(
                acks(config.getString(ProducerConfig.ACKS_CONFIG)),
                config.getInt(ProducerConfig.BATCH_SIZE_CONFIG),
                TimeUnit.MILLISECONDS.toNanos(config.getLong(ProducerConfig.LINGER_MS_CONFIG)),
                config.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                config.getLong(ProducerConfig.BUFFER_MEMORY_CONFIG),
                TimeUnit.MILLISECONDS.toNanos(config.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG)),
                config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG),
                client.requestTimeoutMs(),
                config.getInt(ProducerConfig.RETRIES_CONFIG),
                client.retryBackoff(),
                client.maxInFlight(),
                config.getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG),
                codec(config),
                config.getLong(ProducerConfig.METADATA_MAX_IDLE_CONFIG));
    }

    private static short acks(String configured) {
        return switch (configured) {
            case "0" -> 0;
            case "1" -> 1;
            default -> -1;
        };
    }

    private static Codec codec(ProducerConfig config) {
        CompressionType type = CompressionType.forName(config.getString(ProducerConfig.COMPRESSION_TYPE_CONFIG));
        return switch (type) {
            case GZIP -> Codec.of(type, config.getInt(ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG));
            case LZ4 -> Codec.of(type, config.getInt(ProducerConfig.COMPRESSION_LZ4_LEVEL_CONFIG));
            case ZSTD -> Codec.of(type, config.getInt(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG));
            case NONE, SNAPPY -> Codec.of(type);
        };
    }

    /** Whether a partition's batches must be sent one at a time to keep their order. */
    boolean sendsOneAtATime() {
        return maxInFlight == 1;
    }
}
