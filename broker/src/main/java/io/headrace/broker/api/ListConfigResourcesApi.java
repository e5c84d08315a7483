package io.headrace.broker.api;

import io.headrace.common.config.ConfigResource;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.BrokerImage;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ListConfigResourcesRequest;
import io.headrace.protocol.message.ListConfigResourcesResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What has settings: in version 0 subscriptions to metrics of clients only (KIP-714), then everything (KIP-1142). */
final class ListConfigResourcesApi extends Api<ListConfigResourcesRequest> {

    private static final List<ConfigResource.Type> ALL = List.of(
            ConfigResource.Type.TOPIC,
            ConfigResource.Type.BROKER,
            ConfigResource.Type.BROKER_LOGGER,
            ConfigResource.Type.CLIENT_METRICS,
            ConfigResource.Type.GROUP);

    private final Services services;

    ListConfigResourcesApi(Services services) {
        super(ApiKey.LIST_CONFIG_RESOURCES, 0, 1);
        this.services = services;
    }

    @Override
    void handle(Call<ListConfigResourcesRequest> call) {
        Set<ConfigResource.Type> types = new LinkedHashSet<>();
        if (call.version() == 0) {
            types.add(ConfigResource.Type.CLIENT_METRICS);
        } else {
            call.body().resourceTypes().forEach(id -> types.add(ConfigResource.Type.forId(id)));
        }
        if (types.contains(ConfigResource.Type.UNKNOWN)) {
            call.reply(new ListConfigResourcesResponse().errorCode(Errors.UNSUPPORTED_VERSION.code()));
            return;
        }
        List<ListConfigResourcesResponse.ConfigResource> found = new ArrayList<>();
        ClusterImage image = services.controller().image();
        for (ConfigResource.Type type : types.isEmpty() ? ALL : types) {
            for (String name : names(image, type)) {
                found.add(new ListConfigResourcesResponse.ConfigResource()
                        .resourceType(type.id())
                        .resourceName(name));
            }
        }
        call.reply(new ListConfigResourcesResponse().configResources(found));
    }

    private static List<String> names(ClusterImage image, ConfigResource.Type type) {
        return switch (type) {
            case TOPIC -> image.topics().stream().map(TopicImage::name).toList();
            case BROKER, BROKER_LOGGER ->
                image.brokers().stream()
                        .map(BrokerImage::id)
                        .map(id -> Integer.toString(id))
                        .toList();
            default ->
                image.configuredResources(type).stream()
                        .map(ConfigResource::name)
                        .sorted()
                        .toList();
        };
    }
}
