package io.headrace.clients.internals.calls;

import io.headrace.clients.internals.Call;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.ApiMessage;
import java.util.List;
import java.util.Set;

/**
 * What is asked of brokers about a set of items, and what their answers mean. Knows nothing of connections, time and
 * retries; {@link Operations} does. Called on the loop only, one object per operation under way.
 *
 * @param <K> the items: topic names, partitions, brokers, ...
 * @param <V> what is learned about each
 */
public interface Operation<K, V> {

    /** What is waited for, to complete the sentence "timed out waiting for ...". */
    String what(K item);

    /** Who has to be asked about an item. */
    Route route(K item);

    /**
     * The request about some items, all with the same broker.
     *
     * @param timeoutMs how long the broker may take, for requests that carry it
     */
    Call call(List<K> items, int timeoutMs);

    /** Items of the same broker for which this is equal share a request; asked before each attempt. */
    default Object sharing(K item) {
        return Operation.class;
    }

    /** Reads the answer about these items. */
    void read(ApiMessage response, int version, int nodeId, Set<K> items, Answers<K, V> answers);

    /**
     * Whether there is another way to ask, after the broker turned out not to know this one; {@link #call} goes that way
     * from now on.
     */
    default boolean fallsBack(UnsupportedVersionException failure) {
        return false;
    }

    /** Whether somebody still waits for the item; if not it is forgotten before it is asked for again. */
    default boolean isWanted(K item) {
        return true;
    }
}
