package io.headrace.common.quota;

import java.util.Objects;
import java.util.Optional;

/** A part that an entity must have to be selected by a {@link ClientQuotaFilter}. Immutable. */
public class ClientQuotaFilterComponent {
    private final String entityType;

    /** Empty for the default entity; null for any, as {@link #match} has to say it. */
    private final Optional<String> match;

    private ClientQuotaFilterComponent(String entityType, Optional<String> match) {
        this.entityType = Objects.requireNonNull(entityType, "entityType");
        this.match = match;
    }

    /** The entity of that type and name. */
    public static ClientQuotaFilterComponent ofEntity(String entityType, String entityName) {
        return new ClientQuotaFilterComponent(entityType, Optional.of(entityName));
    }

    /** The default for entities of that type. */
    public static ClientQuotaFilterComponent ofDefaultEntity(String entityType) {
        return new ClientQuotaFilterComponent(entityType, Optional.empty());
    }

    /** Every entity of that type that has a name, and the default. */
    @SuppressWarnings("NullOptional") // See match().
    public static ClientQuotaFilterComponent ofEntityType(String entityType) {
        return new ClientQuotaFilterComponent(entityType, null);
    }

    /** The type. */
    public String entityType() {
        return entityType;
    }

    /** The name; empty for the default, <em>null</em> for any. */
    public Optional<String> match() {
        return match;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ClientQuotaFilterComponent other
                && entityType.equals(other.entityType)
                && Objects.equals(match, other.match);
    }

    @Override
    public int hashCode() {
        return Objects.hash(entityType, match);
    }

    @Override
    public String toString() {
        return "ClientQuotaFilterComponent(entityType=" + entityType + ", match=" + match + ")";
    }
}
