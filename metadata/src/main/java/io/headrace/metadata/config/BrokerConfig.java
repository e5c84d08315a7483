package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigException;
import io.headrace.metadata.image.ClusterImage;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a broker was started with, typed and checked. Immutable. Names and defaults are Kafka's where Kafka has them,
 * except that a broker keeps to this machine by default, {@code num.network.threads} is the number of cores,
 * {@code node.id} is 1, and {@code log.dirs} has to be given.
 */
public final class BrokerConfig {
    private final Map<String, Object> values;
    private final SortedMap<String, String> originals;
    private final SortedSet<String> unknownKeys;
    private final ListenerAddress listener;
    private final ListenerAddress advertised;
    private final List<Path> logDirs;
    private final Map<String, Integer> perIpOverrides;
    private final TopicSettings topicDefaults;
    private final GroupConfig groups;
    private final CleanerConfig cleaner;

    private BrokerConfig(Map<String, ?> settings) {
        values = BrokerKeys.DEF.parse(settings);
        originals = new TreeMap<>();
        unknownKeys = new TreeSet<>();
        settings.forEach((name, value) -> {
            if (BrokerKeys.REFUSED.containsKey(name)
                    && value != null
                    && !value.toString().isBlank()) {
                throw new ConfigException(name, value, BrokerKeys.REFUSED.get(name));
            }
            ConfigDef.ConfigKey key = BrokerKeys.DEF.configKeys().get(name);
            if (key == null) {
                unknownKeys.add(name);
            } else if (value != null) {
                originals.put(name, ConfigDef.convertToString(values.get(name), key.type));
            }
        });
        listener = parseListener();
        advertised = ListenerAddress.parse(BrokerKeys.ADVERTISED_LISTENERS, list(BrokerKeys.ADVERTISED_LISTENERS));
        if (advertised != null && advertised.isEveryAddress()) {
            throw new ConfigException(
                    BrokerKeys.ADVERTISED_LISTENERS,
                    originals.get(BrokerKeys.ADVERTISED_LISTENERS),
                    "clients need a host to connect to");
        }
        logDirs = parseLogDirs();
        perIpOverrides = parsePerIpOverrides();
        checkTogether();
        groups = new GroupConfig(values);
        cleaner = new CleanerConfig(values);
        topicDefaults = TopicSettings.resolve(SettingLayers.atStart(this), Map.of());
    }

    /**
     * Reads settings, texts or objects of the setting's type.
     *
     * @throws ConfigException naming the first setting that is missing or wrong, its value and what is allowed
     */
    public static BrokerConfig of(Map<String, ?> settings) {
        return new BrokerConfig(settings);
    }

    /**
     * These settings, with which the broker was started, with what is set at run time as of an image.
     *
     * @throws ConfigException when those set at run time do not go with those given at start
     */
    public BrokerConfig at(ClusterImage image) {
        SettingLayers layers = SettingLayers.of(this, image);
        Map<String, String> changed = new TreeMap<>(layers.ofAllBrokers());
        changed.putAll(layers.ofBroker());
        return changed.isEmpty() ? this : with(changed);
    }

    /**
     * These settings with some replaced.
     *
     * @throws ConfigException as {@link #of}, also when a new value does not go with those that stay
     */
    BrokerConfig with(Map<String, String> replaced) {
        Map<String, String> all = new HashMap<>(originals);
        all.putAll(replaced);
        return new BrokerConfig(all);
    }

    /** The value of a setting of type INT. */
    int intSetting(String key) {
        return intValue(key);
    }

    /** What was given and is known, as text, by name. */
    public SortedMap<String, String> originals() {
        return Collections.unmodifiableSortedMap(originals);
    }

    /** Names that were given and mean nothing to this broker. */
    public SortedSet<String> unknownKeys() {
        return Collections.unmodifiableSortedSet(unknownKeys);
    }

    /** What topics that set nothing themselves have, as long as nothing is changed at run time. */
    public TopicSettings topicDefaults() {
        return topicDefaults;
    }

    /** What concerns transactions. */
    public TransactionConfig transactions() {
        return new TransactionConfig(values);
    }

    /** Settings for compaction. */
    public CleanerConfig cleaner() {
        return cleaner;
    }

    /** Where metrics are read. */
    public MetricsConfig metrics() {
        return new MetricsConfig(values);
    }

    /** How the use of clients is measured against their quotas. */
    public QuotaConfig quotas() {
        return new QuotaConfig(values);
    }

    /** Settings for groups and committed offsets. */
    public GroupConfig groups() {
        return groups;
    }

