/**
 * Operations over many items: each item finds its broker, is asked for together with the others that go there, and
 * succeeds, fails or is tried again on its own until the operation's deadline.
 *
 * <p>{@link io.headrace.clients.internals.calls.Operation} says what is asked and what an answer means (pure);
 * {@link io.headrace.clients.internals.calls.Operations} drives (on the client's loop, which owns all state here).
 */
package io.headrace.clients.internals.calls;
