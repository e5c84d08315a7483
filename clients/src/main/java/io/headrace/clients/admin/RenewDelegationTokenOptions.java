package io.headrace.clients.admin;

/** Options of {@link Admin#renewDelegationToken(byte[], RenewDelegationTokenOptions)}. */
public class RenewDelegationTokenOptions extends AbstractOptions<RenewDelegationTokenOptions> {

    private long renewTimePeriodMs = -1;

    /** For as long as the broker has configured. */
    public RenewDelegationTokenOptions() {}

    /**
     * Sets what {@code renewTimePeriodMs} says.
     *
     * @param renewTimePeriodMs milliseconds from now on; -1 for what the broker has configured
     * @return this object
     */
    public RenewDelegationTokenOptions renewTimePeriodMs(long renewTimePeriodMs) {
        this.renewTimePeriodMs = renewTimePeriodMs;
        return this;
    }

    /** How long the token shall last from now on, in milliseconds; -1 for what the broker has configured. */
    public long renewTimePeriodMs() {
        return renewTimePeriodMs;
    }
}
