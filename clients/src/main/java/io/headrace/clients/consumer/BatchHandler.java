package io.headrace.clients.consumer;

import java.util.List;

/**
 * What a {@link ConsumerLoop} does with the records of one partition that one poll returned. Called by the loop's executor,
 * by several threads at a time for several partitions; never for two batches of one partition at a time.
 */
@FunctionalInterface
public interface BatchHandler<K, V> {

    /**
     * Handles records. When it returns, all of them are done and their offsets may be committed. It may see records again.
     *
     * @param records of one partition, in offset order; at least one
     * @throws Exception when they are not done: all of them are tried again, as the loop is configured. One that comes of an
     *     interrupt ends the loop
     */
    void handle(List<ConsumerRecord<K, V>> records) throws Exception;
}
