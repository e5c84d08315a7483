package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.plan.DeleteTopics;
import io.headrace.metadata.plan.TopicRef;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DeleteTopicsRequest;
import io.headrace.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.headrace.protocol.message.DeleteTopicsResponse;
import io.headrace.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.ArrayList;
import java.util.List;

/** Deletes topics, named or, from version 6 on, by id. The answer comes when their partitions take no more writes. */
final class DeleteTopicsApi extends Api<DeleteTopicsRequest> {

    private static final int FIRST_BY_ID = 6;

    private final Services services;

    DeleteTopicsApi(Services services) {
        super(ApiKey.DELETE_TOPICS, 1, 6);
        this.services = services;
    }

    @Override
    void handle(Call<DeleteTopicsRequest> call) {
        List<TopicRef> wanted = new ArrayList<>();
        if (call.version() < FIRST_BY_ID) {
            call.body().topicNames().forEach(name -> wanted.add(TopicRef.byName(name)));
        } else {
            for (DeleteTopicState topic : call.body().topics()) {
                wanted.add(new TopicRef(topic.name(), topic.topicId()));
            }
        }
        DeleteTopics command = DeleteTopics.of(services.config(), wanted);
        call.whenWithin(call.body().timeoutMs(), services.controller().submit(command), (results, failure) -> {
            List<DeletableTopicResult> answers = new ArrayList<>(wanted.size());
            if (failure == null) {
                for (DeleteTopics.Result result : results) {
                    answers.add(new DeletableTopicResult()
                            .name(result.name())
                            .topicId(result.id())
                            .errorCode(result.error().code())
                            .errorMessage(result.message()));
                }
            } else {
                Errors error = Errors.forException(failure);
                for (TopicRef topic : wanted) {
                    answers.add(new DeletableTopicResult()
                            .name(topic.name())
                            .topicId(topic.id())
                            .errorCode(error.code())
                            .errorMessage(error.message()));
                }
            }
            call.reply(new DeleteTopicsResponse().responses(answers));
        });
    }
}
