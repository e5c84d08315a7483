package io.headrace.clients.consumer;

import io.headrace.clients.CommonClientConfigs;
import io.headrace.clients.consumer.internals.fetch.OffsetReset;
import io.headrace.clients.internals.SecuritySettings;
import io.headrace.clients.internals.SharedSettings;
import io.headrace.common.config.AbstractConfig;
import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.LambdaValidator;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigDef.ValidString;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SecurityConfig;
import io.headrace.common.errors.InvalidConfigurationException;
import io.headrace.common.serialization.Deserializer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The settings of a {@link KafkaConsumer}, with Kafka's names, defaults and limits. Listed are those that have an effect. */
public class ConsumerConfig extends AbstractConfig {

    private static final AtomicInteger UNNAMED = new AtomicInteger(1);

    /** Where to find the cluster first: {@code host:port}, comma separated. */
    public static final String BOOTSTRAP_SERVERS_CONFIG = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    /** How host names become addresses. */
    public static final String CLIENT_DNS_LOOKUP_CONFIG = CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG;

    /** The consumer group. */
    public static final String GROUP_ID_CONFIG = CommonClientConfigs.GROUP_ID_CONFIG;

    /** Whether positions are committed to the group now and then. */
    public static final String ENABLE_AUTO_COMMIT_CONFIG = "enable.auto.commit";

    /** How often, in milliseconds. */
    public static final String AUTO_COMMIT_INTERVAL_MS_CONFIG = "auto.commit.interval.ms";

    /** Name of a static member (KIP-345): a restarted consumer with that name gets its partitions back. */
    public static final String GROUP_INSTANCE_ID_CONFIG = CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG;

    /** The longest time between polls, in milliseconds; a member that takes longer leaves its group. */
    public static final String MAX_POLL_INTERVAL_MS_CONFIG = CommonClientConfigs.MAX_POLL_INTERVAL_MS_CONFIG;

    /** How long the coordinator waits for a heartbeat before it removes a member, in milliseconds; classic protocol only. */
    public static final String SESSION_TIMEOUT_MS_CONFIG = CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG;

    /** The time between heartbeats in milliseconds; classic protocol only. */
    public static final String HEARTBEAT_INTERVAL_MS_CONFIG = CommonClientConfigs.HEARTBEAT_INTERVAL_MS_CONFIG;

    /** How the group's members agree: classic or consumer; see {@link GroupProtocol}. */
    public static final String GROUP_PROTOCOL_CONFIG = "group.protocol";

    /** What {@link #GROUP_PROTOCOL_CONFIG} is when it is not set. */
    public static final String DEFAULT_GROUP_PROTOCOL =
            GroupProtocol.CLASSIC.name().toLowerCase(Locale.ROOT);

    /** What {@link #GROUP_PROTOCOL_CONFIG} means. */
    public static final String GROUP_PROTOCOL_DOC =
            "How the members of the group agree on who reads what. classic: a member,"
                    + " the leader, assigns with partition.assignment.strategy. consumer: the coordinator assigns (KIP-848).";

    /** Which of the coordinator's assignors is used; protocol consumer only. */
    public static final String GROUP_REMOTE_ASSIGNOR_CONFIG = "group.remote.assignor";

    /** What {@link #GROUP_REMOTE_ASSIGNOR_CONFIG} is when it is not set. */
    public static final String DEFAULT_GROUP_REMOTE_ASSIGNOR = null;

    /** What {@link #GROUP_REMOTE_ASSIGNOR_CONFIG} means. */
    public static final String GROUP_REMOTE_ASSIGNOR_DOC =
            "The name of the assignor that the coordinator is to use; without one it takes the first that it has. Only with"
                    + " group.protocol=consumer.";

    /** Classes of the assignors that this member offers, the best first; classic protocol only. */
    public static final String PARTITION_ASSIGNMENT_STRATEGY_CONFIG = "partition.assignment.strategy";

    /** Names of the assignors that assign only what is subscribed to. */
    public static final List<String> ASSIGN_FROM_SUBSCRIBED_ASSIGNORS = List.of(
            RangeAssignor.RANGE_ASSIGNOR_NAME,
            RoundRobinAssignor.ROUNDROBIN_ASSIGNOR_NAME,
            StickyAssignor.STICKY_ASSIGNOR_NAME,
            CooperativeStickyAssignor.COOPERATIVE_STICKY_ASSIGNOR_NAME);

