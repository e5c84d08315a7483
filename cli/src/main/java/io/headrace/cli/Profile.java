package io.headrace.cli;

import io.headrace.common.config.SaslConfigs;
import io.headrace.common.config.SslConfigs;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A way to reach a cluster, as a user wrote it down, made into settings of clients. Immutable.
 *
 * @param bootstrapServers the brokers to begin with; null when it names none
 * @param timeoutSeconds how long to wait for an answer; null when it does not say
 * @param settings the settings of clients, by Kafka's names
 */
record Profile(String bootstrapServers, Integer timeoutSeconds, Map<String, Object> settings) {
    /** Says nothing. */
    static final Profile NONE = new Profile(null, null, Map.of());

    static final List<String> KEYS = List.of("bootstrap-servers", "timeout", "tls", "sasl", "settings");
    static final List<String> TLS_KEYS = List.of(
            "ca",
            "certificate",
            "key",
            "key-password",
            "key-password-file",
            "key-password-env",
            "truststore",
            "truststore-type",
            "truststore-password",
            "truststore-password-file",
            "truststore-password-env",
            "keystore",
            "keystore-type",
            "keystore-password",
            "keystore-password-file",
            "keystore-password-env",
            "verify-hostname");
    static final List<String> SASL_KEYS =
            List.of("mechanism", "username", "password", "password-file", "password-env", "jaas");

    private static final Map<String, String> LOGIN_MODULES = Map.of(
            "PLAIN", "io.headrace.common.security.plain.PlainLoginModule",
            "SCRAM-SHA-256", "io.headrace.common.security.scram.ScramLoginModule",
            "SCRAM-SHA-512", "io.headrace.common.security.scram.ScramLoginModule");

    /**
     * What is written down.
     *
     * @param section where it stands
     * @throws CommandFailure naming what makes no sense
     */
    static Profile of(Section section) {
        section.allow(KEYS);
        Map<String, Object> settings = new LinkedHashMap<>();
        boolean secured = section.entries().containsKey("tls");
        boolean authenticated = section.entries().containsKey("sasl");
        if (secured || authenticated) {
            String protocol = authenticated ? (secured ? "SASL_SSL" : "SASL_PLAINTEXT") : "SSL";
            settings.put("security.protocol", protocol);
        }
        if (secured) {
            tls(section.section("tls"), settings);
        }
        if (authenticated) {
            sasl(section.section("sasl"), settings);
        }
        section.section("settings").entries().forEach((key, value) -> settings.put(key, String.valueOf(value)));
        return new Profile(section.texts("bootstrap-servers"), section.positive("timeout"), settings);
    }

    private static void tls(Section tls, Map<String, Object> settings) {
        tls.allow(TLS_KEYS);
        if (tls.has("ca") && tls.has("truststore")) {
            throw tls.wrong("ca", "and 'truststore' say the same thing: one of them is allowed");
        }
        if (tls.has("ca")) {
            settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            settings.put(
                    SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, tls.file("ca").toString());
        } else if (tls.has("truststore")) {
            Path file = tls.file("truststore");
            settings.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, file.toString());
            settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, storeType(tls, "truststore-type", file));
            put(settings, SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, tls.secret("truststore-password"));
        }
        if (tls.has("certificate") != tls.has("key")) {
            throw tls.wrong(tls.has("key") ? "key" : "certificate", "needs the other of 'certificate' and 'key'");
        }
        if (tls.has("certificate")) {
            settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
            settings.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, tls.content("certificate"));
            settings.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, tls.content("key"));
        } else if (tls.has("keystore")) {
            Path file = tls.file("keystore");
            settings.put(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, file.toString());
            settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, storeType(tls, "keystore-type", file));
            put(settings, SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, tls.secret("keystore-password"));
        }
        put(settings, SslConfigs.SSL_KEY_PASSWORD_CONFIG, tls.secret("key-password"));
        if (!tls.truth("verify-hostname", true)) {
            settings.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "");
        }
    }

    private static void sasl(Section sasl, Map<String, Object> settings) {
        sasl.allow(SASL_KEYS);
        String mechanism = sasl.has("mechanism") ? sasl.text("mechanism") : "SCRAM-SHA-512";
        settings.put(SaslConfigs.SASL_MECHANISM, mechanism);
        if (sasl.has("jaas")) {
            settings.put(SaslConfigs.SASL_JAAS_CONFIG, sasl.text("jaas"));
            return;
        }
        String module = LOGIN_MODULES.get(mechanism);
        if (module == null) {
            throw sasl.wrong(
                    "mechanism",
                    "is '" + mechanism + "', which needs 'jaas' as well; without it, PLAIN, SCRAM-SHA-256 and"
                            + " SCRAM-SHA-512 are allowed");
        }
        String password = sasl.secret("password");
        if (!sasl.has("username") || password == null) {
            throw sasl.wrong(
                    sasl.has("username") ? "password" : "username",
                    "is needed for " + mechanism + " (password, password-file or password-env says the password)");
        }
        settings.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                module + " required username=" + quoted(sasl.text("username")) + " password=" + quoted(password) + ";");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String storeType(Section tls, String key, Path file) {
        if (tls.has(key)) {
            return tls.text(key);
        }
        String name = file.toString();
        return name.endsWith(".jks") ? "JKS" : name.endsWith(".pem") ? "PEM" : "PKCS12";
    }

    private static void put(Map<String, Object> settings, String key, String value) {
        if (value != null) {
            settings.put(key, value);
        }
    }
}
