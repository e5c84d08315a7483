package io.headrace.clients.admin;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A part of a topology that is worked on as a whole. Immutable. */
public class StreamsGroupSubtopologyDescription {

    private final String subtopologyId;
    private final List<String> sourceTopics;
    private final List<String> repartitionSinkTopics;
    private final Map<String, TopicInfo> stateChangelogTopics;
    private final Map<String, TopicInfo> repartitionSourceTopics;

    /**
     * @param subtopologyId its id
     * @param sourceTopics the topics that it reads
     * @param repartitionSinkTopics the repartition topics that it writes
     * @param stateChangelogTopics the changelogs of its state, by name
     * @param repartitionSourceTopics the repartition topics that it reads, by name
     */
    public StreamsGroupSubtopologyDescription(
            String subtopologyId,
            List<String> sourceTopics,
            List<String> repartitionSinkTopics,
            Map<String, TopicInfo> stateChangelogTopics,
            Map<String, TopicInfo> repartitionSourceTopics) {
        this.subtopologyId = subtopologyId;
        this.sourceTopics = List.copyOf(sourceTopics);
        this.repartitionSinkTopics = List.copyOf(repartitionSinkTopics);
        this.stateChangelogTopics = Map.copyOf(stateChangelogTopics);
        this.repartitionSourceTopics = Map.copyOf(repartitionSourceTopics);
    }

    /** Its id. */
    public String subtopologyId() {
        return subtopologyId;
    }

    /** The topics that it reads. */
    public List<String> sourceTopics() {
        return sourceTopics;
    }

    /** The repartition topics that it writes. */
    public List<String> repartitionSinkTopics() {
        return repartitionSinkTopics;
    }

    /** The changelogs of its state, by name. */
    public Map<String, TopicInfo> stateChangelogTopics() {
        return stateChangelogTopics;
    }

    /** The repartition topics that it reads, by name. */
    public Map<String, TopicInfo> repartitionSourceTopics() {
        return repartitionSourceTopics;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamsGroupSubtopologyDescription that
                && subtopologyId.equals(that.subtopologyId)
                && sourceTopics.equals(that.sourceTopics)
                && repartitionSinkTopics.equals(that.repartitionSinkTopics)
                && stateChangelogTopics.equals(that.stateChangelogTopics)
                && repartitionSourceTopics.equals(that.repartitionSourceTopics);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                subtopologyId, sourceTopics, repartitionSinkTopics, stateChangelogTopics, repartitionSourceTopics);
    }

    @Override
    public String toString() {
        return "StreamsGroupSubtopologyDescription(subtopologyId=" + subtopologyId + ", sourceTopics=" + sourceTopics
                + ", repartitionSinkTopics=" + repartitionSinkTopics + ", stateChangelogTopics=" + stateChangelogTopics
                + ", repartitionSourceTopics=" + repartitionSourceTopics + ")";
    }

    /** An internal topic of a topology. Immutable. */
    public static class TopicInfo {

        private final int partitions;
        private final int replicationFactor;
        private final Map<String, String> topicConfigs;

        /**
         * @param partitions how many partitions it has; 0 when the topology leaves that open
         * @param replicationFactor how many replicas it has; 0 for the cluster's default
         * @param topicConfigs its configs
         */
        public TopicInfo(int partitions, int replicationFactor, Map<String, String> topicConfigs) {
            this.partitions = partitions;
            this.replicationFactor = replicationFactor;
            this.topicConfigs = Map.copyOf(topicConfigs);
        }

        /** How many partitions it has; 0 when the topology leaves that open. */
        public int partitions() {
            return partitions;
        }

        /** How many replicas it has; 0 for the cluster's default. */
        public int replicationFactor() {
            return replicationFactor;
        }

        /** Its configs. */
        public Map<String, String> topicConfigs() {
            return topicConfigs;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TopicInfo that
                    && partitions == that.partitions
                    && replicationFactor == that.replicationFactor
                    && topicConfigs.equals(that.topicConfigs);
        }

        @Override
        public int hashCode() {
            return Objects.hash(partitions, replicationFactor, topicConfigs);
        }

        @Override
        public String toString() {
            return "TopicInfo(partitions=" + partitions + ", replicationFactor=" + replicationFactor + ", topicConfigs="
                    + topicConfigs + ")";
        }
    }
}
