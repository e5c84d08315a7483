package io.headrace.clients.admin;

import io.headrace.common.TopicPartitionInfo;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AclOperation;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A topic and its partitions. Immutable. */
public class TopicDescription {

    private final String name;
    private final boolean internal;
    private final List<TopicPartitionInfo> partitions;
    private final Set<AclOperation> authorizedOperations;
    private final Uuid topicId;

    /**
     * @param name the topic's name
     * @param internal whether brokers keep the topic for themselves
     * @param partitions the partitions in the order of their numbers
     */
    public TopicDescription(String name, boolean internal, List<TopicPartitionInfo> partitions) {
        this(name, internal, partitions, Set.of());
    }

    /**
     * @param name the topic's name
     * @param internal whether brokers keep the topic for themselves
     * @param partitions the partitions in the order of their numbers
     * @param authorizedOperations what the client may do; null when it did not ask
     */
    public TopicDescription(
            String name,
            boolean internal,
            List<TopicPartitionInfo> partitions,
            Set<AclOperation> authorizedOperations) {
        this(name, internal, partitions, authorizedOperations, Uuid.ZERO_UUID);
    }

    /**
     * @param name the topic's name
     * @param internal whether brokers keep the topic for themselves
     * @param partitions the partitions in the order of their numbers
     * @param authorizedOperations what the client may do; null when it did not ask
     * @param topicId the topic's id; {@link Uuid#ZERO_UUID} when the broker knows none
     */
    public TopicDescription(
            String name,
            boolean internal,
            List<TopicPartitionInfo> partitions,
            Set<AclOperation> authorizedOperations,
            Uuid topicId) {
        this.name = name;
        this.internal = internal;
        this.partitions = partitions;
        this.authorizedOperations = authorizedOperations;
        this.topicId = topicId;
    }

    /** The topic's name. */
    public String name() {
        return name;
    }

    /** Whether brokers keep the topic for themselves. */
    public boolean isInternal() {
        return internal;
    }

    /** The topic's id; {@link Uuid#ZERO_UUID} when the broker knows none. */
    public Uuid topicId() {
        return topicId;
    }

    /** The partitions in the order of their numbers. */
    public List<TopicPartitionInfo> partitions() {
        return partitions;
    }

    /** What the client may do with the topic; null when it did not ask or the broker does not say. */
    public Set<AclOperation> authorizedOperations() {
        return authorizedOperations;
    }

    @Override
    public String toString() {
        return "(name=" + name + ", internal=" + internal + ", partitions=" + partitions + ", authorizedOperations="
                + authorizedOperations + ", topicId=" + topicId + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicDescription that
                && internal == that.internal
                && Objects.equals(name, that.name)
                && Objects.equals(partitions, that.partitions)
                && Objects.equals(authorizedOperations, that.authorizedOperations)
                && Objects.equals(topicId, that.topicId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, internal, partitions, authorizedOperations, topicId);
    }
}
