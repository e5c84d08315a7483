package io.headrace.clients;

/**
 * Names of the configuration keys that several clients share, and what they mean.
 *
 * <p>Only constants: it has no state.
 */
public class CommonClientConfigs {

    /** {@code bootstrap.servers}. */
    public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";

    /** What {@code bootstrap.servers} means. */
    public static final String BOOTSTRAP_SERVERS_DOC =
            "Where to find the cluster first: a list of host:port. Any broker will do, since the others "
                    + "are learned from it; name several so that one that is down does not matter.";

    /** {@code client.dns.lookup}. */
    public static final String CLIENT_DNS_LOOKUP_CONFIG = "client.dns.lookup";

    /** What {@code client.dns.lookup} means. */
    public static final String CLIENT_DNS_LOOKUP_DOC =
            "How host names become addresses. use_all_dns_ips: the addresses of a host are tried one "
                    + "after the other. resolve_canonical_bootstrap_servers_only: in addition each address of a "
                    + "bootstrap server is replaced by its canonical name.";

    /** {@code metadata.max.age.ms}. */
    public static final String METADATA_MAX_AGE_CONFIG = "metadata.max.age.ms";

    /** What {@code metadata.max.age.ms} means. */
    public static final String METADATA_MAX_AGE_DOC =
            "After how many milliseconds metadata is asked for again even if nothing seems to have " + "changed.";

    /** {@code send.buffer.bytes}. */
    public static final String SEND_BUFFER_CONFIG = "send.buffer.bytes";

    /** What {@code send.buffer.bytes} means. */
    public static final String SEND_BUFFER_DOC =
            "Size of the socket's send buffer (SO_SNDBUF) in bytes; -1 leaves it to the operating " + "system.";

    /** The least value of {@code send.buffer.bytes}: the operating system's default. */
    public static final int SEND_BUFFER_LOWER_BOUND = -1;

    /** {@code receive.buffer.bytes}. */
    public static final String RECEIVE_BUFFER_CONFIG = "receive.buffer.bytes";

    /** What {@code receive.buffer.bytes} means. */
    public static final String RECEIVE_BUFFER_DOC =
            "Size of the socket's receive buffer (SO_RCVBUF) in bytes; -1 leaves it to the operating system, which adapts "
                    + "it to what comes. So does leaving this out: the default counts only when it is set.";

    /** The least value of {@code receive.buffer.bytes}: the operating system's default. */
    public static final int RECEIVE_BUFFER_LOWER_BOUND = -1;

    /** {@code client.id}. */
    public static final String CLIENT_ID_CONFIG = "client.id";

    /** What {@code client.id} means. */
    public static final String CLIENT_ID_DOC =
            "A name for this client, sent with each request, so that brokers can tell in logs and "
                    + "quotas whose requests they are.";

    /** {@code client.rack}. */
    public static final String CLIENT_RACK_CONFIG = "client.rack";

    /** What {@code client.rack} means. */
    public static final String CLIENT_RACK_DOC =
            "Where this client runs; compared with the brokers' broker.rack to read from a replica " + "nearby.";

    /** Default of {@code client.rack}. */
    public static final String DEFAULT_CLIENT_RACK = "";

    /** {@code reconnect.backoff.ms}. */
    public static final String RECONNECT_BACKOFF_MS_CONFIG = "reconnect.backoff.ms";

    /** What {@code reconnect.backoff.ms} means. */
    public static final String RECONNECT_BACKOFF_MS_DOC =
            "How many milliseconds to wait before connecting again to a broker after the first failure; "
                    + "doubles with each further failure, and is varied by 20 %.";

    /** {@code reconnect.backoff.max.ms}. */
    public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = "reconnect.backoff.max.ms";

    /** What {@code reconnect.backoff.max.ms} means. */
    public static final String RECONNECT_BACKOFF_MAX_MS_DOC =
            "The most that reconnect.backoff.ms grows to, in milliseconds.";

    /** {@code retries}. */
    public static final String RETRIES_CONFIG = "retries";

    /** What {@code retries} means. */
    public static final String RETRIES_DOC =
            "How often a request that failed for a passing reason is sent again. Leave it high, and "
                    + "limit the time instead.";

    /** {@code retry.backoff.ms}. */
    public static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";

    /** What {@code retry.backoff.ms} means. */
    public static final String RETRY_BACKOFF_MS_DOC =
            "How many milliseconds to wait before a failed request is sent again; doubles with each "
                    + "further failure, and is varied by 20 %.";

