package io.headrace.clients.admin.internals;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Asks which brokers there are (Metadata). The single item is the operation itself. */
final class BrokersOperation implements Operation<BrokersOperation, Set<Integer>> {

    /** Before this version an empty list of topics means all of them. */
    private static final int EMPTY_MEANS_NONE = 1;

    @Override
    public String what(BrokersOperation item) {
        return "the list of brokers";
    }

    @Override
    public Route route(BrokersOperation item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<BrokersOperation> items, int timeoutMs) {
        return Call.of(
                new MetadataRequest().topics(new ArrayList<>()).allowAutoTopicCreation(true),
                EMPTY_MEANS_NONE,
                ApiKey.METADATA.highestStableVersion());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<BrokersOperation> items,
            Answers<BrokersOperation, Set<Integer>> answers) {
        answers.succeed(
                this,
                Set.copyOf(((MetadataResponse) response)
                        .brokers().stream().map(MetadataResponseBroker::nodeId).toList()));
    }
}
