/**
 * The way of records from the brokers to the application. Three places, each with one owner:
 *
 * <ul>
 *   <li>The client's loop owns {@link io.headrace.clients.consumer.internals.fetch.Fetcher} and its parts, one
 *       {@link io.headrace.clients.consumer.internals.fetch.BrokerSource} per broker and one
 *       {@link io.headrace.clients.consumer.internals.fetch.Cursor} per partition: where to fetch next, and from whom.
 *   <li>The polling thread owns {@link io.headrace.clients.consumer.internals.fetch.Consumption} and its parts: positions,
 *       paused partitions, and what it took from the queue; it decodes.
 *   <li>{@link io.headrace.clients.consumer.internals.fetch.FetchQueue} lies between them, under its own lock: slices of
 *       fetch responses on their way to the polling thread, and how many bytes there are of them.
 * </ul>
 *
 * <p>The polling thread tells the loop by commands; each seek, reset or restart of a partition starts a new
 * <em>generation</em> of it, and whatever of an older one is still on its way is dropped where it is met.
 *
 * <p>What others see of it: {@link io.headrace.clients.consumer.internals.fetch.FetchPath} puts it together,
 * {@link io.headrace.clients.consumer.internals.fetch.Consumption} is used, and asks the others by
 * {@link io.headrace.clients.consumer.internals.fetch.Duties},
 * {@link io.headrace.clients.consumer.internals.fetch.InitialPositions} and
 * {@link io.headrace.clients.consumer.internals.fetch.FetchMeter}. It knows neither groups nor the consumer around it.
 */
package io.headrace.clients.consumer.internals.fetch;
