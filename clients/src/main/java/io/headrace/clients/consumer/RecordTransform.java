package io.headrace.clients.consumer;

import io.headrace.clients.producer.ProducerRecord;
import java.util.Collection;

/**
 * What a {@link ConsumerLoop} makes of a record, exactly once. Called by the loop's executor, as {@link RecordHandler} is.
 *
 * @param <K> type of the keys that are read
 * @param <V> type of the values that are read
 * @param <A> type of the keys that are written
 * @param <B> type of the values that are written
 */
@FunctionalInterface
public interface RecordTransform<K, V, A, B> {

    /**
     * Makes records of a record. They are sent in one transaction with its offset. It may see a record again, if a
     * transaction is aborted: what was returned before was not seen by anybody then who reads committed records alone. Only
     * what is returned is written once; whatever else is done here may be done twice.
     *
     * @return what is to be written, in order; empty for nothing
     * @throws Exception when the record is not done: it is tried again, as the loop is configured. One that comes of an
     *     interrupt ends the loop
     */
    Collection<ProducerRecord<A, B>> transform(ConsumerRecord<K, V> record) throws Exception;
}
