package io.headrace.common;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** The name, group and tag names of a metric, before the tags have values. Immutable. */
public class MetricNameTemplate {
    private final String name;
    private final String group;
    private final String description;
    private final Set<String> tags;

    /**
     * Names a kind of metric.
     *
     * @param tagsNames the names of its tags, in the order to show them
     * @throws NullPointerException if an argument is null
     */
    public MetricNameTemplate(String name, String group, String description, Set<String> tagsNames) {
        this.name = Objects.requireNonNull(name, "name");
        this.group = Objects.requireNonNull(group, "group");
        this.description = Objects.requireNonNull(description, "description");
        this.tags = Collections.unmodifiableSet(new LinkedHashSet<>(Objects.requireNonNull(tagsNames, "tagsNames")));
    }

    /**
     * Names a kind of metric.
     *
     * @param tagsNames the names of its tags, in the order to show them
     * @throws NullPointerException if an argument is null
     */
    public MetricNameTemplate(String name, String group, String description, String... tagsNames) {
        this(name, group, description, new LinkedHashSet<>(Arrays.asList(tagsNames)));
    }

    public String name() {
        return name;
    }

    public String group() {
        return group;
    }

    public String description() {
        return description;
    }

    /** The names of the tags. */
    public Set<String> tags() {
        return tags;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, group, tags);
    }

    /** Equal if name, group and tags are; the description does not count. */
    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof MetricNameTemplate other
                        && name.equals(other.name)
                        && group.equals(other.group)
                        && tags.equals(other.tags));
    }

    @Override
    public String toString() {
        return String.format("name=%s, group=%s, tags=%s", name, group, tags);
    }
}
