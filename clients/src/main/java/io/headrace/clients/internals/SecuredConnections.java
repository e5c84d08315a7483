package io.headrace.clients.internals;

import io.headrace.common.config.ClassNames;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SecurityConfig;
import io.headrace.common.config.SslConfigs;
import io.headrace.common.security.auth.SecurityProtocol;
import io.headrace.common.security.auth.SecurityProviderCreator;
import io.headrace.common.security.auth.SslEngineFactory;
import io.headrace.common.security.authenticator.ClientLogin;
import io.headrace.common.security.ssl.DefaultSslEngineFactory;
import io.headrace.transport.ConnectionAuthentication;
import io.headrace.transport.ConnectionEncryption;
import io.headrace.transport.ConnectionSecurity;
import io.headrace.transport.SaslAuthentication;
import io.headrace.transport.TlsEncryption;
import java.io.Closeable;
import java.io.IOException;
import java.security.Security;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS and SASL of one client. Owns the threads on which handshakes do what may block; they come when needed and go when
 * idle. Thread safe.
 */
final class SecuredConnections implements ClientSecurity {

    private static final Logger log = LoggerFactory.getLogger(SecuredConnections.class);

    /** So many handshakes with slow Kerberos servers or the like go on at a time. */
    private static final int MOST_THREADS = 4;

    private static final int IDLE_SECONDS = 5;
    private static final AtomicInteger THREADS = new AtomicInteger(1);

    private final ThreadPoolExecutor blocking;
    private final Deque<Closeable> parts = new ArrayDeque<>();
    private ConnectionSecurity connections;

    private SecuredConnections(String clientId) {
        this.blocking = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread =
                            new Thread(task, "headrace-handshake-" + THREADS.getAndIncrement() + " | " + clientId);
                    thread.setDaemon(true);
                    return thread;
                });
        blocking.allowCoreThreadTimeOut(true);
    }

    static SecuredConnections open(SecuritySettings settings, String clientId) {
        SecuredConnections opened = new SecuredConnections(clientId);
        try {
            opened.load(settings);
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private void load(SecuritySettings settings) {
        SecurityProtocol protocol = settings.protocol();
        Map<String, ?> configs = settings.configs();
        addProviders(configs);
        boolean isEncrypted = protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL;
        boolean isSasl = protocol == SecurityProtocol.SASL_PLAINTEXT || protocol == SecurityProtocol.SASL_SSL;
        connections = new ConnectionSecurity(
                isEncrypted ? tls(configs) : ConnectionEncryption.NONE,
                isSasl ? sasl(configs) : ConnectionAuthentication.NONE);
    }

    private static void addProviders(Map<String, ?> configs) {
        String names = (String) configs.get(SecurityConfig.SECURITY_PROVIDERS_CONFIG);
        if (names == null || names.isBlank()) {
            return;
        }
        int place = 1;
        for (String name : names.split(",", -1)) {
            SecurityProviderCreator creator =
                    instance(SecurityConfig.SECURITY_PROVIDERS_CONFIG, name.trim(), SecurityProviderCreator.class);
            creator.configure(configs);
            Security.insertProviderAt(creator.getProvider(), place++);
        }
    }

    private static <T> T instance(String key, String name, Class<T> type) {
        try {
            return type.cast(ClassNames.load(name).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException | ClassCastException e) {
            ConfigException failure =
                    new ConfigException(key, name, "has to be the class of a " + type.getName() + ": " + e);
            failure.initCause(e);
            throw failure;
        }
    }

    private ConnectionEncryption tls(Map<String, ?> configs) {
        Class<?> named = (Class<?>) configs.get(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG);
        SslEngineFactory factory = named == null
                ? new DefaultSslEngineFactory()
                : instance(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, named.getName(), SslEngineFactory.class);
        parts.push(factory);
        factory.configure(configs);
        String given = (String) configs.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        String identification = given == null ? "" : given;
        return new TlsEncryption((host, port) -> factory.createClientSslEngine(host, port, identification), blocking);
    }

    private ConnectionAuthentication sasl(Map<String, ?> configs) {
        ClientLogin login = ClientLogin.open(configs);
        parts.push(login::close);
        return new SaslAuthentication(new LoginMechanism(login), blocking);
    }

    @Override
    public ConnectionSecurity connections() {
        return connections;
    }

    @Override
    public void close() {
        blocking.shutdownNow();
        for (Closeable part : parts) {
            try {
                part.close();
            } catch (IOException | RuntimeException e) {
                log.warn("{} could not be closed", part.getClass().getName(), e);
            }
        }
    }
}
