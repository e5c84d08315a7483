package io.headrace.common.resource;

import java.util.Objects;

/** Resources of one type whose names fit a pattern. Immutable. */
public class ResourcePattern {
    /** With {@link PatternType#LITERAL}: all resources of the type. */
    public static final String WILDCARD_RESOURCE = "*";

    private final ResourceType resourceType;
    private final String name;
    private final PatternType patternType;

    /**
     * A pattern.
     *
     * @throws IllegalArgumentException if one of the types can occur only in filters
     */
    public ResourcePattern(ResourceType resourceType, String name, PatternType patternType) {
        this.resourceType = Objects.requireNonNull(resourceType, "resourceType");
        this.name = Objects.requireNonNull(name, "name");
        this.patternType = Objects.requireNonNull(patternType, "patternType");
        if (resourceType == ResourceType.ANY) {
            throw new IllegalArgumentException("a pattern needs a definite resource type, not ANY");
        }
        if (patternType == PatternType.MATCH || patternType == PatternType.ANY) {
            throw new IllegalArgumentException("a pattern needs a definite pattern type, not " + patternType);
        }
    }

    /** The resources' type; never ANY. */
    public ResourceType resourceType() {
        return resourceType;
    }

    /** The name that the pattern type explains. */
    public String name() {
        return name;
    }

    /** How the name is meant; never ANY or MATCH. */
    public PatternType patternType() {
        return patternType;
    }

    /** A filter that matches this pattern alone. */
    public ResourcePatternFilter toFilter() {
        return new ResourcePatternFilter(resourceType, name, patternType);
    }

    /** Whether one of the types is not known to this version. */
    public boolean isUnknown() {
        return resourceType.isUnknown() || patternType.isUnknown();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ResourcePattern other
                && resourceType == other.resourceType
                && name.equals(other.name)
                && patternType == other.patternType;
    }

    @Override
    public int hashCode() {
        return Objects.hash(resourceType, name, patternType);
    }

    @Override
    public String toString() {
        return "ResourcePattern(resourceType=" + resourceType + ", name=" + name + ", patternType=" + patternType + ")";
    }
}
