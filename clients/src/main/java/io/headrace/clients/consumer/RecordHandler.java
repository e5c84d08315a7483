package io.headrace.clients.consumer;

/**
 * What a {@link ConsumerLoop} does with a record. Called by the loop's executor, by several threads at a time when that has
 * several; never for two records with the same key (or of the same partition, as configured) at a time.
 */
@FunctionalInterface
public interface RecordHandler<K, V> {

    /**
     * Handles a record. When it returns, the record is done and its offset may be committed; so it has to have done, by
     * then, what must not be lost. It may see a record again.
     *
     * @throws Exception when the record is not done: it is tried again, as the loop is configured. One that comes of an
     *     interrupt ends the loop
     */
    void handle(ConsumerRecord<K, V> record) throws Exception;
}
