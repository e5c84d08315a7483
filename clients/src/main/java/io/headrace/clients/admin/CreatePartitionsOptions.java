package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#createPartitions(Map, CreatePartitionsOptions)}. */
public class CreatePartitionsOptions extends AbstractOptions<CreatePartitionsOptions> {

    private boolean validateOnly;
    private boolean retryOnQuotaViolation = true;

    /** Create for real, and retry when over quota. */
    public CreatePartitionsOptions() {}

    /** Whether the broker is to check the request only, and create nothing. */
    public boolean validateOnly() {
        return validateOnly;
    }

    /**
     * Sets what {@code validateOnly} says.
     *
     * @param validateOnly whether the broker is to check the request only, and create nothing
     * @return this object
     */
    public CreatePartitionsOptions validateOnly(boolean validateOnly) {
        this.validateOnly = validateOnly;
        return this;
    }

    /**
     * Sets what {@code retryOnQuotaViolation} says.
     *
     * @param retryOnQuotaViolation whether to wait and retry when the broker says that its quota of changes is used up
     *     (KIP-599)
     * @return this object
     */
    public CreatePartitionsOptions retryOnQuotaViolation(boolean retryOnQuotaViolation) {
        this.retryOnQuotaViolation = retryOnQuotaViolation;
        return this;
    }

    /** Whether to wait and retry when over quota. */
    public boolean shouldRetryOnQuotaViolation() {
        return retryOnQuotaViolation;
    }
}
