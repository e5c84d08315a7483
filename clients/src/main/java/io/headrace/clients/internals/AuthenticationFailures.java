package io.headrace.clients.internals;

import io.headrace.common.errors.AuthenticationException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The last time that a broker did not take this client for who it says it is, until somebody is told of it. Thread safe;
 * written by the client's loop.
 */
final class AuthenticationFailures {

    private final AtomicReference<AuthenticationException> untold = new AtomicReference<>();
    private final List<Consumer<AuthenticationException>> listeners = new CopyOnWriteArrayList<>();

    /** Adds somebody who is told of each failure, on the loop. */
    void addListener(Consumer<AuthenticationException> listener) {
        listeners.add(listener);
    }

    /** Notes a failure, for who asks. */
    void add(AuthenticationException failure) {
        untold.set(failure);
    }

    /** Tells the listeners. */
    void tell(AuthenticationException failure) {
        listeners.forEach(listener -> listener.accept(failure));
    }

    /** It went well since. */
    void forget() {
        untold.set(null);
    }

    /** Whether there was one of which nobody was told. */
    boolean isUntold() {
        return untold.get() != null;
    }

    /**
     * Tells of a failure, once.
     *
     * @throws AuthenticationException if there was one of which nobody was told yet; the next caller is not told
     */
    void throwUntold() {
        AuthenticationException failure = untold.getAndSet(null);
        if (failure != null) {
            throw failure;
        }
    }
}
