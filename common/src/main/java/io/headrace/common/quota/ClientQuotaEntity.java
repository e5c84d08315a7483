package io.headrace.common.quota;

import java.util.Map;
import java.util.Objects;

/** Whom a quota is for: a user, a client id, both together, or an address (KIP-546). Immutable if its map is. */
public class ClientQuotaEntity {
    /** The entity type of users. */
    public static final String USER = "user";

    /** The entity type of client ids. */
    public static final String CLIENT_ID = "client-id";

    /** The entity type of addresses. */
    public static final String IP = "ip";

    private final Map<String, String> entries;

    /**
     * An entity.
     *
     * @param entries from entity type to name; a null name means all that have no quota of their own
     */
    public ClientQuotaEntity(Map<String, String> entries) {
        this.entries = entries;
    }

    /** Whether this is one of the types above. */
    public static boolean isValidEntityType(String entityType) {
        return USER.equals(entityType) || CLIENT_ID.equals(entityType) || IP.equals(entityType);
    }

    /** From entity type to name; a null name means all that have no quota of their own. */
    public Map<String, String> entries() {
        return entries;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ClientQuotaEntity other && Objects.equals(entries, other.entries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(entries);
    }

    @Override
    public String toString() {
        return "ClientQuotaEntity(entries=" + entries + ")";
    }
}
