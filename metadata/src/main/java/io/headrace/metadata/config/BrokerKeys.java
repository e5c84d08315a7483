package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigDef.Validator;
import java.util.Map;

/** The settings of a broker: Kafka's names and defaults where Kafka has them. Only settings that do something. */
final class BrokerKeys {
    static final String ADVERTISED_LISTENERS = "advertised.listeners";
    static final String AUTO_CREATE_TOPICS = "auto.create.topics.enable";
    static final String CONNECTIONS_MAX_IDLE_MS = "connections.max.idle.ms";
    static final String DEFAULT_REPLICATION_FACTOR = "default.replication.factor";
    static final String DELETE_TOPICS = "delete.topic.enable";
    static final String FETCH_MAX_BYTES = "fetch.max.bytes";
    static final String FETCH_SESSIONS = "max.incremental.fetch.session.cache.slots";
    static final String FLUSH_CHECKPOINT_MS = "log.flush.offset.checkpoint.interval.ms";
    static final String FLUSH_SCHEDULER_MS = "log.flush.scheduler.interval.ms";
    static final String FLUSH_START_CHECKPOINT_MS = "log.flush.start.offset.checkpoint.interval.ms";
    static final String HOST = "host";
    static final String INITIAL_TASK_DELAY_MS = "log.initial.task.delay.ms";
    static final String LISTENERS = "listeners";
    static final String LOG_DIR = "log.dir";
    static final String LOG_DIRS = "log.dirs";
    static final String MAX_CONNECTIONS = "max.connections";
    static final String MAX_CONNECTIONS_PER_IP = "max.connections.per.ip";
    static final String MAX_CONNECTIONS_PER_IP_OVERRIDES = "max.connections.per.ip.overrides";
    static final String NETWORK_THREADS = "num.network.threads";
    static final String NODE_ID = "node.id";
    static final String NUM_PARTITIONS = "num.partitions";
    static final String PARTITIONS_PER_DESCRIBE = "max.request.partition.size.limit";
    static final String PORT = "port";
    static final String PRODUCER_ID_EXPIRATION_CHECK_MS = "producer.id.expiration.check.interval.ms";
    static final String PRODUCER_ID_EXPIRATION_MS = "producer.id.expiration.ms";
    static final String QUEUED_MAX_BYTES = "queued.max.request.bytes";
    static final String RACK = "broker.rack";
    static final String RECOVERY_THREADS = "num.recovery.threads.per.data.dir";
    static final String REQUEST_MAX_BYTES = "socket.request.max.bytes";
    static final String RETENTION_CHECK_MS = "log.retention.check.interval.ms";
    static final String SOCKET_BACKLOG = "socket.listen.backlog.size";
    static final String SOCKET_RECEIVE_BUFFER = "socket.receive.buffer.bytes";
    static final String SOCKET_SEND_BUFFER = "socket.send.buffer.bytes";

    /** Settings of Kafka's that nobody may believe to be in force while they are not: what is wrong when they are given. */
    static final Map<String, String> REFUSED =
            Map.of("authorizer.class.name", "access control is not supported yet: everybody may do everything");

    private static final long MINUTE_MS = 60L * 1000;
    private static final long HOUR_MS = 60 * MINUTE_MS;

    /** All broker settings, those included that are defaults of topic settings. */
    static final ConfigDef DEF = define();

    private BrokerKeys() {}

    private static ConfigDef define() {
        ConfigDef def = new ConfigDef();
        TopicKeys.BROKER_SYNONYMS.forEach((name, synonym) -> synonym.key().addTo(def, name));
        connections(def);
        storage(def);
        topics(def);
        ConsumerGroupKeys.addTo(def);
        QuotaKeys.addTo(def);
        MetricsKeys.addTo(def);
        TelemetryKeys.addTo(def);
        TransactionKeys.addTo(def);
        GroupKeys.define(def);
        CleanerKeys.define(def);
        return def;
    }

