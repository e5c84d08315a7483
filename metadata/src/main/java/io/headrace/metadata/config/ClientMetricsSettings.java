package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigResource;
import io.headrace.metadata.image.ClusterImage;
import java.util.List;
import java.util.Map;

/**
 * A subscription to the metrics of clients, typed (KIP-714). Immutable.
 *
 * @param name the subscription
 * @param metrics prefixes of the metrics that are wanted; {@code *} for all
 * @param intervalMs how often clients are to send them, in milliseconds
 * @param match which clients are asked
 */
public record ClientMetricsSettings(String name, List<String> metrics, int intervalMs, ClientMatch match) {

    public ClientMetricsSettings {
        metrics = List.copyOf(metrics);
    }

    /** The subscription of that name, as of {@code image}; what it does not set has its default. */
    public static ClientMetricsSettings of(ClusterImage image, String name) {
        Map<String, String> own = image.configs(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name));
        List<?> metrics = (List<?>) value(own, ClientMetricsKeys.METRICS);
        return new ClientMetricsSettings(
                name,
                metrics.stream().map(Object::toString).toList(),
                (Integer) value(own, ClientMetricsKeys.INTERVAL_MS),
                ClientMatch.parse(own.getOrDefault(ClientMetricsKeys.MATCH, "")));
    }

    private static Object value(Map<String, String> own, String name) {
        ConfigDef.ConfigKey key = ClientMetricsKeys.DEF.configKeys().get(name);
        String text = own.get(name);
        return text == null ? ConfigDef.parseType(name, key.defaultValue, key.type) : TopicKeys.parse(key, text);
    }
}
