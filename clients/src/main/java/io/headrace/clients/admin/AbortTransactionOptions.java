package io.headrace.clients.admin;

import java.util.Objects;

/** Options of {@link Admin#abortTransaction(AbortTransactionSpec, AbortTransactionOptions)}. */
public class AbortTransactionOptions extends AbstractOptions<AbortTransactionOptions> {

    /** With the default timeout. */
    public AbortTransactionOptions() {}

    @Override
    public String toString() {
        return "AbortTransactionOptions(timeoutMs=" + timeoutMs + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AbortTransactionOptions that && Objects.equals(timeoutMs, that.timeoutMs);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(timeoutMs);
    }
}
