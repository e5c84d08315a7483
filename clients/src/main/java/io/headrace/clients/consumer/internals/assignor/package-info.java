/**
 * Who gets which partitions, in the classic protocol, where a member decides it for all.
 *
 * <p>Owns the algorithms that stand behind the public assignors
 * ({@link io.headrace.clients.consumer.internals.assignor.AbstractPartitionAssignor} and what extends it), the bytes that
 * members send each other ({@link io.headrace.clients.consumer.internals.assignor.ConsumerProtocol}), and the assignors of
 * one consumer ({@link io.headrace.clients.consumer.internals.assignor.Assignors}). They are computations on plain values:
 * subscriptions and a cluster in, partitions out.
 *
 * <p>Must not know: how members meet (requests, sessions, turns), what is read, or the client's loop. The polling thread
 * calls it; nothing in here waits.
 */
package io.headrace.clients.consumer.internals.assignor;
