/**
 * Runs coordinators: each {@link io.headrace.coordination.CoordinatorMachine} on the partition of the internal topic that
 * holds its state.
 *
 * <p>A {@link io.headrace.broker.coordinator.CoordinatorShard} belongs to the loop of its partition, so a step, the append
 * of what it decided and the replay of that are one turn of that loop. Loading reads on the disk's pool and replays on the
 * loop.
 */
package io.headrace.broker.coordinator;
