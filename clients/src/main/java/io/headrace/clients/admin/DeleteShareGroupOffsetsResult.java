package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of deleting a share group's offsets. Each topic succeeds or fails on its own. Thread safe. */
public class DeleteShareGroupOffsetsResult {

    private final Map<String, KafkaFuture<Void>> futures;

    DeleteShareGroupOffsetsResult(Map<String, KafkaFuture<Void>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /**
     * Done for one topic.
     *
     * @param topic one of those that were given
     * @return fails with an IllegalArgumentException for one that was not
     */
    public KafkaFuture<Void> topicResult(String topic) {
        return Futures.of(futures, topic, "topic");
    }

    /** Done for all topics; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }
}
