package io.headrace.clients.admin;

import io.headrace.common.TopicCollection;

/** Options of {@link Admin#deleteTopics(TopicCollection, DeleteTopicsOptions)}. */
public class DeleteTopicsOptions extends AbstractOptions<DeleteTopicsOptions> {

    private boolean retryOnQuotaViolation = true;

    /** Retry when over quota. */
    public DeleteTopicsOptions() {}

    /**
     * Sets what {@code retryOnQuotaViolation} says.
     *
     * @param retryOnQuotaViolation whether to wait and retry when the broker says that its quota of changes is used up
     *     (KIP-599)
     * @return this object
     */
    public DeleteTopicsOptions retryOnQuotaViolation(boolean retryOnQuotaViolation) {
        this.retryOnQuotaViolation = retryOnQuotaViolation;
        return this;
    }

    /** Whether to wait and retry when over quota. */
    public boolean shouldRetryOnQuotaViolation() {
        return retryOnQuotaViolation;
    }

    @Override
    public DeleteTopicsOptions timeoutMs(Integer timeoutMs) {
        return super.timeoutMs(timeoutMs);
    }
}
