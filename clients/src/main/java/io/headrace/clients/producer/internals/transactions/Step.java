package io.headrace.clients.producer.internals.transactions;

/** What is to be done next. Immutable. */
public sealed interface Step {

    /** Any broker will do. */
    int ANY_BROKER = Integer.MIN_VALUE;

    /** Nothing, until something happens. */
    Step REST = new Rest();

    /** See {@link #REST}. */
    record Rest() implements Step {}

    /** Nothing before a time, on the scale on which the machine is told the time. */
    record Wait(long untilNs) implements Step {}

    /**
     * Send a request, and tell the machine its outcome.
     *
     * @param nodeId to whom; {@link #ANY_BROKER} if that does not matter
     */
    record Send(Request request, int nodeId) implements Step {}
}
