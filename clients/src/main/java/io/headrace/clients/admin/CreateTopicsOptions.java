package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#createTopics(Collection, CreateTopicsOptions)}. */
public class CreateTopicsOptions extends AbstractOptions<CreateTopicsOptions> {

    private boolean validateOnly;
    private boolean retryOnQuotaViolation = true;

    /** Create for real, and retry when over quota. */
    public CreateTopicsOptions() {}

    /**
     * Sets what {@code validateOnly} says.
     *
     * @param validateOnly whether the broker is to check the request only, and create nothing
     * @return this object
     */
    public CreateTopicsOptions validateOnly(boolean validateOnly) {
        this.validateOnly = validateOnly;
        return this;
    }

    /** Whether the broker is to check the request only, and create nothing. */
    public boolean shouldValidateOnly() {
        return validateOnly;
    }

    /**
     * Sets what {@code retryOnQuotaViolation} says.
     *
     * @param retryOnQuotaViolation whether to wait and retry when the broker says that its quota of changes is used up
     *     (KIP-599)
     * @return this object
     */
    public CreateTopicsOptions retryOnQuotaViolation(boolean retryOnQuotaViolation) {
        this.retryOnQuotaViolation = retryOnQuotaViolation;
        return this;
    }

    /** Whether to wait and retry when over quota. */
    public boolean shouldRetryOnQuotaViolation() {
        return retryOnQuotaViolation;
    }

    @Override
    public CreateTopicsOptions timeoutMs(Integer timeoutMs) {
        return super.timeoutMs(timeoutMs);
    }
}