    /** "node.id". */
    public int nodeId() {
        return intValue(BrokerKeys.NODE_ID);
    }

    /** "broker.rack", or null. */
    public String rack() {
        return (String) values.get(BrokerKeys.RACK);
    }

    /** The host to listen on, from "listeners" or else "host"; empty for all addresses of this machine. */
    public String bindHost() {
        return listener.host();
    }

    /** The port to listen on, from "listeners" or else "port"; 0 for a free one. */
    public int port() {
        return listener.port();
    }

    /**
     * The host that clients are told: that of "advertised.listeners", or else the one listened on, or this machine's name
     * when that is all addresses.
     */
    public String advertisedHost() {
        return advertised == null ? listener.reachableHost() : advertised.host();
    }

    /** The port in "advertised.listeners", or -1 when clients are to be told the port listened on. */
    public int advertisedPort() {
        return advertised == null ? -1 : advertised.port();
    }

    /** "log.dirs", or else "log.dir": exactly one so far. */
    public List<Path> logDirs() {
        return logDirs;
    }

    /** "num.partitions". */
    public int numPartitions() {
        return intValue(BrokerKeys.NUM_PARTITIONS);
    }

    /** "default.replication.factor". */
    public short defaultReplicationFactor() {
        return (short) intValue(BrokerKeys.DEFAULT_REPLICATION_FACTOR);
    }

    /** "auto.create.topics.enable". */
    public boolean autoCreateTopics() {
        return (Boolean) values.get(BrokerKeys.AUTO_CREATE_TOPICS);
    }

    /** "delete.topic.enable". */
    public boolean deleteTopicsEnabled() {
        return (Boolean) values.get(BrokerKeys.DELETE_TOPICS);
    }

    /** "num.network.threads": the number of event loops. */
    public int networkThreads() {
        return intValue(BrokerKeys.NETWORK_THREADS);
    }

    /** "num.recovery.threads.per.data.dir". */
    public int recoveryThreadsPerDataDir() {
        return intValue(BrokerKeys.RECOVERY_THREADS);
    }

    /** "socket.request.max.bytes". */
    public int socketRequestMaxBytes() {
        return intValue(BrokerKeys.REQUEST_MAX_BYTES);
    }

    /** "socket.send.buffer.bytes"; -1 for the operating system's choice. */
    public int socketSendBufferBytes() {
        return intValue(BrokerKeys.SOCKET_SEND_BUFFER);
    }

    /** "socket.receive.buffer.bytes"; -1 for the operating system's choice. */
    public int socketReceiveBufferBytes() {
        return intValue(BrokerKeys.SOCKET_RECEIVE_BUFFER);
    }

    /** "socket.listen.backlog.size". */
    public int socketListenBacklog() {
        return intValue(BrokerKeys.SOCKET_BACKLOG);
    }

    /** "queued.max.request.bytes"; -1 to derive it from the memory there is. */
    public long queuedMaxRequestBytes() {
        return longValue(BrokerKeys.QUEUED_MAX_BYTES);
    }

    /** "max.connections". */
    public int maxConnections() {
        return intValue(BrokerKeys.MAX_CONNECTIONS);
    }

    /** "max.connections.per.ip". */
    public int maxConnectionsPerIp() {
        return intValue(BrokerKeys.MAX_CONNECTIONS_PER_IP);
    }

    /** "max.connections.per.ip.overrides": limits by host as it was written. */
    public Map<String, Integer> maxConnectionsPerIpOverrides() {
        return perIpOverrides;
    }

    /** "connections.max.idle.ms"; negative for ever. */
    public long connectionsMaxIdleMs() {
        return longValue(BrokerKeys.CONNECTIONS_MAX_IDLE_MS);
    }

    /** "fetch.max.bytes". */
    public int fetchMaxBytes() {
        return intValue(BrokerKeys.FETCH_MAX_BYTES);
    }

    /** "max.incremental.fetch.session.cache.slots". */
    public int maxFetchSessions() {
        return intValue(BrokerKeys.FETCH_SESSIONS);
    }

    /** "max.request.partition.size.limit": partitions in one DescribeTopicPartitions answer. */
    public int maxPartitionsPerDescribe() {
        return intValue(BrokerKeys.PARTITIONS_PER_DESCRIBE);
    }

    /** "producer.id.expiration.ms". */
    public long producerIdExpirationMs() {
        return longValue(BrokerKeys.PRODUCER_ID_EXPIRATION_MS);
    }

    /** "producer.id.expiration.check.interval.ms". */
    public long producerIdExpirationCheckIntervalMs() {
        return longValue(BrokerKeys.PRODUCER_ID_EXPIRATION_CHECK_MS);
    }

