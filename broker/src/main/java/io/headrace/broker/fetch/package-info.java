/**
 * Reading for consumers: what a fetch wants and has been told, sessions that remember it (KIP-227), and waiting for data.
 *
 * <p>A fetch and its session belong to the loop of the connection; partitions are read through their snapshots, without a
 * hop.
 */
package io.headrace.broker.fetch;
