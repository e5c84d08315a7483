/**
 * Membership in a consumer group and its offsets, as far as the client's loop has to do with them.
 *
 * <p>{@link io.headrace.clients.consumer.internals.group.ClassicMember} and
 * {@link io.headrace.clients.consumer.internals.group.ConsumerMember} decide (plain values in, plain values out); a session
 * of each kind carries out what they decide. What the application has a part in (callbacks, assignors) becomes a
 * {@link io.headrace.clients.consumer.internals.group.Turn} that the polling thread takes and answers.
 */
package io.headrace.clients.consumer.internals.group;
