/**
 * Limits of what clients may use: resolved by Kafka's precedence, measured over windows, and turned into the time for which
 * a connection is not read from.
 *
 * <p>A client may have connections on several loops, and they share one budget: each budget is one object, guarded by its
 * own monitor and held for a few dozen nanoseconds. Parts of a budget, one for each loop, would throttle a client that has
 * one connection to a fraction of its limit. Only clients that have a limit come here; a broker without limits pays for one
 * volatile read for each request.
 */
package io.headrace.broker.quota;
