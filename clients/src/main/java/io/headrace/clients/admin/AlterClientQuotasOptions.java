package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#alterClientQuotas(Collection, AlterClientQuotasOptions)}. */
public class AlterClientQuotasOptions extends AbstractOptions<AlterClientQuotasOptions> {

    private boolean validateOnly;

    /** Changes quotas, and does not only check whether it could. */
    public AlterClientQuotasOptions() {}

    /** Whether the change is only checked and not made. */
    public boolean validateOnly() {
        return validateOnly;
    }

    /**
     * Sets what {@code validateOnly} says.
     *
     * @param validateOnly whether the change is only checked and not made
     * @return this object
     */
    public AlterClientQuotasOptions validateOnly(boolean validateOnly) {
        this.validateOnly = validateOnly;
        return this;
    }
}
