/**
 * Metrics of clients as applications see them: registries, sensors, reporters. Clients register values that are computed
 * when somebody reads them; sensors are for plug-ins and applications that measure something of their own.
 */
package io.headrace.common.metrics;
