package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.Config;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.CreateTopicsOptions;
import io.headrace.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.CreateTopicsRequest;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.headrace.protocol.message.CreateTopicsResponse;
import io.headrace.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import io.headrace.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creates topics, by name (CreateTopics). */
public final class CreateTopicsOperation implements Operation<String, TopicMetadataAndConfig> {

    private static final int WITH_BROKER_DEFAULTS = 4;
    private static final int WITH_CONFIGS_IN_ANSWER = 5;
    private static final int BROKER_DEFAULT = -1;

    private final Map<String, NewTopic> topics;
    private final CreateTopicsOptions options;

    public CreateTopicsOperation(Map<String, NewTopic> topics, CreateTopicsOptions options) {
        this.topics = topics;
        this.options = options;
    }

    @Override
    public String what(String item) {
        return "topic " + item + " to be created";
    }

    @Override
    public Route route(String item) {
        return Route.CONTROLLER;
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        int lowest = ApiKey.CREATE_TOPICS.lowestVersion();
        List<CreatableTopic> creatable = new ArrayList<>();
        for (String item : items) {
            NewTopic topic = topics.get(item);
            creatable.add(creatable(topic));
            boolean takesDefaults = topic.replicasAssignments() == null
                    && (topic.numPartitions() == BROKER_DEFAULT || topic.replicationFactor() == BROKER_DEFAULT);
            if (takesDefaults) {
                lowest = WITH_BROKER_DEFAULTS;
            }
        }
        CreateTopicsRequest request = new CreateTopicsRequest()
                .topics(creatable)
                .timeoutMs(timeoutMs)
                .validateOnly(options.shouldValidateOnly());
        return Call.of(request, lowest, ApiKey.CREATE_TOPICS.highestStableVersion());
    }

    private static CreatableTopic creatable(NewTopic topic) {
        CreatableTopic creatable = new CreatableTopic()
                .name(topic.name())
                .numPartitions(topic.numPartitions())
                .replicationFactor(topic.replicationFactor());
        if (topic.replicasAssignments() != null) {
            topic.replicasAssignments()
                    .forEach((partition, brokers) -> creatable
                            .assignments()
                            .add(new CreatableReplicaAssignment()
                                    .partitionIndex(partition)
                                    .brokerIds(new ArrayList<>(brokers))));
        }
        if (topic.configs() != null) {
            topic.configs()
                    .forEach((name, value) -> creatable
                            .configs()
                            .add(new CreatableTopicConfig().name(name).value(value)));
        }
        return creatable;
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<String> items,
            Answers<String, TopicMetadataAndConfig> answers) {
        CreateTopicsResponse created = (CreateTopicsResponse) response;
        ControllerAnswer controller =
                new ControllerAnswer(options.shouldRetryOnQuotaViolation(), created.throttleTimeMs());
        for (CreatableTopicResult topic : created.topics()) {
            Errors error = Errors.forCode(topic.errorCode());
            if (!items.contains(topic.name())) {
                continue;
            }
            if (error == Errors.NONE) {
                answers.succeed(topic.name(), metadata(topic, version));
            } else {
                controller.failed(topic.name(), error, topic.errorMessage(), answers);
            }
        }
    }

    private static TopicMetadataAndConfig metadata(CreatableTopicResult topic, int version) {
        Errors configError = Errors.forCode(topic.topicConfigErrorCode());
        if (version < WITH_CONFIGS_IN_ANSWER) {
            return new TopicMetadataAndConfig(new UnsupportedVersionException(
                    "the broker does not tell what a created topic is like: CreateTopics version " + version
                            + " is older than " + WITH_CONFIGS_IN_ANSWER));
        }
        if (configError != Errors.NONE) {
            return new TopicMetadataAndConfig(configError.exception());
        }
        List<ConfigEntry> entries = new ArrayList<>();
        for (CreatableTopicConfigs config :
                topic.configs() == null ? List.<CreatableTopicConfigs>of() : topic.configs()) {
            entries.add(new ConfigEntry(
                    config.name(),
                    config.value(),
                    DescribeConfigsOperation.source(config.configSource()),
                    config.isSensitive(),
                    config.readOnly(),
                    List.of(),
                    ConfigEntry.ConfigType.UNKNOWN,
                    null));
        }
        return new TopicMetadataAndConfig(
                topic.topicId(), topic.numPartitions(), topic.replicationFactor(), new Config(entries));
    }
}
