/** Stats for sensors: what is computed from the values that were recorded. */
package io.headrace.common.metrics.stats;
