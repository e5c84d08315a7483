package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.AdminClientConfig;
import io.headrace.clients.admin.EndpointType;
import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.ClientSettings;
import io.headrace.clients.internals.Endpoints;
import io.headrace.clients.internals.calls.CoreLoop;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.clients.internals.metrics.ClientMetrics;
import io.headrace.clients.internals.telemetry.ClientTelemetry;
import io.headrace.common.KafkaFuture;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.Node;
import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnsupportedEndpointTypeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * An admin client put together: the client's loop, and the operations on it. Thread safe.
 */
public final class AdminCore {

    private static final AtomicInteger UNNAMED = new AtomicInteger(1);

    /** For ending the thread when nothing is under way any more. */
    private static final Duration LOOP_END = Duration.ofSeconds(10);

    private final ClientCore core;
    private final ClientMetrics metrics;
    private final ClientTelemetry telemetry;
    private final Operations operations;
    private final int defaultTimeoutMs;
    private final AtomicBoolean closed = new AtomicBoolean();

    private AdminCore(
            ClientCore core, ClientMetrics metrics, ClientTelemetry telemetry, int maxRetries, int defaultTimeoutMs) {
        this.telemetry = telemetry;
        this.core = core;
        this.metrics = metrics;
        this.defaultTimeoutMs = defaultTimeoutMs;
        CoreLoop loop = new CoreLoop(core);
        ClientSettings settings = core.settings();
        this.operations = new Operations(
                loop,
                new TopicInterest(loop),
                new Operations.Limits(settings.requestTimeoutMs(), maxRetries, settings.retryBackoff()));
        core.onAuthenticationFailure(operations::authenticationFailed);
    }

    /**
     * A new client, with a thread of its own.
     *
     * @throws io.headrace.common.config.ConfigException when a setting is wrong
     */
    public static AdminCore start(AdminClientConfig config) {
        requireOneBootstrap(config);
        String given = config.getString(AdminClientConfig.CLIENT_ID_CONFIG);
        String clientId = given.isEmpty() ? "adminclient-" + UNNAMED.getAndIncrement() : given;
        // Asking about a topic must not bring it into being.
        ClientSettings settings = ClientSettings.from(config, clientId).withoutTopicCreation();
        int defaultTimeoutMs = defaultTimeoutMs(config);
        ClientMetrics metrics = ClientMetrics.start(ClientMetrics.Kind.ADMIN, config, clientId);
        ClientCore core = null;
        try {
            core = ClientCore.start(settings, "headrace-admin | " + clientId, metrics.network());
            AdminCore started = new AdminCore(
                    core,
                    metrics,
                    ClientTelemetry.start(
                            config.getBoolean(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG), core, metrics, Map.of()),
                    config.getInt(AdminClientConfig.RETRIES_CONFIG),
                    defaultTimeoutMs);
            config.logUnused();
            return started;
        } catch (RuntimeException e) {
            if (core != null) {
                core.close(Duration.ZERO);
            }
            metrics.close();
            throw e;
        }
    }

