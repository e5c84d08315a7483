package io.headrace.clients.internals;

import io.headrace.clients.CommonClientConfigs;
import io.headrace.common.config.AbstractConfig;
import io.headrace.common.config.ConfigException;
import java.util.List;
import java.util.Map;

/**
 * What every client needs from its configuration. Immutable.
 *
 * @param endpoints which nodes of the cluster this client talks to
 * @param bootstrapServers where to find the first of them
 * @param canonicalBootstrap whether each address of a bootstrap server is replaced by its canonical name
 * @param clientId sent with each request
 * @param clientRack where this client is, or empty
 * @param requestTimeoutMs how long a broker may take to answer
 * @param retryBackoff between attempts at the same thing
 * @param reconnectBackoff between attempts to connect to the same broker
 * @param connectTimeout of one attempt to connect, growing with failures
 * @param maxIdleMs after which an unused connection is closed, negative for never
 * @param metadataMaxAgeMs after which metadata is asked for again
 * @param rebootstraps whether to start again from the bootstrap servers when no known broker is available
 * @param rebootstrapTriggerMs how long metadata may fail before that; {@link Long#MAX_VALUE} for never
 * @param sendBufferBytes socket buffer, -1 for the system's default
 * @param receiveBufferBytes socket buffer, -1 for the system's default
 * @param maxInFlight unanswered requests per connection
 * @param allowAutoCreateTopics whether asking for a topic may create it
 * @param eventLoop name of the loop that is shared with other clients, or empty for one of its own
 * @param security how connections are protected
 */
public record ClientSettings(
        Endpoints endpoints,
        List<HostPort> bootstrapServers,
        boolean canonicalBootstrap,
        String clientId,
        String clientRack,
        long requestTimeoutMs,
        Backoff retryBackoff,
        Backoff reconnectBackoff,
        Backoff connectTimeout,
        long maxIdleMs,
        long metadataMaxAgeMs,
        boolean rebootstraps,
        long rebootstrapTriggerMs,
        int sendBufferBytes,
        int receiveBufferBytes,
        int maxInFlight,
        boolean allowAutoCreateTopics,
        String eventLoop,
        SecuritySettings security) {

    /** As high as Kafka's consumer and admin client go. */
    private static final int DEFAULT_MAX_IN_FLIGHT = 100;

    private static final String ALLOW_AUTO_CREATE_TOPICS = "allow.auto.create.topics";
    private static final String MAX_IN_FLIGHT = "max.in.flight.requests.per.connection";
    private static final String RESOLVE_CANONICAL = "resolve_canonical_bootstrap_servers_only";

    public ClientSettings {
        bootstrapServers = List.copyOf(bootstrapServers);
    }

    /**
     * Reads the settings from a client's configuration; a key that its definition does not have counts with Kafka's
     * default.
     *
     * @throws ConfigException if a value cannot be used; names key and value
     */
    @SuppressWarnings("unchecked") // A map of this method's own, whose values are as they come.
    public static ClientSettings from(AbstractConfig config, String clientId) {
        // Not a copy: this map notes what is read from it, and what is not read is reported as perhaps misspelt.
        Map<String, Object> values = (Map<String, Object>) config.values();
        Map<String, Object> given = config.originals();
        if (given.containsKey(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG)
                && !given.containsKey(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG)) {
            // As Kafka's clients do: who sets only the one gets a backoff that does not grow.
            values.put(
                    CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                    values.get(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG));
        }
        if (!given.containsKey(CommonClientConfigs.RECEIVE_BUFFER_CONFIG)) {
            // A buffer whose size is set stays at that, however much comes and from however far; the system's own
            // grows. So
            // Kafka's default counts only for those who set it.
            values.put(CommonClientConfigs.RECEIVE_BUFFER_CONFIG, CommonClientConfigs.RECEIVE_BUFFER_LOWER_BOUND);
        }
        return from(values, given, clientId);
    }

    /** These settings, for a client that must never create a topic by asking for it. */
    public ClientSettings withoutTopicCreation() {
        return new ClientSettings(
                endpoints,
                bootstrapServers,
                canonicalBootstrap,
                clientId,
                clientRack,
                requestTimeoutMs,
                retryBackoff,
                reconnectBackoff,
                connectTimeout,
                maxIdleMs,
                metadataMaxAgeMs,
                rebootstraps,
                rebootstrapTriggerMs,
                sendBufferBytes,
                receiveBufferBytes,
                maxInFlight,
                false,
                eventLoop,
                security);
    }

    static ClientSettings from(Map<String, ?> values, String clientId) {
        return from(values, Map.of(), clientId);
    }

    private static ClientSettings from(Map<String, ?> values, Map<String, ?> originals, String clientId) {
        boolean rebootstraps = !"none"
                .equalsIgnoreCase(text(values, CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "rebootstrap"));
        long triggerMs = number(values, CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG, 300_000);
        Endpoints endpoints =
                list(values, Endpoints.CONTROLLERS.key()).isEmpty() ? Endpoints.BROKERS : Endpoints.CONTROLLERS;
        return new ClientSettings(
                endpoints,
                HostPort.parseBootstrapServers(endpoints.key(), list(values, endpoints.key())),
                RESOLVE_CANONICAL.equals(text(values, CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG, "")),
                clientId,
                text(values, CommonClientConfigs.CLIENT_RACK_CONFIG, ""),
                number(values, CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 30_000),
                new Backoff(
                        number(values, CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 100),
                        number(values, CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, 1_000)),
                new Backoff(
                        number(values, CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50),
                        number(values, CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000)),
                new Backoff(
                        number(values, CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 10_000),
                        number(values, CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, 30_000)),
                number(values, CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG, 540_000),
                number(values, CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 300_000),
                rebootstraps,
                rebootstraps ? triggerMs : Long.MAX_VALUE,
                (int) number(values, CommonClientConfigs.SEND_BUFFER_CONFIG, 131_072),
                (int) number(values, CommonClientConfigs.RECEIVE_BUFFER_CONFIG, 65_536),
                (int) number(values, MAX_IN_FLIGHT, DEFAULT_MAX_IN_FLIGHT),
                !Boolean.FALSE.equals(values.get(ALLOW_AUTO_CREATE_TOPICS)),
                text(values, CommonClientConfigs.EVENT_LOOP_CONFIG, ""),
                SecuritySettings.from(values, originals));
    }

    private static String text(Map<String, ?> values, String key, String otherwise) {
        Object value = values.get(key);
        return value == null ? otherwise : value.toString();
    }

    private static long number(Map<String, ?> values, String key, long otherwise) {
        return values.get(key) instanceof Number value ? value.longValue() : otherwise;
    }

    private static List<String> list(Map<String, ?> values, String key) {
        return values.get(key) instanceof List<?> value
                ? value.stream().map(String::valueOf).toList()
                : List.of();
    }
}
