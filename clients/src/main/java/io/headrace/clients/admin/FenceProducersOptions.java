package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#fenceProducers(Collection, FenceProducersOptions)}. */
public class FenceProducersOptions extends AbstractOptions<FenceProducersOptions> {

    /** With the default timeout. */
    public FenceProducersOptions() {}

    @Override
    public String toString() {
        return "FenceProducersOptions(timeoutMs=" + timeoutMs() + ")";
    }
}
