package io.headrace.group.model;

import io.headrace.coordination.Timers;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.config.GroupConfig;
import io.headrace.metadata.config.GroupSettings;
import io.headrace.metadata.image.ClusterImage;
import java.util.Objects;
import java.util.function.Supplier;

/** What the parts of a group coordinator find around them. Owner: the coordinator's thread. */
public final class GroupEnvironment {
    private final Supplier<BrokerConfig> config;
    private final Timers timers;
    private final Supplier<String> uniqueIds;
    private ClusterImage image;
    private boolean loaded;

    /**
     * Puts together what there is.
     *
     * @param config gives the broker's settings as they are now
     * @param uniqueIds gives a text at each call that nobody else has, for member ids
     */
    public GroupEnvironment(
            Supplier<BrokerConfig> config, Timers timers, Supplier<String> uniqueIds, ClusterImage image) {
        this.config = Objects.requireNonNull(config, "config");
        this.timers = Objects.requireNonNull(timers, "timers");
        this.uniqueIds = Objects.requireNonNull(uniqueIds, "uniqueIds");
        this.image = Objects.requireNonNull(image, "image");
    }

    /** The settings for groups as they are now. */
    public GroupConfig config() {
        return config.get().groups();
    }

    /** The settings of one consumer group as they are now. */
    public GroupSettings settings(String groupId) {
        return GroupSettings.of(config.get(), image, groupId);
    }

    public Timers timers() {
        return timers;
    }

    /** A text that nobody else has. */
    public String uniqueId() {
        return uniqueIds.get();
    }

    /** The cluster as it was last shown to the coordinator. */
    public ClusterImage image() {
        return image;
    }

    /** Shows a newer image. */
    public void show(ClusterImage newer) {
        image = Objects.requireNonNull(newer, "newer");
    }

    /** Whether the coordinator is in charge. Until then it starts no timers and appends nothing. */
    public boolean isLoaded() {
        return loaded;
    }

    /** The coordinator is in charge from now on. */
    public void setLoaded() {
        loaded = true;
    }
}
