package io.headrace.clients.internals.calls;

/**
 * Takes what becomes of each item of an operation: exactly one call per item, on the loop.
 *
 * @param <K> the items
 * @param <V> what is learned about each
 */
public interface Outcome<K, V> {

    /** The item is done. */
    void succeeded(K item, V value);

    /** The item is given up. */
    void failed(K item, RuntimeException why);
}
