package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.Uuid;
import io.headrace.common.errors.ApiException;
import java.util.HashMap;
import java.util.Map;

/** What comes of creating topics. Each topic succeeds or fails on its own. Thread safe. */
public class CreateTopicsResult {

    static final int UNKNOWN = -1;

    private final Map<String, KafkaFuture<TopicMetadataAndConfig>> futures;

    /** @param futures by topic name */
    protected CreateTopicsResult(Map<String, KafkaFuture<TopicMetadataAndConfig>> futures) {
        this.futures = futures;
    }

    /** By topic name: done when the topic exists. */
    public Map<String, KafkaFuture<Void>> values() {
        Map<String, KafkaFuture<Void>> values = new HashMap<>();
        futures.forEach((name, future) -> values.put(name, future.thenApply(created -> null)));
        return values;
    }

    /** Done when all topics exist; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }

    /**
     * The configs the topic got. Fails with {@link io.headrace.common.errors.UnsupportedVersionException} when the broker
     * is too old to say (CreateTopics before version 5), and with an authorization error when it must not say.
     *
     * @param topic the topic's name
     */
    public KafkaFuture<Config> config(String topic) {
        return futures.get(topic).thenApply(TopicMetadataAndConfig::config);
    }

    /**
     * The id the topic got.
     *
     * @param topic the topic's name
     */
    public KafkaFuture<Uuid> topicId(String topic) {
        return futures.get(topic).thenApply(TopicMetadataAndConfig::topicId);
    }

    /**
     * The number of partitions the topic got.
     *
     * @param topic the topic's name
     */
    public KafkaFuture<Integer> numPartitions(String topic) {
        return futures.get(topic).thenApply(TopicMetadataAndConfig::numPartitions);
    }

    /**
     * The replication factor the topic got.
     *
     * @param topic the topic's name
     */
    public KafkaFuture<Integer> replicationFactor(String topic) {
        return futures.get(topic).thenApply(TopicMetadataAndConfig::replicationFactor);
    }

    /** What the broker says about a new topic, or why it says nothing. Immutable. */
    public static class TopicMetadataAndConfig {

        private final ApiException exception;
        private final Uuid topicId;
        private final int numPartitions;
        private final int replicationFactor;
        private final Config config;

        /**
         * @param topicId the topic's id
         * @param numPartitions the number of partitions
         * @param replicationFactor the replication factor
         * @param config the configs
         */
        public TopicMetadataAndConfig(Uuid topicId, int numPartitions, int replicationFactor, Config config) {
            this.exception = null;
            this.topicId = topicId;
            this.numPartitions = numPartitions;
            this.replicationFactor = replicationFactor;
            this.config = config;
        }

        /** @param exception why nothing is known; each question throws it */
        public TopicMetadataAndConfig(ApiException exception) {
            this.exception = exception;
            this.topicId = Uuid.ZERO_UUID;
            this.numPartitions = UNKNOWN;
            this.replicationFactor = UNKNOWN;
            this.config = null;
        }

        /** The topic's id. */
        public Uuid topicId() {
            requireKnown();
            return topicId;
        }

        /** The number of partitions. */
        public int numPartitions() {
            requireKnown();
            return numPartitions;
        }

        /** The replication factor. */
        public int replicationFactor() {
            requireKnown();
            return replicationFactor;
        }

        /** The configs. */
        public Config config() {
            requireKnown();
            return config;
        }

        private void requireKnown() {
            if (exception != null) {
                throw exception;
            }
        }
    }
}
