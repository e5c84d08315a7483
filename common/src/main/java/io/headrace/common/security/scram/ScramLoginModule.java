package io.headrace.common.security.scram;

import io.headrace.common.security.scram.internals.ScramExtensions;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.spi.LoginModule;

/**
 * Takes a user name and a password from its options {@code username} and {@code password}, for SASL's mechanisms
 * SCRAM-SHA-256 and SCRAM-SHA-512. With {@code tokenauth=true} they are a delegation token's id and HMAC (KIP-48).
 */
public class ScramLoginModule implements LoginModule {

    /** The option that says that the credentials are a delegation token's. */
    public static final String TOKEN_AUTH_CONFIG = "tokenauth";

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
        if ("true".equalsIgnoreCase(String.valueOf(options.get(TOKEN_AUTH_CONFIG)))) {
            subject.getPublicCredentials().add(ScramExtensions.TOKEN);
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
