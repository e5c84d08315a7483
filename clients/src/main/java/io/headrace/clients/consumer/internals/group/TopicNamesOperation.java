package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names of topics that are known by id. Stateless. */
final class TopicNamesOperation implements Operation<Uuid, String> {

    private static final int BY_ID = 12;

    @Override
    public String what(Uuid item) {
        return "the name of topic " + item;
    }

    @Override
    public Route route(Uuid item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<Uuid> items, int timeoutMs) {
        List<MetadataRequestTopic> topics = new ArrayList<>();
        items.forEach(id -> topics.add(new MetadataRequestTopic().topicId(id).name(null)));
        return Call.of(
                new MetadataRequest().topics(topics).allowAutoTopicCreation(false),
                BY_ID,
                ApiKey.METADATA.highestStableVersion());
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<Uuid> items, Answers<Uuid, String> answers) {
        for (MetadataResponseTopic topic : ((MetadataResponse) response).topics()) {
            Errors error = Errors.forCode(topic.errorCode());
            if (!items.contains(topic.topicId())) {
                continue;
            }
            if (topic.name() != null && error != Errors.TOPIC_AUTHORIZATION_FAILED) {
                answers.succeed(topic.topicId(), topic.name());
            } else if (error.isRetriable()) {
                answers.retry(topic.topicId(), error.exception());
            } else {
                answers.fail(topic.topicId(), error.exception());
            }
        }
    }
}
