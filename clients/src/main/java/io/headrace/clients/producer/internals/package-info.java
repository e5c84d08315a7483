/**
 * How the producer works inside. Two kinds of state, and nothing between them but an inbox and completed deliveries:
 *
 * <ul>
 *   <li>{@code PartitionBuffer} and {@code BufferMemory}: filled by the threads that send, each under its own lock.
 *   <li>{@code SendLoop} and what belongs to it ({@code BrokerSink} per broker, {@code PartitionLane} per partition,
 *       {@code ProducerIds}): owned by the client's loop.
 * </ul>
 *
 * <p>A buffer that has something to send announces itself once in the loop's inbox; nobody scans partitions.
 */
package io.headrace.clients.producer.internals;
