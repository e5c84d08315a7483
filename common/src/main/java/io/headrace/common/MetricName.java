package io.headrace.common;

import java.util.Map;
import java.util.Objects;

/** Identifies a metric by name, group and tags; the description is not part of the identity. Immutable. */
public final class MetricName {
    private final String name;
    private final String group;
    private final String description;
    private final Map<String, String> tags;

    /**
     * Names a metric.
     *
     * @throws NullPointerException if any argument is null
     */
    public MetricName(String name, String group, String description, Map<String, String> tags) {
        this.name = Objects.requireNonNull(name, "name");
        this.group = Objects.requireNonNull(group, "group");
        this.description = Objects.requireNonNull(description, "description");
        this.tags = Objects.requireNonNull(tags, "tags");
    }

    public String name() {
        return name;
    }

    public String group() {
        return group;
    }

    public Map<String, String> tags() {
        return tags;
    }

    public String description() {
        return description;
    }

    @Override
    public int hashCode() {
        return Objects.hash(group, name, tags);
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof MetricName other
                        && group.equals(other.group)
                        && name.equals(other.name)
                        && tags.equals(other.tags));
    }

    @Override
    public String toString() {
        return "MetricName [name=" + name + ", group=" + group + ", description=" + description + ", tags=" + tags
                + "]";
    }
}
