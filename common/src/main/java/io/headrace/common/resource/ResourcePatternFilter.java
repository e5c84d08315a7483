package io.headrace.common.resource;

import java.util.Objects;

/** Selects resource patterns. Immutable. */
public class ResourcePatternFilter {
    /** Selects every pattern. */
    public static final ResourcePatternFilter ANY = new ResourcePatternFilter(ResourceType.ANY, null, PatternType.ANY);

    private final ResourceType resourceType;
    private final String name;
    private final PatternType patternType;

    /**
     * A filter.
     *
     * @param resourceType {@link ResourceType#ANY} for any
     * @param name null for any
     * @param patternType {@link PatternType#ANY} for any, {@link PatternType#MATCH} for what applies to a resource of
     *     that name
     */
    public ResourcePatternFilter(ResourceType resourceType, String name, PatternType patternType) {
        this.resourceType = Objects.requireNonNull(resourceType, "resourceType");
        this.name = name;
        this.patternType = Objects.requireNonNull(patternType, "patternType");
    }

    /** The resources' type. */
    public ResourceType resourceType() {
        return resourceType;
    }

    /** The name, or null for any. */
    public String name() {
        return name;
    }

    /** How the name is meant. */
    public PatternType patternType() {
        return patternType;
    }

    /** Whether one of the types is not known to this version. */
    public boolean isUnknown() {
        return resourceType.isUnknown() || patternType.isUnknown();
    }

    /**
     * Whether a pattern is selected.
     *
     * @throws IllegalArgumentException if the pattern's type is not known, so that nothing can be said
     */
    public boolean matches(ResourcePattern pattern) {
        boolean isTypeRight = resourceType == ResourceType.ANY || resourceType == pattern.resourceType();
        boolean isPatternTypeRight = patternType == PatternType.ANY
                || patternType == PatternType.MATCH
                || patternType == pattern.patternType();
        return isTypeRight && isPatternTypeRight && (name == null || matchesName(pattern));
    }

    private boolean matchesName(ResourcePattern pattern) {
        if (patternType == PatternType.ANY || patternType == pattern.patternType()) {
            return name.equals(pattern.name());
        }
        return switch (pattern.patternType()) {
            case LITERAL -> pattern.name().equals(name) || pattern.name().equals(ResourcePattern.WILDCARD_RESOURCE);
            case PREFIXED -> name.startsWith(pattern.name());
            default ->
                throw new IllegalArgumentException(
                        "it cannot be said whether a pattern of type " + pattern.patternType() + " applies to " + name);
        };
    }

    /** Whether no more than one pattern can be selected. */
    public boolean matchesAtMostOne() {
        return findIndefiniteField() == null;
    }

    /** Why more than one pattern could be selected; null if none could. */
    public String findIndefiniteField() {
        if (resourceType == ResourceType.ANY || resourceType == ResourceType.UNKNOWN) {
            return "the resource type is " + resourceType;
        }
        if (name == null) {
            return "the resource's name is not given";
        }
        if (patternType == PatternType.MATCH || patternType == PatternType.UNKNOWN) {
            return "the pattern type is " + patternType;
        }
        return null;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ResourcePatternFilter other
                && resourceType == other.resourceType
                && Objects.equals(name, other.name)
                && patternType == other.patternType;
    }

    @Override
    public int hashCode() {
        return Objects.hash(resourceType, name, patternType);
    }

    @Override
    public String toString() {
        return "ResourcePattern(resourceType=" + resourceType + ", name=" + (name == null ? "<any>" : name)
                + ", patternType=" + patternType + ")";
    }
}
