package io.headrace.common.resource;

import java.util.Objects;

/** One resource, by its type and its name. Immutable. */
public class Resource {
    /** The name of the resource that stands for the cluster. */
    public static final String CLUSTER_NAME = "kafka-cluster";

    /** The cluster. */
    public static final Resource CLUSTER = new Resource(ResourceType.CLUSTER, CLUSTER_NAME);

    private final ResourceType resourceType;
    private final String name;

    /** A resource. */
    public Resource(ResourceType resourceType, String name) {
        this.resourceType = Objects.requireNonNull(resourceType, "resourceType");
        this.name = Objects.requireNonNull(name, "name");
    }

    /** Its type. */
    public ResourceType resourceType() {
        return resourceType;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Whether its type is not known to this version. */
    public boolean isUnknown() {
        return resourceType.isUnknown();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Resource other && resourceType == other.resourceType && name.equals(other.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(resourceType, name);
    }

    @Override
    public String toString() {
        return "(resourceType=" + resourceType + ", name=" + name + ")";
    }
}
