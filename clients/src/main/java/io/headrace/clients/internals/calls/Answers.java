package io.headrace.clients.internals.calls;

/**
 * Takes what a broker's answer means for each item that was asked for. An item that is not mentioned fails.
 *
 * @param <K> the items
 * @param <V> what is learned about each
 */
public interface Answers<K, V> {

    /** The item is done. */
    void succeed(K item, V value);

    /** The item has failed for good. */
    void fail(K item, RuntimeException why);

    /** The item is to be asked for again after a backoff, with fresh metadata if the cause calls for that. */
    void retry(K item, RuntimeException why);

    /** The item is to be asked for again after at least so many milliseconds. */
    void retryAfter(K item, RuntimeException why, long delayMs);

    /** The item is to be asked for again at once: the answer was a part of what is wanted, or showed another way. */
    void again(K item);
}
