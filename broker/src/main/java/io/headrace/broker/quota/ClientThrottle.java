package io.headrace.broker.quota;

import java.util.Map;

/**
 * The throttle of a request whose client has some limit.
 *
 * <p>Owner: the loop of the connection.
 */
final class ClientThrottle implements Throttle {

    /** A nanosecond of a second, in percent. */
    private static final double PERCENT_PER_NS = 1e-7;

    private final ClientQuotas quotas;
    private final Map<QuotaType, Limiter> limiters;
    private final long startedNs = System.nanoTime();
    private long workedNs = -1;
    private long pauseMs;

    ClientThrottle(ClientQuotas quotas, Map<QuotaType, Limiter> limiters) {
        this.quotas = quotas;
        this.limiters = limiters;
    }

    @Override
    public void use(QuotaType type, double amount) {
        Limiter limiter = limiters.get(type);
        if (limiter != null) {
            pauseFor(type, limiter.use(amount, quotas.nowMs()));
        }
    }

    @Override
    public boolean useIfAllowed(QuotaType type, double amount) {
        Limiter limiter = limiters.get(type);
        if (limiter == null) {
            return true;
        }
        long answer = limiter.useIfAllowed(amount, quotas.nowMs());
        pauseFor(type, Math.abs(answer));
        return answer >= 0;
    }

    @Override
    public long burst(QuotaType type) {
        Limiter limiter = limiters.get(type);
        return limiter == null ? Long.MAX_VALUE : Math.max(1, (long) limiter.burst());
    }

    @Override
    public void handled() {
        if (workedNs < 0) {
            workedNs = System.nanoTime() - startedNs;
        }
    }

    @Override
    public int pauseMs() {
        handled();
        use(QuotaType.REQUEST, workedNs * PERCENT_PER_NS);
        return (int) Math.min(Integer.MAX_VALUE, pauseMs);
    }

    private void pauseFor(QuotaType type, long ms) {
        if (ms > 0) {
            quotas.throttled(type);
            pauseMs = Math.max(pauseMs, ms);
        }
    }
}
