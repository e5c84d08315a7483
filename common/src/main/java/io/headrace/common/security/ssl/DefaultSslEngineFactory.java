package io.headrace.common.security.ssl;

import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SslClientAuth;
import io.headrace.common.config.SslConfigs;
import io.headrace.common.security.auth.SslEngineFactory;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes engines from the {@code ssl.*} settings, by the JDK's providers. Stores are read once, by {@link #configure};
 * after that it is immutable and thread safe.
 */
public final class DefaultSslEngineFactory implements SslEngineFactory {

    private Map<String, ?> configs = Map.of();
    private KeyMaterial.Loaded keys = KeyMaterial.Loaded.NONE;
    private KeyMaterial.Loaded trusted = KeyMaterial.Loaded.NONE;
    private SSLContext context;
    private String[] cipherSuites;
    private String[] protocols;
    private SslClientAuth clientAuth = SslClientAuth.NONE;

    /**
     * Reads the settings.
     *
     * @throws ConfigException if a setting cannot be used; names it
     */
    @Override
    public void configure(Map<String, ?> settings) {
        this.configs = settings;
        this.cipherSuites = array(settings, SslConfigs.SSL_CIPHER_SUITES_CONFIG);
        this.protocols = array(settings, SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG);
        this.clientAuth = clientAuth(text(settings, "ssl.client.auth"));
        this.keys = KeyMaterial.ownKeys(settings);
        this.trusted = KeyMaterial.trusted(settings);
        this.context = newContext();
        refuseUnknownNames();
    }

    private static SslClientAuth clientAuth(String name) {
        SslClientAuth found = SslClientAuth.forConfig(name);
        return found == null ? SslClientAuth.NONE : found;
    }

    private SSLContext newContext() {
        SSLContext made = namedBy(SslConfigs.SSL_PROTOCOL_CONFIG, protocol -> newContext(protocol));
        KeyManager[] keyManagers = keys.store() == null ? null : keyManagers();
        TrustManager[] trustManagers = trustManagers();
        try {
            made.init(keyManagers, trustManagers, secureRandom());
            return made;
        } catch (GeneralSecurityException e) {
            throw failed("the TLS context cannot be made", e);
        }
    }

    private SSLContext newContext(String protocol) throws GeneralSecurityException {
        String provider = text(configs, SslConfigs.SSL_PROVIDER_CONFIG);
        try {
            return provider == null ? SSLContext.getInstance(protocol) : SSLContext.getInstance(protocol, provider);
        } catch (java.security.NoSuchProviderException e) {
            throw failed(SslConfigs.SSL_PROVIDER_CONFIG + "=" + provider + " names no security provider", e);
        }
    }

    private KeyManager[] keyManagers() {
        return namedBy(SslConfigs.SSL_KEYMANAGER_ALGORITHM_CONFIG, given -> {
            String algorithm = given == null ? KeyManagerFactory.getDefaultAlgorithm() : given;
            KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm);
            factory.init(keys.store(), keys.keyPassword());
            return factory.getKeyManagers();
        });
    }

    private TrustManager[] trustManagers() {
        return namedBy(SslConfigs.SSL_TRUSTMANAGER_ALGORITHM_CONFIG, given -> {
            String algorithm = given == null ? TrustManagerFactory.getDefaultAlgorithm() : given;
            TrustManagerFactory factory = TrustManagerFactory.getInstance(algorithm);
            factory.init(trusted.store());
            return factory.getTrustManagers();
        });
    }

    private SecureRandom secureRandom() {
        return namedBy(
                SslConfigs.SSL_SECURE_RANDOM_IMPLEMENTATION_CONFIG,
                algorithm -> algorithm == null ? null : SecureRandom.getInstance(algorithm));
    }

    private interface Lookup<T> {
        T by(String name) throws GeneralSecurityException;
    }

    private <T> T namedBy(String setting, Lookup<T> lookup) {
        String value = text(configs, setting);
        try {
            return lookup.by(value);
        } catch (GeneralSecurityException e) {
            throw failed(setting + "=" + value + " cannot be used", e);
        }
    }

    private static ConfigException failed(String what, Exception e) {
        ConfigException failure = new ConfigException(what + ": " + e.getMessage());
        failure.initCause(e);
        return failure;
    }

    /** An engine takes names one by one, and says nothing of settings: better here, once, than at each connection. */
    private void refuseUnknownNames() {
        SSLParameters supported = context.getSupportedSSLParameters();
        refuseUnknown(SslConfigs.SSL_CIPHER_SUITES_CONFIG, cipherSuites, supported.getCipherSuites());
        refuseUnknown(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, protocols, supported.getProtocols());
    }

    private static void refuseUnknown(String setting, String[] wanted, String[] supported) {
        if (wanted == null) {
            return;
        }
        List<String> known = List.of(supported);
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new ConfigException(setting, name, "this JVM supports " + known);
            }
        }
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        SSLEngine engine = newEngine(peerHost, peerPort);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        // An empty name switches the check off.
        parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        SSLEngine engine = newEngine(peerHost, peerPort);
        engine.setUseClientMode(false);
        switch (clientAuth) {
            case REQUIRED -> engine.setNeedClientAuth(true);
            case REQUESTED -> engine.setWantClientAuth(true);
            case NONE -> {
                // As a new engine is.
            }
        }
        return engine;
    }

    private SSLEngine newEngine(String peerHost, int peerPort) {
        if (context == null) {
            throw new IllegalStateException("configure has not been called");
        }
        SSLEngine engine = context.createSSLEngine(peerHost, peerPort);
        if (cipherSuites != null) {
            engine.setEnabledCipherSuites(cipherSuites);
        }
        if (protocols != null) {
            engine.setEnabledProtocols(protocols);
        }
        return engine;
    }

    /** For a client of something else than a broker. */
    public SSLContext context() {
        return context;
    }

    /** Only brokers' settings change while they run. */
    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return !nextConfigs.equals(configs);
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return SslConfigs.RECONFIGURABLE_CONFIGS;
    }

    @Override
    public KeyStore keystore() {
        return keys.store();
    }

    @Override
    public KeyStore truststore() {
        return trusted.store();
    }

    @Override
    public void close() {
        context = null;
    }

    private static String text(Map<String, ?> configs, String key) {
        return (String) configs.get(key);
    }

    private static String[] array(Map<String, ?> configs, String key) {
        Object value = configs.get(key);
        if (value instanceof String names) {
            value = List.of(names.split("\\s*,\\s*"));
        }
        return value instanceof List<?> list && !list.isEmpty()
                ? list.stream().map(String::valueOf).toArray(String[]::new)
                : null;
    }
}
