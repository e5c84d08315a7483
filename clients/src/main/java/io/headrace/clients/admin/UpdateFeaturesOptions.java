package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#updateFeatures(Map, UpdateFeaturesOptions)}. */
public class UpdateFeaturesOptions extends AbstractOptions<UpdateFeaturesOptions> {

    private boolean validateOnly;

    /** Not only checking. */
    public UpdateFeaturesOptions() {}

    /**
     * Sets what {@code validateOnly} says.
     *
     * @param validateOnly whether to check only, and change nothing; needs a broker from UpdateFeatures version 1 on
     * @return this object
     */
    public UpdateFeaturesOptions validateOnly(boolean validateOnly) {
        this.validateOnly = validateOnly;
        return this;
    }

    /** Whether to check only, and change nothing. */
    public boolean validateOnly() {
        return validateOnly;
    }
}
