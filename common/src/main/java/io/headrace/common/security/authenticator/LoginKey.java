package io.headrace.common.security.authenticator;

import io.headrace.common.security.JaasContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;

/**
 * What logins have to have in common to be one: the mechanism, the login modules with their options, and all settings of
 * SASL, the classes of login and callbacks included. Immutable.
 */
record LoginKey(String mechanism, List<Module> modules, Map<String, Object> settings) {

    private static final String SASL_PREFIX = "sasl.";

    /** A login module as it is configured. */
    private record Module(String name, String flag, Map<String, ?> options) {}

    static LoginKey of(String mechanism, JaasContext jaas, Map<String, ?> configs) {
        Map<String, Object> settings = new HashMap<>();
        configs.forEach((key, value) -> {
            if (key.startsWith(SASL_PREFIX)) {
                settings.put(key, value);
            }
        });
        return new LoginKey(
                mechanism,
                jaas.configurationEntries().stream().map(LoginKey::module).toList(),
                settings);
    }

    private static Module module(AppConfigurationEntry entry) {
        return new Module(
                entry.getLoginModuleName(), entry.getControlFlag().toString(), Map.copyOf(entry.getOptions()));
    }

    /** Not the record's own: options are passwords. */
    @Override
    public String toString() {
        return "LoginKey(" + mechanism + ")";
    }
}
