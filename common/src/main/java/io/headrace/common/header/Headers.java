package io.headrace.common.header;

/**
 * The headers of one record, in the order they were added; names may repeat. Not safe for use by several threads.
 *
 * <p>Once a producer has taken the record over, its headers are read-only and every change throws
 * {@link IllegalStateException}.
 */
public interface Headers extends Iterable<Header> {
    /**
     * Appends a header.
     *
     * @return this
     * @throws IllegalStateException if the headers are read-only
     */
    Headers add(Header header) throws IllegalStateException;

    /**
     * Appends a header made of a name and bytes.
     *
     * @return this
     * @throws IllegalStateException if the headers are read-only
     */
    Headers add(String key, byte[] value) throws IllegalStateException;

    /**
     * Removes all headers of that name.
     *
     * @return this
     * @throws IllegalStateException if the headers are read-only
     */
    Headers remove(String key) throws IllegalStateException;

    /** The header of that name that was added last, or null if there is none. */
    Header lastHeader(String key);

    /** All headers of that name, in the order they were added. */
    Iterable<Header> headers(String key);

    /** All headers in the order they were added, as a new array. */
    Header[] toArray();
}
