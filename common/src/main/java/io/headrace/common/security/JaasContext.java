package io.headrace.common.security;

import io.headrace.common.KafkaException;
import io.headrace.common.config.ClassNames;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SaslConfigs;
import io.headrace.common.config.types.Password;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;

/**
 * The login modules of one client or broker, from {@code sasl.jaas.config}, or from the JVM's JAAS file. Immutable.
 *
 * <p>A login module that is named by Apache's name is ours of the same name.
 */
public class JaasContext {

    private static final String CLIENT_CONTEXT = "KafkaClient";

    /** Whose login modules they are. */
    public enum Type {
        /** A client's. */
        CLIENT,
        /** A broker's. */
        SERVER
    }

    private final String name;
    private final Type type;
    private final Configuration configuration;
    private final List<AppConfigurationEntry> entries;
    private final Password dynamicJaasConfig;

    /**
     * The entry of a configuration.
     *
     * @param dynamicJaasConfig the text that it was read from, null if it comes from a file
     * @throws IllegalArgumentException if the configuration has no entry of that name
     */
    public JaasContext(String name, Type type, Configuration configuration, Password dynamicJaasConfig) {
        AppConfigurationEntry[] found = configuration.getAppConfigurationEntry(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no entry " + name + " in the JAAS configuration");
        }
        this.name = name;
        this.type = type;
        this.entries = List.of(found);
        this.configuration = configuration;
        this.dynamicJaasConfig = dynamicJaasConfig;
    }

    /**
     * A client's login modules.
     *
     * @throws ConfigException if {@code sasl.jaas.config} cannot be read, is missing while the JVM's file has none either,
     *     or names a login module that is not allowed
     */
    public static JaasContext loadClientContext(Map<String, ?> configs) {
        Object given = configs.get(SaslConfigs.SASL_JAAS_CONFIG);
        Password text = given instanceof String plain ? new Password(plain) : (Password) given;
        List<AppConfigurationEntry> entries = text == null ? ofJvm() : JaasText.parse(text.value());
        if (text != null && entries.size() != 1) {
            throw new ConfigException(
                    SaslConfigs.SASL_JAAS_CONFIG + " has to name one login module, and names " + entries.size());
        }
        entries.forEach(JaasContext::refuseForbidden);
        Configuration configuration =
                new Entries(entries.stream().map(JaasContext::withOurModule).toList());
        return new JaasContext(CLIENT_CONTEXT, Type.CLIENT, configuration, text);
    }

    private static List<AppConfigurationEntry> ofJvm() {
        AppConfigurationEntry[] found;
        try {
            found = Configuration.getConfiguration().getAppConfigurationEntry(CLIENT_CONTEXT);
        } catch (SecurityException e) {
            throw missing(e);
        }
        if (found == null) {
            throw missing(null);
        }
        return List.of(found);
    }

    private static KafkaException missing(Throwable cause) {
        ConfigException failure = new ConfigException("SASL needs credentials: set " + SaslConfigs.SASL_JAAS_CONFIG
                + ", or have an entry " + CLIENT_CONTEXT + " in the file that the system property "
                + JaasUtils.JAVA_LOGIN_CONFIG_PARAM + " names (it is "
                + System.getProperty(JaasUtils.JAVA_LOGIN_CONFIG_PARAM) + ")");
        failure.initCause(cause);
        return failure;
    }

    private static void refuseForbidden(AppConfigurationEntry entry) {
        String module = entry.getLoginModuleName().trim();
        String allowed = System.getProperty(JaasUtils.ALLOWED_LOGIN_MODULES_CONFIG);
        if (allowed != null) {
            if (!isListed(module, allowed)) {
                throw new ConfigException(SaslConfigs.SASL_JAAS_CONFIG + ": login module " + module
                        + " is not among those that the system property " + JaasUtils.ALLOWED_LOGIN_MODULES_CONFIG
                        + " allows: " + allowed);
            }
            return;
        }
        String disallowed = System.getProperty(
                JaasUtils.DISALLOWED_LOGIN_MODULES_CONFIG, JaasUtils.DISALLOWED_LOGIN_MODULES_DEFAULT);
        if (isListed(module, disallowed)) {
            throw new ConfigException(SaslConfigs.SASL_JAAS_CONFIG + ": login module " + module
                    + " is not allowed; the system property " + JaasUtils.DISALLOWED_LOGIN_MODULES_CONFIG
                    + " lists those that are not");
        }
    }

    private static boolean isListed(String module, String list) {
        return Arrays.stream(list.split(",", -1)).map(String::trim).anyMatch(module::equals);
    }

    private static AppConfigurationEntry withOurModule(AppConfigurationEntry entry) {
        String named = entry.getLoginModuleName();
        String ours = ClassNames.loadable(named);
        return new AppConfigurationEntry(ours, entry.getControlFlag(), new HashMap<>(entry.getOptions()));
    }

    /** The entry's name. */
    public String name() {
        return name;
    }

    /** Whose login modules they are. */
    public Type type() {
        return type;
    }

    /** The configuration that holds them. */
    public Configuration configuration() {
        return configuration;
    }

    /** The login modules and their options. */
    public List<AppConfigurationEntry> configurationEntries() {
        return entries;
    }

    /** The text that they were read from; null if they come from a file. */
    public Password dynamicJaasConfig() {
        return dynamicJaasConfig;
    }

    /**
     * An option of a login module.
     *
     * @param loginModuleName of which module; null for any
     * @return null if no such module has it
     */
    public static String configEntryOption(
            List<AppConfigurationEntry> configurationEntries, String key, String loginModuleName) {
        for (AppConfigurationEntry entry : configurationEntries) {
            if (loginModuleName != null && !loginModuleName.equals(entry.getLoginModuleName())) {
                continue;
            }
            Object value = entry.getOptions().get(key);
            if (value != null) {
                return (String) value;
            }
        }
        return null;
    }

    /** A configuration with one entry. */
    private static final class Entries extends Configuration {
        private final List<AppConfigurationEntry> entries;

        Entries(List<AppConfigurationEntry> entries) {
            this.entries = new ArrayList<>(entries);
        }

        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return name.equals(CLIENT_CONTEXT) ? entries.toArray(AppConfigurationEntry[]::new) : null;
        }
    }
}
