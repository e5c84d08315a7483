package io.headrace.common.metrics;

import java.util.Map;

/** Where metrics come from, for reporters (KIP-606): which kind of client, and what the application adds. */
public interface MetricsContext {

    /** The label whose value is the namespace; {@link JmxReporter} takes it for the domain of its MBeans. */
    String NAMESPACE = "_namespace";

    /** The labels by their names. */
    Map<String, String> contextLabels();
}
