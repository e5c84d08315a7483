package io.headrace.common.security.authenticator;

import io.headrace.common.security.auth.AuthenticateCallbackHandler;
import io.headrace.common.security.auth.Login;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/** Logs in once: for credentials that do not end. Used by one thread until {@link #login} is done, and immutable then. */
public class DefaultLogin implements Login {

    private String contextName;
    private Configuration configuration;
    private AuthenticateCallbackHandler callbackHandler;
    private volatile LoginContext context;

    @Override
    public void configure(
            Map<String, ?> configs,
            String name,
            Configuration jaasConfiguration,
            AuthenticateCallbackHandler loginCallbackHandler) {
        this.contextName = name;
        this.configuration = jaasConfiguration;
        this.callbackHandler = loginCallbackHandler;
    }

    @Override
    public LoginContext login() throws LoginException {
        LoginContext started = new LoginContext(contextName, null, callbackHandler, configuration);
        started.login();
        context = started;
        return started;
    }

    @Override
    public Subject subject() {
        LoginContext current = context;
        return current == null ? null : current.getSubject();
    }

    @Override
    public String serviceName() {
        return "kafka";
    }

    @Override
    public void close() {
        // Nothing runs.
    }
}
