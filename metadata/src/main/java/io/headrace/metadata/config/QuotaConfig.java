package io.headrace.metadata.config;

import java.util.Map;

/** How the use of clients is measured against their quotas. Immutable; reached by {@link BrokerConfig#quotas}. */
public final class QuotaConfig {
    private final Map<String, Object> values;

    QuotaConfig(Map<String, Object> values) {
        this.values = values;
    }

    /** "quota.window.num". */
    public int windows() {
        return intValue(QuotaKeys.WINDOWS);
    }

    /** "quota.window.size.seconds", in milliseconds. */
    public long windowMs() {
        return intValue(QuotaKeys.WINDOW_SECONDS) * 1000L;
    }

    /** "controller.quota.window.num". */
    public int controllerWindows() {
        return intValue(QuotaKeys.CONTROLLER_WINDOWS);
    }

    /** "controller.quota.window.size.seconds", in milliseconds. */
    public long controllerWindowMs() {
        return intValue(QuotaKeys.CONTROLLER_WINDOW_SECONDS) * 1000L;
    }

    /** "max.connection.creation.rate": connections a second. */
    public int connectionRate() {
        return intValue(QuotaKeys.CONNECTION_RATE);
    }

    private int intValue(String key) {
        return (Integer) values.get(key);
    }
}
