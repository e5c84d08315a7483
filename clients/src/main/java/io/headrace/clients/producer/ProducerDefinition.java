package io.headrace.clients.producer;

import static io.headrace.common.config.ConfigDef.Importance.HIGH;
import static io.headrace.common.config.ConfigDef.Importance.LOW;
import static io.headrace.common.config.ConfigDef.Importance.MEDIUM;
import static io.headrace.common.config.ConfigDef.Range.atLeast;
import static io.headrace.common.config.ConfigDef.Range.between;

import io.headrace.clients.CommonClientConfigs;
import io.headrace.clients.internals.SharedSettings;
import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.CaseInsensitiveValidString;
import io.headrace.common.config.ConfigDef.ValidList;
import io.headrace.common.config.ConfigDef.ValidString;
import io.headrace.common.config.ConfigException;
import java.util.List;

/** The producer's settings with their types, defaults and limits. */
final class ProducerDefinition {

    private ProducerDefinition() {}

    static ConfigDef make() {
        ConfigDef def = SharedSettings.addTo(new ConfigDef(), CommonClientConfigs.DEFAULT_ENABLE_METRICS_PUSH);
        defineConnections(def);
        return def.define(
                        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        HIGH,
                        ProducerConfig.KEY_SERIALIZER_CLASS_DOC)
                .define(
                        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        HIGH,
                        ProducerConfig.VALUE_SERIALIZER_CLASS_DOC)
                .define(
                        ProducerConfig.ACKS_CONFIG,
                        ConfigDef.Type.STRING,
                        ProducerConfig.ALL,
                        ValidString.in(ProducerConfig.ALL, "-1", "0", "1"),
                        LOW,
                        ProducerConfig.ACKS_DOC)
                .define(
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        ConfigDef.Type.INT,
                        16_384,
                        atLeast(0),
                        MEDIUM,
                        ProducerConfig.BATCH_SIZE_DOC)
                .define(
                        ProducerConfig.LINGER_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        5,
                        atLeast(0),
                        MEDIUM,
                        ProducerConfig.LINGER_MS_DOC)
                .define(
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        ConfigDef.Type.LONG,
                        33_554_432L,
                        atLeast(0),
                        HIGH,
                        ProducerConfig.BUFFER_MEMORY_DOC)
                .define(
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        60_000,
                        atLeast(0),
                        MEDIUM,
                        ProducerConfig.MAX_BLOCK_MS_DOC)
                .define(
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        ConfigDef.Type.INT,
                        1_048_576,
                        atLeast(0),
                        MEDIUM,
                        ProducerConfig.MAX_REQUEST_SIZE_DOC)
                .define(
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        ConfigDef.Type.INT,
                        120_000,
                        atLeast(0),
                        MEDIUM,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_DOC)
                .define(
                        ProducerConfig.RETRIES_CONFIG,
                        ConfigDef.Type.INT,
                        Integer.MAX_VALUE,
                        between(0, Integer.MAX_VALUE),
                        HIGH,
                        CommonClientConfigs.RETRIES_DOC)
                .define(
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        ConfigDef.Type.INT,
                        ProducerConfig.MOST_IN_FLIGHT_WITH_IDEMPOTENCE,
                        atLeast(1),
                        LOW,
                        ProducerConfig.MAX_IN_FLIGHT_DOC)
                .define(
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        LOW,
                        ProducerConfig.ENABLE_IDEMPOTENCE_DOC)
                .define(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        new ConfigDef.NonEmptyString(),
                        LOW,
                        ProducerConfig.TRANSACTIONAL_ID_DOC)
                .define(
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        ConfigDef.Type.INT,
                        60_000,
                        LOW,
                        ProducerConfig.TRANSACTION_TIMEOUT_DOC)
                .define(
                        ProducerConfig.TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        LOW,
                        ProducerConfig.TRANSACTION_TWO_PHASE_COMMIT_ENABLE_DOC)
                .define(
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        ConfigDef.Type.STRING,
                        "none",
                        ValidString.in("none", "gzip", "snappy", "lz4", "zstd"),
                        HIGH,
                        ProducerConfig.COMPRESSION_TYPE_DOC)
                .define(
                        ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG,
                        ConfigDef.Type.INT,
                        -1,
                        ConfigDef.LambdaValidator.with(ProducerDefinition::requireGzipLevel, () -> "[1,...,9] or -1"),
                        MEDIUM,
                        ProducerConfig.COMPRESSION_GZIP_LEVEL_DOC)
                .define(
                        ProducerConfig.COMPRESSION_LZ4_LEVEL_CONFIG,
                        ConfigDef.Type.INT,
                        9,
                        between(1, 17),
                        MEDIUM,
                        ProducerConfig.COMPRESSION_LZ4_LEVEL_DOC)
                .define(
                        ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG,
                        ConfigDef.Type.INT,
                        3,
                        between(-131_072, 22),
                        MEDIUM,
                        ProducerConfig.COMPRESSION_ZSTD_LEVEL_DOC)
                .define(
                        ProducerConfig.PARTITIONER_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        null,
                        MEDIUM,
                        ProducerConfig.PARTITIONER_CLASS_DOC)
                .define(
                        ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        MEDIUM,
                        ProducerConfig.PARTITIONER_IGNORE_KEYS_DOC)
                .define(
                        ProducerConfig.PARTITIONER_ADAPTIVE_PARTITIONING_ENABLE_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        LOW,
                        ProducerConfig.PARTITIONER_ADAPTIVE_PARTITIONING_ENABLE_DOC)
                .define(
                        ProducerConfig.PARTITIONER_AVAILABILITY_TIMEOUT_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        0,
                        atLeast(0),
                        LOW,
                        ProducerConfig.PARTITIONER_AVAILABILITY_TIMEOUT_MS_DOC)
                .define(
                        ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ValidList.anyNonDuplicateValues(true, false),
                        LOW,
                        ProducerConfig.INTERCEPTOR_CLASSES_DOC)
                .define(
                        ProducerConfig.METADATA_MAX_IDLE_CONFIG,
                        ConfigDef.Type.LONG,
                        300_000,
                        atLeast(5_000),
                        LOW,
                        ProducerConfig.METADATA_MAX_IDLE_DOC);
    }

