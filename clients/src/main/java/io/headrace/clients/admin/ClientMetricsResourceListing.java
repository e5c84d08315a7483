package io.headrace.clients.admin;

/** A client metrics resource, which says what metrics clients push (KIP-714). Immutable. */
@Deprecated
public class ClientMetricsResourceListing {

    private final String name;

    /**
     * @param name its name
     */
    public ClientMetricsResourceListing(String name) {
        this.name = name;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientMetricsResourceListing that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "ClientMetricsResourceListing(name=" + name + ")";
    }
}
