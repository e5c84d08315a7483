package io.headrace.common.metrics;

import io.headrace.common.MetricName;
import java.util.LinkedHashMap;

/**
 * What a plug-in may do with the registry of its client (KIP-877). Its metrics carry tags that say which plug-in of which
 * client they belong to, and end with it. Thread safe.
 */
public interface PluginMetrics {

    /**
     * A name for a metric of this plug-in.
     *
     * @param tags in addition to those that every metric of the plug-in has
     * @throws IllegalArgumentException if a tag has the name of one of those
     */
    @SuppressWarnings("NonApiType") // Kafka's interface.
    MetricName metricName(String name, String description, LinkedHashMap<String, String> tags);

    /**
     * Adds a metric.
     *
     * @throws IllegalArgumentException if there is a metric of that name
     */
    void addMetric(MetricName metricName, MetricValueProvider<?> metricValueProvider);

    /**
     * Removes a metric that this plug-in added.
     *
     * @throws IllegalArgumentException if it has added no metric of that name
     */
    void removeMetric(MetricName metricName);

    /**
     * Adds a sensor; its name need be unique among the sensors of this plug-in only.
     *
     * @throws IllegalArgumentException if there is a sensor of that name
     */
    Sensor addSensor(String name);

    /**
     * Removes a sensor and its metrics.
     *
     * @throws IllegalArgumentException if this plug-in has added no sensor of that name
     */
    void removeSensor(String name);
}
