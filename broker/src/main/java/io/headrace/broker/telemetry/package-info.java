/**
 * Metrics of clients (KIP-714): who is asked for which, and what becomes of what they send. What comes is counted, and
 * given to a {@link io.headrace.broker.telemetry.TelemetryReceiver} when there is one. The OpenTelemetry payload is not
 * taken apart here.
 */
package io.headrace.broker.telemetry;