    /** Default of {@code retry.backoff.ms}. */
    public static final Long DEFAULT_RETRY_BACKOFF_MS = 100L;

    /** {@code retry.backoff.max.ms}. */
    public static final String RETRY_BACKOFF_MAX_MS_CONFIG = "retry.backoff.max.ms";

    /** What {@code retry.backoff.max.ms} means. */
    public static final String RETRY_BACKOFF_MAX_MS_DOC = "The most that retry.backoff.ms grows to, in milliseconds.";

    /** Default of {@code retry.backoff.max.ms}. */
    public static final Long DEFAULT_RETRY_BACKOFF_MAX_MS = 1000L;

    /** The factor by which backoffs grow. */
    public static final int RETRY_BACKOFF_EXP_BASE = 2;

    /** The part by which backoffs are varied either way. */
    public static final double RETRY_BACKOFF_JITTER = 0.2;

    /** {@code metrics.sample.window.ms}. */
    public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG = "metrics.sample.window.ms";

    /** What {@code metrics.sample.window.ms} means. */
    public static final String METRICS_SAMPLE_WINDOW_MS_DOC =
            "The length in milliseconds of one window over which rates and averages are computed.";

    /** {@code metrics.num.samples}. */
    public static final String METRICS_NUM_SAMPLES_CONFIG = "metrics.num.samples";

    /** What {@code metrics.num.samples} means. */
    public static final String METRICS_NUM_SAMPLES_DOC = "How many windows rates and averages look back over.";

    /** {@code metrics.recording.level}. */
    public static final String METRICS_RECORDING_LEVEL_CONFIG = "metrics.recording.level";

    /** What {@code metrics.recording.level} means. */
    public static final String METRICS_RECORDING_LEVEL_DOC =
            "How much detail sensors record: INFO, DEBUG or TRACE. What clients measure themselves is INFO.";

    /** {@code metric.reporters}. */
    public static final String METRIC_REPORTER_CLASSES_CONFIG = "metric.reporters";

    /** What {@code metric.reporters} means. */
    public static final String METRIC_REPORTER_CLASSES_DOC =
            "Classes that carry metrics elsewhere, each a MetricsReporter. The default shows them as MBeans; an "
                    + "empty list reports nothing.";

    /** What the names of settings begin with that become labels of the metrics' context (KIP-606). */
    public static final String METRICS_CONTEXT_PREFIX = "metrics.context.";

    /** {@code enable.metrics.push}. */
    public static final String ENABLE_METRICS_PUSH_CONFIG = "enable.metrics.push";

    /** What {@code enable.metrics.push} means. */
    public static final String ENABLE_METRICS_PUSH_DOC =
            "Whether metrics are sent to the cluster if it has subscribed to them (KIP-714).";

    /** Default of {@code enable.metrics.push}. */
    public static final boolean DEFAULT_ENABLE_METRICS_PUSH = true;

    /** {@code headrace.event.loop}; not a setting of Kafka's. */
    public static final String EVENT_LOOP_CONFIG = "headrace.event.loop";

    /** What {@code headrace.event.loop} means. */
    public static final String EVENT_LOOP_DOC =
            "The name of an event loop that clients of this JVM share: all that give the same name run on one thread, "
                    + "which ends when the last of them is closed. Without it each client has a thread of its own. A "
                    + "callback that takes its time then holds up all of them.";

    /** {@code security.protocol}. */
    public static final String SECURITY_PROTOCOL_CONFIG = "security.protocol";

    /** What {@code security.protocol} means. */
    public static final String SECURITY_PROTOCOL_DOC =
            "How connections to brokers are protected: PLAINTEXT, SSL (TLS), SASL_PLAINTEXT, or SASL_SSL.";

    /** Default of {@code security.protocol}. */
    public static final String DEFAULT_SECURITY_PROTOCOL = "PLAINTEXT";

    /** {@code socket.connection.setup.timeout.ms}. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG = "socket.connection.setup.timeout.ms";

    /** What {@code socket.connection.setup.timeout.ms} means. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_DOC =
            "How many milliseconds an attempt to connect may take; doubles with each failure in a row.";

    /** Default of {@code socket.connection.setup.timeout.ms}. */
    public static final Long DEFAULT_SOCKET_CONNECTION_SETUP_TIMEOUT_MS = 10_000L;

