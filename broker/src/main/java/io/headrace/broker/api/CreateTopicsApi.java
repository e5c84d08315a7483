package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.ConfigView;
import io.headrace.metadata.plan.CreateTopics;
import io.headrace.metadata.plan.NewTopic;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.CreateTopicsRequest;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.headrace.protocol.message.CreateTopicsResponse;
import io.headrace.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import io.headrace.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Creates topics. All topics of a request are one commit; the answer comes when all their partitions take writes. */
final class CreateTopicsApi extends Api<CreateTopicsRequest> {

    private static final int FIRST_WITH_QUOTA_ERROR = 6;

    private final Services services;
    private final MutationQuota mutations;

    CreateTopicsApi(Services services) {
        super(ApiKey.CREATE_TOPICS, 2, 7);
        this.services = services;
        this.mutations = new MutationQuota(services, FIRST_WITH_QUOTA_ERROR);
    }

    @Override
    void handle(Call<CreateTopicsRequest> call) {
        CreateTopicsRequest body = call.body();
        List<NewTopic> wanted = new ArrayList<>(body.topics().size());
        List<CreatableTopicResult> answers = new ArrayList<>(body.topics().size());
        for (CreatableTopic topic : body.topics()) {
            SortedMap<Integer, List<Integer>> assignments = assignments(topic.assignments());
            if (assignments.size() < topic.assignments().size()) {
                answers.add(refusal(
                        topic.name(), Errors.INVALID_REPLICA_ASSIGNMENT, "a partition is assigned more than once"));
                continue;
            }
            int partitions = assignments.isEmpty() ? topic.numPartitions() : assignments.size();
            if (!mutations.allow(call, topic.name(), partitions)) {
                answers.add(refusal(topic.name(), Errors.THROTTLING_QUOTA_EXCEEDED, MutationQuota.EXCEEDED));
                continue;
            }
            wanted.add(new NewTopic(
                    topic.name(),
                    topic.numPartitions(),
                    topic.replicationFactor(),
                    assignments,
                    configs(topic.configs())));
        }
        CreateTopics command = CreateTopics.of(services.config(), wanted, body.validateOnly());
        call.whenWithin(body.timeoutMs(), services.controller().submit(command), (results, failure) -> {
            if (failure == null) {
                results.forEach(result -> answers.add(answer(result)));
            } else {
                Errors error = Errors.forException(failure);
                wanted.forEach(topic -> answers.add(refusal(topic.name(), error, error.message())));
            }
            call.reply(new CreateTopicsResponse().topics(answers));
        });
    }

    private static CreatableTopicResult refusal(String name, Errors error, String message) {
        return new CreatableTopicResult().name(name).errorCode(error.code()).errorMessage(message);
    }

    private static SortedMap<Integer, List<Integer>> assignments(List<CreatableReplicaAssignment> wanted) {
        SortedMap<Integer, List<Integer>> assignments = new TreeMap<>();
        for (CreatableReplicaAssignment assignment : wanted) {
            assignments.put(assignment.partitionIndex(), assignment.brokerIds());
        }
        return assignments;
    }

    private static Map<String, String> configs(List<CreatableTopicConfig> wanted) {
        Map<String, String> configs = new HashMap<>();
        for (CreatableTopicConfig config : wanted) {
            configs.put(config.name(), config.value());
        }
        return configs;
    }

    private static CreatableTopicResult answer(CreateTopics.Result result) {
        CreatableTopicResult answer = new CreatableTopicResult()
                .name(result.name())
                .errorCode(result.error().code())
                .errorMessage(result.message());
        if (result.error() != Errors.NONE) {
            return answer;
        }
        List<CreatableTopicConfigs> configs = new ArrayList<>();
        for (ConfigView.Entry entry : result.configs()) {
            configs.add(new CreatableTopicConfigs()
                    .name(entry.name())
                    .value(entry.value())
                    .readOnly(entry.readOnly())
                    .configSource(entry.source().id())
                    .isSensitive(entry.sensitive()));
        }
        return answer.topicId(result.id())
                .numPartitions(result.partitions())
                .replicationFactor(result.replicationFactor())
                .configs(configs);
    }
}
