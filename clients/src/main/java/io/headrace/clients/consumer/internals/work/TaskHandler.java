package io.headrace.clients.consumer.internals.work;

import io.headrace.clients.consumer.ConsumerRecord;
import java.util.List;

/** What is done with the records of a task. Called by the executor. */
@FunctionalInterface
public interface TaskHandler<K, V> {

    /**
     * Handles records.
     *
     * @return what is to be sent for them, with their offsets in one transaction
     * @throws Exception when they are not done
     */
    Emission handle(List<ConsumerRecord<K, V>> records) throws Exception;
}
