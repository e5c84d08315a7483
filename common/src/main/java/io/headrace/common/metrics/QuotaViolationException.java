package io.headrace.common.metrics;

import io.headrace.common.KafkaException;

/** A recorded value made a metric break its {@link Quota}. Has no stack trace: it is part of the normal flow. */
public class QuotaViolationException extends KafkaException {

    private static final long serialVersionUID = 1L;

    private final transient KafkaMetric metric;
    private final double value;
    private final double bound;

    /** Tells which metric has which value, and which would have been allowed. */
    public QuotaViolationException(KafkaMetric metric, double value, double bound) {
        this.metric = metric;
        this.value = value;
        this.bound = bound;
    }

    public KafkaMetric metric() {
        return metric;
    }

    public double value() {
        return value;
    }

    public double bound() {
        return bound;
    }

    @SuppressWarnings("OverrideThrowableToString") // As Kafka has it; there is no message.
    @Override
    public String toString() {
        return getClass().getName() + ": '" + (metric == null ? null : metric.metricName()) + "' is " + value
                + ", its quota is " + bound;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
