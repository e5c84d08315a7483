package io.headrace.common.security.oauthbearer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;

/** Reads tokens as a {@link ClientJwtValidator} does: a client does not check signatures, the broker does. */
public class DefaultJwtValidator implements JwtValidator {

    private JwtValidator chosen;

    @Override
    public void configure(Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        chosen = new ClientJwtValidator();
        chosen.configure(configs, saslMechanism, jaasConfigEntries);
    }

    @Override
    public OAuthBearerToken validate(String accessToken) throws JwtValidatorException {
        if (chosen == null) {
            throw new IllegalStateException("configure has not been called");
        }
        return chosen.validate(accessToken);
    }

    @Override
    public void close() throws IOException {
        if (chosen != null) {
            chosen.close();
        }
    }
}
