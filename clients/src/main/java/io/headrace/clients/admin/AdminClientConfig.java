package io.headrace.clients.admin;

import io.headrace.clients.CommonClientConfigs;
import io.headrace.clients.internals.SecuritySettings;
import io.headrace.clients.internals.SharedSettings;
import io.headrace.common.config.AbstractConfig;
import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigDef.ValidString;
import io.headrace.common.config.SecurityConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of an {@link Admin} client that have an effect, with Kafka's names, defaults and limits. */
public class AdminClientConfig extends AbstractConfig {

    /** Where to find the cluster first: {@code host:port}, comma separated. */
    public static final String BOOTSTRAP_SERVERS_CONFIG = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    /**
     * Where to find the controllers: {@code host:port}, comma separated. In the place of {@link #BOOTSTRAP_SERVERS_CONFIG}:
     * the client talks to controllers only, and does what can be done there (KIP-919).
     */
    public static final String BOOTSTRAP_CONTROLLERS_CONFIG = "bootstrap.controllers";

    /** What {@link #BOOTSTRAP_CONTROLLERS_CONFIG} means. */
    public static final String BOOTSTRAP_CONTROLLERS_DOC =
            "Controllers to find the others by, as host:port, comma separated. Set in the place of bootstrap.servers by a "
                    + "client that is to talk to controllers without a broker.";

    /** How host names become addresses. */
    public static final String CLIENT_DNS_LOOKUP_CONFIG = CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG;

    /** The first delay before connecting to the same broker again. */
    public static final String RECONNECT_BACKOFF_MS_CONFIG = CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG;

    /** The longest such delay. */
    public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG;

    /** The first delay before a failed request is tried again. */
    public static final String RETRY_BACKOFF_MS_CONFIG = CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG;

    /** The longest such delay. */
    public static final String RETRY_BACKOFF_MAX_MS_CONFIG = CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG;

    /** The first timeout of connecting. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG;

    /** The longest timeout of connecting. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG;

    /** Idle time after which a connection is closed. */
    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG;

    /** How long a broker may take to answer one request. */
    public static final String REQUEST_TIMEOUT_MS_CONFIG = CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;

    /** The name the client tells brokers. */
    public static final String CLIENT_ID_CONFIG = CommonClientConfigs.CLIENT_ID_CONFIG;

    /** See {@link CommonClientConfigs#METRICS_SAMPLE_WINDOW_MS_CONFIG}. */
    public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG = CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_CONFIG;

    /** See {@link CommonClientConfigs#METRICS_NUM_SAMPLES_CONFIG}. */
    public static final String METRICS_NUM_SAMPLES_CONFIG = CommonClientConfigs.METRICS_NUM_SAMPLES_CONFIG;

    /** See {@link CommonClientConfigs#METRICS_RECORDING_LEVEL_CONFIG}. */
    public static final String METRICS_RECORDING_LEVEL_CONFIG = CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG;

    /** See {@link CommonClientConfigs#METRIC_REPORTER_CLASSES_CONFIG}. */
    public static final String METRIC_REPORTER_CLASSES_CONFIG = CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG;

    /** See {@link CommonClientConfigs#ENABLE_METRICS_PUSH_CONFIG}. */
    public static final String ENABLE_METRICS_PUSH_CONFIG = CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG;

    /** What {@link #ENABLE_METRICS_PUSH_CONFIG} means. */
    public static final String ENABLE_METRICS_PUSH_DOC = CommonClientConfigs.ENABLE_METRICS_PUSH_DOC;

    /** The age at which metadata is asked for again. */
    public static final String METADATA_MAX_AGE_CONFIG = CommonClientConfigs.METADATA_MAX_AGE_CONFIG;

    /** Size of the socket's send buffer. */
    public static final String SEND_BUFFER_CONFIG = CommonClientConfigs.SEND_BUFFER_CONFIG;

