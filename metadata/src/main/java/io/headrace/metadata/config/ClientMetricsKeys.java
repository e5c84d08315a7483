package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.InvalidRequestException;
import java.util.Map;

/** The settings of a subscription to the metrics of clients (KIP-714). */
final class ClientMetricsKeys {
    static final String METRICS = "metrics";
    static final String INTERVAL_MS = "interval.ms";
    static final String MATCH = "match";

    private static final int LEAST_INTERVAL_MS = 100;
    private static final int MOST_INTERVAL_MS = 60 * 60 * 1000;

    static final ConfigDef DEF = new ConfigDef()
            .define(
                    METRICS,
                    ConfigDef.Type.LIST,
                    "",
                    Importance.MEDIUM,
                    "Prefixes of the names of the metrics that are wanted; * for all of them, empty for none.")
            .define(
                    INTERVAL_MS,
                    ConfigDef.Type.INT,
                    5 * 60 * 1000,
                    Importance.MEDIUM,
                    "How often clients are to send their metrics, in milliseconds, from " + LEAST_INTERVAL_MS + " to "
                            + MOST_INTERVAL_MS + ".")
            .define(
                    MATCH,
                    ConfigDef.Type.LIST,
                    "",
                    Importance.MEDIUM,
                    "Which clients are asked: attribute=regular expression, of which all must match; the attributes are"
                            + " " + String.join(", ", ClientMatch.ATTRIBUTES) + ".");

    private ClientMetricsKeys() {}

    /**
     * Checks all that a subscription is to have.
     *
     * @throws InvalidRequestException when a name is unknown or the interval is out of range, as Apache's broker answers
     * @throws ConfigException when a value cannot be read
     */
    static void validate(Map<String, String> settings) {
        settings.forEach((name, text) -> {
            ConfigDef.ConfigKey key = DEF.configKeys().get(name);
            if (key == null) {
                throw new InvalidRequestException("Unknown client metrics config name: " + name);
            }
            Object value = TopicKeys.parse(key, text);
            if (name.equals(INTERVAL_MS)) {
                int intervalMs = (Integer) value;
                if (intervalMs < LEAST_INTERVAL_MS || intervalMs > MOST_INTERVAL_MS) {
                    throw new InvalidRequestException("Invalid value " + text + " for configuration " + INTERVAL_MS
                            + ": it must lie between " + LEAST_INTERVAL_MS + " and " + MOST_INTERVAL_MS);
                }
            } else if (name.equals(MATCH)) {
                ClientMatch.parse(text);
            }
        });
    }
}
