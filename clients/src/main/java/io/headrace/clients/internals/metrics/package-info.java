/**
 * What clients measure, under Kafka's names. The loop counts once per batch, request or answer, never per record; rates and
 * averages are computed when somebody reads them.
 */
package io.headrace.clients.internals.metrics;