    /** {@code socket.connection.setup.timeout.max.ms}. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG = "socket.connection.setup.timeout.max.ms";

    /** What {@code socket.connection.setup.timeout.max.ms} means. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_DOC =
            "The most that socket.connection.setup.timeout.ms grows to, in milliseconds.";

    /** Default of {@code socket.connection.setup.timeout.max.ms}. */
    public static final Long DEFAULT_SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS = 30_000L;

    /** {@code connections.max.idle.ms}. */
    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = "connections.max.idle.ms";

    /** What {@code connections.max.idle.ms} means. */
    public static final String CONNECTIONS_MAX_IDLE_MS_DOC =
            "After how many milliseconds without traffic a connection is closed.";

    /** {@code request.timeout.ms}. */
    public static final String REQUEST_TIMEOUT_MS_CONFIG = "request.timeout.ms";

    /** What {@code request.timeout.ms} means. */
    public static final String REQUEST_TIMEOUT_MS_DOC =
            "How many milliseconds a broker may take to answer. Then the connection is given up, and "
                    + "the request is sent again or fails.";

    /** {@code group.id}. */
    public static final String GROUP_ID_CONFIG = "group.id";

    /** What {@code group.id} means. */
    public static final String GROUP_ID_DOC = "The consumer group that this consumer belongs to.";

    /** {@code group.instance.id}. */
    public static final String GROUP_INSTANCE_ID_CONFIG = "group.instance.id";

    /** What {@code group.instance.id} means. */
    public static final String GROUP_INSTANCE_ID_DOC =
            "A name for this member that stays the same when it is restarted, so that a restart moves "
                    + "no partitions.";

    /** {@code max.poll.interval.ms}. */
    public static final String MAX_POLL_INTERVAL_MS_CONFIG = "max.poll.interval.ms";

    /** What {@code max.poll.interval.ms} means. */
    public static final String MAX_POLL_INTERVAL_MS_DOC =
            "How many milliseconds may pass between two calls of poll before the group gives the "
                    + "partitions to others.";

    /** {@code rebalance.timeout.ms}. */
    public static final String REBALANCE_TIMEOUT_MS_CONFIG = "rebalance.timeout.ms";

    /** What {@code rebalance.timeout.ms} means. */
    public static final String REBALANCE_TIMEOUT_MS_DOC =
            "How many milliseconds a member may take to join again when the group rebalances.";

    /** {@code session.timeout.ms}. */
    public static final String SESSION_TIMEOUT_MS_CONFIG = "session.timeout.ms";

    /** What {@code session.timeout.ms} means. */
    public static final String SESSION_TIMEOUT_MS_DOC =
            "After how many milliseconds without a heartbeat the group takes a member for dead.";

    /** {@code heartbeat.interval.ms}. */
    public static final String HEARTBEAT_INTERVAL_MS_CONFIG = "heartbeat.interval.ms";

    /** What {@code heartbeat.interval.ms} means. */
    public static final String HEARTBEAT_INTERVAL_MS_DOC =
            "How many milliseconds lie between two heartbeats of a group member.";

    /** {@code default.api.timeout.ms}. */
    public static final String DEFAULT_API_TIMEOUT_MS_CONFIG = "default.api.timeout.ms";

    /** What {@code default.api.timeout.ms} means. */
    public static final String DEFAULT_API_TIMEOUT_MS_DOC =
            "How many milliseconds calls that take no timeout of their own may block.";

    /** {@code metadata.recovery.strategy}. */
    public static final String METADATA_RECOVERY_STRATEGY_CONFIG = "metadata.recovery.strategy";

    /** What {@code metadata.recovery.strategy} means. */
    public static final String METADATA_RECOVERY_STRATEGY_DOC =
            "What to do when none of the known brokers is available. rebootstrap: start again from "
                    + "bootstrap.servers. none: keep trying those.";

    /** Default of {@code metadata.recovery.strategy}. */
    public static final String DEFAULT_METADATA_RECOVERY_STRATEGY = "rebootstrap";

    /** {@code metadata.recovery.rebootstrap.trigger.ms}. */
    public static final String METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG =
            "metadata.recovery.rebootstrap.trigger.ms";

    /** What {@code metadata.recovery.rebootstrap.trigger.ms} means. */
    public static final String METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_DOC =
            "With metadata.recovery.strategy=rebootstrap: after how many milliseconds without metadata "
                    + "to start again from bootstrap.servers.";

    /** Default of {@code metadata.recovery.rebootstrap.trigger.ms}. */
    public static final long DEFAULT_METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS = 300_000L;

    /** For subclasses only. */
    protected CommonClientConfigs() {}
}
