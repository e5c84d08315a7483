package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.Config;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.ConfigEntry.ConfigSource;
import io.headrace.clients.admin.ConfigEntry.ConfigSynonym;
import io.headrace.clients.admin.ConfigEntry.ConfigType;
import io.headrace.clients.admin.DescribeConfigsOptions;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeConfigsRequest;
import io.headrace.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.headrace.protocol.message.DescribeConfigsResponse;
import io.headrace.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.headrace.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import io.headrace.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Describes configs, by resource; a broker is asked about itself (DescribeConfigs). */
public final class DescribeConfigsOperation implements ControllerOperation<ConfigResource, Config> {

    private static final int WITH_DOCUMENTATION = 3;

    /** By the number on the wire. */
    private static final ConfigSource[] SOURCES = {
        ConfigSource.UNKNOWN,
        ConfigSource.DYNAMIC_TOPIC_CONFIG,
        ConfigSource.DYNAMIC_BROKER_CONFIG,
        ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG,
        ConfigSource.STATIC_BROKER_CONFIG,
        ConfigSource.DEFAULT_CONFIG,
        ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG,
        ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG,
        ConfigSource.DYNAMIC_GROUP_CONFIG
    };

    /** By the number on the wire. */
    private static final ConfigType[] TYPES = {
        ConfigType.UNKNOWN,
        ConfigType.BOOLEAN,
        ConfigType.STRING,
        ConfigType.INT,
        ConfigType.SHORT,
        ConfigType.LONG,
        ConfigType.DOUBLE,
        ConfigType.LIST,
        ConfigType.CLASS,
        ConfigType.PASSWORD
    };

    private final DescribeConfigsOptions options;

    public DescribeConfigsOperation(DescribeConfigsOptions options) {
        this.options = options;
    }

    static ConfigSource source(byte id) {
        return id < 0 || id >= SOURCES.length ? ConfigSource.UNKNOWN : SOURCES[id];
    }

    private static ConfigType type(byte id) {
        return id < 0 || id >= TYPES.length ? ConfigType.UNKNOWN : TYPES[id];
    }

    @Override
    public String what(ConfigResource item) {
        return "the configs of " + item;
    }

    @Override
    public Route route(ConfigResource item) {
        return Wire.routeOfConfigs(item);
    }

    @Override
    public Call call(List<ConfigResource> items, int timeoutMs) {
        DescribeConfigsRequest request = new DescribeConfigsRequest()
                .includeSynonyms(options.includeSynonyms())
                .includeDocumentation(options.includeDocumentation());
        for (ConfigResource item : items) {
            request.resources()
                    .add(new DescribeConfigsResource()
                            .resourceType(item.type().id())
                            .resourceName(item.name())
                            .configurationKeys(null));
        }
        return Call.of(
                request,
                options.includeDocumentation() ? WITH_DOCUMENTATION : ApiKey.DESCRIBE_CONFIGS.lowestVersion(),
                ApiKey.DESCRIBE_CONFIGS.highestStableVersion());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<ConfigResource> items,
            Answers<ConfigResource, Config> answers) {
        for (DescribeConfigsResult result : ((DescribeConfigsResponse) response).results()) {
            ConfigResource item =
                    new ConfigResource(ConfigResource.Type.forId(result.resourceType()), result.resourceName());
            if (!items.contains(item)) {
                continue;
            }
            Errors error = Errors.forCode(result.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(item, config(result));
            } else {
                answers.fail(item, Wire.failure(error, result.errorMessage()));
            }
        }
    }

    private static Config config(DescribeConfigsResult result) {
        List<ConfigEntry> entries = new ArrayList<>();
        for (DescribeConfigsResourceResult entry : result.configs()) {
            List<ConfigSynonym> synonyms = new ArrayList<>();
            for (DescribeConfigsSynonym synonym : entry.synonyms()) {
                synonyms.add(new ConfigSynonym(synonym.name(), synonym.value(), source(synonym.source())));
            }
            entries.add(new ConfigEntry(
                    entry.name(),
                    entry.value(),
                    source(entry.configSource()),
                    entry.isSensitive(),
                    entry.readOnly(),
                    synonyms,
                    type(entry.configType()),
                    entry.documentation()));
        }
        return new Config(entries);
    }
}
