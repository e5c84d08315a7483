package io.headrace.common.security.oauthbearer;

import io.headrace.common.config.SaslConfigs;
import io.headrace.common.security.oauthbearer.internals.BearerToken;
import io.headrace.common.security.oauthbearer.internals.Jwt;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;

/**
 * Reads a token's claims as a client needs them: when it ends, and whom it names. Signatures are for the broker to check.
 * Immutable once configured.
 */
public class ClientJwtValidator implements JwtValidator {

    /** The claim that says when a token ends. */
    public static final String EXPIRATION_CLAIM_NAME = "exp";

    /** The claim that says when it was made. */
    public static final String ISSUED_AT_CLAIM_NAME = "iat";

    private String scopeClaim = SaslConfigs.DEFAULT_SASL_OAUTHBEARER_SCOPE_CLAIM_NAME;
    private String subjectClaim = SaslConfigs.DEFAULT_SASL_OAUTHBEARER_SUB_CLAIM_NAME;

    @Override
    public void configure(Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        scopeClaim = named(configs, SaslConfigs.SASL_OAUTHBEARER_SCOPE_CLAIM_NAME, scopeClaim);
        subjectClaim = named(configs, SaslConfigs.SASL_OAUTHBEARER_SUB_CLAIM_NAME, subjectClaim);
    }

    private static String named(Map<String, ?> configs, String key, String otherwise) {
        return configs.get(key) instanceof String name && !name.isBlank() ? name.trim() : otherwise;
    }

    @Override
    public OAuthBearerToken validate(String accessToken) throws JwtValidatorException {
        Map<String, Object> claims;
        try {
            claims = Jwt.claims(accessToken);
        } catch (IllegalArgumentException e) {
            throw new JwtValidatorException(e.getMessage(), e);
        }
        Long endMs = milliseconds(claims, EXPIRATION_CLAIM_NAME);
        if (endMs == null) {
            throw new JwtValidatorException(
                    "the token has no claim " + EXPIRATION_CLAIM_NAME + ", but " + claims.keySet());
        }
        if (!(claims.get(subjectClaim) instanceof String subject) || subject.isBlank()) {
            throw new JwtValidatorException("the token has no claim " + subjectClaim + ", but " + claims.keySet());
        }
        return new BearerToken(
                accessToken,
                Jwt.scope(claims.get(scopeClaim)),
                endMs,
                subject,
                milliseconds(claims, ISSUED_AT_CLAIM_NAME));
    }

    private static Long milliseconds(Map<String, Object> claims, String name) {
        Object claim = claims.get(name);
        if (claim == null) {
            return null;
        }
        if (!(claim instanceof Number seconds) || seconds.doubleValue() < 0) {
            throw new JwtValidatorException("the token's claim " + name + " is no time: " + claim);
        }
        return (long) (seconds.doubleValue() * 1_000);
    }
}