    /** Whether the brokers' own topics are kept from subscriptions by pattern. */
    public static final String EXCLUDE_INTERNAL_TOPICS_CONFIG = "exclude.internal.topics";

    /** What {@link #EXCLUDE_INTERNAL_TOPICS_CONFIG} is when it is not set. */
    public static final boolean DEFAULT_EXCLUDE_INTERNAL_TOPICS = true;

    /** The most records that one poll returns. */
    public static final String MAX_POLL_RECORDS_CONFIG = "max.poll.records";

    /** Where to start without a valid position: earliest, latest, none, by_duration:&lt;ISO 8601 duration&gt;. */
    public static final String AUTO_OFFSET_RESET_CONFIG = "auto.offset.reset";

    /** The least bytes a broker answers a fetch with, unless {@link #FETCH_MAX_WAIT_MS_CONFIG} passes. */
    public static final String FETCH_MIN_BYTES_CONFIG = "fetch.min.bytes";

    /** The most bytes in one answer, and the most that is fetched ahead before more is asked for. */
    public static final String FETCH_MAX_BYTES_CONFIG = "fetch.max.bytes";

    /** The longest a broker waits for {@link #FETCH_MIN_BYTES_CONFIG}. */
    public static final String FETCH_MAX_WAIT_MS_CONFIG = "fetch.max.wait.ms";

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

    /** The most bytes of one partition in one answer; a larger batch still comes, alone. */
    public static final String MAX_PARTITION_FETCH_BYTES_CONFIG = "max.partition.fetch.bytes";

    /** What {@link #MAX_PARTITION_FETCH_BYTES_CONFIG} is when it is not set. */
    public static final int DEFAULT_MAX_PARTITION_FETCH_BYTES = 1024 * 1024;

    /** What {@link #FETCH_MAX_BYTES_CONFIG} is when it is not set. */
    public static final int DEFAULT_FETCH_MAX_BYTES = 50 * 1024 * 1024;

    /** Size of the socket's send buffer. */
    public static final String SEND_BUFFER_CONFIG = CommonClientConfigs.SEND_BUFFER_CONFIG;

    /** Size of the socket's receive buffer. */
    public static final String RECEIVE_BUFFER_CONFIG = CommonClientConfigs.RECEIVE_BUFFER_CONFIG;

    /** The name the client tells brokers. */
    public static final String CLIENT_ID_CONFIG = CommonClientConfigs.CLIENT_ID_CONFIG;

    /** Where the client is, for reading from replicas nearby (KIP-392). */
    public static final String CLIENT_RACK_CONFIG = CommonClientConfigs.CLIENT_RACK_CONFIG;

    /** The first delay before connecting to the same broker again. */
    public static final String RECONNECT_BACKOFF_MS_CONFIG = CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG;

    /** The longest such delay. */
    public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG;

    /** The first delay before a failed request is tried again. */
    public static final String RETRY_BACKOFF_MS_CONFIG = CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG;

    /** The longest such delay. */
    public static final String RETRY_BACKOFF_MAX_MS_CONFIG = CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG;

    /** Whether batches' checksums are checked. */
    public static final String CHECK_CRCS_CONFIG = "check.crcs";

    /** Class of the keys' deserializer. */
    public static final String KEY_DESERIALIZER_CLASS_CONFIG = "key.deserializer";

    /** Class of the values' deserializer. */
    public static final String VALUE_DESERIALIZER_CLASS_CONFIG = "value.deserializer";

    /** The first timeout of connecting. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG;

    /** The longest timeout of connecting. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG;

    /** Idle time after which a connection is closed. */
    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG;

    /** How long a broker may take to answer, {@link #FETCH_MAX_WAIT_MS_CONFIG} not counted. */
    public static final String REQUEST_TIMEOUT_MS_CONFIG = CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;

    /** How long calls without a timeout of their own may take. */
    public static final String DEFAULT_API_TIMEOUT_MS_CONFIG = CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG;

    /** Classes that see records before the application does. */
    public static final String INTERCEPTOR_CLASSES_CONFIG = "interceptor.classes";