    /** "log.retention.check.interval.ms". */
    public long logRetentionCheckIntervalMs() {
        return longValue(BrokerKeys.RETENTION_CHECK_MS);
    }

    /** "log.flush.offset.checkpoint.interval.ms". */
    public long logFlushOffsetCheckpointIntervalMs() {
        return longValue(BrokerKeys.FLUSH_CHECKPOINT_MS);
    }

    /** "log.flush.start.offset.checkpoint.interval.ms". */
    public long logFlushStartOffsetCheckpointIntervalMs() {
        return longValue(BrokerKeys.FLUSH_START_CHECKPOINT_MS);
    }

    /** "log.initial.task.delay.ms". */
    public long logInitialTaskDelayMs() {
        return longValue(BrokerKeys.INITIAL_TASK_DELAY_MS);
    }

    @Override
    public String toString() {
        return "BrokerConfig" + originals;
    }

    private void checkTogether() {
        if (queuedMaxRequestBytes() > 0 && queuedMaxRequestBytes() < socketRequestMaxBytes()) {
            throw new ConfigException(
                    BrokerKeys.QUEUED_MAX_BYTES,
                    queuedMaxRequestBytes(),
                    "must be at least " + BrokerKeys.REQUEST_MAX_BYTES + ", which is " + socketRequestMaxBytes());
        }
        if (maxConnectionsPerIp() == 0 && perIpOverrides.isEmpty()) {
            throw new ConfigException(
                    BrokerKeys.MAX_CONNECTIONS_PER_IP,
                    0,
                    "can be 0 only if " + BrokerKeys.MAX_CONNECTIONS_PER_IP_OVERRIDES + " lets some in");
        }
        for (String key : List.of("log.retention.ms", "log.retention.minutes", "log.retention.hours")) {
            Number value = (Number) values.get(key);
            if (value != null && value.longValue() == 0) {
                throw new ConfigException(key, value, "must be at least 1, or -1 to keep records for ever");
            }
        }
        ConsumerGroupKeys.checkTogether(values);
    }

    private ListenerAddress parseListener() {
        ListenerAddress named = ListenerAddress.parse(BrokerKeys.LISTENERS, list(BrokerKeys.LISTENERS));
        if (named == null) {
            return new ListenerAddress((String) values.get(BrokerKeys.HOST), intValue(BrokerKeys.PORT));
        }
        for (String other : List.of(BrokerKeys.HOST, BrokerKeys.PORT)) {
            if (originals.containsKey(other)) {
                throw new ConfigException(
                        BrokerKeys.LISTENERS, originals.get(BrokerKeys.LISTENERS), "is set, and " + other + " is too");
            }
        }
        return named;
    }

    private List<Path> parseLogDirs() {
        List<?> named = list(BrokerKeys.LOG_DIRS);
        String key = named.isEmpty() ? BrokerKeys.LOG_DIR : BrokerKeys.LOG_DIRS;
        if (named.isEmpty()) {
            named = list(BrokerKeys.LOG_DIR);
        }
        if (named.isEmpty()) {
            throw new ConfigException("log.dirs is missing: the directory that is to hold the data");
        }
        if (named.size() > 1) {
            throw new ConfigException(key, named, "only one directory is supported so far");
        }
        try {
            return List.of(Path.of(String.valueOf(named.get(0))));
        } catch (InvalidPathException e) {
            throw new ConfigException(key, named.get(0), "is not a path: " + e.getReason());
        }
    }

    private Map<String, Integer> parsePerIpOverrides() {
        String text = (String) values.get(BrokerKeys.MAX_CONNECTIONS_PER_IP_OVERRIDES);
        Map<String, Integer> overrides = new HashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",")) {
            int colon = part.lastIndexOf(':');
            int limit = -1;
            try {
                limit = Integer.parseInt(part.substring(colon + 1).trim());
            } catch (NumberFormatException e) {
                // Said below, as for a missing host.
            }
            if (colon < 1 || limit < 0) {
                throw new ConfigException(
                        BrokerKeys.MAX_CONNECTIONS_PER_IP_OVERRIDES, text, "is written host:limit,host:limit");
            }
            overrides.put(part.substring(0, colon).trim(), limit);
        }
        return Map.copyOf(overrides);
    }

    private List<?> list(String key) {
        return (List<?>) values.get(key);
    }

    private int intValue(String key) {
        return (Integer) values.get(key);
    }

    private long longValue(String key) {
        return ((Number) values.get(key)).longValue();
    }
}
