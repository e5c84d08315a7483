/**
 * Inside the consumer. Three places, each with one owner:
 *
 * <ul>
 *   <li>The client's loop owns {@link io.headrace.clients.consumer.internals.Fetcher}, one
 *       {@link io.headrace.clients.consumer.internals.BrokerSource} per broker and one
 *       {@link io.headrace.clients.consumer.internals.Cursor} per partition: where to fetch next, and from whom.
 *   <li>The polling thread owns {@link io.headrace.clients.consumer.internals.Consumption}: positions, paused partitions, and
 *       what it took from the queue; it decodes.
 *   <li>{@link io.headrace.clients.consumer.internals.FetchQueue} lies between them, under its own lock: slices of fetch
 *       responses on their way to the polling thread, and how many bytes there are of them.
 * </ul>
 *
 * <p>The polling thread tells the loop by commands; each seek, reset or restart of a partition starts a new
 * <em>generation</em> of it, and whatever of an older one is still on its way is dropped where it is met.
 *
 * <p>Beside it: {@code group}, membership and committed offsets as the client's loop sees them; {@code assignor}, who gets
 * what in the classic protocol; {@code work}, the runner that stands on the public consumer. Each says itself what it must
 * not know.
 */
package io.headrace.clients.consumer.internals;
