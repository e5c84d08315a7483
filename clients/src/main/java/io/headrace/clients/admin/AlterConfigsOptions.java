package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#incrementalAlterConfigs(Map, AlterConfigsOptions)}. */
public class AlterConfigsOptions extends AbstractOptions<AlterConfigsOptions> {

    private boolean validateOnly;

    /** Changes configs, and does not only check whether it could. */
    public AlterConfigsOptions() {}

    /** Whether the change is only checked and not made. */
    public boolean shouldValidateOnly() {
        return validateOnly;
    }

    /**
     * Sets what {@code validateOnly} says.
     *
     * @param validateOnly whether the change is only checked and not made
     * @return this object
     */
    public AlterConfigsOptions validateOnly(boolean validateOnly) {
        this.validateOnly = validateOnly;
        return this;
    }

    @Override
    public AlterConfigsOptions timeoutMs(Integer timeoutMs) {
        return super.timeoutMs(timeoutMs);
    }
}
