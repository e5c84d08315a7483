/**
 * The broker's metrics for Prometheus, on a port of their own. All of it is put together when it is asked for: loops are
 * asked for copies of their counters, coordinators for their groups. Nothing here is loaded unless {@code metrics.port} is
 * set.
 *
 * <p>Micrometer gives the metrics of the JVM, and its registry the text. The broker's own go to the registry as snapshots
 * instead of meters, since topics, partitions and groups come and go: a meter for each of them would have to be registered
 * and taken away again as they do.
 */
package io.headrace.broker.metrics;
