/** Sends a client's metrics to the cluster when that has subscribed to them (KIP-714). */
package io.headrace.clients.internals.telemetry;
