package io.headrace.common.security.authenticator;

import io.headrace.common.security.auth.AuthenticateCallbackHandler;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;

/** For login modules that have all they need in their options: there is nobody who could be asked for a password. */
final class LoginCallbackHandler implements AuthenticateCallbackHandler {

    @Override
    public void configure(Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        // Nothing to be told.
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (!(callback instanceof NameCallback name)) {
                throw new UnsupportedCallbackException(
                        callback, "the login module asks for what is not in its options (a password, a key tab)");
            }
            name.setName(name.getDefaultName());
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
