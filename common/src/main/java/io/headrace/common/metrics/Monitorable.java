package io.headrace.common.metrics;

/** A plug-in that has metrics of its own (KIP-877). */
public interface Monitorable {

    /** Called once, after {@code configure}; a plug-in without metrics of its own need not implement this interface. */
    void withPluginMetrics(PluginMetrics metrics);
}
