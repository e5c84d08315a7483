package io.headrace.clients.admin;

import io.headrace.common.Uuid;
import java.util.Objects;

/** A topic in a listing. Immutable. */
public class TopicListing {

    private final String name;
    private final Uuid topicId;
    private final boolean internal;

    /**
     * @param name the topic's name
     * @param topicId the topic's id; {@link Uuid#ZERO_UUID} when the broker knows none
     * @param internal whether brokers keep the topic for themselves
     */
    public TopicListing(String name, Uuid topicId, boolean internal) {
        this.name = Objects.requireNonNull(name, "name");
        this.topicId = Objects.requireNonNull(topicId, "topicId");
        this.internal = internal;
    }

    /** The topic's id; {@link Uuid#ZERO_UUID} when the broker knows none. */
    public Uuid topicId() {
        return topicId;
    }

    /** The topic's name. */
    public String name() {
        return name;
    }

    /** Whether brokers keep the topic for themselves. */
    public boolean isInternal() {
        return internal;
    }

    @Override
    public String toString() {
        return "(name=" + name + ", topicId=" + topicId + ", internal=" + internal + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicListing that
                && internal == that.internal
                && name.equals(that.name)
                && topicId.equals(that.topicId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, topicId, internal);
    }
}
