package io.headrace.clients.internals.telemetry;

import io.headrace.clients.CommonClientConfigs;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Scheduled;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.metrics.ClientMetrics;
import io.headrace.clients.internals.telemetry.TelemetrySchedule.Due;
import io.headrace.clients.internals.telemetry.TelemetrySchedule.Step;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.Uuid;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.metrics.KafkaMetric;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.GetTelemetrySubscriptionsRequest;
import io.headrace.protocol.message.GetTelemetrySubscriptionsResponse;
import io.headrace.protocol.message.PushTelemetryRequest;
import io.headrace.protocol.message.PushTelemetryResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the cluster which metrics it wants of this client, and sends them (KIP-714). The first question goes out when a
 * broker of the cluster is connected for something else; a broker that does not offer telemetry is asked nothing.
 *
 * <p>Owner: the client's loop, except for what is said to be for any thread. It never fails the client: what goes wrong is
 * logged at debug level.
 */
public final class ClientTelemetry {

    private static final Logger log = LoggerFactory.getLogger(ClientTelemetry.class);

    /** How long closing waits for the last push at most. */
    private static final long LONGEST_LAST_PUSH_MS = 2_000;

    private final boolean isEnabled;
    private final ClientCore core;
    private final ClientMetrics metrics;
    private final TelemetrySchedule schedule =
            new TelemetrySchedule(() -> ThreadLocalRandom.current().nextDouble());
    private final TelemetryPayload payload;

    /** Metrics of the application that it wants pushed, too (KIP-1076). */
    private final Map<MetricName, KafkaMetric> applications = new ConcurrentHashMap<>();

    private final CompletableFuture<Uuid> clientInstanceId = new CompletableFuture<>();

    private Scheduled timer;
    private boolean isUnderWay;
    private boolean hasBegun;
    private boolean isStopped;
    private boolean isClosing;

    /** What is to be done when what is under way has landed, while the client closes; or null. */
    private Runnable lastPush;

    private ClientTelemetry(
            boolean isEnabled, ClientCore core, ClientMetrics metrics, Map<String, String> resourceLabels) {
        this.isEnabled = isEnabled;
        this.core = core;
        this.metrics = metrics;
        this.payload = new TelemetryPayload(resourceLabels, System.currentTimeMillis());
    }

    /**
     * Starts telemetry, or what says that it is off.
     *
     * @param isEnabled {@code enable.metrics.push}
     * @param resourceLabels what is true of the whole client, such as its group
     */
    public static ClientTelemetry start(
            boolean isEnabled, ClientCore core, ClientMetrics metrics, Map<String, String> resourceLabels) {
        ClientTelemetry telemetry = new ClientTelemetry(isEnabled, core, metrics, resourceLabels);
        if (isEnabled) {
            core.execute(() -> core.onFirstBroker(telemetry::begin));
        }
        return telemetry;
    }

    private void begin(int nodeId) {
        if (!hasBegun) {
            hasBegun = true;
            ask(Target.node(nodeId));
        }
    }

    private void ask(Target target) {
        isUnderWay = true;
        Subscription known = schedule.subscription();
        GetTelemetrySubscriptionsRequest request = new GetTelemetrySubscriptionsRequest()
                .clientInstanceId(known == null ? Uuid.ZERO_UUID : known.clientInstanceId());
        core.send(target, Call.of(request), new ResponseHandler<GetTelemetrySubscriptionsResponse>() {
            @Override
            public void onResponse(GetTelemetrySubscriptionsResponse response, int version, int nodeId) {
                Errors error = Errors.forCode(response.errorCode());
                if (error != Errors.NONE) {
                    go(schedule.refused(error), "asking for the subscription was refused: " + error);
                    return;
                }
                Subscription told = Subscription.of(response);
                clientInstanceId.complete(told.clientInstanceId());
                go(schedule.subscribed(told), "subscription " + told);
            }

            @Override
            public void onFailure(RuntimeException failure) {
                Due next = schedule.failed(failure);
                if (next.step() == Step.STOP) {
                    clientInstanceId.completeExceptionally(failure);
                }
                go(next, "no subscription: " + failure.getMessage());
            }
        });
    }

    private void push() {
        isUnderWay = true;
        send(false, () -> {}, core.settings().requestTimeoutMs());
    }

