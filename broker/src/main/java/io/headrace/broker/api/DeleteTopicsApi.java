package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
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

    private static final int FIRST_WITH_QUOTA_ERROR = 5;

    private final Services services;
    private final MutationQuota mutations;

    DeleteTopicsApi(Services services) {
        super(ApiKey.DELETE_TOPICS, 1, 6);
        this.services = services;
        this.mutations = new MutationQuota(services, FIRST_WITH_QUOTA_ERROR);
    }

    @Override
    void handle(Call<DeleteTopicsRequest> call) {
        List<TopicRef> named = new ArrayList<>();
        if (call.version() < FIRST_BY_ID) {
            call.body().topicNames().forEach(name -> named.add(TopicRef.byName(name)));
        } else {
            for (DeleteTopicState topic : call.body().topics()) {
                named.add(new TopicRef(topic.name(), topic.topicId()));
            }
        }
        List<TopicRef> wanted = new ArrayList<>();
        List<DeletableTopicResult> answers = new ArrayList<>(named.size());
        ClusterImage image = services.controller().image();
        for (TopicRef ref : named) {
            TopicImage topic = ref.name() != null ? image.topic(ref.name()) : image.topic(ref.id());
            if (mutations.allowDeletion(call, topic)) {
                wanted.add(ref);
            } else {
                answers.add(new DeletableTopicResult()
                        .name(ref.name())
                        .topicId(ref.id())
                        .errorCode(Errors.THROTTLING_QUOTA_EXCEEDED.code())
                        .errorMessage(MutationQuota.EXCEEDED));
            }
        }
        DeleteTopics command = DeleteTopics.of(services.config(), wanted);
        call.whenWithin(call.body().timeoutMs(), services.controller().submit(command), (results, failure) -> {
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