    /** Whether records of open and aborted transactions are withheld. */
    public static final String ISOLATION_LEVEL_CONFIG = "isolation.level";

    /** What {@link #ISOLATION_LEVEL_CONFIG} is when it is not set. */
    public static final String DEFAULT_ISOLATION_LEVEL = "read_uncommitted";

    /** Whether a topic that is asked for and does not exist may be created by the broker. */
    public static final String ALLOW_AUTO_CREATE_TOPICS_CONFIG = "allow.auto.create.topics";

    /** How the client connects. */
    public static final String SECURITY_PROTOCOL_CONFIG = CommonClientConfigs.SECURITY_PROTOCOL_CONFIG;

    /** What {@link #MAX_POLL_RECORDS_CONFIG} is when it is not set. */
    public static final int DEFAULT_MAX_POLL_RECORDS = 500;

    /** What {@link #FETCH_MIN_BYTES_CONFIG} is when it is not set. */
    public static final int DEFAULT_FETCH_MIN_BYTES = 1;

    /** What {@link #FETCH_MAX_WAIT_MS_CONFIG} is when it is not set. */
    public static final int DEFAULT_FETCH_MAX_WAIT_MS = 500;

    /** What {@link #CLIENT_RACK_CONFIG} is when it is not set. */
    public static final String DEFAULT_CLIENT_RACK = CommonClientConfigs.DEFAULT_CLIENT_RACK;

    /** What {@link #ALLOW_AUTO_CREATE_TOPICS_CONFIG} is when it is not set. */
    public static final boolean DEFAULT_ALLOW_AUTO_CREATE_TOPICS = true;

    /** What {@link #AUTO_OFFSET_RESET_CONFIG} means. */
    public static final String AUTO_OFFSET_RESET_DOC =
            "Where to start in a partition without a valid position: earliest, latest, by_duration:<ISO 8601"
                    + " duration> (at the first record not older than that), or none: the application is"
                    + " told by an exception.";

    /** What {@link #KEY_DESERIALIZER_CLASS_CONFIG} means. */
    public static final String KEY_DESERIALIZER_CLASS_DOC = "Class of the keys' Deserializer.";

    /** What {@link #VALUE_DESERIALIZER_CLASS_CONFIG} means. */
    public static final String VALUE_DESERIALIZER_CLASS_DOC = "Class of the values' Deserializer.";

    /** What {@link #INTERCEPTOR_CLASSES_CONFIG} means. */
    public static final String INTERCEPTOR_CLASSES_DOC =
            "Classes of ConsumerInterceptors; they see records, in this order, before the application does.";

    /** What {@link #ISOLATION_LEVEL_CONFIG} means. */
    public static final String ISOLATION_LEVEL_DOC =
            "read_committed withholds records of open transactions, and everything behind them, and never hands"
                    + " out records of aborted ones. read_uncommitted hands out all records.";

    private static final int LONGEST_INSTANCE = 249;

    /** Classes that make further security providers. */
    public static final String SECURITY_PROVIDERS_CONFIG = SecurityConfig.SECURITY_PROVIDERS_CONFIG;

    private static final ConfigDef CONFIG = SecuritySettings.define(define());

