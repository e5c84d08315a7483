package io.headrace.common.quota;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Selects the entities whose quotas are described. Immutable if its collection is. */
public class ClientQuotaFilter {
    private final Collection<ClientQuotaFilterComponent> components;
    private final boolean strict;

    private ClientQuotaFilter(Collection<ClientQuotaFilterComponent> components, boolean strict) {
        this.components = components;
        this.strict = strict;
    }

    /** Entities that have all these parts, and perhaps others. */
    public static ClientQuotaFilter contains(Collection<ClientQuotaFilterComponent> components) {
        return new ClientQuotaFilter(components, false);
    }

    /** Entities that have all these parts and no others. */
    public static ClientQuotaFilter containsOnly(Collection<ClientQuotaFilterComponent> components) {
        return new ClientQuotaFilter(components, true);
    }

    /** All entities that have a quota. */
    public static ClientQuotaFilter all() {
        return new ClientQuotaFilter(List.of(), false);
    }

    /** The parts that an entity must have. */
    public Collection<ClientQuotaFilterComponent> components() {
        return components;
    }

    /** Whether it must have no others. */
    public boolean strict() {
        return strict;
    }

    @SuppressWarnings("UndefinedEquals") // The collections decide, as the caller chose them.
    @Override
    public boolean equals(Object o) {
        return o instanceof ClientQuotaFilter other
                && strict == other.strict
                && Objects.equals(components, other.components);
    }

    @Override
    public int hashCode() {
        return Objects.hash(components, strict);
    }

    @Override
    public String toString() {
        return "ClientQuotaFilter(components=" + components + ", strict=" + strict + ")";
    }
}
