package io.headrace.common.security.ssl;

import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SslConfigs;
import io.headrace.common.config.types.Password;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;

/**
 * Where keys and certificates come from: a file in one of Java's formats, a PEM file, or PEM text in the configuration
 * itself (KIP-651). Has no state.
 */
final class KeyMaterial {

    private static final String PEM = "PEM";
    private static final String KEY_ALIAS = "kafka";
    private static final String TRUSTED_ALIAS = "kafka";

    /**
     * A store and what opens its key.
     *
     * @param store null if none is configured
     * @param keyPassword null if its keys are not protected, or it has none
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Loaded(KeyStore store, char[] keyPassword) {
        static final Loaded NONE = new Loaded(null, null);
    }

    private KeyMaterial() {}

    /**
     * What this client or broker shows of itself.
     *
     * @throws ConfigException if the settings contradict each other, or what they name cannot be read
     */
    static Loaded ownKeys(Map<String, ?> configs) {
        String type = text(configs, SslConfigs.SSL_KEYSTORE_TYPE_CONFIG);
        String location = text(configs, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
        Password storePassword = password(configs, SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG);
        Password keyPassword = password(configs, SslConfigs.SSL_KEY_PASSWORD_CONFIG);
        Password key = password(configs, SslConfigs.SSL_KEYSTORE_KEY_CONFIG);
        Password chain = password(configs, SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG);
        if (key != null || chain != null) {
            requirePem(type, SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "the key is given as text");
            refuse(location, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, "the key is given as text");
            refuse(storePassword, SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, "the key is given as text");
            require(key, SslConfigs.SSL_KEYSTORE_KEY_CONFIG, SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG);
            require(chain, SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, SslConfigs.SSL_KEYSTORE_KEY_CONFIG);
            return pemKeys(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, key.value(), chain.value(), keyPassword);
        }
        if (location == null) {
            refuse(storePassword, SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, "there is no key store");
            return Loaded.NONE;
        }
        if (PEM.equalsIgnoreCase(type)) {
            refuse(
                    storePassword,
                    SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG,
                    "a PEM file has only a password for its key");
            String content = read(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, location);
            return pemKeys(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, content, content, keyPassword);
        }
        require(storePassword, SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
        KeyStore store = load(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, type, location, storePassword);
        return new Loaded(store, chars(keyPassword == null ? storePassword : keyPassword));
    }

    /**
     * Whom this client or broker trusts.
     *
     * @return with a null store if that is left to the JVM
     * @throws ConfigException if the settings contradict each other, or what they name cannot be read
     */
    static Loaded trusted(Map<String, ?> configs) {
        String type = text(configs, SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG);
        String location = text(configs, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
        Password storePassword = password(configs, SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG);
        Password certificates = password(configs, SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG);
        if (certificates != null) {
            requirePem(type, SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "the certificates are given as text");
            refuse(location, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, "the certificates are given as text");
            refuse(storePassword, SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, "the certificates are given as text");
            return pemTrust(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, certificates.value());
        }
        if (location == null) {
            refuse(storePassword, SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, "there is no trust store");
            return Loaded.NONE;
        }
        if (PEM.equalsIgnoreCase(type)) {
            refuse(
                    storePassword,
                    SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG,
                    "a PEM file of certificates has no password");
            return pemTrust(
                    SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
                    read(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, location));
        }
        return new Loaded(load(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, type, location, storePassword), null);
    }

    private static Loaded pemKeys(String setting, String key, String chain, Password keyPassword) {
        char[] password = chars(keyPassword);
        try {
            PrivateKey privateKey = PemText.parse(key).privateKey(password);
            List<Certificate> certificates = PemText.parse(chain).certificates();
            KeyStore store = emptyStore();
            store.setKeyEntry(KEY_ALIAS, privateKey, password, certificates.toArray(Certificate[]::new));
            return new Loaded(store, password);
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(setting, "the PEM key store cannot be used", e);
        }
    }

    private static Loaded pemTrust(String setting, String text) {
        try {
            KeyStore store = emptyStore();
            int number = 0;
            for (Certificate certificate : PemText.parse(text).certificates()) {
                store.setCertificateEntry(TRUSTED_ALIAS + number++, certificate);
            }
            return new Loaded(store, null);
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(setting, "the PEM trust store cannot be used", e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore load(String setting, String type, String location, Password password) {
        try (InputStream in = Files.newInputStream(Path.of(location))) {
            KeyStore store = KeyStore.getInstance(type);
            // Without a password its contents are taken as they are, and not checked.
            store.load(in, chars(password));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(setting, "the " + type + " store " + location + " cannot be loaded", e);
        }
    }

    private static String read(String setting, String location) {
        try {
            return Files.readString(Path.of(location));
        } catch (IOException e) {
            throw unusable(setting, "the file " + location + " cannot be read", e);
        }
    }

    private static ConfigException unusable(String setting, String what, Exception e) {
        ConfigException failure = new ConfigException(setting + ": " + what + ": " + e);
        failure.initCause(e);
        return failure;
    }

    private static void requirePem(String type, String setting, String since) {
        if (!PEM.equalsIgnoreCase(type)) {
            throw new ConfigException(setting, type, "has to be PEM, since " + since);
        }
    }

    private static void refuse(Object value, String setting, String since) {
        if (value != null) {
            throw new ConfigException(setting + " cannot be set, since " + since);
        }
    }

    private static void require(Object value, String setting, String beside) {
        if (value == null) {
            throw new ConfigException(setting + " has to be set, since " + beside + " is");
        }
    }

    private static String text(Map<String, ?> configs, String key) {
        return (String) configs.get(key);
    }

    private static Password password(Map<String, ?> configs, String key) {
        Object value = configs.get(key);
        return value instanceof String plain ? new Password(plain) : (Password) value;
    }

    private static char[] chars(Password password) {
        return password == null ? null : password.value().toCharArray();
    }
}