    private void send(boolean isLast, Runnable whenDone, long timeoutMs) {
        Subscription subscription = schedule.subscription();
        List<Metric> all = new ArrayList<>(metrics.all().values());
        all.addAll(applications.values());
        TelemetryPayload.Packed packed = payload.pack(all, subscription, System.currentTimeMillis());
        if (packed.bytes().length > subscription.maxBytes()) {
            go(
                    schedule.refused(Errors.TELEMETRY_TOO_LARGE),
                    packed.bytes().length + " bytes are more than the broker takes");
            whenDone.run();
            return;
        }
        PushTelemetryRequest request = new PushTelemetryRequest()
                .clientInstanceId(subscription.clientInstanceId())
                .subscriptionId(subscription.id())
                .terminating(isLast)
                .compressionType(packed.compression())
                .metrics(packed.bytes());
        core.send(Target.ANY, Call.of(request), timeoutMs, new ResponseHandler<PushTelemetryResponse>() {
            @Override
            public void onResponse(PushTelemetryResponse response, int version, int nodeId) {
                Errors error = Errors.forCode(response.errorCode());
                go(error == Errors.NONE ? schedule.pushed() : schedule.refused(error), "pushed: " + error);
                whenDone.run();
            }

            @Override
            public void onFailure(RuntimeException failure) {
                go(schedule.failed(failure), "not pushed: " + failure.getMessage());
                whenDone.run();
            }
        });
    }

    private void go(Due next, String why) {
        isUnderWay = false;
        if (isClosing) {
            if (lastPush != null) {
                Runnable then = lastPush;
                lastPush = null;
                then.run();
            }
            return;
        }
        log.debug("{}; next: {}", why, next);
        switch (next.step()) {
            case ASK -> timer = core.schedule(next.delayMs(), () -> ask(Target.ANY));
            case PUSH -> timer = core.schedule(next.delayMs(), this::push);
            case STOP -> {
                isStopped = true;
                clientInstanceId.completeExceptionally(new TimeoutException("telemetry has ended: " + why));
            }
        }
    }

    /**
     * The id by which the cluster knows this client; waits until it has been asked for. Any thread.
     *
     * @throws IllegalStateException if {@code enable.metrics.push} is off
     * @throws IllegalArgumentException if the timeout is negative
     * @throws TimeoutException if the cluster did not tell in time
     * @throws io.headrace.common.errors.UnsupportedVersionException if the cluster has no telemetry
     * @throws InterruptException if the thread is interrupted
     */
    public Uuid clientInstanceId(Duration timeout) {
        if (!isEnabled) {
            throw new IllegalStateException("Telemetry is not enabled. Set config `"
                    + CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG + "` to `true`.");
        }
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout cannot be negative.");
        }
        if (!clientInstanceId.isDone()) {
            core.requireNotOnLoop("clientInstanceId");
            core.execute(() -> {
                if (!hasBegun) {
                    hasBegun = true;
                    ask(Target.ANY);
                }
            });
        }
        try {
            return clientInstanceId.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("the cluster did not tell the client's instance id within " + timeout.toMillis()
                    + " ms" + core.describeUpdateFailure());
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            throw new InterruptException("interrupted while waiting for the client's instance id", e);
        }
    }

    /** Has a metric of the application pushed too, unless the client has one of that name. Any thread. */
    public void register(KafkaMetric metric) {
        if (metrics.all().containsKey(metric.metricName())) {
            log.debug(
                    "Skipping registration for metric {}. Existing producer or consumer metrics cannot be overwritten.",
                    metric.metricName());
        } else {
            applications.put(metric.metricName(), metric);
        }
    }

    /** Undoes {@link #register}. Any thread. */
    public void unregister(KafkaMetric metric) {
        applications.remove(metric.metricName(), metric);
    }

    /**
     * Pushes for the last time, if the cluster wants metrics, and waits for that, but not long and not on the loop. Before
     * the client is closed; any thread.
     */
    public void close(Duration timeout) {
        if (!isEnabled || core.inLoop()) {
            return;
        }
        long waitMs = Math.min(timeout.toMillis(), LONGEST_LAST_PUSH_MS);
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            core.execute(() -> beginClosing(waitMs, done));
            done.get(waitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException | ExecutionException | java.util.concurrent.TimeoutException e) {
            log.debug("the last push did not get through", e);
        }
    }

    private void beginClosing(long waitMs, CompletableFuture<Void> done) {
        isClosing = true;
        if (timer != null) {
            timer.cancel();
        }
        Subscription subscription = schedule.subscription();
        if (subscription == null || subscription.wantsNothing() || isStopped || waitMs <= 0) {
            done.complete(null);
            return;
        }
        Runnable last = () -> send(true, () -> done.complete(null), waitMs);
        if (isUnderWay) {
            lastPush = last;
        } else {
            last.run();
        }
    }
}
