package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.admin.internals.ControllerOperation;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.RemoveRaftVoterRequest;
import io.headrace.protocol.message.RemoveRaftVoterResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes a controller's vote away (RemoveRaftVoter, KIP-853). The item is the controller's id. */
public final class RemoveVoterOperation implements ControllerOperation<Integer, Void> {

    private final Optional<String> clusterId;
    private final Uuid directoryId;

    /**
     * @param clusterId the cluster that is meant; empty for whichever it is
     * @param directoryId the controller's metadata directory
     */
    public RemoveVoterOperation(Optional<String> clusterId, Uuid directoryId) {
        this.clusterId = clusterId;
        this.directoryId = directoryId;
    }

    @Override
    public String what(Integer item) {
        return "controller " + item + " to lose its vote";
    }

    @Override
    public Route route(Integer item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<Integer> items, int timeoutMs) {
        return Call.of(new RemoveRaftVoterRequest()
                .clusterId(clusterId.orElse(null))
                .voterId(items.get(0))
                .voterDirectoryId(directoryId));
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<Integer> items, Answers<Integer, Void> answers) {
        RemoveRaftVoterResponse told = (RemoveRaftVoterResponse) response;
        Voters.answered(items, Errors.forCode(told.errorCode()), told.errorMessage(), answers);
    }
}
