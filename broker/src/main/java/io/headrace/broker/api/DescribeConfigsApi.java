package io.headrace.broker.api;

import io.headrace.broker.logging.LogLevels;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.internals.Topic;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.ConfigView;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DescribeConfigsRequest;
import io.headrace.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.headrace.protocol.message.DescribeConfigsResponse;
import io.headrace.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.headrace.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import io.headrace.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of topics, this broker, its loggers, groups and metrics subscriptions; where each comes from, and what it is
 * for (KIP-133, KIP-226, KIP-412, KIP-569).
 */
final class DescribeConfigsApi extends Api<DescribeConfigsRequest> {

    private final Services services;

    DescribeConfigsApi(Services services) {
        super(ApiKey.DESCRIBE_CONFIGS, 1, 4);
        this.services = services;
    }

    @Override
    void handle(Call<DescribeConfigsRequest> call) {
        List<DescribeConfigsResult> results = new ArrayList<>();
        for (DescribeConfigsResource resource : call.body().resources()) {
            results.add(describe(resource, call.body())
                    .resourceType(resource.resourceType())
                    .resourceName(resource.resourceName()));
        }
        call.reply(new DescribeConfigsResponse().results(results));
    }

    private DescribeConfigsResult describe(DescribeConfigsResource resource, DescribeConfigsRequest request) {
        ClusterImage image = services.controller().image();
        String name = resource.resourceName();
        return switch (ConfigResource.Type.forId(resource.resourceType())) {
            case TOPIC -> {
                if (!Topic.isValid(name)) {
                    yield refusal(Errors.INVALID_TOPIC_EXCEPTION, "'" + name + "' is no valid topic name");
                }
                if (image.topic(name) == null) {
                    yield refusal(Errors.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic '" + name + "'");
                }
                yield result(ConfigView.topic(services.config(), image, name), resource, request);
            }
            case BROKER -> {
                if (name.isEmpty()) {
                    yield result(ConfigView.allBrokers(services.config(), image), resource, request);
                }
                if (!name.equals(Integer.toString(services.config().nodeId()))) {
                    yield refusal(
                            Errors.INVALID_REQUEST,
                            "this is broker " + services.config().nodeId() + ", asked for was '" + name + "'");
                }
                yield result(ConfigView.broker(services.config(), image), resource, request);
            }
            case BROKER_LOGGER -> {
                if (!name.equals(Integer.toString(services.config().nodeId()))) {
                    yield refusal(
                            Errors.INVALID_REQUEST,
                            "this is broker " + services.config().nodeId() + ", asked for was '" + name + "'");
                }
                yield levels(resource, request);
            }
            case GROUP ->
                name.isEmpty()
                        ? refusal(Errors.INVALID_REQUEST, "a group has a name")
                        : result(ConfigView.group(services.config(), image, name), resource, request);
            case CLIENT_METRICS ->
                name.isEmpty()
                        ? refusal(Errors.INVALID_REQUEST, "a metrics subscription has a name")
                        : result(ConfigView.clientMetrics(image, name), resource, request);
            case UNKNOWN ->
                refusal(Errors.INVALID_REQUEST, "there are no resources of type " + resource.resourceType());
        };
    }

    private static DescribeConfigsResult levels(DescribeConfigsResource resource, DescribeConfigsRequest request) {
        List<ConfigView.Entry> entries = new ArrayList<>();
        LogLevels.ofBackend().levels().forEach((logger, level) -> entries.add(ConfigView.logLevel(logger, level)));
        return result(entries, resource, request);
    }

    private static DescribeConfigsResult refusal(Errors error, String message) {
        return new DescribeConfigsResult().errorCode(error.code()).errorMessage(message);
    }

    private static DescribeConfigsResult result(
            List<ConfigView.Entry> entries, DescribeConfigsResource resource, DescribeConfigsRequest request) {
        List<DescribeConfigsResourceResult> configs = new ArrayList<>();
        for (ConfigView.Entry entry : entries) {
            if (resource.configurationKeys() == null
                    || resource.configurationKeys().contains(entry.name())) {
                configs.add(config(entry, request));
            }
        }
        return new DescribeConfigsResult().errorMessage("").configs(configs);
    }

    private static DescribeConfigsResourceResult config(ConfigView.Entry entry, DescribeConfigsRequest request) {
        DescribeConfigsResourceResult config = new DescribeConfigsResourceResult()
                .name(entry.name())
                .value(entry.value())
                .readOnly(entry.readOnly())
                .configSource(entry.source().id())
                .isSensitive(entry.sensitive())
                .configType(entry.typeId());
        if (request.includeSynonyms()) {
            List<DescribeConfigsSynonym> synonyms = new ArrayList<>();
            for (ConfigView.Synonym synonym : entry.synonyms()) {
                synonyms.add(new DescribeConfigsSynonym()
                        .name(synonym.name())
                        .value(synonym.value())
                        .source(synonym.source().id()));
            }
            config.synonyms(synonyms);
        }
        return config.documentation(request.includeDocumentation() ? entry.documentation() : null);
    }
}
