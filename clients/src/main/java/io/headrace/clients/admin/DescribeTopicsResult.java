package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.Uuid;
import java.util.Map;

/** What comes of describing topics. Each topic succeeds or fails on its own. Thread safe. */
public class DescribeTopicsResult {

    private final Map<Uuid, KafkaFuture<TopicDescription>> topicIdFutures;
    private final Map<String, KafkaFuture<TopicDescription>> nameFutures;

    /**
     * One of the two is null.
     *
     * @param topicIdFutures by topic id
     * @param nameFutures by topic name
     */
    protected DescribeTopicsResult(
            Map<Uuid, KafkaFuture<TopicDescription>> topicIdFutures,
            Map<String, KafkaFuture<TopicDescription>> nameFutures) {
        if ((topicIdFutures == null) == (nameFutures == null)) {
            throw new IllegalArgumentException("Topics are described either by id or by name");
        }
        this.topicIdFutures = topicIdFutures;
        this.nameFutures = nameFutures;
    }

    /** By topic id; null when topics were named by name. */
    public Map<Uuid, KafkaFuture<TopicDescription>> topicIdValues() {
        return topicIdFutures;
    }

    /** By topic name; null when topics were named by id. */
    public Map<String, KafkaFuture<TopicDescription>> topicNameValues() {
        return nameFutures;
    }

    /** All descriptions by name; fails when one fails. Only for topics that were named by name. */
    public KafkaFuture<Map<String, TopicDescription>> allTopicNames() {
        return Futures.allOf(nameFutures);
    }

    /** All descriptions by id; fails when one fails. Only for topics that were named by id. */
    public KafkaFuture<Map<Uuid, TopicDescription>> allTopicIds() {
        return Futures.allOf(topicIdFutures);
    }
}
