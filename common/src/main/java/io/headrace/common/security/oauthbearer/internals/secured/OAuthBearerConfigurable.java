package io.headrace.common.security.oauthbearer.internals.secured;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;

/** Something that is told a client's settings before it is used, and closed in the end. */
public interface OAuthBearerConfigurable extends Closeable {

    /**
     * Called once, before anything else. Does nothing, unless overridden.
     *
     * @param jaasConfigEntries the login modules and their options
     */
    default void configure(
            Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {}

    /** Does nothing, unless overridden. */
    @Override
    default void close() throws IOException {}
}
