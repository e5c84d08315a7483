package io.headrace.spec;

import io.headrace.common.quota.ClientQuotaEntity;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whom quotas are for, in words, and what they limit. Stateless. */
public final class Quota {
    /** The limits that Kafka knows for users and clients. */
    public static final Set<String> CLIENT_LIMITS =
            Set.of("producer_byte_rate", "consumer_byte_rate", "request_percentage", "controller_mutation_rate");

    /** The limits that Kafka knows for addresses. */
    public static final Set<String> IP_LIMITS = Set.of("connection_creation_rate");

    private static final Map<String, String> NOUNS = Map.of(
            ClientQuotaEntity.USER, "user", ClientQuotaEntity.CLIENT_ID, "client", ClientQuotaEntity.IP, "address");

    private Quota() {}

    /** Whose quota it is, as in {@code user alice, client app}; a default has no name. */
    static String describe(ClientQuotaEntity entity) {
        return new TreeMap<>(entity.entries())
                .descendingMap().entrySet().stream()
                        .map(part -> part.getValue() == null
                                ? "any " + NOUNS.getOrDefault(part.getKey(), part.getKey())
                                : NOUNS.getOrDefault(part.getKey(), part.getKey()) + " " + part.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Which limits {@code entity} may have. */
    static Set<String> limitsOf(ClientQuotaEntity entity) {
        return entity.entries().containsKey(ClientQuotaEntity.IP) ? IP_LIMITS : CLIENT_LIMITS;
    }
}
