/**
 * The event loops of a broker, as owners of state.
 *
 * <p>Everything mutable in the broker that is touched by requests belongs to one loop: connections, partitions, fetch
 * sessions. A command for the own loop is a plain call; for another loop it goes into that loop's queue, which Netty
 * drains in batches and wakes once.
 */
package io.headrace.broker.loop;
