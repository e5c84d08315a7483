package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.admin.RaftVoterEndpoint;
import io.headrace.clients.admin.internals.ControllerOperation;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.AddRaftVoterRequest;
import io.headrace.protocol.message.AddRaftVoterResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives a controller a vote (AddRaftVoter, KIP-853). The item is the controller's id. */
public final class AddVoterOperation implements ControllerOperation<Integer, Void> {

    private final Optional<String> clusterId;
    private final Uuid directoryId;
    private final Set<RaftVoterEndpoint> endpoints;

    /**
     * @param clusterId the cluster that is meant; empty for whichever it is
     * @param directoryId the controller's metadata directory
     * @param endpoints where it can be reached
     */
    public AddVoterOperation(Optional<String> clusterId, Uuid directoryId, Set<RaftVoterEndpoint> endpoints) {
        this.clusterId = clusterId;
        this.directoryId = directoryId;
        this.endpoints = endpoints;
    }

    @Override
    public String what(Integer item) {
        return "controller " + item + " to get a vote";
    }

    @Override
    public Route route(Integer item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<Integer> items, int timeoutMs) {
        return Call.of(new AddRaftVoterRequest()
                .clusterId(clusterId.orElse(null))
                .timeoutMs(timeoutMs)
                .voterId(items.get(0))
                .voterDirectoryId(directoryId)
                .listeners(endpoints.stream()
                        .map(endpoint -> new AddRaftVoterRequest.Listener()
                                .name(endpoint.listener())
                                .host(endpoint.host())
                                .port(endpoint.port()))
                        .toList()));
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<Integer> items, Answers<Integer, Void> answers) {
        AddRaftVoterResponse told = (AddRaftVoterResponse) response;
        Voters.answered(items, Errors.forCode(told.errorCode()), told.errorMessage(), answers);
    }
}
