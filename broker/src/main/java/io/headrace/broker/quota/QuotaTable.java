package io.headrace.broker.quota;

import io.headrace.metadata.config.ClientQuotaKeys;
import io.headrace.metadata.image.QuotaEntity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which limit counts for whom. The first of these that is set does: user and client, user with any client, user, any user
 * with client, any user with any client, any user, client, any client. Immutable.
 */
final class QuotaTable {

    static final QuotaTable NONE = new QuotaTable(Map.of());

    private final Map<QuotaEntity, ? extends SortedMap<String, Double>> quotas;

    /**
     * A limit and who shares it.
     *
     * @param perSecond how much may be used in a second
     * @param budget who shares the budget: those with an equal one
     */
    record Limit(double perSecond, Budget budget) {}

    /**
     * Who shares a budget.
     *
     * @param type what is limited
     * @param user the user, or null when all users share it
     * @param clientId the client id, or null when all client ids share it
     */
    record Budget(QuotaType type, String user, String clientId) {}

    QuotaTable(Map<QuotaEntity, ? extends SortedMap<String, Double>> quotas) {
        this.quotas = quotas;
    }

    /** Whether nobody is limited. */
    boolean isEmpty() {
        return quotas.isEmpty();
    }

    /** The limit for a user with a client id, or null when there is none. */
    Limit limit(QuotaType type, String user, String clientId) {
        Map<String, Optional<String>> names = new HashMap<>();
        for (Optional<String> ofUser : List.of(Optional.of(user), Optional.<String>empty())) {
            names.put(QuotaEntity.USER, ofUser);
            for (Optional<String> ofClient : List.of(Optional.of(clientId), Optional.<String>empty())) {
                names.put(QuotaEntity.CLIENT_ID, ofClient);
                Double both = value(names, type.key());
                if (both != null) {
                    return new Limit(both, new Budget(type, user, clientId));
                }
            }
            names.remove(QuotaEntity.CLIENT_ID);
            Double forUser = value(names, type.key());
            if (forUser != null) {
                return new Limit(forUser, new Budget(type, user, null));
            }
        }
        Double forClient = ownOrDefault(QuotaEntity.CLIENT_ID, clientId, type.key());
        return forClient == null ? null : new Limit(forClient, new Budget(type, null, clientId));
    }

    /** Connections a second from an address, or null when that is not limited. */
    Double connectionRate(String address) {
        return ownOrDefault(QuotaEntity.IP, address, ClientQuotaKeys.CONNECTION_CREATION_RATE);
    }

    private Double ownOrDefault(String type, String name, String key) {
        Double own = value(Map.of(type, Optional.of(name)), key);
        return own != null ? own : value(Map.of(type, Optional.empty()), key);
    }

    private Double value(Map<String, Optional<String>> names, String key) {
        SortedMap<String, Double> found = quotas.get(new QuotaEntity(new TreeMap<>(names)));
        return found == null ? null : found.get(key);
    }
}
