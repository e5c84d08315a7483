/** What a {@link io.headrace.clients.consumer.MockConsumer} is made of. Owner of all of it: the mock's lock. */
package io.headrace.clients.consumer.internals.mock;
