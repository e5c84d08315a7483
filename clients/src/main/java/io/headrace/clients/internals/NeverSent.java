package io.headrace.clients.internals;

/** Marks a failure of a call that was never written to a connection: no broker can have acted on it. */
public interface NeverSent {}
