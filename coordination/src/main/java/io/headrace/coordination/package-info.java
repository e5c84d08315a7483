/**
 * What a coordinator is: a {@link io.headrace.coordination.CoordinatorMachine state machine} whose state is what the
 * records of one partition say.
 *
 * <p>A request is a step of the machine. The step decides, changes nothing that records describe, and returns an
 * {@link io.headrace.coordination.Outcome}: the records to append, and what is to be said once they are committed. Whoever
 * runs the machine appends them and gives them back to it by {@code replay}, the only way that durable state changes, in a
 * running coordinator as after a restart. Nothing here knows logs, connections or threads.
 */
package io.headrace.coordination;
