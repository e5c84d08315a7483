package io.headrace.clients.consumer;

import io.headrace.clients.producer.ProducerRecord;
import java.util.Collection;
import java.util.List;

/**
 * What a {@link ConsumerLoop} makes of the records of one partition that one poll returned, exactly once. Called by the
 * loop's executor, as {@link BatchHandler} is.
 *
 * @param <K> type of the keys that are read
 * @param <V> type of the values that are read
 * @param <A> type of the keys that are written
 * @param <B> type of the values that are written
 */
@FunctionalInterface
public interface BatchTransform<K, V, A, B> {

    /**
     * Makes records of records; see {@link RecordTransform#transform}. When it sees records again, they may come in other
     * batches.
     *
     * @param records of one partition, in offset order; at least one
     * @return what is to be written, in order; empty for nothing
     * @throws Exception when they are not done: all of them are tried again, as the loop is configured. One that comes of an
     *     interrupt ends the loop
     */
    Collection<ProducerRecord<A, B>> transform(List<ConsumerRecord<K, V>> records) throws Exception;
}
