package io.headrace.group.model;

import io.headrace.coordination.Timers;
import io.headrace.metadata.config.GroupConfig;
import io.headrace.metadata.image.ClusterImage;
import java.util.Objects;
import java.util.function.Supplier;

/** What the parts of a group coordinator find around them. Owner: the coordinator's thread. */
public final class GroupEnvironment {
    private final GroupConfig config;
    private final Timers timers;
    private final Supplier<String> uniqueIds;
    private ClusterImage image;
    private boolean loaded;

    /**
     * Puts together what there is.
     *
     * @param uniqueIds gives a text at each call that nobody else has, for member ids
     */
    public GroupEnvironment(GroupConfig config, Timers timers, Supplier<String> uniqueIds, ClusterImage image) {
        this.config = Objects.requireNonNull(config, "config");
        this.timers = Objects.requireNonNull(timers, "timers");
        this.uniqueIds = Objects.requireNonNull(uniqueIds, "uniqueIds");
        this.image = Objects.requireNonNull(image, "image");
    }

    public GroupConfig config() {
        return config;
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
