package io.headrace.broker.coordinator;

import io.headrace.coordination.CoordinatorMachine;
import io.headrace.coordination.Outcome;

/**
 * One step of a machine.
 *
 * @param <M> the machine
 */
@FunctionalInterface
public interface Step<M extends CoordinatorMachine> {

    /** Decides. Called on the machine's loop. */
    Outcome take(M machine, long nowMs);
}
