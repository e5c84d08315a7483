/**
 * Inside the consumer: {@link io.headrace.clients.consumer.internals.ConsumerCore} puts it together, and the polling
 * thread's side of a group lives here ({@link io.headrace.clients.consumer.internals.GroupConsumer} and its parts).
 *
 * <p>Below it: {@code fetch}, how records come from the brokers to the application; {@code group}, membership and committed
 * offsets as the client's loop sees them; {@code assignor}, who gets what in the classic protocol; {@code work}, the runner
 * that stands on the public consumer. Each says itself what it must not know.
 */
package io.headrace.clients.consumer.internals;