    /** Size of the socket's receive buffer. */
    public static final String RECEIVE_BUFFER_CONFIG = CommonClientConfigs.RECEIVE_BUFFER_CONFIG;

    /** How the client connects. */
    public static final String SECURITY_PROTOCOL_CONFIG = CommonClientConfigs.SECURITY_PROTOCOL_CONFIG;

    /** What {@link #SECURITY_PROTOCOL_CONFIG} is when it is not set. */
    public static final String DEFAULT_SECURITY_PROTOCOL = CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL;

    /** How often each part of an operation is tried again at most. */
    public static final String RETRIES_CONFIG = CommonClientConfigs.RETRIES_CONFIG;

    /** How long operations without a timeout of their own may take. */
    public static final String DEFAULT_API_TIMEOUT_MS_CONFIG = CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG;

    /** What to do when no known broker is available. */
    public static final String METADATA_RECOVERY_STRATEGY_CONFIG =
            CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG;

    /** How long metadata may fail before the client starts again from the bootstrap servers. */
    public static final String METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG =
            CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG;

    /** What {@link #METADATA_RECOVERY_STRATEGY_CONFIG} means. */
    public static final String METADATA_RECOVERY_STRATEGY_DOC = CommonClientConfigs.METADATA_RECOVERY_STRATEGY_DOC;

    /** What {@link #METADATA_RECOVERY_STRATEGY_CONFIG} is when it is not set. */
    public static final String DEFAULT_METADATA_RECOVERY_STRATEGY =
            CommonClientConfigs.DEFAULT_METADATA_RECOVERY_STRATEGY;

    /** What {@link #METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG} means. */
    public static final String METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_DOC =
            CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_DOC;

    /** What {@link #METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG} is when it is not set. */
    public static final long DEFAULT_METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS =
            CommonClientConfigs.DEFAULT_METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS;

    /** Classes that make further security providers. */
    public static final String SECURITY_PROVIDERS_CONFIG = SecurityConfig.SECURITY_PROVIDERS_CONFIG;

