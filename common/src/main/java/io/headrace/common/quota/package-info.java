/** Quotas of clients, as they are described and altered. Values only; brokers keep them. */
package io.headrace.common.quota;
