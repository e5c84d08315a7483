package io.headrace.clients.consumer;

import io.headrace.common.TopicPartition;
import java.util.Map;

/** Told what came of an asynchronous commit. Called in the thread that polls. */
@FunctionalInterface
public interface OffsetCommitCallback {

    /**
     * Told once per commit.
     *
     * @param offsets what was to be committed
     * @param exception null when it was; else why not
     */
    void onComplete(Map<TopicPartition, OffsetAndMetadata> offsets, Exception exception);
}
