package io.headrace.common.security.authenticator;

import io.headrace.common.KafkaException;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SaslConfigs;
import io.headrace.common.security.JaasContext;
import io.headrace.common.security.auth.AuthenticateCallbackHandler;
import io.headrace.common.security.auth.Login;
import io.headrace.common.security.kerberos.KerberosLogin;
import io.headrace.common.security.oauthbearer.OAuthBearerLoginModule;
import io.headrace.common.security.oauthbearer.internals.OAuthBearerRefreshingLogin;
import io.headrace.common.security.oauthbearer.internals.OAuthBearerSaslClient;
import io.headrace.common.security.oauthbearer.internals.unsecured.OAuthBearerUnsecuredLoginCallbackHandler;
import io.headrace.common.security.scram.internals.ScramHash;
import io.headrace.common.security.scram.internals.ScramSaslClient;
import java.security.Principal;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginException;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/**
 * Who a client says it is by SASL: a login that keeps its credentials fresh, and the exchanges that use them. Thread safe
 * once it is open. What it does may block: logging in asks Kerberos or a token endpoint.
 *
 * <p>Clients of one JVM with the same settings of SASL have one login together, as Kafka's have.
 */
public final class ClientLogin implements AutoCloseable {

    private final String mechanism;
    private final SharedLogin shared;
    private final Login login;
    private final AuthenticateCallbackHandler clientCallbacks;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private ClientLogin(String mechanism, SharedLogin shared, AuthenticateCallbackHandler clientCallbacks) {
        this.mechanism = mechanism;
        this.shared = shared;
        this.login = shared.login();
        this.clientCallbacks = clientCallbacks;
    }

    /**
     * Logs in. Blocks.
     *
     * @param configs a client's settings, its own ones of plug-ins included
     * @throws ConfigException if settings cannot be used; names them
     * @throws KafkaException if no credentials can be had
     */
    public static ClientLogin open(Map<String, ?> configs) {
        String mechanism = (String) configs.get(SaslConfigs.SASL_MECHANISM);
        if (mechanism == null || mechanism.isBlank()) {
            throw new ConfigException(SaslConfigs.SASL_MECHANISM, mechanism, "SASL needs a mechanism");
        }
        JaasContext jaas = JaasContext.loadClientContext(configs);
        SharedLogin shared;
        try {
            shared = SharedLogin.take(LoginKey.of(mechanism, jaas, configs), () -> logIn(mechanism, jaas, configs));
        } catch (LoginException e) {
            throw new KafkaException("logging in for SASL mechanism " + mechanism + " failed: " + e.getMessage(), e);
        }
        try {
            Login login = shared.login();
            AuthenticateCallbackHandler clientCallbacks = plugin(
                    configs,
                    SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS,
                    AuthenticateCallbackHandler.class,
                    () -> new SaslClientCallbackHandler(login::subject));
            clientCallbacks.configure(configs, mechanism, jaas.configurationEntries());
            return new ClientLogin(mechanism, shared, clientCallbacks);
        } catch (RuntimeException e) {
            shared.giveBack();
            throw e;
        }
    }

    private static SharedLogin.Parts logIn(String mechanism, JaasContext jaas, Map<String, ?> configs)
            throws LoginException {
        boolean isOAuth = mechanism.equals(OAuthBearerLoginModule.OAUTHBEARER_MECHANISM);
        AuthenticateCallbackHandler loginCallbacks = plugin(
                configs,
                SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS,
                AuthenticateCallbackHandler.class,
                isOAuth ? OAuthBearerUnsecuredLoginCallbackHandler::new : LoginCallbackHandler::new);
        Login login = plugin(configs, SaslConfigs.SASL_LOGIN_CLASS, Login.class, () -> defaultLogin(mechanism));
        SharedLogin.Parts opened = new SharedLogin.Parts(login, loginCallbacks);
        try {
            loginCallbacks.configure(configs, mechanism, jaas.configurationEntries());
            login.configure(configs, jaas.name(), jaas.configuration(), loginCallbacks);
            login.login();
            return opened;
        } catch (LoginException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Login defaultLogin(String mechanism) {
        return switch (mechanism) {
            case SaslConfigs.GSSAPI_MECHANISM -> new KerberosLogin();
            case OAuthBearerLoginModule.OAUTHBEARER_MECHANISM -> new OAuthBearerRefreshingLogin();
            default -> new DefaultLogin();
        };
    }

    private static <T> T plugin(Map<String, ?> configs, String key, Class<T> type, Supplier<? extends T> otherwise) {
        Class<?> named = (Class<?>) configs.get(key);
        if (named == null) {
            return otherwise.get();
        }
        if (!type.isAssignableFrom(named)) {
            throw new ConfigException(key, named.getName(), "has to be a " + type.getName());
        }
        try {
            return type.cast(named.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            ConfigException failure = new ConfigException(
                    key, named.getName(), "cannot be made by a public constructor without arguments: " + e);
            failure.initCause(e);
            throw failure;
        }
    }

    /** The mechanism's name. */
    public String mechanism() {
        return mechanism;
    }

    /**
     * A new exchange with a broker.
     *
     * @param host the broker's name, for Kerberos
     */
    public SaslClient newClient(String host) throws SaslException {
        return as(() -> createClient(host));
    }

    private SaslClient createClient(String host) throws SaslException {
        ScramHash hash = ScramHash.forMechanism(mechanism);
        if (hash != null) {
            return new ScramSaslClient(hash, clientCallbacks);
        }
        if (mechanism.equals(OAuthBearerLoginModule.OAUTHBEARER_MECHANISM)) {
            return new OAuthBearerSaslClient(clientCallbacks);
        }
        String authorizationId = mechanism.equals(SaslConfigs.GSSAPI_MECHANISM) ? kerberosName() : null;
        SaslClient found = Sasl.createSaslClient(
                new String[] {mechanism}, authorizationId, login.serviceName(), host, Map.of(), clientCallbacks);
        if (found == null) {
            throw new SaslException("no security provider of this JVM has SASL mechanism " + mechanism
                    + ", or credentials that it needs are missing; see " + SaslConfigs.SASL_MECHANISM);
        }
        return found;
    }

    private String kerberosName() throws SaslException {
        for (Principal principal : login.subject().getPrincipals()) {
            return principal.getName();
        }
        throw new SaslException("the login left no Kerberos principal");
    }

    /** Something that a SASL client does. */
    public interface Step<T> {
        T run() throws SaslException;
    }

    /** Does something in the name of who is logged in, as Kerberos needs it. */
    public <T> T as(Step<T> step) throws SaslException {
        try {
            return Subject.doAs(login.subject(), (PrivilegedExceptionAction<T>) step::run);
        } catch (PrivilegedActionException e) {
            if (e.getCause() instanceof SaslException failure) {
                throw failure;
            }
            throw new SaslException(String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            clientCallbacks.close();
            shared.giveBack();
        }
    }
}
