package io.headrace.common.security.auth;

import java.util.List;
import java.util.Map;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.login.AppConfigurationEntry;

/**
 * Answers what a login module or a SASL mechanism asks for: names, passwords, tokens. Settings name implementations, which
 * need a public constructor without arguments. Used by several threads, which it may block.
 */
public interface AuthenticateCallbackHandler extends CallbackHandler {

    /**
     * Called once, before anything else.
     *
     * @param configs the client's settings
     * @param saslMechanism the mechanism it serves
     * @param jaasConfigEntries the login modules and their options
     */
    void configure(Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries);

    /** Called once, at the end. */
    void close();
}
