package io.headrace.broker.server;

import io.headrace.broker.api.Admission;
import io.headrace.broker.api.ApiTable;
import io.headrace.broker.api.Dispatcher;
import io.headrace.broker.api.ProducerIds;
import io.headrace.broker.api.Services;
import io.headrace.broker.coordinator.CoordinatorShards;
import io.headrace.broker.coordinator.Coordinators;
import io.headrace.broker.coordinator.GroupCoordinator;
import io.headrace.broker.coordinator.InternalTopics;
import io.headrace.broker.fetch.FetchSessions;
import io.headrace.broker.loop.Loop;
import io.headrace.broker.loop.Loops;
import io.headrace.broker.meter.LoopMeter;
import io.headrace.broker.metrics.BrokerCollector;
import io.headrace.broker.metrics.MetricsEndpoint;
import io.headrace.broker.net.Accepting;
import io.headrace.broker.net.ConnectionLimits;
import io.headrace.broker.net.ConnectionSettings;
import io.headrace.broker.net.LoopConnections;
import io.headrace.broker.quota.ClientQuotas;
import io.headrace.broker.quota.QuotaWindows;
import io.headrace.broker.replica.Cleaner;
import io.headrace.broker.replica.DiskPool;
import io.headrace.broker.replica.LocalPartitions;
import io.headrace.broker.telemetry.ClientTelemetry;
import io.headrace.broker.telemetry.TelemetryReceiver;
import io.headrace.broker.txn.TransactionCoordinator;
import io.headrace.broker.txn.TransactionGate;
import io.headrace.common.KafkaException;
import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigException;
import io.headrace.group.GroupMachine;
import io.headrace.log.DirectoryLockedException;
import io.headrace.log.LogDirectory;
import io.headrace.log.LogDirectoryConfig;
import io.headrace.log.checkpoint.MetaProperties;
import io.headrace.log.file.FileIo;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.config.MetricsConfig;
import io.headrace.metadata.config.QuotaConfig;
import io.headrace.metadata.control.ClusterController;
import io.headrace.metadata.control.LiveConfig;
import io.headrace.metadata.image.Endpoint;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.plan.BrokerDescription;
import io.headrace.metadata.store.LocalMetadataStore;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker, in this process. Several may run in one process, each with a data directory and a port of its own.
 *
 * <pre>{@code
 * try (HeadraceBroker broker = HeadraceBroker.start(Map.of("log.dirs", dir, "listeners", "PLAINTEXT://localhost:0"))) {
 *     properties.put("bootstrap.servers", broker.bootstrapServers());
 *     ...
 * }
 * }</pre>
 *
 * <p>Thread safe.
 */
