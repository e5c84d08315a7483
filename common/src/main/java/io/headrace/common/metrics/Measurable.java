package io.headrace.common.metrics;

/** A number that is computed when it is read. */
public interface Measurable extends MetricValueProvider<Double> {

    /**
     * The number now.
     *
     * @param config of the metric
     * @param now milliseconds since 1970
     */
    double measure(MetricConfig config, long now);

    @Override
    default Double value(MetricConfig config, long now) {
        return measure(config, now);
    }
}
