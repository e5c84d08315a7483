package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.plan.CreatePartitions;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.CreatePartitionsRequest;
import io.headrace.protocol.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import io.headrace.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.headrace.protocol.message.CreatePartitionsResponse;
import io.headrace.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import java.util.ArrayList;
import java.util.List;

/** Adds partitions to topics (KIP-195). The answer comes when the new ones take writes. */
final class CreatePartitionsApi extends Api<CreatePartitionsRequest> {

    private static final int FIRST_WITH_QUOTA_ERROR = 3;

    private final Services services;
    private final MutationQuota mutations;

    CreatePartitionsApi(Services services) {
        super(ApiKey.CREATE_PARTITIONS, 0, 3);
        this.services = services;
        this.mutations = new MutationQuota(services, FIRST_WITH_QUOTA_ERROR);
    }

    @Override
    void handle(Call<CreatePartitionsRequest> call) {
        CreatePartitionsRequest body = call.body();
        List<CreatePartitions.Growth> wanted = new ArrayList<>(body.topics().size());
        List<CreatePartitionsTopicResult> answers =
                new ArrayList<>(body.topics().size());
        for (CreatePartitionsTopic topic : body.topics()) {
            if (!mutations.allowGrowth(call, topic.name(), topic.count())) {
                answers.add(answer(topic.name(), Errors.THROTTLING_QUOTA_EXCEEDED, MutationQuota.EXCEEDED));
                continue;
            }
            wanted.add(new CreatePartitions.Growth(topic.name(), topic.count(), assignments(topic.assignments())));
        }
        CreatePartitions command = CreatePartitions.of(wanted, body.validateOnly());
        call.whenWithin(body.timeoutMs(), services.controller().submit(command), (results, failure) -> {
            if (failure == null) {
                for (CreatePartitions.Result result : results) {
                    answers.add(answer(result.topic(), result.error(), result.message()));
                }
            } else {
                Errors error = Errors.forException(failure);
                wanted.forEach(topic -> answers.add(answer(topic.topic(), error, error.message())));
            }
            call.reply(new CreatePartitionsResponse().results(answers));
        });
    }

    /** Null stands for an assignment by the broker. */
    private static List<List<Integer>> assignments(List<CreatePartitionsAssignment> wanted) {
        if (wanted == null) {
            return null;
        }
        List<List<Integer>> assignments = new ArrayList<>(wanted.size());
        wanted.forEach(assignment -> assignments.add(assignment.brokerIds()));
        return assignments;
    }

    private static CreatePartitionsTopicResult answer(String name, Errors error, String message) {
        return new CreatePartitionsTopicResult()
                .name(name)
                .errorCode(error.code())
                .errorMessage(message);
    }
}
