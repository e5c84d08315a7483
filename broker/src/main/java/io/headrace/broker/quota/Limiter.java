package io.headrace.broker.quota;

/**
 * One budget, shared by all connections that it is for.
 *
 * <p>Thread safe: its fields are guarded by its monitor.
 */
abstract class Limiter {

    private volatile double perSecond;
    private volatile boolean retired;

    Limiter(double perSecond) {
        this.perSecond = perSecond;
    }

    double perSecond() {
        return perSecond;
    }

    /** Has another limit from now on. */
    void limit(double newPerSecond) {
        perSecond = newPerSecond;
    }

    /** Notes a use, and says for how long to pause after it. */
    abstract long use(double amount, long nowMs);

    /** As {@link #use}, unless the budget is used up: then negative, the time after which to try again. */
    abstract long useIfAllowed(double amount, long nowMs);

    /** How much may be used at once without a pause, if nothing was used lately. */
    abstract double burst();

    /** Whether it would be no different if it were new. */
    abstract boolean isSilent(long nowMs);

    /** Is not to be used any more if it would be no different if it were new; says whether that is so. */
    synchronized boolean retireIfSilent(long nowMs) {
        retired = isSilent(nowMs);
        return retired;
    }

    /** Whether it has been forgotten: whoever holds it has to look for the one that took its place. */
    boolean isRetired() {
        return retired;
    }

    /** A budget of a rate, as Kafka measures it. */
    static final class OfRate extends Limiter {

        private final RateWindow window;
        private final long longestMs;
        private final double burstSeconds;

        /** Pauses are at most {@code longestMs}. */
        OfRate(double perSecond, QuotaWindows windows, long longestMs) {
            super(perSecond);
            this.window = new RateWindow(windows.count(), windows.lengthMs());
            this.longestMs = longestMs;
            this.burstSeconds = Math.max(1, windows.count() - 1) * windows.lengthMs() / 1000.0;
        }

        @Override
        synchronized long use(double amount, long nowMs) {
            window.add(amount, nowMs);
            return Math.min(longestMs, window.excessMs(perSecond(), nowMs));
        }

        @Override
        synchronized long useIfAllowed(double amount, long nowMs) {
            window.add(amount, nowMs);
            long excessMs = Math.min(longestMs, window.excessMs(perSecond(), nowMs));
            if (excessMs > 0) {
                window.add(-amount, nowMs);
            }
            return -excessMs;
        }

        @Override
        double burst() {
            return perSecond() * burstSeconds;
        }

        @Override
        synchronized boolean isSilent(long nowMs) {
            return window.isSilent(nowMs);
        }
    }

    /** A bucket that fills at the rate and may be emptied below its bottom once (KIP-599). */
    static final class OfTokens extends Limiter {

        private final double burstSeconds;
        private double tokens;
        private long filledMs;

        OfTokens(double perSecond, QuotaWindows windows, long nowMs) {
            super(perSecond);
            this.burstSeconds = windows.count() * windows.lengthMs() / 1000.0;
            this.tokens = burst();
            this.filledMs = nowMs;
        }

        @Override
        synchronized long use(double amount, long nowMs) {
            fill(nowMs);
            tokens -= amount;
            return waitMs();
        }

        @Override
        synchronized long useIfAllowed(double amount, long nowMs) {
            fill(nowMs);
            if (tokens < 0) {
                return -Math.max(1, waitMs());
            }
            tokens -= amount;
            return 0;
        }

        private long waitMs() {
            return tokens >= 0 ? 0 : Math.round(-tokens / perSecond() * 1000);
        }

        private void fill(long nowMs) {
            double fresh = perSecond() * Math.max(0, nowMs - filledMs) / 1000;
            tokens = Math.min(burst(), tokens + fresh);
            filledMs = nowMs;
        }

        @Override
        double burst() {
            return perSecond() * burstSeconds;
        }

        @Override
        synchronized boolean isSilent(long nowMs) {
            fill(nowMs);
            return tokens >= burst();
        }
    }
}
