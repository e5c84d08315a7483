package io.headrace.clients.micrometer;

import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows the metrics of a producer, consumer or admin client in a Micrometer registry: totals as counters, other numbers as
 * gauges. Names are those of Micrometer's own binder for Apache's clients: {@code kafka.producer.record.send.total} is
 * {@code record-send-total} of {@code producer-metrics}.
 *
 * <p>Some metrics are there for the client as a whole and for each topic or partition, under one name. Prometheus wants the
 * same tags from all meters of a name, so only the finer ones are shown as soon as there are any; the whole is their sum.
 *
 * <p>Metrics come and go with brokers, topics and partitions; a thread looks for them again and again until this is closed.
 * Thread safe. Needs Micrometer on the class path, which the clients do not bring.
 *
 * <pre>{@code
 * ClientMeters meters = new ClientMeters(producer::metrics);
 * meters.bindTo(registry);
 * }</pre>
 */
public final class ClientMeters implements MeterBinder, AutoCloseable {

    private static final Duration DEFAULT_REFRESH = Duration.ofMinutes(1);
    private static final String TOTAL = "total";

    /** How many metrics there are; Micrometer's binder leaves it out, too. */
    private static final String COUNT_OF_METRICS = "kafka-metrics-count";

    /** The meters in one registry. */
    private static final class Binding {
        private final Map<MetricName, Meter> meters = new HashMap<>();

        /** How many tags the registry adds to each meter. */
        private final int addedTags;

        Binding(MeterRegistry registry) {
            Meter probe = Meter.builder("kafka.client.meters.probe", Meter.Type.OTHER, List.of())
                    .register(registry);
            addedTags = probe.getId().getTags().size();
            registry.remove(probe);
        }
    }

    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private final List<Tag> extraTags;
    private final Duration refresh;

    /** Guarded by this object's monitor. */
    private final Map<MeterRegistry, Binding> bound = new HashMap<>();

    private ScheduledExecutorService refresher;
    private boolean isClosed;

    /** @param metrics such as {@code producer::metrics} */
    public ClientMeters(Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this(metrics, List.of(), DEFAULT_REFRESH);
    }

    /**
     * @param metrics such as {@code producer::metrics}
     * @param extraTags given to every meter
     * @param refresh how often to look for metrics that came or went
     */
    public ClientMeters(
            Supplier<Map<MetricName, ? extends Metric>> metrics, Iterable<Tag> extraTags, Duration refresh) {
        this.metrics = metrics;
        List<Tag> tags = new ArrayList<>();
        extraTags.forEach(tags::add);
        this.extraTags = List.copyOf(tags);
        this.refresh = refresh;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        if (isClosed) {
            throw new IllegalStateException("these meters are closed");
        }
        bound.computeIfAbsent(registry, Binding::new);
        refresh();
        if (refresher == null) {
            refresher = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "headrace-client-meters");
                thread.setDaemon(true);
                return thread;
            });
            var unused = refresher.scheduleWithFixedDelay(
                    this::refresh, refresh.toMillis(), refresh.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Takes in metrics that came, and drops meters of those that went. */
    synchronized void refresh() {
        Map<MetricName, Metric> wanted = wanted();
        bound.forEach((registry, binding) -> {
            binding.meters.entrySet().removeIf(entry -> {
                boolean isGone = !wanted.containsKey(entry.getKey());
                if (isGone) {
                    registry.remove(entry.getValue());
                }
                return isGone;
            });
            wanted.forEach((name, metric) -> {
                if (!binding.meters.containsKey(name) && yieldsToNone(registry, binding, name)) {
                    binding.meters.put(name, register(registry, name, metric));
                }
            });
        });
    }

    /** The numbers among the metrics; of those of one name, the ones with the most tags. */
    private Map<MetricName, Metric> wanted() {
        Map<MetricName, Metric> numbers = new LinkedHashMap<>();
        Map<String, Integer> mostTags = new HashMap<>();
        metrics.get().forEach((name, metric) -> {
            if (metric.metricValue() instanceof Number && !COUNT_OF_METRICS.equals(name.group())) {
                numbers.put(name, metric);
                mostTags.merge(meterName(name), name.tags().size(), Math::max);
            }
        });
        numbers.keySet().removeIf(name -> name.tags().size() < mostTags.get(meterName(name)));
        return numbers;
    }

    /** Removes coarser meters that other clients have in the registry; false when one of those is finer. */
    private boolean yieldsToNone(MeterRegistry registry, Binding binding, MetricName name) {
        int tags = name.tags().size() + extraTags.size() + binding.addedTags;
        List<Meter> coarser = new ArrayList<>();
        for (Meter other : registry.find(meterName(name)).meters()) {
            int otherTags = other.getId().getTags().size();
            if (otherTags > tags) {
                return false;
            }
            if (otherTags < tags) {
                coarser.add(other);
            }
        }
        coarser.forEach(registry::remove);
        return true;
    }

    private Meter register(MeterRegistry registry, MetricName name, Metric metric) {
        List<Tag> tags = new ArrayList<>(extraTags);
        name.tags().forEach((key, value) -> tags.add(Tag.of(key.replace('-', '.'), value)));
        String meter = meterName(name);
        if (name.name().endsWith(TOTAL)) {
            return FunctionCounter.builder(meter, metric, ClientMeters::valueOf)
                    .tags(tags)
                    .description(name.description())
                    .register(registry);
        }
        return Gauge.builder(meter, metric, ClientMeters::valueOf)
                .tags(tags)
                .description(name.description())
                .strongReference(true)
                .register(registry);
    }

    static String meterName(MetricName name) {
        String full = "kafka." + name.group() + "." + name.name();
        return full.replace("-metrics", "").replace('-', '.');
    }

    private static double valueOf(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Ends the thread, and removes the meters from their registries. */
    @Override
    public synchronized void close() {
        isClosed = true;
        if (refresher != null) {
            refresher.shutdownNow();
        }
        bound.forEach((registry, binding) -> binding.meters.values().forEach(registry::remove));
        bound.clear();
    }
}
