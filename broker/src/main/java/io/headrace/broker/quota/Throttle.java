package io.headrace.broker.quota;

/**
 * What one request uses of its client's budgets, and for how long its connection pauses for that.
 *
 * <p>Owner: the loop of the connection.
 */
public interface Throttle {

    /** That of a request nobody limits. */
    Throttle NONE = new Throttle() {
        @Override
        public void use(QuotaType type, double amount) {
            // No limit.
        }

        @Override
        public boolean useIfAllowed(QuotaType type, double amount) {
            return true;
        }

        @Override
        public long burst(QuotaType type) {
            return Long.MAX_VALUE;
        }

        @Override
        public void handled() {
            // Nobody asks how long that took.
        }

        @Override
        public int pauseMs() {
            return 0;
        }
    };

    /** Notes a use. */
    void use(QuotaType type, double amount);

    /** Notes a use and returns true; or returns false when the budget is used up already. */
    boolean useIfAllowed(QuotaType type, double amount);

    /** How much may be used at once, at most. */
    long burst(QuotaType type);

    /** The loop has done what it does at once for the request. */
    void handled();

    /** For how long the connection pauses after the answer, in milliseconds. Called once, when the answer is ready. */
    int pauseMs();
}
