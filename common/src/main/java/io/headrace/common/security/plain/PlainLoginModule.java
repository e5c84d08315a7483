package io.headrace.common.security.plain;

import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.spi.LoginModule;

/**
 * Takes a user name and a password from its options {@code username} and {@code password}, for SASL's mechanism PLAIN. The
 * password goes to the broker as it is, so the connection should be encrypted.
 */
public class PlainLoginModule implements LoginModule {

    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";

    @Override
    public void initialize(
            Subject subject, CallbackHandler callbackHandler, Map<String, ?> sharedState, Map<String, ?> options) {
        if (options.get(USERNAME) instanceof String username) {
            subject.getPublicCredentials().add(username);
        }
        if (options.get(PASSWORD) instanceof String password) {
            subject.getPrivateCredentials().add(password);
        }
    }

    @Override
    public boolean login() {
        return true;
    }

    @Override
    public boolean logout() {
        return true;
    }

    @Override
    public boolean commit() {
        return true;
    }

    @Override
    public boolean abort() {
        return false;
    }
}