    private static void connections(ConfigDef def) {
        define(
                def,
                HOST,
                ConfigDef.Type.STRING,
                "localhost",
                null,
                "The host name or address to listen on; empty for all addresses of the machine. Unlike Kafka's, the"
                        + " default keeps to this machine, since nobody is asked for a password.");
        define(
                def,
                PORT,
                ConfigDef.Type.INT,
                9092,
                Range.between(0, 65535),
                "The port to listen on; 0 for a free one.");
        define(
                def,
                LISTENERS,
                ConfigDef.Type.LIST,
                "",
                null,
                "Kafka's way to say host and port in one: PLAINTEXT://host:port. One plain-text listener is supported so"
                        + " far.");
        define(
                def,
                ADVERTISED_LISTENERS,
                ConfigDef.Type.LIST,
                "",
                null,
                "Where clients are told to connect, if that differs from where the broker listens:"
                        + " PLAINTEXT://host:port.");
        define(def, NODE_ID, ConfigDef.Type.INT, 1, Range.atLeast(0), "The number of this broker within its cluster.");
        define(def, RACK, ConfigDef.Type.STRING, null, null, "The rack this broker stands in; clients are told.");
        define(
                def,
                NETWORK_THREADS,
                ConfigDef.Type.INT,
                Runtime.getRuntime().availableProcessors(),
                Range.atLeast(1),
                "The number of event loops, which read, execute and answer requests. By default one for each core.");
        define(
                def,
                REQUEST_MAX_BYTES,
                ConfigDef.Type.INT,
                100 * 1024 * 1024,
                Range.atLeast(1),
                "The largest request that is read, in bytes; a connection that announces a larger one is closed.");
        define(
                def,
                QUEUED_MAX_BYTES,
                ConfigDef.Type.LONG,
                -1L,
                null,
                "How many bytes of requests may be in work before the broker reads no more of them; -1 derives it from"
                        + " the memory there is.");
        define(
                def,
                SOCKET_SEND_BUFFER,
                ConfigDef.Type.INT,
                100 * 1024,
                Range.atLeast(-1),
                "The send buffer of a connection's socket, in bytes; -1 leaves it to the operating system.");
        define(
                def,
                SOCKET_RECEIVE_BUFFER,
                ConfigDef.Type.INT,
                100 * 1024,
                Range.atLeast(-1),
                "The receive buffer of a connection's socket, in bytes; -1 leaves it to the operating system.");
        define(
                def,
                SOCKET_BACKLOG,
                ConfigDef.Type.INT,
                50,
                Range.atLeast(1),
                "How many connections may wait to be accepted.");
        define(
                def,
                MAX_CONNECTIONS,
                ConfigDef.Type.INT,
                Integer.MAX_VALUE,
                Range.atLeast(0),
                "How many connections there may be at a time; more are closed as soon as they are made.");
        define(
                def,
                MAX_CONNECTIONS_PER_IP,
                ConfigDef.Type.INT,
                Integer.MAX_VALUE,
                Range.atLeast(0),
                "How many connections there may be at a time from one address.");
        define(
                def,
                MAX_CONNECTIONS_PER_IP_OVERRIDES,
                ConfigDef.Type.STRING,
                "",
                null,
                "Other limits than max.connections.per.ip for single addresses: host:limit,host:limit.");
        define(
                def,
                CONNECTIONS_MAX_IDLE_MS,
                ConfigDef.Type.LONG,
                10 * MINUTE_MS,
                null,
                "How long a connection may be silent, in milliseconds, before it is closed; a negative time for ever.");
        define(
                def,
                FETCH_MAX_BYTES,
                ConfigDef.Type.INT,
                55 * 1024 * 1024,
                Range.atLeast(1024),
                "How many bytes of records one fetch is answered with at most, whatever the consumer asks for.");
        define(
                def,
                FETCH_SESSIONS,
                ConfigDef.Type.INT,
                1000,
                Range.atLeast(0),
                "How many incremental fetch sessions are kept; consumers without one send full requests.");
        define(
                def,
                PARTITIONS_PER_DESCRIBE,
                ConfigDef.Type.INT,
                2000,
                Range.atLeast(1),
                "How many partitions one DescribeTopicPartitions request is answered with at most.");
    }

    private static void storage(ConfigDef def) {
        define(
                def,
                LOG_DIRS,
                ConfigDef.Type.LIST,
                "",
                null,
                "The directory that holds the partitions and the cluster's metadata. One is supported so far.");
        define(def, LOG_DIR, ConfigDef.Type.LIST, "", null, "The same as log.dirs, which counts if both are set.");
        define(
                def,
                RECOVERY_THREADS,
                ConfigDef.Type.INT,
                2,
                Range.atLeast(1),
                "How many threads recover partitions when the broker starts, and flush them when it stops.");
        define(
                def,
                RETENTION_CHECK_MS,
                ConfigDef.Type.LONG,
                5 * MINUTE_MS,
                Range.atLeast(1),
                "How often partitions are checked for segments to drop, in milliseconds.");
        define(
                def,
                INITIAL_TASK_DELAY_MS,
                ConfigDef.Type.LONG,
                30_000L,
                Range.atLeast(0),
                "How long after its start the broker first does what it does at intervals on its logs, in"
                        + " milliseconds.");
        define(
                def,
                FLUSH_CHECKPOINT_MS,
                ConfigDef.Type.INT,
                (int) MINUTE_MS,
                Range.atLeast(0),
                "How often it is noted up to where logs are on the medium, in milliseconds; recovery starts there.");
        define(
                def,
                FLUSH_START_CHECKPOINT_MS,
                ConfigDef.Type.INT,
                (int) MINUTE_MS,
                Range.atLeast(0),
                "How often the first offsets of logs are noted, in milliseconds.");
        define(
                def,
                PRODUCER_ID_EXPIRATION_MS,
                ConfigDef.Type.INT,
                (int) (24 * HOUR_MS),
                Range.atLeast(1),
                "How long a silent idempotent producer is remembered, in milliseconds.");
        define(
                def,
                PRODUCER_ID_EXPIRATION_CHECK_MS,
                ConfigDef.Type.INT,
                (int) (10 * MINUTE_MS),
                Range.atLeast(1),
                "How often silent producers are forgotten, in milliseconds.");
    }

    private static void topics(ConfigDef def) {
        define(
                def,
                NUM_PARTITIONS,
                ConfigDef.Type.INT,
                1,
                Range.atLeast(1),
                "How many partitions a topic gets that is created without saying so.");
        define(
                def,
                DEFAULT_REPLICATION_FACTOR,
                ConfigDef.Type.INT,
                1,
                Range.between(1, Short.MAX_VALUE),
                "How many replicas a topic's partitions get that is created without saying so.");
        define(
                def,
                AUTO_CREATE_TOPICS,
                ConfigDef.Type.BOOLEAN,
                true,
                null,
                "Whether a topic is created when a client that allows it asks for its metadata.");
        define(def, DELETE_TOPICS, ConfigDef.Type.BOOLEAN, true, null, "Whether topics can be deleted.");
    }

    private static void define(
            ConfigDef def,
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            String documentation) {
        def.define(name, type, defaultValue, validator, Importance.MEDIUM, documentation);
    }
}