public final class HeadraceBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeadraceBroker.class);

    private static final short PLAINTEXT = 0;
    private static final int DISK_THREADS = 4;
    private static final long PROGRESS_INTERVAL_S = 10;
    private static final long DRAIN_TIMEOUT_MS = 30_000;
    private static final long LOOPS_TIMEOUT_MS = 30_000;

    /** Requests of one connection that may be unanswered; clients that pipeline send 5 or so. */
    private static final int MAX_REQUESTS_PER_CONNECTION = 100;

    private static final long MAX_UNSENT_BYTES_PER_CONNECTION = 4L * 1024 * 1024;

    private final BrokerConfig config;
    private final LiveConfig live;
    private final ClientQuotas quotas;
    private final TelemetryReceiver receiver;
    private final ClientTelemetry telemetry;
    private final List<LoopMeter> meters = new ArrayList<>();
    private final FileIo fileIo;
    private final Loops loops;
    private final DiskPool disk;
    private final List<Admission> admissions = new ArrayList<>();
    private final List<LoopConnections> connections = new ArrayList<>();

    private LogDirectory directory;
    private LocalMetadataStore store;
    private ClusterController controller;
    private LocalPartitions partitions;
    private CoordinatorShards<GroupMachine> groups;
    private TransactionCoordinator transactions;
    private ProducerIds producerIds;
    private Coordinators coordinators;
    private Listener listener;

    /** Null when metrics are not asked for. */
    private MetricsEndpoint metrics;

    private Housekeeping housekeeping;
    private Cleaner cleaner;
    private String clusterId;
    private boolean closed;

    private HeadraceBroker(BrokerConfig config, FileIo fileIo) {
        this.config = config;
        this.live = new LiveConfig(config);
        this.quotas = quotasOf(config.quotas());
        this.receiver = TelemetryReceivers.of(config.metrics().telemetryReceiver());
        this.telemetry = new ClientTelemetry(
                config.metrics().isOn() || !config.metrics().telemetryReceiver().isEmpty(),
                config.metrics().telemetryMaxBytes(),
                receiver,
                System::currentTimeMillis);
        this.fileIo = fileIo;
        String name = "headrace-" + config.nodeId();
        this.loops = new Loops(config.networkThreads(), name + "-loop");
        this.disk = new DiskPool(DISK_THREADS, name + "-disk");
    }

    /**
     * Starts a broker with settings by Kafka's names. {@code log.dirs} is required.
     *
     * @throws ConfigException naming the setting that is wrong
     * @throws BrokerStartException saying in one line why the broker cannot start: the port is taken, the data directory
     *     is in use, not writable or another cluster's
     */
    public static HeadraceBroker start(Map<String, ?> settings) {
        return start(BrokerConfig.of(settings));
    }

    /** Like {@link #start(Map)}. */
    public static HeadraceBroker start(Properties settings) {
        Map<String, String> map = new HashMap<>();
        for (String key : settings.stringPropertyNames()) {
            map.put(key, settings.getProperty(key));
        }
        return start(map);
    }

    /**
     * Starts a broker. When this returns, clients can connect, and all partitions in the data directory take writes.
     *
     * @throws BrokerStartException as {@link #start(Map)}
     */
    public static HeadraceBroker start(BrokerConfig config) {
        return start(config, FileIo.system());
    }

    /** Like {@link #start(BrokerConfig)}, with files of which a test can make operations fail. */
    static HeadraceBroker start(BrokerConfig config, FileIo fileIo) {
        long startedNs = System.nanoTime();
        HeadraceBroker broker = new HeadraceBroker(config, fileIo);
        try {
            broker.open();
        } catch (RuntimeException e) {
            broker.abort();
            throw e;
        }
        LOG.info(
                "broker {} of cluster {} listens on {} with {} partitions, after {} ms",
                config.nodeId(),
                broker.clusterId,
                broker.bootstrapServers(),
                broker.controller.image().partitionCount(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs));
        return broker;
    }

    /** The port that it listens on, also when the settings asked for any. */
    public int port() {
        return listener.port();
    }

    /** The port on which metrics are read, also when the settings asked for any; -1 when there is none. */
    public int metricsPort() {
        return metrics == null ? -1 : metrics.port();
    }

    /** Host and port as clients are to use them in {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return config.advertisedHost() + ":" + advertisedPort();
    }

    /** The id of the cluster, which is made when a data directory is used for the first time. */
    public String clusterId() {
        return clusterId;
    }

    /** The settings it was started with. */
    public BrokerConfig config() {
        return config;
    }

    private int advertisedPort() {
        return config.advertisedPort() < 0 ? listener.port() : config.advertisedPort();
    }

    private void open() {
        if (!config.unknownKeys().isEmpty()) {
            LOG.warn("settings that are not known are ignored: {}", config.unknownKeys());
        }
        Path path = dataDirectory();
        directory = openDirectory(path);
        MetaProperties known = directory.metaProperties().orElse(null);
        if (known != null && known.nodeId() != config.nodeId()) {
            throw new BrokerStartException("data directory " + path + " belongs to broker " + known.nodeId()
                    + ", but node.id is " + config.nodeId());
        }
        if (known == null && !directory.partitionsOnDisk().isEmpty()) {
            // A new cluster would take them for leftovers of deleted topics.
            throw new BrokerStartException("data directory " + path
                    + " holds partitions, but no meta.properties that says whose they are: restore it together with"
                    + " headrace-metadata.journal, or use an empty directory");
        }
        listener = Listener.bind(config);
        housekeeping = new Housekeeping(config, loops, disk, directory, System::currentTimeMillis);
        cleaner = new Cleaner(
                () -> live.current().cleaner(),
                directory,
                loops.get(0),
                System::currentTimeMillis,
                housekeeping::filesWereDeleted,
                "headrace-" + config.nodeId() + "-cleaner");
        live.onChange(changed -> cleaner.settingsChanged());
        partitions = new LocalPartitions(
                config, directory, disk, cleaner, loops, System::currentTimeMillis, housekeeping::filesWereDeleted);
        groups = new CoordinatorShards<>(
                new GroupCoordinator(live::current),
                partitions,
                loops,
                config.socketRequestMaxBytes(),
                System::currentTimeMillis);
        transactions = new TransactionCoordinator(
                () -> live.current().transactions(),
                partitions,
                groups,
                () -> producerIds.next(),
                loops,
                config.socketRequestMaxBytes(),
                System::currentTimeMillis);
        // In this order: transactions that are completed after a start are reported to groups.
        coordinators = new Coordinators(this::follow, List.of(groups, transactions.shards()));
        store = LocalMetadataStore.in(path, known == null ? null : known.clusterId());
        controller = await(
                ClusterController.open(
                        store, config.nodeId(), loops.get(0)::enqueue, coordinators, System::currentTimeMillis),
                "loading metadata and logs in " + path);
        clusterId = controller.image().clusterId();
        if (known == null) {
            directory.writeMetaProperties(new MetaProperties(clusterId, config.nodeId(), Uuid.randomUuid()));
        }
        await(controller.register(description()), "registering the broker");
        housekeeping.start(partitions);
        Accepting accepting = accepting();
        if (config.metrics().isOn()) {
            openMetrics();
        }
        listener.open(loops, accepting);
    }

    private void openMetrics() {
        MetricsConfig wanted = config.metrics();
        BrokerCollector collector = new BrokerCollector(meters, connections, partitions, quotas, telemetry, groups);
        try {
            metrics = MetricsEndpoint.start(
                    wanted.host(), wanted.port(), collector, "headrace-" + config.nodeId() + "-metrics");
        } catch (IOException e) {
            throw new BrokerStartException(
                    "cannot show metrics on " + wanted.host() + ":" + wanted.port() + ": " + e.getMessage(), e);
        }
        LOG.info("metrics are at http://{}:{}/metrics", wanted.host(), metrics.port());
    }

    private Path dataDirectory() {
        if (config.logDirs().size() > 1) {
            throw new BrokerStartException(
                    "log.dirs names " + config.logDirs().size() + " directories, and one is supported");
        }
        return config.logDirs().get(0);
    }

    private LogDirectory openDirectory(Path path) {
        try {
            return LogDirectory.open(
                    path,
                    new LogDirectoryConfig(
                            fileIo, disk, config.recoveryThreadsPerDataDir(), config.producerIdExpirationMs()));
        } catch (DirectoryLockedException e) {
            throw new BrokerStartException("data directory " + path + " is in use by another broker", e);
        } catch (KafkaException e) {
            throw new BrokerStartException(e.getMessage(), e);
        }
    }

    private BrokerDescription description() {
        Endpoint endpoint = new Endpoint("PLAINTEXT", config.advertisedHost(), advertisedPort(), PLAINTEXT);
        return new BrokerDescription(config.nodeId(), Uuid.randomUuid(), List.of(endpoint), config.rack());
    }

    /** Puts together what answers requests. */
    private Accepting accepting() {
        producerIds = new ProducerIds(controller, config.nodeId());
        List<TransactionGate> gates = new ArrayList<>();
        List<FetchSessions> sessions = new ArrayList<>();
        int sessionPlaces = (config.maxFetchSessions() + loops.size() - 1) / loops.size();
        for (Loop loop : loops.all()) {
            sessions.add(new FetchSessions(loop, sessionPlaces));
            gates.add(new TransactionGate(loop, transactions));
            admissions.add(new Admission(config.socketRequestMaxBytes()));
            meters.add(config.metrics().isOn() ? LoopMeter.counting() : LoopMeter.OFF);
        }
        Services services = new Services(
                config,
                live,
                loops,
                controller,
                partitions,
                telemetry,
                groups,
                transactions,
                gates,
                new InternalTopics(
                        config,
                        controller,
                        List.of(groups.kind(), transactions.shards().kind())),
                producerIds,
                sessions,
                admissions,
                System::currentTimeMillis);
        Dispatcher dispatcher = new Dispatcher(ApiTable.of(services), quotas, meters);
        long bytesPerLoop = requestMemory() / loops.size();
        ConnectionSettings settings = new ConnectionSettings(
                config.socketRequestMaxBytes(),
                config.connectionsMaxIdleMs(),
                MAX_REQUESTS_PER_CONNECTION,
                Math.max(1, bytesPerLoop / 4),
                MAX_UNSENT_BYTES_PER_CONNECTION);
        for (Loop loop : loops.all()) {
            connections.add(new LoopConnections(loop, bytesPerLoop, settings, dispatcher));
        }
        return new Accepting(connectionLimits(), quotas, connections);
    }

    /** {@code queued.max.request.bytes}, or half of what the process may allocate when that sets no limit. */
    private long requestMemory() {
        return config.queuedMaxRequestBytes() > 0
                ? config.queuedMaxRequestBytes()
                : PlatformDependent.maxDirectMemory() / 2;
    }

    /** Carries out a change of the metadata: first the partitions, then what else depends on it. */
    private CompletionStage<Void> follow(ImageChange change) {
        return partitions.apply(change).thenRun(() -> {
            live.apply(change);
            quotas.apply(change);
            telemetry.apply(change);
        });
    }

    private static ClientQuotas quotasOf(QuotaConfig config) {
        return new ClientQuotas(
                new QuotaWindows(config.windows(), config.windowMs()),
                new QuotaWindows(config.controllerWindows(), config.controllerWindowMs()),
                System::currentTimeMillis);
    }

    private ConnectionLimits connectionLimits() {
        BrokerConfig now = live.current();
        ConnectionLimits limits = new ConnectionLimits(
                now.maxConnections(), now.maxConnectionsPerIp(), addresses(now.maxConnectionsPerIpOverrides()));
        quotas.connectionRate(now.quotas().connectionRate());
        live.onChange(changed -> {
            quotas.connectionRate(changed.quotas().connectionRate());
            disk.execute(() -> limit(limits, changed));
        });
        return limits;
    }

    /** On a thread of the disk's pool, since names of hosts may have to be looked up. */
    private static void limit(ConnectionLimits limits, BrokerConfig now) {
        try {
            limits.configure(
                    now.maxConnections(), now.maxConnectionsPerIp(), addresses(now.maxConnectionsPerIpOverrides()));
        } catch (BrokerStartException e) {
            LOG.warn("the limits of connections stay as they are: {}", e.getMessage());
        }
    }

    private static Map<InetAddress, Integer> addresses(Map<String, Integer> byHost) {
        Map<InetAddress, Integer> overrides = new HashMap<>();
        byHost.forEach((host, limit) -> {
            try {
                for (InetAddress address : InetAddress.getAllByName(host)) {
                    overrides.put(address, limit);
                }
            } catch (UnknownHostException e) {
                throw new BrokerStartException("max.connections.per.ip.overrides: host '" + host + "' is not known", e);
            }
        });
        return overrides;
    }

    /** Without a deadline: logs that have to be rechecked take their time, and errors of the disk end the wait. */
    private static <R> R await(CompletionStage<R> stage, String what) {
        try {
            while (true) {
                try {
                    return stage.toCompletableFuture().get(PROGRESS_INTERVAL_S, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    LOG.info("{} goes on", what);
                }
            }
        } catch (ExecutionException e) {
            throw new BrokerStartException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerStartException(what + " was interrupted", e);
        }
    }

    /**
     * Closes the broker: lets no more connections in, answers the requests that have arrived, flushes the logs, marks the
     * data directory as clean, and ends all threads. Blocks until that is done; calling it again does nothing. Not to be
     * called by one of the broker's own threads.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        housekeeping.stop();
        closeMetrics();
        listener.close();
        coordinators.end();
        drain();
        controller.close();
        store.close();
        cleaner.close();
        endLoops();
        disk.awaitIdle();
        try {
            directory.close();
        } catch (KafkaException e) {
            LOG.error("data directory {} could not be closed cleanly", directory.path(), e);
        }
        disk.close();
        receiver.close();
        LOG.info("broker {} is closed", config.nodeId());
    }

    private void closeMetrics() {
        if (metrics != null) {
            metrics.close();
        }
    }

    private void drain() {
        List<CompletableFuture<Void>> drained = new ArrayList<>();
        for (LoopConnections each : connections) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            drained.add(done);
            each.loop().enqueue(() -> {
                CompletionStage<Void> last = each.drain();
                last.thenRun(() -> done.complete(null));
            });
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new));
        try {
            all.get(DRAIN_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("some clients did not take their answers within {} ms, and are cut off", DRAIN_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        connections.forEach(each -> each.loop().enqueue(each::closeAll));
    }

    /** Ends the loops after the commands they have got, and gives back what they owned. */
    private void endLoops() {
        if (!loops.close(LOOPS_TIMEOUT_MS)) {
            LOG.warn("event loops did not end within {} ms", LOOPS_TIMEOUT_MS);
        }
        admissions.forEach(Admission::close);
        if (coordinators != null) {
            coordinators.close();
        }
    }

    /** Undoes a start that failed. */
    private void abort() {
        closed = true;
        closeMetrics();
        if (listener != null) {
            listener.close();
        }
        if (controller != null) {
            controller.close();
        }
        if (store != null) {
            store.close();
        }
        if (cleaner != null) {
            cleaner.close();
        }
        endLoops();
        disk.awaitIdle();
        if (directory != null) {
            directory.closeAbruptly();
        }
        disk.close();
    }
}
