package io.headrace.clients.producer.internals.transactions;

/**
 * What becomes of one call that waits for the cluster. Owner: whoever owns the machine that gave it out.
 *
 * <p>A call that timed out leaves its ticket open, and is repeated to wait on. A ticket is acknowledged when a thread has
 * seen its outcome; until then no other call may take its place.
 */
public final class Ticket {

    /** The calls that are waited for. */
    public enum Call {
        INIT_TRANSACTIONS("initTransactions"),
        SEND_OFFSETS("sendOffsetsToTransaction"),
        COMMIT("commitTransaction"),
        ABORT("abortTransaction");

        private final String method;

        Call(String method) {
            this.method = method;
        }

        /** The producer's method. */
        public String method() {
            return method;
        }
    }

    private final Call call;
    private boolean isDone;
    private boolean isAcknowledged;
    private boolean isDecided;
    private RuntimeException failure;

    Ticket(Call call) {
        this.call = call;
    }

    /** Whose outcome this is. */
    public Call call() {
        return call;
    }

    /** Whether the outcome is known. */
    public boolean isDone() {
        return isDone;
    }

    /** Why the call failed; null if it did not. */
    public RuntimeException failure() {
        return failure;
    }

    /** A thread has seen the outcome. */
    public void acknowledge() {
        isAcknowledged = true;
    }

    boolean isAcknowledged() {
        return isAcknowledged;
    }

    /** What was asked for is a fact, whatever may still fail before the call returns. */
    void decided() {
        isDecided = true;
    }

    void succeed() {
        isDone = true;
    }

    void fail(RuntimeException why) {
        if (!isDone) {
            failure = isDecided ? null : why;
            isDone = true;
        }
    }

    @Override
    public String toString() {
        return call.method() + (isDone ? failure == null ? " done" : " failed: " + failure : " under way");
    }
}
