package io.headrace.clients.consumer.internals.fetch;

import io.headrace.common.TopicPartition;

/** Counts what is fetched. Called by the loop, once per answer and partition, never per record. */
public interface FetchMeter {

    /** The batches of an answer were all told. */
    void answered();

    /** Batches of a partition came. */
    void fetched(TopicPartition partition, long bytes);
}
