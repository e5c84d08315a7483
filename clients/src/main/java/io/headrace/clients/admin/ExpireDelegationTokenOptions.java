package io.headrace.clients.admin;

/** Options of {@link Admin#expireDelegationToken(byte[], ExpireDelegationTokenOptions)}. */
public class ExpireDelegationTokenOptions extends AbstractOptions<ExpireDelegationTokenOptions> {

    private long expiryTimePeriodMs = -1;

    /** At once. */
    public ExpireDelegationTokenOptions() {}

    /**
     * Sets what {@code expiryTimePeriodMs} says.
     *
     * @param expiryTimePeriodMs milliseconds from now on; negative for at once
     * @return this object
     */
    public ExpireDelegationTokenOptions expiryTimePeriodMs(long expiryTimePeriodMs) {
        this.expiryTimePeriodMs = expiryTimePeriodMs;
        return this;
    }

    /** How long the token shall last from now on, in milliseconds; negative for at once. */
    public long expiryTimePeriodMs() {
        return expiryTimePeriodMs;
    }
}
