package io.headrace.clients.internals;

import io.headrace.clients.CommonClientConfigs;
import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.CaseInsensitiveValidString;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.SecurityConfig;
import io.headrace.common.security.auth.SecurityProtocol;
import java.util.HashMap;
import java.util.Map;

/**
 * How a client's connections are to be protected. Immutable.
 *
 * @param protocol {@code security.protocol}
 * @param configs all of the client's settings, in their types where they are known, as plug-ins get them
 */
public record SecuritySettings(SecurityProtocol protocol, Map<String, ?> configs) {

    /** Unprotected. */
    static final SecuritySettings PLAINTEXT = new SecuritySettings(SecurityProtocol.PLAINTEXT, Map.of());

    /**
     * Reads the settings.
     *
     * @param originals the settings as the user wrote them, for those that only a plug-in knows
     */
    static SecuritySettings from(Map<String, ?> values, Map<String, ?> originals) {
        Object name = values.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        if (name == null || SecurityProtocol.PLAINTEXT.name.equalsIgnoreCase(name.toString())) {
            return PLAINTEXT;
        }
        Map<String, Object> configs = new HashMap<>(originals);
        configs.putAll(values);
        return new SecuritySettings(SecurityProtocol.forName(name.toString()), configs);
    }

    /** Adds the settings of security to a client's definition, which is returned. */
    public static ConfigDef define(ConfigDef config) {
        return config.define(
                        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                        ConfigDef.Type.STRING,
                        CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL,
                        CaseInsensitiveValidString.in(SecurityProtocol.names().toArray(String[]::new)),
                        Importance.MEDIUM,
                        CommonClientConfigs.SECURITY_PROTOCOL_DOC)
                .define(
                        SecurityConfig.SECURITY_PROVIDERS_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        SecurityConfig.SECURITY_PROVIDERS_DOC)
                .withClientSslSupport()
                .withClientSaslSupport();
    }
}
