package io.headrace.common.security.auth;

import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/**
 * Gets credentials and keeps them fresh; {@code sasl.login.class} names an implementation, which needs a public constructor
 * without arguments.
 */
public interface Login {

    /**
     * Called once, before anything else.
     *
     * @param configs the client's settings
     * @param contextName the name of the entry of the JAAS configuration
     * @param jaasConfiguration that configuration
     * @param loginCallbackHandler what login modules ask
     */
    void configure(
            Map<String, ?> configs,
            String contextName,
            Configuration jaasConfiguration,
            AuthenticateCallbackHandler loginCallbackHandler);

    /**
     * Gets the first credentials. May block.
     *
     * @throws LoginException if there are none to be had
     */
    LoginContext login() throws LoginException;

    /** The holder of the credentials, whose content changes when they are renewed. */
    Subject subject();

    /** The first part of the brokers' Kerberos principal. */
    String serviceName();

    /** Ends the renewal. */
    void close();
}
