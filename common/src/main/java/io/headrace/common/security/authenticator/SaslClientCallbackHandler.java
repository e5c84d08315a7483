package io.headrace.common.security.authenticator;

import io.headrace.common.security.auth.AuthenticateCallbackHandler;
import io.headrace.common.security.auth.SaslExtensions;
import io.headrace.common.security.auth.SaslExtensionsCallback;
import io.headrace.common.security.oauthbearer.OAuthBearerToken;
import io.headrace.common.security.oauthbearer.OAuthBearerTokenCallback;
import io.headrace.common.security.scram.ScramExtensionsCallback;
import io.headrace.common.security.scram.internals.ScramExtensions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;

/** Answers a SASL mechanism by what the login left in its subject. Thread safe. */
final class SaslClientCallbackHandler implements AuthenticateCallbackHandler {

    private final Supplier<Subject> subject;

    SaslClientCallbackHandler(Supplier<Subject> subject) {
        this.subject = subject;
    }

    @Override
    public void configure(Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        // The subject has it all.
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            answer(callback, subject.get());
        }
    }

    private static void answer(Callback callback, Subject holder) throws UnsupportedCallbackException {
        if (callback instanceof NameCallback name) {
            String user = first(holder.getPublicCredentials(String.class));
            name.setName(user == null ? name.getDefaultName() : user);
        } else if (callback instanceof PasswordCallback password) {
            String secret = first(holder.getPrivateCredentials(String.class));
            if (secret == null) {
                throw new UnsupportedCallbackException(
                        callback, "the login module left no password; it needs the options username and password");
            }
            password.setPassword(secret.toCharArray());
        } else if (callback instanceof RealmCallback realm) {
            realm.setText(realm.getDefaultText());
        } else if (callback instanceof AuthorizeCallback authorize) {
            authorize.setAuthorized(authorize.getAuthenticationID().equals(authorize.getAuthorizationID()));
            authorize.setAuthorizedID(authorize.getAuthorizationID());
        } else if (callback instanceof ScramExtensionsCallback extensions) {
            ScramExtensions given = first(holder.getPublicCredentials(ScramExtensions.class));
            extensions.extensions(given == null ? Map.of() : given.values());
        } else if (callback instanceof SaslExtensionsCallback extensions) {
            SaslExtensions given = first(holder.getPublicCredentials(SaslExtensions.class));
            extensions.extensions(given == null ? SaslExtensions.empty() : given);
        } else if (callback instanceof OAuthBearerTokenCallback token) {
            token(token, holder);
        } else {
            throw new UnsupportedCallbackException(callback, "nothing is known of " + callback.getClass());
        }
    }

    /** During a renewal there are two: the one that lasts longer is the new one. */
    private static void token(OAuthBearerTokenCallback callback, Subject holder) throws UnsupportedCallbackException {
        callback.token(holder.getPrivateCredentials(OAuthBearerToken.class).stream()
                .max(Comparator.comparingLong(OAuthBearerToken::lifetimeMs))
                .orElseThrow(() -> new UnsupportedCallbackException(callback, "the login module left no token")));
    }

    private static <T> T first(Set<T> found) {
        return found.isEmpty() ? null : found.iterator().next();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
