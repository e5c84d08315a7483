package io.headrace.clients.admin;

import io.headrace.common.security.auth.KafkaPrincipal;
import java.util.List;

/** Options of {@link Admin#describeDelegationToken(DescribeDelegationTokenOptions)}. */
public class DescribeDelegationTokenOptions extends AbstractOptions<DescribeDelegationTokenOptions> {

    private List<KafkaPrincipal> owners;

    /** All that the client may see. */
    public DescribeDelegationTokenOptions() {}

    /**
     * Sets what {@code owners} says.
     *
     * @param owners whose tokens; null for all that the client may see
     * @return this object
     */
    public DescribeDelegationTokenOptions owners(List<KafkaPrincipal> owners) {
        this.owners = owners;
        return this;
    }

    /** Whose tokens are described; null for all that the client may see. */
    public List<KafkaPrincipal> owners() {
        return owners;
    }
}