    private static void defineConnections(ConfigDef def) {
        def.define(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ValidList.anyNonDuplicateValues(false, false),
                        HIGH,
                        CommonClientConfigs.BOOTSTRAP_SERVERS_DOC)
                .define(
                        ProducerConfig.CLIENT_DNS_LOOKUP_CONFIG,
                        ConfigDef.Type.STRING,
                        "use_all_dns_ips",
                        ValidString.in("use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"),
                        MEDIUM,
                        CommonClientConfigs.CLIENT_DNS_LOOKUP_DOC)
                .define(
                        ProducerConfig.CLIENT_ID_CONFIG,
                        ConfigDef.Type.STRING,
                        "",
                        MEDIUM,
                        CommonClientConfigs.CLIENT_ID_DOC)
                .define(
                        ProducerConfig.SEND_BUFFER_CONFIG,
                        ConfigDef.Type.INT,
                        131_072,
                        atLeast(-1),
                        MEDIUM,
                        CommonClientConfigs.SEND_BUFFER_DOC)
                .define(
                        ProducerConfig.RECEIVE_BUFFER_CONFIG,
                        ConfigDef.Type.INT,
                        32_768,
                        atLeast(-1),
                        MEDIUM,
                        CommonClientConfigs.RECEIVE_BUFFER_DOC)
                .define(
                        ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        50,
                        atLeast(0),
                        LOW,
                        CommonClientConfigs.RECONNECT_BACKOFF_MS_DOC)
                .define(
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        1_000,
                        atLeast(0),
                        LOW,
                        CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_DOC)
                .define(
                        ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        100,
                        atLeast(0),
                        LOW,
                        CommonClientConfigs.RETRY_BACKOFF_MS_DOC)
                .define(
                        ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        1_000,
                        atLeast(0),
                        LOW,
                        CommonClientConfigs.RETRY_BACKOFF_MAX_MS_DOC)
                .define(
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        ConfigDef.Type.INT,
                        30_000,
                        atLeast(0),
                        MEDIUM,
                        CommonClientConfigs.REQUEST_TIMEOUT_MS_DOC)
                .define(
                        ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        CommonClientConfigs.DEFAULT_SOCKET_CONNECTION_SETUP_TIMEOUT_MS,
                        MEDIUM,
                        CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_DOC)
                .define(
                        ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        CommonClientConfigs.DEFAULT_SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS,
                        MEDIUM,
                        CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_DOC)
                .define(
                        ProducerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        540_000,
                        MEDIUM,
                        CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_DOC)
                .define(
                        ProducerConfig.METADATA_MAX_AGE_CONFIG,
                        ConfigDef.Type.LONG,
                        300_000,
                        atLeast(0),
                        LOW,
                        CommonClientConfigs.METADATA_MAX_AGE_DOC)
                .define(
                        CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG,
                        ConfigDef.Type.STRING,
                        CommonClientConfigs.DEFAULT_METADATA_RECOVERY_STRATEGY,
                        CaseInsensitiveValidString.in("rebootstrap", "none"),
                        LOW,
                        CommonClientConfigs.METADATA_RECOVERY_STRATEGY_DOC)
                .define(
                        CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        CommonClientConfigs.DEFAULT_METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS,
                        atLeast(0),
                        LOW,
                        CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_DOC);
    }

    private static void requireGzipLevel(String name, Object value) {
        if (!(value instanceof Integer level) || (level != -1 && (level < 1 || level > 9))) {
            throw new ConfigException(name, value, "a level from 1 to 9, or -1 for the default, is needed");
        }
    }
}
