/**
 * The workloads, each in a JVM of its own: produce, consume and ping.
 *
 * <p>The build makes a second copy of this package with Apache's imports, so that both clients run the same code.
 */
package io.headrace.benchmarks.workload;
