package io.headrace.clients.admin;

import io.headrace.common.Uuid;
import java.util.Optional;

/** Options of {@link Admin#addRaftVoter(int, Uuid, java.util.Set, AddRaftVoterOptions)}. */
public class AddRaftVoterOptions extends AbstractOptions<AddRaftVoterOptions> {

    private Optional<String> clusterId = Optional.empty();

    /** Whatever the cluster's id. */
    public AddRaftVoterOptions() {}

    /**
     * Says which cluster is meant; another one refuses.
     *
     * @param clusterId the id; empty for whatever cluster it is
     * @return this object
     */
    public AddRaftVoterOptions setClusterId(Optional<String> clusterId) {
        this.clusterId = clusterId;
        return this;
    }

    /** The id of the cluster that is meant; empty for whatever cluster it is. */
    public Optional<String> clusterId() {
        return clusterId;
    }
}
