package io.headrace.metadata.image;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whom a client quota is for: a user, a client id, both, or an address (KIP-546).
 *
 * @param parts the name by entity type; empty for the default of that type
 */
public record QuotaEntity(SortedMap<String, Optional<String>> parts) {
    public static final String USER = "user";
    public static final String CLIENT_ID = "client-id";
    public static final String IP = "ip";

    public QuotaEntity {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** With names by entity type, in which null stands for the default. */
    public static QuotaEntity of(Map<String, String> names) {
        SortedMap<String, Optional<String>> parts = new TreeMap<>();
        names.forEach((type, name) -> parts.put(type, Optional.ofNullable(name)));
        return new QuotaEntity(parts);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        parts.forEach((type, name) -> text.append(text.length() == 0 ? "" : ", ")
                .append(type)
                .append(name.map(given -> " '" + given + "'").orElse(" by default")));
        return text.toString();
    }
}
