package io.headrace.common.metrics;

import io.headrace.common.Reconfigurable;
import io.headrace.common.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries metrics elsewhere. Clients make the classes that {@code metric.reporters} names, configure them with all of their
 * settings and {@code client.id}, and tell them of each metric that comes and goes.
 *
 * <p>Calls come from any thread, one at a time for each registry. An exception harms nobody but is logged.
 */
public interface MetricsReporter extends Reconfigurable, AutoCloseable {

    /** Called once, when the reporter joins a registry, with the metrics that are there. */
    void init(List<KafkaMetric> metrics);

    /** A metric came, or another one took its place. */
    void metricChange(KafkaMetric metric);

    /** A metric is gone. */
    void metricRemoval(KafkaMetric metric);

    /** The registry is closed. */
    @Override
    void close();

    /** The names of the settings that may change; none unless overridden. */
    @Override
    default Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    default void validateReconfiguration(Map<String, ?> configs) throws ConfigException {}

    @Override
    default void reconfigure(Map<String, ?> configs) {}

    /** Tells where the metrics come from, before {@link #init}. */
    default void contextChange(MetricsContext metricsContext) {}
}