    private static ConfigDef define() {
        return SharedSettings.addTo(new ConfigDef(), CommonClientConfigs.DEFAULT_ENABLE_METRICS_PUSH)
                .define(
                        BOOTSTRAP_SERVERS_CONFIG,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.ValidList.anyNonDuplicateValues(false, false),
                        Importance.HIGH,
                        CommonClientConfigs.BOOTSTRAP_SERVERS_DOC)
                .define(
                        CLIENT_DNS_LOOKUP_CONFIG,
                        ConfigDef.Type.STRING,
                        "use_all_dns_ips",
                        ValidString.in("use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"),
                        Importance.MEDIUM,
                        CommonClientConfigs.CLIENT_DNS_LOOKUP_DOC)
                .define(GROUP_ID_CONFIG, ConfigDef.Type.STRING, null, Importance.HIGH, CommonClientConfigs.GROUP_ID_DOC)
                .define(
                        ENABLE_AUTO_COMMIT_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether positions are committed to the group now and then. Without a group nothing is committed.")
                .define(
                        AUTO_COMMIT_INTERVAL_MS_CONFIG,
                        ConfigDef.Type.INT,
                        5_000,
                        Range.atLeast(0),
                        Importance.LOW,
                        "How often positions are committed in milliseconds, with enable.auto.commit.")
                .define(
                        GROUP_INSTANCE_ID_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        new ConfigDef.NonEmptyString(),
                        Importance.MEDIUM,
                        CommonClientConfigs.GROUP_INSTANCE_ID_DOC)
                .define(
                        MAX_POLL_INTERVAL_MS_CONFIG,
                        ConfigDef.Type.INT,
                        300_000,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        CommonClientConfigs.MAX_POLL_INTERVAL_MS_DOC)
                .define(
                        SESSION_TIMEOUT_MS_CONFIG,
                        ConfigDef.Type.INT,
                        45_000,
                        Importance.HIGH,
                        CommonClientConfigs.SESSION_TIMEOUT_MS_DOC)
                .define(
                        HEARTBEAT_INTERVAL_MS_CONFIG,
                        ConfigDef.Type.INT,
                        3_000,
                        Importance.HIGH,
                        CommonClientConfigs.HEARTBEAT_INTERVAL_MS_DOC)
                .define(
                        GROUP_PROTOCOL_CONFIG,
                        ConfigDef.Type.STRING,
                        DEFAULT_GROUP_PROTOCOL,
                        ConfigDef.CaseInsensitiveValidString.in("CONSUMER", "CLASSIC"),
                        Importance.HIGH,
                        GROUP_PROTOCOL_DOC)
                .define(
                        GROUP_REMOTE_ASSIGNOR_CONFIG,
                        ConfigDef.Type.STRING,
                        DEFAULT_GROUP_REMOTE_ASSIGNOR,
                        Importance.MEDIUM,
                        GROUP_REMOTE_ASSIGNOR_DOC)
                .define(
                        PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(RangeAssignor.class, CooperativeStickyAssignor.class),
                        ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                        Importance.MEDIUM,
                        "Classes of the assignors that this member offers, the best first. The group uses the first that all"
                                + " members have. Range gives each member neighbouring partitions of every topic;"
                                + " RoundRobin and Sticky spread all partitions evenly, Sticky with as few moves as"
                                + " possible; CooperativeSticky in addition lets members go on with what stays theirs."
                                + " Only with group.protocol=classic.")
                .define(
                        EXCLUDE_INTERNAL_TOPICS_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        DEFAULT_EXCLUDE_INTERNAL_TOPICS,
                        Importance.MEDIUM,
                        "Whether the brokers' own topics are kept from subscriptions by pattern. They can be subscribed to by"
                                + " name all the same.")
                .define(
                        METADATA_MAX_AGE_CONFIG,
                        ConfigDef.Type.LONG,
                        300_000,
                        Range.atLeast(0),
                        Importance.LOW,
                        CommonClientConfigs.METADATA_MAX_AGE_DOC)
                .define(CLIENT_ID_CONFIG, ConfigDef.Type.STRING, "", Importance.LOW, CommonClientConfigs.CLIENT_ID_DOC)
                .define(
                        CLIENT_RACK_CONFIG,
                        ConfigDef.Type.STRING,
                        DEFAULT_CLIENT_RACK,
                        Importance.LOW,
                        CommonClientConfigs.CLIENT_RACK_DOC)
                .define(
                        MAX_PARTITION_FETCH_BYTES_CONFIG,
                        ConfigDef.Type.INT,
                        DEFAULT_MAX_PARTITION_FETCH_BYTES,
                        Range.atLeast(0),
                        Importance.HIGH,
                        "The most bytes of one partition in one answer of a broker. A first batch that is larger comes all"
                                + " the same, so that the consumer can get past it.")
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
                        FETCH_MIN_BYTES_CONFIG,
                        ConfigDef.Type.INT,
                        DEFAULT_FETCH_MIN_BYTES,
                        Range.atLeast(0),
                        Importance.HIGH,
                        "A broker that has fewer bytes than this waits for more, up to fetch.max.wait.ms.")
                .define(
                        FETCH_MAX_BYTES_CONFIG,
                        ConfigDef.Type.INT,
                        DEFAULT_FETCH_MAX_BYTES,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "The most bytes in one answer of a broker; a first batch that is larger comes all the same. While"
                                + " this much is fetched and not yet read, nothing more is asked for.")
                .define(
                        FETCH_MAX_WAIT_MS_CONFIG,
                        ConfigDef.Type.INT,
                        DEFAULT_FETCH_MAX_WAIT_MS,
                        Range.atLeast(0),
                        Importance.LOW,
                        "How long a broker waits for fetch.min.bytes before it answers with what it has.")
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
                        AUTO_OFFSET_RESET_CONFIG,
                        ConfigDef.Type.STRING,
                        "latest",
                        LambdaValidator.with(
                                OffsetReset::parse, () -> "[latest, earliest, none, by_duration:PnDTnHnMn.nS]"),
                        Importance.MEDIUM,
                        AUTO_OFFSET_RESET_DOC)
                .define(
                        CHECK_CRCS_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether each batch's CRC-32C is checked, to find damage on the way or on disk.")
                .define(
                        KEY_DESERIALIZER_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        KEY_DESERIALIZER_CLASS_DOC)
                .define(
                        VALUE_DESERIALIZER_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        VALUE_DESERIALIZER_CLASS_DOC)
                .define(
                        REQUEST_TIMEOUT_MS_CONFIG,
                        ConfigDef.Type.INT,
                        30_000,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        CommonClientConfigs.REQUEST_TIMEOUT_MS_DOC)
                .define(
                        DEFAULT_API_TIMEOUT_MS_CONFIG,
                        ConfigDef.Type.INT,
                        60_000,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_DOC)
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
                        9 * 60 * 1000,
                        Importance.MEDIUM,
                        CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_DOC)
                .define(
                        INTERCEPTOR_CLASSES_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                        Importance.LOW,
                        INTERCEPTOR_CLASSES_DOC)
                .define(
                        MAX_POLL_RECORDS_CONFIG,
                        ConfigDef.Type.INT,
                        DEFAULT_MAX_POLL_RECORDS,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "The most records that one poll returns. What is fetched ahead does not depend on it.")
                .define(
                        ISOLATION_LEVEL_CONFIG,
                        ConfigDef.Type.STRING,
                        DEFAULT_ISOLATION_LEVEL,
                        ValidString.in("read_committed", "read_uncommitted"),
                        Importance.MEDIUM,
                        ISOLATION_LEVEL_DOC)
                .define(
                        ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        DEFAULT_ALLOW_AUTO_CREATE_TOPICS,
                        Importance.MEDIUM,
                        "Whether a topic that is asked for and does not exist may be created, if the broker does that.")
                .define(
                        CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG,
                        ConfigDef.Type.STRING,
                        CommonClientConfigs.DEFAULT_METADATA_RECOVERY_STRATEGY,
                        ConfigDef.CaseInsensitiveValidString.in("none", "rebootstrap"),
                        Importance.LOW,
                        CommonClientConfigs.METADATA_RECOVERY_STRATEGY_DOC)
                .define(
                        CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        CommonClientConfigs.DEFAULT_METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS,
                        Range.atLeast(0),
                        Importance.LOW,
                        CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_DOC);
    }

    /**
     * @param props settings by name
     * @throws ConfigException when one is missing or wrong; names it
     */
    public ConsumerConfig(Properties props) {
        super(CONFIG, props);
        check();
    }

    /**
     * @param props settings by name
     * @throws ConfigException when one is missing or wrong; names it
     */
    public ConsumerConfig(Map<String, Object> props) {
        super(CONFIG, props);
        check();
    }

    /**
     * For kinds of consumers of their own.
     *
     * @param props settings by name
     * @param doLog whether the values are logged
     * @throws ConfigException when one is missing or wrong; names it
     */
    protected ConsumerConfig(Map<?, ?> props, boolean doLog) {
        super(CONFIG, props, doLog);
        check();
    }

    private void check() {
        String group = getString(GROUP_ID_CONFIG);
        if (group == null
                && originals().containsKey(ENABLE_AUTO_COMMIT_CONFIG)
                && getBoolean(ENABLE_AUTO_COMMIT_CONFIG)) {
            throw new InvalidConfigurationException(
                    ENABLE_AUTO_COMMIT_CONFIG + " cannot be set to true when default group id (null) is used.");
        }
        checkUnsupportedConfigsPostProcess();
        requireNameOfInstance();
    }

    /**
     * Gives the client a name if it has none, and commits nothing automatically without a group, unless that was asked for.
     * A static member has the same name again after a restart.
     */
    @Override
    protected Map<String, Object> postProcessParsedConfig(Map<String, Object> parsed) {
        Map<String, Object> derived = new HashMap<>();
        Object group = parsed.get(GROUP_ID_CONFIG);
        if (((String) parsed.get(CLIENT_ID_CONFIG)).isEmpty()) {
            Object instance = parsed.get(GROUP_INSTANCE_ID_CONFIG);
            derived.put(
                    CLIENT_ID_CONFIG,
                    "consumer-" + group + "-" + (instance == null ? UNNAMED.getAndIncrement() : instance));
        }
        if (group == null && !originals().containsKey(ENABLE_AUTO_COMMIT_CONFIG)) {
            derived.put(ENABLE_AUTO_COMMIT_CONFIG, false);
        }
        return derived;
    }

    /** Refuses settings that the chosen {@code group.protocol} has no use for. Called by the constructors. */
    protected void checkUnsupportedConfigsPostProcess() {
        if (groupProtocol() == GroupProtocol.CONSUMER) {
            refuseWith(GroupProtocol.CONSUMER, SESSION_TIMEOUT_MS_CONFIG);
            refuseWith(GroupProtocol.CONSUMER, HEARTBEAT_INTERVAL_MS_CONFIG);
            refuseWith(GroupProtocol.CONSUMER, PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        } else {
            refuseWith(GroupProtocol.CLASSIC, GROUP_REMOTE_ASSIGNOR_CONFIG);
        }
    }

    private GroupProtocol groupProtocol() {
        return GroupProtocol.of(getString(GROUP_PROTOCOL_CONFIG));
    }

    private void refuseWith(GroupProtocol protocol, String setting) {
        Object given = originals().get(setting);
        if (given != null && !given.toString().isBlank()) {
            throw new ConfigException(setting + " cannot be set when " + GROUP_PROTOCOL_CONFIG + "=" + protocol.name);
        }
    }

    private void requireNameOfInstance() {
        String instance = getString(GROUP_INSTANCE_ID_CONFIG);
        if (instance == null) {
            return;
        }
        String broken = null;
        if (instance.equals(".") || instance.equals("..")) {
            broken = "cannot be \".\" or \"..\"";
        } else if (instance.length() > LONGEST_INSTANCE) {
            broken = "is longer than " + LONGEST_INSTANCE + " characters";
        } else if (!instance.matches("[a-zA-Z0-9._-]+")) {
            broken = "contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'";
        }
        if (broken != null) {
            throw new InvalidConfigurationException("Group instance id is invalid: '" + instance + "' " + broken);
        }
    }

    /**
     * Settings with the classes of deserializers put in that the application made itself.
     *
     * @param keyDeserializer null when the settings name its class
     * @param valueDeserializer null when the settings name its class
     * @return a copy
     * @throws ConfigException when one is neither given nor named
     */
    public static Map<String, Object> appendDeserializerToConfig(
            Map<String, Object> configs, Deserializer<?> keyDeserializer, Deserializer<?> valueDeserializer) {
        Map<String, Object> all = new HashMap<>(configs);
        if (keyDeserializer != null) {
            all.put(KEY_DESERIALIZER_CLASS_CONFIG, keyDeserializer.getClass());
        } else if (all.get(KEY_DESERIALIZER_CLASS_CONFIG) == null) {
            throw new ConfigException(KEY_DESERIALIZER_CLASS_CONFIG, null, "must be non-null.");
        }
        if (valueDeserializer != null) {
            all.put(VALUE_DESERIALIZER_CLASS_CONFIG, valueDeserializer.getClass());
        } else if (all.get(VALUE_DESERIALIZER_CLASS_CONFIG) == null) {
            throw new ConfigException(VALUE_DESERIALIZER_CLASS_CONFIG, null, "must be non-null.");
        }
        return all;
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
        System.out.println(CONFIG.toHtml(4, name -> "consumerconfigs_" + name));
    }
}