    private static final ConfigDef CONFIG = SecuritySettings.define(SharedSettings.addTo(new ConfigDef(), false)
            .define(
                    BOOTSTRAP_SERVERS_CONFIG,
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                    Importance.HIGH,
                    CommonClientConfigs.BOOTSTRAP_SERVERS_DOC)
            .define(
                    BOOTSTRAP_CONTROLLERS_CONFIG,
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                    Importance.HIGH,
                    BOOTSTRAP_CONTROLLERS_DOC)
            .define(CLIENT_ID_CONFIG, ConfigDef.Type.STRING, "", Importance.MEDIUM, CommonClientConfigs.CLIENT_ID_DOC)
            .define(
                    METADATA_MAX_AGE_CONFIG,
                    ConfigDef.Type.LONG,
                    300_000L,
                    Range.atLeast(0),
                    Importance.LOW,
                    CommonClientConfigs.METADATA_MAX_AGE_DOC)
            .define(
                    SEND_BUFFER_CONFIG,
                    ConfigDef.Type.INT,
                    128 * 1024,
                    Range.atLeast(CommonClientConfigs.SEND_BUFFER_LOWER_BOUND),
                    Importance.MEDIUM,
                    CommonClientConfigs.SEND_BUFFER_DOC)
            .define(
                    RECEIVE_BUFFER_CONFIG,
                    ConfigDef.Type.INT,
                    64 * 1024,
                    Range.atLeast(CommonClientConfigs.RECEIVE_BUFFER_LOWER_BOUND),
                    Importance.MEDIUM,
                    CommonClientConfigs.RECEIVE_BUFFER_DOC)
            .define(
                    RECONNECT_BACKOFF_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    50L,
                    Range.atLeast(0L),
                    Importance.LOW,
                    CommonClientConfigs.RECONNECT_BACKOFF_MS_DOC)
            .define(
                    RECONNECT_BACKOFF_MAX_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    1000L,
                    Range.atLeast(0L),
                    Importance.LOW,
                    CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_DOC)
            .define(
                    RETRY_BACKOFF_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    CommonClientConfigs.DEFAULT_RETRY_BACKOFF_MS,
                    Range.atLeast(0L),
                    Importance.LOW,
                    CommonClientConfigs.RETRY_BACKOFF_MS_DOC)
            .define(
                    RETRY_BACKOFF_MAX_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    CommonClientConfigs.DEFAULT_RETRY_BACKOFF_MAX_MS,
                    Range.atLeast(0L),
                    Importance.LOW,
                    CommonClientConfigs.RETRY_BACKOFF_MAX_MS_DOC)
            .define(
                    REQUEST_TIMEOUT_MS_CONFIG,
                    ConfigDef.Type.INT,
                    30_000,
                    Range.atLeast(0),
                    Importance.MEDIUM,
                    CommonClientConfigs.REQUEST_TIMEOUT_MS_DOC)
            .define(
                    SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    CommonClientConfigs.DEFAULT_SOCKET_CONNECTION_SETUP_TIMEOUT_MS,
                    Importance.MEDIUM,
                    CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_DOC)
            .define(
                    SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    CommonClientConfigs.DEFAULT_SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS,
                    Importance.MEDIUM,
                    CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_DOC)
            .define(
                    CONNECTIONS_MAX_IDLE_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    5 * 60 * 1000,
                    Importance.MEDIUM,
                    CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_DOC)
            .define(
                    RETRIES_CONFIG,
                    ConfigDef.Type.INT,
                    Integer.MAX_VALUE,
                    Range.between(0, Integer.MAX_VALUE),
                    Importance.LOW,
                    CommonClientConfigs.RETRIES_DOC)
            .define(
                    DEFAULT_API_TIMEOUT_MS_CONFIG,
                    ConfigDef.Type.INT,
                    60_000,
                    Range.atLeast(0),
                    Importance.MEDIUM,
                    CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_DOC)
            .define(
                    CLIENT_DNS_LOOKUP_CONFIG,
                    ConfigDef.Type.STRING,
                    "use_all_dns_ips",
                    ValidString.in("use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"),
                    Importance.MEDIUM,
                    CommonClientConfigs.CLIENT_DNS_LOOKUP_DOC)
            .define(
                    METADATA_RECOVERY_STRATEGY_CONFIG,
                    ConfigDef.Type.STRING,
                    CommonClientConfigs.DEFAULT_METADATA_RECOVERY_STRATEGY,
                    ConfigDef.CaseInsensitiveValidString.in("none", "rebootstrap"),
                    Importance.LOW,
                    CommonClientConfigs.METADATA_RECOVERY_STRATEGY_DOC)
            .define(
                    METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    CommonClientConfigs.DEFAULT_METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS,
                    Range.atLeast(0),
                    Importance.LOW,
                    CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_DOC));

    /**
     * @param props settings by name
     * @throws io.headrace.common.config.ConfigException when one is missing or wrong; names it
     */
    public AdminClientConfig(Map<?, ?> props) {
        super(CONFIG, props);
    }

    /**
     * The settings of a client.
     *
     * @param props settings by name
     * @param doLog whether the values are logged
     * @throws io.headrace.common.config.ConfigException when one is missing or wrong; names it
     */
    protected AdminClientConfig(Map<?, ?> props, boolean doLog) {
        super(CONFIG, props, doLog);
    }

    /** The names of all settings. */
    public static Set<String> configNames() {
        return CONFIG.names();
    }

    /** The definition of all settings. */
    public static ConfigDef configDef() {
        return new ConfigDef(CONFIG);
    }

    /** Prints all settings as HTML. */
    public static void main(String[] args) {
        System.out.println(CONFIG.toHtml(4, name -> "adminclientconfigs_" + name));
    }
}
