package io.headrace.clients.consumer.internals.fetch;

/** What else is to be done when the application polls. Called by the polling thread. */
public interface Duties {

    /** Nothing. */
    Duties NONE = new Duties() {
        @Override
        public boolean isSubscribed() {
            return false;
        }

        @Override
        public void pollBegins() {
            // Nothing depends on it.
        }

        @Override
        public boolean perform(Deadline deadline) {
            return true;
        }

        @Override
        public boolean isDue() {
            return false;
        }

        @Override
        public long nextDueNs(long nowNs) {
            return Long.MAX_VALUE;
        }
    };

    /** Whether partitions may be assigned while the application waits. */
    boolean isSubscribed();

    /** The application polls: what it was handed out before counts as handled. */
    void pollBegins();

    /** Does what is due; false when it is not done by the deadline, and nothing may be handed out before it is. */
    boolean perform(Deadline deadline);

    /** Whether something is due that is not a matter of time; safe from any thread. */
    boolean isDue();

    /** When something is due; {@link Long#MAX_VALUE} for never. */
    long nextDueNs(long nowNs);
}
