package io.headrace.common.internals;

import io.headrace.common.MetricName;
import io.headrace.common.metrics.MetricValueProvider;
import io.headrace.common.metrics.Metrics;
import io.headrace.common.metrics.Monitorable;
import io.headrace.common.metrics.PluginMetrics;
import io.headrace.common.metrics.Sensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The metrics of one plug-in in its client's registry (KIP-877): group {@code plugins}, with the setting that names the
 * plug-in and its class as tags. Thread safe. They end with the registry, which is the client's.
 */
public final class PluginRegistration implements PluginMetrics {

    private static final String GROUP = "plugins";

    private final Metrics registry;
    private final Map<String, String> tags;
    private final Set<MetricName> added = ConcurrentHashMap.newKeySet();
    private final Set<String> sensors = ConcurrentHashMap.newKeySet();

    private PluginRegistration(Metrics registry, String setting, Class<?> type) {
        this.registry = registry;
        this.tags = new LinkedHashMap<>();
        tags.put("config", setting);
        tags.put("class", type.getSimpleName());
    }

    /**
     * Gives a plug-in its metrics, if it wants some. After it was configured.
     *
     * @param setting the one that names the plug-in
     * @param plugin null for none
     */
    public static void register(Metrics registry, String setting, Object plugin) {
        if (plugin instanceof Monitorable monitorable) {
            monitorable.withPluginMetrics(new PluginRegistration(registry, setting, plugin.getClass()));
        }
    }

    @Override
    @SuppressWarnings("NonApiType") // Kafka's interface.
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        for (Map.Entry<String, String> tag : more.entrySet()) {
            if (all.putIfAbsent(tag.getKey(), tag.getValue()) != null) {
                throw new IllegalArgumentException("every metric of a plug-in has a tag '" + tag.getKey()
                        + "' already, so '" + name + "' cannot have another one");
            }
        }
        return registry.metricName(name, GROUP, description, all);
    }

    @Override
    public void addMetric(MetricName metricName, MetricValueProvider<?> metricValueProvider) {
        registry.addMetric(metricName, metricValueProvider);
        added.add(metricName);
    }

    @Override
    public void removeMetric(MetricName metricName) {
        if (!added.remove(metricName)) {
            throw new IllegalArgumentException("this plug-in has added no metric " + metricName);
        }
        registry.removeMetric(metricName);
    }

    /** Sensors of all plug-ins share the registry's names. */
    private String sensorName(String name) {
        return GROUP + "." + System.identityHashCode(this) + "." + tags + "." + name;
    }

    @Override
    public Sensor addSensor(String name) {
        if (!sensors.add(name)) {
            throw new IllegalArgumentException("this plug-in has a sensor '" + name + "' already");
        }
        return registry.sensor(sensorName(name));
    }

    @Override
    public void removeSensor(String name) {
        if (!sensors.remove(name)) {
            throw new IllegalArgumentException("this plug-in has added no sensor '" + name + "'");
        }
        registry.removeSensor(sensorName(name));
    }
}
