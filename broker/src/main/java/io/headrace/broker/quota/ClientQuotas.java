package io.headrace.broker.quota;

import io.headrace.metadata.image.ImageChange;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quotas that are in force, and the budgets of those who use them. Budgets are made for those that come, and forgotten
 * when they would be no different if they were new.
 *
 * <p>Thread safe. Quotas are changed by one thread at a time, the one that carries out changes of the metadata.
 */
public final class ClientQuotas {

    /** Who everybody is as long as nobody is asked for a password. */
    public static final String ANONYMOUS = "ANONYMOUS";

    private static final Logger LOG = LoggerFactory.getLogger(ClientQuotas.class);

    private static final int FIRST_SWEEP = 1000;

    private final QuotaWindows windows;
    private final QuotaWindows mutationWindows;
    private final LongSupplier clockMs;
    private final Map<QuotaTable.Budget, Limiter> limiters = new ConcurrentHashMap<>();
    private final Map<String, Limiter> byAddress = new ConcurrentHashMap<>();
    private final Map<QuotaType, LongAdder> throttled = new EnumMap<>(QuotaType.class);

    private volatile QuotaTable table = QuotaTable.NONE;
    private volatile Limiter connections;

    /** How many budgets there may be before those that are not used any more are looked for. */
    private volatile int nextSweep = FIRST_SWEEP;

    /**
     * No quotas at first.
     *
     * @param windows over what bytes, time and connections are measured
     * @param mutationWindows over what changes of topics are measured
     */
    public ClientQuotas(QuotaWindows windows, QuotaWindows mutationWindows, LongSupplier clockMs) {
        this.windows = windows;
        this.mutationWindows = mutationWindows;
        this.clockMs = clockMs;
        for (QuotaType type : QuotaType.values()) {
            throttled.put(type, new LongAdder());
        }
    }

    /** Takes the quotas of a new image. */
    public void apply(ImageChange change) {
        if (!change.quotasChanged()) {
            return;
        }
        QuotaTable next = new QuotaTable(change.after().quotas());
        // First the table, so that no budget is made by the old one once those that exist have been gone through.
        table = next.isEmpty() ? QuotaTable.NONE : next;
        limiters.entrySet().removeIf(each -> {
            QuotaTable.Limit limit = limitOf(next, each.getKey());
            if (limit != null) {
                each.getValue().limit(limit.perSecond());
            }
            return limit == null;
        });
        byAddress.entrySet().removeIf(each -> {
            Double limit = next.connectionRate(each.getKey());
            if (limit != null) {
                each.getValue().limit(limit);
            }
            return limit == null;
        });
        LOG.info("{} entities have client quotas", change.after().quotas().size());
    }

    /** The limit behind a budget; those that one side shares are asked for with a name that nobody has. */
    private static QuotaTable.Limit limitOf(QuotaTable table, QuotaTable.Budget budget) {
        String user = budget.user() == null ? ANONYMOUS : budget.user();
        String clientId = budget.clientId() == null ? "" : budget.clientId();
        QuotaTable.Limit limit = table.limit(budget.type(), user, clientId);
        return limit != null && limit.budget().equals(budget) ? limit : null;
    }

    /** Limits the connections of a second to the whole broker ({@code max.connection.creation.rate}). */
    public void connectionRate(double perSecond) {
        connections = perSecond < Integer.MAX_VALUE ? new Limiter.OfRate(perSecond, windows, windows.lengthMs()) : null;
    }

    /** The throttle of a request; {@code session} is that of its connection. */
    public Throttle throttle(QuotaSession session, String clientId) {
        QuotaTable now = table;
        return now == QuotaTable.NONE
                ? Throttle.NONE
                : session.throttle(this, now, ANONYMOUS, clientId == null ? "" : clientId);
    }

    /** For how long a new connection has to wait before it is closed, since its address makes too many; 0 lets it in. */
    public long refuseAfterMs(InetAddress address) {
        QuotaTable now = table;
        if (now == QuotaTable.NONE) {
            return 0;
        }
        String name = address.getHostAddress();
        Double limit = now.connectionRate(name);
        if (limit == null) {
            return 0;
        }
        if (limit == 0) {
            return windows.lengthMs();
        }
        Limiter limiter =
                byAddress.computeIfAbsent(name, each -> new Limiter.OfRate(limit, windows, windows.lengthMs()));
        sweepIfMany(byAddress);
        return -limiter.useIfAllowed(1, nowMs());
    }

    /** For how long a new connection has to wait before it is read from, since the broker gets too many; 0 for not. */
    public long delayConnectionMs() {
        Limiter all = connections;
        return all == null ? 0 : all.use(1, nowMs());
    }

    /** How often requests were throttled for a type of quota. */
    public long throttledCount(QuotaType type) {
        return throttled.get(type).sum();
    }

    /** How many budgets there are of clients. */
    int budgets() {
        return limiters.size();
    }

    void throttled(QuotaType type) {
        throttled.get(type).increment();
    }

    Limiter limiter(QuotaTable.Limit limit) {
        Limiter limiter = limiters.computeIfAbsent(limit.budget(), budget -> newLimiter(limit));
        sweepIfMany(limiters);
        return limiter;
    }

    private Limiter newLimiter(QuotaTable.Limit limit) {
        return switch (limit.budget().type()) {
            case MUTATION -> new Limiter.OfTokens(limit.perSecond(), mutationWindows, nowMs());
            // The time of a thread is lent for one window at most, as in Kafka.
            case REQUEST -> new Limiter.OfRate(limit.perSecond(), windows, windows.lengthMs());
            default -> new Limiter.OfRate(limit.perSecond(), windows, Long.MAX_VALUE);
        };
    }

    private void sweepIfMany(Map<?, Limiter> budgets) {
        if (budgets.size() > nextSweep) {
            long now = nowMs();
            budgets.values().removeIf(each -> each.retireIfSilent(now));
            nextSweep = Math.max(FIRST_SWEEP, 2 * budgets.size());
        }
    }

    long nowMs() {
        return clockMs.getAsLong();
    }
}
