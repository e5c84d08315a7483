package io.headrace.broker.quota;

import java.util.EnumMap;
import java.util.Map;

/**
 * The budgets of one connection's client, looked up anew when quotas change or the client calls itself something else.
 *
 * <p>Owner: the loop of the connection.
 */
public final class QuotaSession {

    private static final QuotaType[] TYPES = QuotaType.values();

    private QuotaTable resolvedFrom;
    private String clientId;
    private Map<QuotaType, Limiter> limiters;

    /** The throttle of a request that came on the connection. */
    Throttle throttle(ClientQuotas quotas, QuotaTable table, String user, String name) {
        if (table != resolvedFrom || !name.equals(clientId) || holdsRetired()) {
            Map<QuotaType, Limiter> found = new EnumMap<>(QuotaType.class);
            for (QuotaType type : TYPES) {
                QuotaTable.Limit limit = table.limit(type, user, name);
                if (limit != null) {
                    found.put(type, quotas.limiter(limit));
                }
            }
            limiters = found;
            clientId = name;
            resolvedFrom = table;
        }
        return limiters.isEmpty() ? Throttle.NONE : new ClientThrottle(quotas, limiters);
    }

    private boolean holdsRetired() {
        for (Limiter limiter : limiters.values()) {
            if (limiter.isRetired()) {
                return true;
            }
        }
        return false;
    }
}
