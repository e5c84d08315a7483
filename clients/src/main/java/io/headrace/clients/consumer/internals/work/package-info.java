/**
 * What a {@link io.headrace.clients.consumer.ConsumerLoop} is made of: the records of a consumer become tasks, tasks run in
 * lanes on the application's threads, and what is done is committed.
 *
 * <p>Owns what is begun and not done, and what may be committed of it. One thread, the one that polls, owns all of that;
 * {@link io.headrace.clients.consumer.internals.work.Lanes} lies between it and the executor's threads.
 *
 * <p>Must not know: anything inside of the consumer. It stands on {@link io.headrace.clients.consumer.Consumer} as any
 * application does, and so it works as well on a {@link io.headrace.clients.consumer.MockConsumer}.
 */
package io.headrace.clients.consumer.internals.work;
