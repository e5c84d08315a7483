package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.ListTopicsOptions;
import io.headrace.clients.admin.TopicListing;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists all topics (Metadata). The single item is the operation itself. */
public final class ListTopicsOperation implements Operation<ListTopicsOperation, Map<String, TopicListing>> {

    /** Before this version an empty list, not null, means all topics. */
    private static final int NULL_MEANS_ALL = 1;

    private final ListTopicsOptions options;

    public ListTopicsOperation(ListTopicsOptions options) {
        this.options = options;
    }

    @Override
    public String what(ListTopicsOperation item) {
        return "the list of topics";
    }

    @Override
    public Route route(ListTopicsOperation item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<ListTopicsOperation> items, int timeoutMs) {
        MetadataRequest request = new MetadataRequest().topics(null).allowAutoTopicCreation(true);
        return Call.of(request, NULL_MEANS_ALL, ApiKey.METADATA.highestStableVersion());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<ListTopicsOperation> items,
            Answers<ListTopicsOperation, Map<String, TopicListing>> answers) {
        MetadataResponse metadata = (MetadataResponse) response;
        Errors error = Errors.forCode(metadata.errorCode());
        if (error != Errors.NONE) {
            if (error.isRetriable()) {
                answers.retry(this, error.exception());
            } else {
                answers.fail(this, error.exception());
            }
            return;
        }
        Map<String, TopicListing> listings = new HashMap<>();
        for (MetadataResponseTopic topic : metadata.topics()) {
            if (options.shouldListInternal() || !topic.isInternal()) {
                listings.put(topic.name(), new TopicListing(topic.name(), topic.topicId(), topic.isInternal()));
            }
        }
        answers.succeed(this, listings);
    }
}
