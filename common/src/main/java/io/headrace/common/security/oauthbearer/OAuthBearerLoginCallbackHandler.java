package io.headrace.common.security.oauthbearer;

import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SaslConfigs;
import io.headrace.common.security.auth.AuthenticateCallbackHandler;
import io.headrace.common.security.auth.SaslExtensions;
import io.headrace.common.security.auth.SaslExtensionsCallback;
import io.headrace.common.security.oauthbearer.internals.secured.OAuthBearerConfigurable;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets real tokens: has {@code sasl.oauthbearer.jwt.retriever.class} get them and
 * {@code sasl.oauthbearer.jwt.validator.class} read them (KIP-768, KIP-1139). Options of the login module whose names begin
 * with {@code extension_} are sent along with the token. Set as {@code sasl.login.callback.handler.class}.
 */
public class OAuthBearerLoginCallbackHandler implements AuthenticateCallbackHandler {

    /** The option of the login module for the client id, where {@code sasl.oauthbearer.client.credentials.client.id} is not set. */
    public static final String CLIENT_ID_CONFIG = "clientId";

    /** The option for the client's secret. */
    public static final String CLIENT_SECRET_CONFIG = "clientSecret";

    /** The option for the scope to ask for. */
    public static final String SCOPE_CONFIG = "scope";

    /** What {@link #CLIENT_ID_CONFIG} means. */
    public static final String CLIENT_ID_DOC =
            "The client id that the token endpoint knows this client by; sasl.oauthbearer.client.credentials.client.id "
                    + "comes first.";

    /** What {@link #CLIENT_SECRET_CONFIG} means. */
    public static final String CLIENT_SECRET_DOC =
            "The secret that belongs to the client id; sasl.oauthbearer.client.credentials.client.secret comes first.";

    /** What {@link #SCOPE_CONFIG} means. */
    public static final String SCOPE_DOC =
            "The scope to ask the token endpoint for; sasl.oauthbearer.scope comes first.";

    private static final Logger log = LoggerFactory.getLogger(OAuthBearerLoginCallbackHandler.class);
    private static final String EXTENSION = "extension_";

    private JwtRetriever retriever;
    private JwtValidator validator;
    private SaslExtensions extensions = SaslExtensions.empty();

    /**
     * Reads the settings.
     *
     * @throws ConfigException if settings are missing, wrong or not allowed; names them
     */
    @Override
    public void configure(Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        extensions = extensions(jaasConfigEntries);
        retriever = plugin(
                configs,
                SaslConfigs.SASL_OAUTHBEARER_JWT_RETRIEVER_CLASS,
                JwtRetriever.class,
                DefaultJwtRetriever::new);
        retriever.configure(configs, saslMechanism, jaasConfigEntries);
        validator = plugin(
                configs,
                SaslConfigs.SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS,
                JwtValidator.class,
                DefaultJwtValidator::new);
        validator.configure(configs, saslMechanism, jaasConfigEntries);
    }

    private static <T extends OAuthBearerConfigurable> T plugin(
            Map<String, ?> configs, String key, Class<T> type, Supplier<? extends T> otherwise) {
        Class<?> named = (Class<?>) configs.get(key);
        if (named == null) {
            return otherwise.get();
        }
        try {
            return type.cast(named.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException | ClassCastException e) {
            ConfigException failure = new ConfigException(
                    key,
                    named.getName(),
                    "has to be a " + type.getName() + " with a constructor without arguments: " + e);
            failure.initCause(e);
            throw failure;
        }
    }

    private static SaslExtensions extensions(List<AppConfigurationEntry> entries) {
        Map<String, String> found = new HashMap<>();
        entries.forEach(entry -> entry.getOptions().forEach((name, value) -> {
            if (name.startsWith(EXTENSION) && name.length() > EXTENSION.length()) {
                found.put(name.substring(EXTENSION.length()), String.valueOf(value));
            }
        }));
        if (found.containsKey("auth")) {
            throw new ConfigException("the login module's option " + EXTENSION
                    + "auth cannot be set: auth is what the token itself is sent as");
        }
        return new SaslExtensions(found);
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        if (retriever == null) {
            throw new IllegalStateException("configure has not been called");
        }
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerTokenCallback token) {
                answer(token);
            } else if (callback instanceof SaslExtensionsCallback asked) {
                asked.extensions(extensions);
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    private void answer(OAuthBearerTokenCallback callback) throws IOException {
        String token;
        try {
            token = retriever.retrieve();
        } catch (JwtRetrieverException e) {
            throw new IOException(e.getMessage(), e);
        }
        try {
            callback.token(validator.validate(token));
        } catch (JwtValidatorException e) {
            callback.error("invalid_token", e.getMessage(), null);
        }
    }

    @Override
    public void close() {
        closeQuietly(retriever);
        closeQuietly(validator);
    }

    private static void closeQuietly(Closeable part) {
        if (part != null) {
            try {
                part.close();
            } catch (IOException e) {
                log.warn("{} could not be closed", part.getClass().getName(), e);
            }
        }
    }
}