    private static void requireOneBootstrap(AdminClientConfig config) {
        List<String> servers = config.getList(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        List<String> controllers = config.getList(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG);
        if (servers.isEmpty() && controllers.isEmpty()) {
            throw new ConfigException("Either " + AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG + " or "
                    + AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG + " must be set, and neither is");
        }
        if (!servers.isEmpty() && !controllers.isEmpty()) {
            throw new ConfigException("Only one of " + AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG + " and "
                    + AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG + " can be set, and both are: " + servers + " and "
                    + controllers);
        }
    }

    /** An operation has at least the time of one request; whoever says that it shall have less has made a mistake. */
    private static int defaultTimeoutMs(AdminClientConfig config) {
        int timeoutMs = config.getInt(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
        int requestMs = config.getInt(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
        if (timeoutMs >= requestMs) {
            return timeoutMs;
        }
        if (config.originals().containsKey(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)) {
            throw new ConfigException(
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    timeoutMs,
                    "must not be less than " + AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG + ", which is " + requestMs);
        }
        return requestMs;
    }

    /**
     * Starts an operation.
     *
     * @param timeoutMs null for the default
     * @return one future per item
     */
    public <K, V> Map<K, KafkaFuture<V>> ask(Operation<K, V> operation, Collection<K> items, Integer timeoutMs) {
        Promises<K, V> promises = new Promises<>(items, core::inLoop);
        start(operation, items, timeoutMs, promises);
        return promises.all();
    }

    /** Like {@link #ask}, for topic names, of which unusable ones fail at once. */
    public <V> Map<String, KafkaFuture<V>> askAboutTopics(
            Operation<String, V> operation, Collection<String> names, Integer timeoutMs) {
        return askAboutUsable(operation, names, Wire::unusableName, timeoutMs);
    }

    /** Like {@link #askAboutTopics}, for topic ids. */
    public <V> Map<Uuid, KafkaFuture<V>> askAboutTopicIds(
            Operation<Uuid, V> operation, Collection<Uuid> ids, Integer timeoutMs) {
        return askAboutUsable(operation, ids, Wire::unusableTopicId, timeoutMs);
    }

    /** Like {@link #ask}, for groups or transactional ids, of which unusable ones fail at once. */
    public <V> Map<String, KafkaFuture<V>> askAboutIds(
            Operation<String, V> operation, Collection<String> ids, Integer timeoutMs) {
        return askAboutUsable(operation, new LinkedHashSet<>(ids), Wire::unusableId, timeoutMs);
    }

    /**
     * Like {@link #ask}; items that cannot be sent fail at once, and do not keep the others from being sent.
     *
     * @param unusable why an item cannot be sent; null when it can
     */
    public <K, V> Map<K, KafkaFuture<V>> askAboutUsable(
            Operation<K, V> operation,
            Collection<K> items,
            Function<? super K, ? extends RuntimeException> unusable,
            Integer timeoutMs) {
        Promises<K, V> promises = new Promises<>(items, core::inLoop);
        List<K> usable = new ArrayList<>();
        for (K item : items) {
            RuntimeException why = unusable.apply(item);
            if (why == null) {
                usable.add(item);
            } else {
                promises.failed(item, why);
            }
        }
        start(operation, usable, timeoutMs, promises);
        return promises.all();
    }

    /**
     * Asks every broker.
     *
     * @param operation items are broker ids
     * @param timeoutMs for finding the brokers and for their answers together; null for the default
     * @return one future per broker, once it is known which brokers there are
     */
    public <V> KafkaFuture<Map<Integer, KafkaFuture<V>>> askEveryBroker(
            Operation<Integer, V> operation, Integer timeoutMs) {
        IntSupplier leftMs = leftMs(timeoutMs);
        BrokersOperation brokers = new BrokersOperation();
        return ask(brokers, List.of(brokers), leftMs.getAsInt())
                .get(brokers)
                .thenApply(ids -> ask(operation, ids, leftMs.getAsInt()));
    }

    /**
     * How much is left of an operation's time, which begins now; for one that asks twice.
     *
     * @param timeoutMs null for the default
     */
    public IntSupplier leftMs(Integer timeoutMs) {
        long deadlineNs = core.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout(timeoutMs));
        return () -> (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNs - core.nanoTime()));
    }

    /** What kind of nodes this client talks to. */
    public EndpointType endpointType() {
        return asksControllers() ? EndpointType.CONTROLLER : EndpointType.BROKER;
    }

    private boolean asksControllers() {
        return core.settings().endpoints() == Endpoints.CONTROLLERS;
    }

    /** The address of a broker as the metadata has it now; any thread. */
    public Node broker(int id) {
        Node node = core.cluster().node(id);
        return node == null ? new Node(id, "", -1) : node;
    }

    private int timeout(Integer timeoutMs) {
        return timeoutMs == null ? defaultTimeoutMs : Math.max(0, timeoutMs);
    }

    private <K, V> void start(
            Operation<K, V> operation, Collection<K> items, Integer timeoutMs, Promises<K, V> promises) {
        int timeout = timeout(timeoutMs);
        List<K> own = List.copyOf(items);
        try {
            if (closed.get()) {
                throw new RejectedExecutionException();
            }
            Operation<K, V> routed = asksControllers() ? ToControllers.of(operation) : operation;
            core.execute(() -> operations.start(routed, own, timeout, promises));
        } catch (RejectedExecutionException e) {
            promises.failAll(new IllegalStateException("This admin client is closed"));
        } catch (UnsupportedEndpointTypeException e) {
            promises.failAll(e);
        }
    }

    /** What is pushed to the cluster. */
    public ClientTelemetry telemetry() {
        return telemetry;
    }

    /** All metrics; a live view that cannot be changed. */
    public Map<MetricName, ? extends Metric> metrics() {
        return metrics.all();
    }

    private static long millis(Duration timeout) {
        return timeout.toSeconds() > Integer.MAX_VALUE ? Long.MAX_VALUE : timeout.toMillis();
    }

    /** Waits for what is under way, but not longer than this; then it fails. */
    public void close(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout cannot be negative.");
        }
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (core.inLoop()) {
            // Called from a future's callback: there is nothing that could be waited for.
            operations.failAll(new TimeoutException("The admin client was closed"));
            core.close(Duration.ZERO);
            metrics.close();
            return;
        }
        try {
            CountDownLatch idle = new CountDownLatch(1);
            core.execute(() -> operations.close(idle::countDown));
            if (!idle.await(millis(timeout), TimeUnit.MILLISECONDS)) {
                CountDownLatch failed = new CountDownLatch(1);
                core.execute(() -> {
                    operations.failAll(
                            new TimeoutException("The admin client was closed before the operation was done"));
                    failed.countDown();
                });
                failed.await();
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            telemetry.close(timeout);
            core.close(LOOP_END);
            metrics.close();
        }
    }
}
