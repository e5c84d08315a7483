package io.headrace.clients.admin;

import java.util.Objects;

/** Options of {@link Admin#forceTerminateTransaction(String, TerminateTransactionOptions)}. */
public class TerminateTransactionOptions extends AbstractOptions<TerminateTransactionOptions> {

    /** With the default timeout. */
    public TerminateTransactionOptions() {}

    @Override
    public String toString() {
        return "TerminateTransactionOptions(timeoutMs=" + timeoutMs + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TerminateTransactionOptions that && Objects.equals(timeoutMs, that.timeoutMs);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(timeoutMs);
    }
}
