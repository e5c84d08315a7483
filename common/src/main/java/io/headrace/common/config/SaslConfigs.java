package io.headrace.common.config;

import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import java.util.List;

/** The settings of SASL, with Kafka's names and defaults. */
public class SaslConfigs {

    /** {@code sasl.mechanism}. */
    public static final String SASL_MECHANISM = "sasl.mechanism";

    /** What {@code sasl.mechanism} means. */
    public static final String SASL_MECHANISM_DOC =
            "The SASL mechanism by which the client says who it is: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, "
                    + "OAUTHBEARER, GSSAPI, or another that a security provider of the JVM has.";

    /** Default of {@code sasl.mechanism}. */
    public static final String GSSAPI_MECHANISM = "GSSAPI";

    /** Default of {@code sasl.mechanism}. */
    public static final String DEFAULT_SASL_MECHANISM = GSSAPI_MECHANISM;

    /** {@code sasl.jaas.config}. */
    public static final String SASL_JAAS_CONFIG = "sasl.jaas.config";

    /** What {@code sasl.jaas.config} means. */
    public static final String SASL_JAAS_CONFIG_DOC =
            "Credentials, in the form of an entry of a JAAS file: a login module's class, a control flag, "
                    + "options as name=value, and a semicolon. If it is not set, the entry KafkaClient of the file "
                    + "that the system property java.security.auth.login.config names is used.";

    /** {@code sasl.client.callback.handler.class}. */
    public static final String SASL_CLIENT_CALLBACK_HANDLER_CLASS = "sasl.client.callback.handler.class";

    /** What {@code sasl.client.callback.handler.class} means. */
    public static final String SASL_CLIENT_CALLBACK_HANDLER_CLASS_DOC =
            "A class that implements AuthenticateCallbackHandler and tells the mechanism names and secrets.";

    /** {@code sasl.login.callback.handler.class}. */
    public static final String SASL_LOGIN_CALLBACK_HANDLER_CLASS = "sasl.login.callback.handler.class";

    /** What {@code sasl.login.callback.handler.class} means. */
    public static final String SASL_LOGIN_CALLBACK_HANDLER_CLASS_DOC =
            "A class that implements AuthenticateCallbackHandler and tells the login module names, secrets "
                    + "or tokens.";

    /** {@code sasl.login.class}. */
    public static final String SASL_LOGIN_CLASS = "sasl.login.class";

    /** What {@code sasl.login.class} means. */
    public static final String SASL_LOGIN_CLASS_DOC =
            "A class that implements Login: gets credentials and renews them.";

    /** {@code sasl.kerberos.service.name}. */
    public static final String SASL_KERBEROS_SERVICE_NAME = "sasl.kerberos.service.name";

    /** What {@code sasl.kerberos.service.name} means. */
    public static final String SASL_KERBEROS_SERVICE_NAME_DOC =
            "The first part of the brokers' Kerberos principal; may stand in the JAAS entry as serviceName "
                    + "instead.";

    /** {@code sasl.kerberos.kinit.cmd}. */
    public static final String SASL_KERBEROS_KINIT_CMD = "sasl.kerberos.kinit.cmd";

    /** What {@code sasl.kerberos.kinit.cmd} means. */
    public static final String SASL_KERBEROS_KINIT_CMD_DOC =
            "The kinit program, which renews tickets of a ticket cache.";

    /** Default of {@code sasl.kerberos.kinit.cmd}. */
    public static final String DEFAULT_KERBEROS_KINIT_CMD = "/usr/bin/kinit";

    /** {@code sasl.kerberos.ticket.renew.window.factor}. */
    public static final String SASL_KERBEROS_TICKET_RENEW_WINDOW_FACTOR = "sasl.kerberos.ticket.renew.window.factor";

    /** What {@code sasl.kerberos.ticket.renew.window.factor} means. */
    public static final String SASL_KERBEROS_TICKET_RENEW_WINDOW_FACTOR_DOC =
            "The part of a Kerberos ticket's life after which it is renewed.";

    /** Default of {@code sasl.kerberos.ticket.renew.window.factor}. */
    public static final double DEFAULT_KERBEROS_TICKET_RENEW_WINDOW_FACTOR = 0.80;

    /** {@code sasl.kerberos.ticket.renew.jitter}. */
    public static final String SASL_KERBEROS_TICKET_RENEW_JITTER = "sasl.kerberos.ticket.renew.jitter";

    /** What {@code sasl.kerberos.ticket.renew.jitter} means. */
    public static final String SASL_KERBEROS_TICKET_RENEW_JITTER_DOC =
            "The part by which the time of a Kerberos ticket's renewal is varied.";

    /** Default of {@code sasl.kerberos.ticket.renew.jitter}. */
    public static final double DEFAULT_KERBEROS_TICKET_RENEW_JITTER = 0.05;

    /** {@code sasl.kerberos.min.time.before.relogin}. */
    public static final String SASL_KERBEROS_MIN_TIME_BEFORE_RELOGIN = "sasl.kerberos.min.time.before.relogin";

    /** What {@code sasl.kerberos.min.time.before.relogin} means. */
    public static final String SASL_KERBEROS_MIN_TIME_BEFORE_RELOGIN_DOC =
            "How many milliseconds lie between two attempts to renew a Kerberos ticket at least.";

    /** Default of {@code sasl.kerberos.min.time.before.relogin}. */
    public static final long DEFAULT_KERBEROS_MIN_TIME_BEFORE_RELOGIN = 60_000L;

    /** {@code sasl.login.refresh.window.factor}. */
    public static final String SASL_LOGIN_REFRESH_WINDOW_FACTOR = "sasl.login.refresh.window.factor";

    /** What {@code sasl.login.refresh.window.factor} means. */
    public static final String SASL_LOGIN_REFRESH_WINDOW_FACTOR_DOC =
            "The part of a token's life after which a new one is fetched, from 0.5 to 1.0. For OAUTHBEARER.";

    /** Default of {@code sasl.login.refresh.window.factor}. */
    public static final double DEFAULT_LOGIN_REFRESH_WINDOW_FACTOR = 0.80;

    /** {@code sasl.login.refresh.window.jitter}. */
    public static final String SASL_LOGIN_REFRESH_WINDOW_JITTER = "sasl.login.refresh.window.jitter";

    /** What {@code sasl.login.refresh.window.jitter} means. */
    public static final String SASL_LOGIN_REFRESH_WINDOW_JITTER_DOC =
            "The part of a token's life by which the time to fetch a new one is varied, from 0 to 0.25. For "
                    + "OAUTHBEARER.";

    /** Default of {@code sasl.login.refresh.window.jitter}. */
    public static final double DEFAULT_LOGIN_REFRESH_WINDOW_JITTER = 0.05;

    /** {@code sasl.login.refresh.min.period.seconds}. */
    public static final String SASL_LOGIN_REFRESH_MIN_PERIOD_SECONDS = "sasl.login.refresh.min.period.seconds";

    /** What {@code sasl.login.refresh.min.period.seconds} means. */
    public static final String SASL_LOGIN_REFRESH_MIN_PERIOD_SECONDS_DOC =
            "How many seconds lie between two tokens at least; has no effect on a token that lives less than "
                    + "this and sasl.login.refresh.buffer.seconds together. For OAUTHBEARER.";

    /** Default of {@code sasl.login.refresh.min.period.seconds}. */
    public static final short DEFAULT_LOGIN_REFRESH_MIN_PERIOD_SECONDS = 60;

    /** {@code sasl.login.refresh.buffer.seconds}. */
    public static final String SASL_LOGIN_REFRESH_BUFFER_SECONDS = "sasl.login.refresh.buffer.seconds";

    /** What {@code sasl.login.refresh.buffer.seconds} means. */
    public static final String SASL_LOGIN_REFRESH_BUFFER_SECONDS_DOC =
            "How many seconds before the end of a token's life a new one is fetched at the latest; has no "
                    + "effect on a token that lives less than this and sasl.login.refresh.min.period.seconds together. "
                    + "For OAUTHBEARER.";

    /** Default of {@code sasl.login.refresh.buffer.seconds}. */
    public static final short DEFAULT_LOGIN_REFRESH_BUFFER_SECONDS = 300;

    /** {@code sasl.login.connect.timeout.ms}. */
    public static final String SASL_LOGIN_CONNECT_TIMEOUT_MS = "sasl.login.connect.timeout.ms";

    /** What {@code sasl.login.connect.timeout.ms} means. */
    public static final String SASL_LOGIN_CONNECT_TIMEOUT_MS_DOC =
            "How many milliseconds connecting to the token endpoint may take; not limited if it is not set. "
                    + "For OAUTHBEARER.";

    /** {@code sasl.login.read.timeout.ms}. */
    public static final String SASL_LOGIN_READ_TIMEOUT_MS = "sasl.login.read.timeout.ms";

    /** What {@code sasl.login.read.timeout.ms} means. */
    public static final String SASL_LOGIN_READ_TIMEOUT_MS_DOC =
            "How many milliseconds the token endpoint may take to answer; not limited if it is not set. For "
                    + "OAUTHBEARER.";

    /** {@code sasl.login.retry.backoff.max.ms}. */
    public static final String SASL_LOGIN_RETRY_BACKOFF_MAX_MS = "sasl.login.retry.backoff.max.ms";

    /** What {@code sasl.login.retry.backoff.max.ms} means. */
    public static final String SASL_LOGIN_RETRY_BACKOFF_MAX_MS_DOC =
            "How long in milliseconds attempts to get a token are made, and the most that lies between two "
                    + "of them. For OAUTHBEARER.";

    /** Default of {@code sasl.login.retry.backoff.max.ms}. */
    public static final long DEFAULT_SASL_LOGIN_RETRY_BACKOFF_MAX_MS = 10_000L;

    /** {@code sasl.login.retry.backoff.ms}. */
    public static final String SASL_LOGIN_RETRY_BACKOFF_MS = "sasl.login.retry.backoff.ms";

    /** What {@code sasl.login.retry.backoff.ms} means. */
    public static final String SASL_LOGIN_RETRY_BACKOFF_MS_DOC =
            "How many milliseconds lie between the first two attempts to get a token; doubles with each "
                    + "failure. For OAUTHBEARER.";

    /** Default of {@code sasl.login.retry.backoff.ms}. */
    public static final long DEFAULT_SASL_LOGIN_RETRY_BACKOFF_MS = 100L;

    /** {@code sasl.oauthbearer.jwt.retriever.class}. */
    public static final String SASL_OAUTHBEARER_JWT_RETRIEVER_CLASS = "sasl.oauthbearer.jwt.retriever.class";

    /** What {@code sasl.oauthbearer.jwt.retriever.class} means. */
    public static final String SASL_OAUTHBEARER_JWT_RETRIEVER_CLASS_DOC =
            "A class that implements JwtRetriever and gets tokens. The default one reads a file or asks a "
                    + "token endpoint, as the URL says.";

    /** Default of {@code sasl.oauthbearer.jwt.retriever.class}. */
    public static final String DEFAULT_SASL_OAUTHBEARER_JWT_RETRIEVER_CLASS =
            "io.headrace.common.security.oauthbearer.DefaultJwtRetriever";

    /** {@code sasl.oauthbearer.jwt.validator.class}. */
    public static final String SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS = "sasl.oauthbearer.jwt.validator.class";

    /** What {@code sasl.oauthbearer.jwt.validator.class} means. */
    public static final String SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS_DOC =
            "A class that implements JwtValidator and reads tokens. The default one checks their form, not "
                    + "their signature, which is for the broker to do.";

    /** Default of {@code sasl.oauthbearer.jwt.validator.class}. */
    public static final String DEFAULT_SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS =
            "io.headrace.common.security.oauthbearer.DefaultJwtValidator";

    /** {@code sasl.oauthbearer.scope}. */
    public static final String SASL_OAUTHBEARER_SCOPE = "sasl.oauthbearer.scope";

    /** What {@code sasl.oauthbearer.scope} means. */
    public static final String SASL_OAUTHBEARER_SCOPE_DOC = "The scope to ask the token endpoint for.";

    /** {@code sasl.oauthbearer.client.credentials.client.id}. */
    public static final String SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID =
            "sasl.oauthbearer.client.credentials.client.id";

    /** What {@code sasl.oauthbearer.client.credentials.client.id} means. */
    public static final String SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID_DOC =
            "The client id to show to the token endpoint.";

    /** {@code sasl.oauthbearer.client.credentials.client.secret}. */
    public static final String SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET =
            "sasl.oauthbearer.client.credentials.client.secret";

    /** What {@code sasl.oauthbearer.client.credentials.client.secret} means. */
    public static final String SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET_DOC =
            "The secret that belongs to the client id.";

    /** {@code sasl.oauthbearer.assertion.algorithm}. */
    public static final String SASL_OAUTHBEARER_ASSERTION_ALGORITHM = "sasl.oauthbearer.assertion.algorithm";

    /** What {@code sasl.oauthbearer.assertion.algorithm} means. */
    public static final String SASL_OAUTHBEARER_ASSERTION_ALGORITHM_DOC = "How an assertion is signed: RS256 or ES256.";

    /** Default of {@code sasl.oauthbearer.assertion.algorithm}. */
    public static final String DEFAULT_SASL_OAUTHBEARER_ASSERTION_ALGORITHM = "RS256";

    /** {@code sasl.oauthbearer.assertion.claim.aud}. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_AUD = "sasl.oauthbearer.assertion.claim.aud";

    /** What {@code sasl.oauthbearer.assertion.claim.aud} means. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_AUD_DOC = "The audience (aud) of an assertion.";

    /** {@code sasl.oauthbearer.assertion.claim.exp.seconds}. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_EXP_SECONDS =
            "sasl.oauthbearer.assertion.claim.exp.seconds";

    /** What {@code sasl.oauthbearer.assertion.claim.exp.seconds} means. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_EXP_SECONDS_DOC =
            "For how many seconds an assertion is valid (exp).";

    /** Default of {@code sasl.oauthbearer.assertion.claim.exp.seconds}. */
    public static final int DEFAULT_SASL_OAUTHBEARER_ASSERTION_CLAIM_EXP_SECONDS = 300;

    /** {@code sasl.oauthbearer.assertion.claim.iss}. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_ISS = "sasl.oauthbearer.assertion.claim.iss";

    /** What {@code sasl.oauthbearer.assertion.claim.iss} means. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_ISS_DOC = "The issuer (iss) of an assertion.";

    /** {@code sasl.oauthbearer.assertion.claim.jti.include}. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_JTI_INCLUDE =
            "sasl.oauthbearer.assertion.claim.jti.include";

    /** What {@code sasl.oauthbearer.assertion.claim.jti.include} means. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_JTI_INCLUDE_DOC =
            "Whether each assertion has an id of its own (jti).";

    /** Default of {@code sasl.oauthbearer.assertion.claim.jti.include}. */
    public static final boolean DEFAULT_SASL_OAUTHBEARER_ASSERTION_CLAIM_JTI_INCLUDE = false;

    /** {@code sasl.oauthbearer.assertion.claim.nbf.seconds}. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_NBF_SECONDS =
            "sasl.oauthbearer.assertion.claim.nbf.seconds";

    /** What {@code sasl.oauthbearer.assertion.claim.nbf.seconds} means. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_NBF_SECONDS_DOC =
            "How many seconds before now an assertion begins to be valid (nbf).";

    /** Default of {@code sasl.oauthbearer.assertion.claim.nbf.seconds}. */
    public static final int DEFAULT_SASL_OAUTHBEARER_ASSERTION_CLAIM_NBF_SECONDS = 60;

    /** {@code sasl.oauthbearer.assertion.claim.sub}. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_SUB = "sasl.oauthbearer.assertion.claim.sub";

    /** What {@code sasl.oauthbearer.assertion.claim.sub} means. */
    public static final String SASL_OAUTHBEARER_ASSERTION_CLAIM_SUB_DOC = "The subject (sub) of an assertion.";

    /** {@code sasl.oauthbearer.assertion.file}. */
    public static final String SASL_OAUTHBEARER_ASSERTION_FILE = "sasl.oauthbearer.assertion.file";

    /** What {@code sasl.oauthbearer.assertion.file} means. */
    public static final String SASL_OAUTHBEARER_ASSERTION_FILE_DOC =
            "A file with an assertion that somebody else made; read again when it changes.";

    /** {@code sasl.oauthbearer.assertion.private.key.file}. */
    public static final String SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_FILE =
            "sasl.oauthbearer.assertion.private.key.file";

    /** What {@code sasl.oauthbearer.assertion.private.key.file} means. */
    public static final String SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_FILE_DOC =
            "A PEM file with the private key (PKCS #8) that signs assertions.";

    /** {@code sasl.oauthbearer.assertion.private.key.passphrase}. */
    public static final String SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_PASSPHRASE =
            "sasl.oauthbearer.assertion.private.key.passphrase";

    /** What {@code sasl.oauthbearer.assertion.private.key.passphrase} means. */
    public static final String SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_PASSPHRASE_DOC =
            "The password of the private key that signs assertions.";

    /** {@code sasl.oauthbearer.assertion.template.file}. */
    public static final String SASL_OAUTHBEARER_ASSERTION_TEMPLATE_FILE = "sasl.oauthbearer.assertion.template.file";

    /** What {@code sasl.oauthbearer.assertion.template.file} means. */
    public static final String SASL_OAUTHBEARER_ASSERTION_TEMPLATE_FILE_DOC =
            "A JSON file with an object header and an object payload, from which assertions are made.";

    /** {@code sasl.oauthbearer.scope.claim.name}. */
    public static final String SASL_OAUTHBEARER_SCOPE_CLAIM_NAME = "sasl.oauthbearer.scope.claim.name";

    /** What {@code sasl.oauthbearer.scope.claim.name} means. */
    public static final String SASL_OAUTHBEARER_SCOPE_CLAIM_NAME_DOC = "The claim of a token that holds its scope.";

    /** Default of {@code sasl.oauthbearer.scope.claim.name}. */
    public static final String DEFAULT_SASL_OAUTHBEARER_SCOPE_CLAIM_NAME = "scope";

    /** {@code sasl.oauthbearer.sub.claim.name}. */
    public static final String SASL_OAUTHBEARER_SUB_CLAIM_NAME = "sasl.oauthbearer.sub.claim.name";

    /** What {@code sasl.oauthbearer.sub.claim.name} means. */
    public static final String SASL_OAUTHBEARER_SUB_CLAIM_NAME_DOC = "The claim of a token that names its subject.";

    /** Default of {@code sasl.oauthbearer.sub.claim.name}. */
    public static final String DEFAULT_SASL_OAUTHBEARER_SUB_CLAIM_NAME = "sub";

    /** {@code sasl.oauthbearer.token.endpoint.url}. */
    public static final String SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL = "sasl.oauthbearer.token.endpoint.url";

    /** What {@code sasl.oauthbearer.token.endpoint.url} means. */
    public static final String SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL_DOC =
            "Where tokens come from: an http or https URL of a token endpoint, or a file URL of a file that "
                    + "holds a token. It has to be in the list that the system property "
                    + "org.apache.kafka.sasl.oauthbearer.allowed.urls holds.";

    /** {@code sasl.oauthbearer.jwks.endpoint.url}. */
    public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_URL = "sasl.oauthbearer.jwks.endpoint.url";

    /** What {@code sasl.oauthbearer.jwks.endpoint.url} means. */
    public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_URL_DOC =
            "Where a broker gets the keys from by which it checks tokens; clients check no signatures.";

    /** {@code sasl.oauthbearer.jwks.endpoint.refresh.ms}. */
    public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_REFRESH_MS = "sasl.oauthbearer.jwks.endpoint.refresh.ms";

    /** What {@code sasl.oauthbearer.jwks.endpoint.refresh.ms} means. */
    public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_REFRESH_MS_DOC =
            "How often in milliseconds a broker fetches those keys.";

    /** Default of {@code sasl.oauthbearer.jwks.endpoint.refresh.ms}. */
    public static final long DEFAULT_SASL_OAUTHBEARER_JWKS_ENDPOINT_REFRESH_MS = 3_600_000L;

    /** {@code sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms}. */
    public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MAX_MS =
            "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms";

    /** What {@code sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms} means. */
    public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MAX_MS_DOC =
            "The most in milliseconds that lies between a broker's attempts to fetch those keys.";

    /** Default of {@code sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms}. */
    public static final long DEFAULT_SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MAX_MS = 10_000L;

    /** {@code sasl.oauthbearer.jwks.endpoint.retry.backoff.ms}. */
    public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MS =
            "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms";

    /** What {@code sasl.oauthbearer.jwks.endpoint.retry.backoff.ms} means. */
    public static final String SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MS_DOC =
            "How many milliseconds lie between a broker's first two attempts to fetch those keys.";

    /** Default of {@code sasl.oauthbearer.jwks.endpoint.retry.backoff.ms}. */
    public static final long DEFAULT_SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MS = 100L;

    /** {@code sasl.oauthbearer.clock.skew.seconds}. */
    public static final String SASL_OAUTHBEARER_CLOCK_SKEW_SECONDS = "sasl.oauthbearer.clock.skew.seconds";

    /** What {@code sasl.oauthbearer.clock.skew.seconds} means. */
    public static final String SASL_OAUTHBEARER_CLOCK_SKEW_SECONDS_DOC =
            "By how many seconds the clocks of a token's issuer and of a broker may differ.";

    /** Default of {@code sasl.oauthbearer.clock.skew.seconds}. */
    public static final int DEFAULT_SASL_OAUTHBEARER_CLOCK_SKEW_SECONDS = 30;

    /** {@code sasl.oauthbearer.expected.audience}. */
    public static final String SASL_OAUTHBEARER_EXPECTED_AUDIENCE = "sasl.oauthbearer.expected.audience";

    /** What {@code sasl.oauthbearer.expected.audience} means. */
    public static final String SASL_OAUTHBEARER_EXPECTED_AUDIENCE_DOC =
            "The audiences one of which a broker wants in a token.";

    /** {@code sasl.oauthbearer.expected.issuer}. */
    public static final String SASL_OAUTHBEARER_EXPECTED_ISSUER = "sasl.oauthbearer.expected.issuer";

    /** What {@code sasl.oauthbearer.expected.issuer} means. */
    public static final String SASL_OAUTHBEARER_EXPECTED_ISSUER_DOC = "The issuer that a broker wants in a token.";

    /** {@code sasl.oauthbearer.header.urlencode}. */
    public static final String SASL_OAUTHBEARER_HEADER_URLENCODE = "sasl.oauthbearer.header.urlencode";

    /** What {@code sasl.oauthbearer.header.urlencode} means. */
    public static final String SASL_OAUTHBEARER_HEADER_URLENCODE_DOC =
            "Whether client id and secret are URL-encoded in the header that the token endpoint gets, as RFC "
                    + "6749 section 2.3.1 says.";

    /** Default of {@code sasl.oauthbearer.header.urlencode}. */
    public static final boolean DEFAULT_SASL_OAUTHBEARER_HEADER_URLENCODE = false;

    /** Adds the settings of a client to its definition. */
    public static void addClientSaslSupport(ConfigDef config) {
        config.define(
                        SASL_CLIENT_CALLBACK_HANDLER_CLASS,
                        ConfigDef.Type.CLASS,
                        null,
                        Importance.MEDIUM,
                        SASL_CLIENT_CALLBACK_HANDLER_CLASS_DOC)
                .define(SASL_JAAS_CONFIG, ConfigDef.Type.PASSWORD, null, Importance.MEDIUM, SASL_JAAS_CONFIG_DOC)
                .define(
                        SASL_KERBEROS_KINIT_CMD,
                        ConfigDef.Type.STRING,
                        DEFAULT_KERBEROS_KINIT_CMD,
                        Importance.LOW,
                        SASL_KERBEROS_KINIT_CMD_DOC)
                .define(
                        SASL_KERBEROS_MIN_TIME_BEFORE_RELOGIN,
                        ConfigDef.Type.LONG,
                        DEFAULT_KERBEROS_MIN_TIME_BEFORE_RELOGIN,
                        Importance.LOW,
                        SASL_KERBEROS_MIN_TIME_BEFORE_RELOGIN_DOC)
                .define(
                        SASL_KERBEROS_SERVICE_NAME,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        SASL_KERBEROS_SERVICE_NAME_DOC)
                .define(
                        SASL_KERBEROS_TICKET_RENEW_JITTER,
                        ConfigDef.Type.DOUBLE,
                        DEFAULT_KERBEROS_TICKET_RENEW_JITTER,
                        Importance.LOW,
                        SASL_KERBEROS_TICKET_RENEW_JITTER_DOC)
                .define(
                        SASL_KERBEROS_TICKET_RENEW_WINDOW_FACTOR,
                        ConfigDef.Type.DOUBLE,
                        DEFAULT_KERBEROS_TICKET_RENEW_WINDOW_FACTOR,
                        Importance.LOW,
                        SASL_KERBEROS_TICKET_RENEW_WINDOW_FACTOR_DOC)
                .define(
                        SASL_LOGIN_CALLBACK_HANDLER_CLASS,
                        ConfigDef.Type.CLASS,
                        null,
                        Importance.MEDIUM,
                        SASL_LOGIN_CALLBACK_HANDLER_CLASS_DOC)
                .define(SASL_LOGIN_CLASS, ConfigDef.Type.CLASS, null, Importance.MEDIUM, SASL_LOGIN_CLASS_DOC)
                .define(
                        SASL_LOGIN_CONNECT_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        null,
                        Importance.LOW,
                        SASL_LOGIN_CONNECT_TIMEOUT_MS_DOC)
                .define(
                        SASL_LOGIN_READ_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        null,
                        Importance.LOW,
                        SASL_LOGIN_READ_TIMEOUT_MS_DOC)
                .define(
                        SASL_LOGIN_REFRESH_BUFFER_SECONDS,
                        ConfigDef.Type.SHORT,
                        DEFAULT_LOGIN_REFRESH_BUFFER_SECONDS,
                        Range.between(0, 3600),
                        Importance.LOW,
                        SASL_LOGIN_REFRESH_BUFFER_SECONDS_DOC)
                .define(
                        SASL_LOGIN_REFRESH_MIN_PERIOD_SECONDS,
                        ConfigDef.Type.SHORT,
                        DEFAULT_LOGIN_REFRESH_MIN_PERIOD_SECONDS,
                        Range.between(0, 900),
                        Importance.LOW,
                        SASL_LOGIN_REFRESH_MIN_PERIOD_SECONDS_DOC)
                .define(
                        SASL_LOGIN_REFRESH_WINDOW_FACTOR,
                        ConfigDef.Type.DOUBLE,
                        DEFAULT_LOGIN_REFRESH_WINDOW_FACTOR,
                        Range.between(0.5, 1.0),
                        Importance.LOW,
                        SASL_LOGIN_REFRESH_WINDOW_FACTOR_DOC)
                .define(
                        SASL_LOGIN_REFRESH_WINDOW_JITTER,
                        ConfigDef.Type.DOUBLE,
                        DEFAULT_LOGIN_REFRESH_WINDOW_JITTER,
                        Range.between(0.0, 0.25),
                        Importance.LOW,
                        SASL_LOGIN_REFRESH_WINDOW_JITTER_DOC)
                .define(
                        SASL_LOGIN_RETRY_BACKOFF_MAX_MS,
                        ConfigDef.Type.LONG,
                        DEFAULT_SASL_LOGIN_RETRY_BACKOFF_MAX_MS,
                        Importance.LOW,
                        SASL_LOGIN_RETRY_BACKOFF_MAX_MS_DOC)
                .define(
                        SASL_LOGIN_RETRY_BACKOFF_MS,
                        ConfigDef.Type.LONG,
                        DEFAULT_SASL_LOGIN_RETRY_BACKOFF_MS,
                        Importance.LOW,
                        SASL_LOGIN_RETRY_BACKOFF_MS_DOC)
                .define(
                        SASL_MECHANISM,
                        ConfigDef.Type.STRING,
                        DEFAULT_SASL_MECHANISM,
                        Importance.MEDIUM,
                        SASL_MECHANISM_DOC)
                .define(
                        SASL_OAUTHBEARER_ASSERTION_ALGORITHM,
                        ConfigDef.Type.STRING,
                        DEFAULT_SASL_OAUTHBEARER_ASSERTION_ALGORITHM,
                        ConfigDef.CaseInsensitiveValidString.in("ES256", "RS256"),
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_ASSERTION_ALGORITHM_DOC)
                .define(
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_AUD,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_AUD_DOC)
                .define(
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_EXP_SECONDS,
                        ConfigDef.Type.INT,
                        DEFAULT_SASL_OAUTHBEARER_ASSERTION_CLAIM_EXP_SECONDS,
                        Range.between(0, 86400),
                        Importance.LOW,
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_EXP_SECONDS_DOC)
                .define(
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_ISS,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_ISS_DOC)
                .define(
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_JTI_INCLUDE,
                        ConfigDef.Type.BOOLEAN,
                        DEFAULT_SASL_OAUTHBEARER_ASSERTION_CLAIM_JTI_INCLUDE,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_JTI_INCLUDE_DOC)
                .define(
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_NBF_SECONDS,
                        ConfigDef.Type.INT,
                        DEFAULT_SASL_OAUTHBEARER_ASSERTION_CLAIM_NBF_SECONDS,
                        Range.between(0, 3600),
                        Importance.LOW,
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_NBF_SECONDS_DOC)
                .define(
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_SUB,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_ASSERTION_CLAIM_SUB_DOC)
                .define(
                        SASL_OAUTHBEARER_ASSERTION_FILE,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_ASSERTION_FILE_DOC)
                .define(
                        SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_FILE,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_FILE_DOC)
                .define(
                        SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_PASSPHRASE,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_PASSPHRASE_DOC)
                .define(
                        SASL_OAUTHBEARER_ASSERTION_TEMPLATE_FILE,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_ASSERTION_TEMPLATE_FILE_DOC)
                .define(
                        SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID_DOC)
                .define(
                        SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET_DOC)
                .define(
                        SASL_OAUTHBEARER_CLOCK_SKEW_SECONDS,
                        ConfigDef.Type.INT,
                        DEFAULT_SASL_OAUTHBEARER_CLOCK_SKEW_SECONDS,
                        Importance.LOW,
                        SASL_OAUTHBEARER_CLOCK_SKEW_SECONDS_DOC)
                .define(
                        SASL_OAUTHBEARER_EXPECTED_AUDIENCE,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                        Importance.HIGH,
                        SASL_OAUTHBEARER_EXPECTED_AUDIENCE_DOC)
                .define(
                        SASL_OAUTHBEARER_EXPECTED_ISSUER,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.HIGH,
                        SASL_OAUTHBEARER_EXPECTED_ISSUER_DOC)
                .define(
                        SASL_OAUTHBEARER_HEADER_URLENCODE,
                        ConfigDef.Type.BOOLEAN,
                        DEFAULT_SASL_OAUTHBEARER_HEADER_URLENCODE,
                        Importance.LOW,
                        SASL_OAUTHBEARER_HEADER_URLENCODE_DOC)
                .define(
                        SASL_OAUTHBEARER_JWKS_ENDPOINT_REFRESH_MS,
                        ConfigDef.Type.LONG,
                        DEFAULT_SASL_OAUTHBEARER_JWKS_ENDPOINT_REFRESH_MS,
                        Importance.LOW,
                        SASL_OAUTHBEARER_JWKS_ENDPOINT_REFRESH_MS_DOC)
                .define(
                        SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MAX_MS,
                        ConfigDef.Type.LONG,
                        DEFAULT_SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MAX_MS,
                        Importance.LOW,
                        SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MAX_MS_DOC)
                .define(
                        SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MS,
                        ConfigDef.Type.LONG,
                        DEFAULT_SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MS,
                        Importance.LOW,
                        SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MS_DOC)
                .define(
                        SASL_OAUTHBEARER_JWKS_ENDPOINT_URL,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_JWKS_ENDPOINT_URL_DOC)
                .define(
                        SASL_OAUTHBEARER_JWT_RETRIEVER_CLASS,
                        ConfigDef.Type.CLASS,
                        DEFAULT_SASL_OAUTHBEARER_JWT_RETRIEVER_CLASS,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_JWT_RETRIEVER_CLASS_DOC)
                .define(
                        SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS,
                        ConfigDef.Type.CLASS,
                        DEFAULT_SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS_DOC)
                .define(
                        SASL_OAUTHBEARER_SCOPE,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_SCOPE_DOC)
                .define(
                        SASL_OAUTHBEARER_SCOPE_CLAIM_NAME,
                        ConfigDef.Type.STRING,
                        DEFAULT_SASL_OAUTHBEARER_SCOPE_CLAIM_NAME,
                        Importance.LOW,
                        SASL_OAUTHBEARER_SCOPE_CLAIM_NAME_DOC)
                .define(
                        SASL_OAUTHBEARER_SUB_CLAIM_NAME,
                        ConfigDef.Type.STRING,
                        DEFAULT_SASL_OAUTHBEARER_SUB_CLAIM_NAME,
                        Importance.LOW,
                        SASL_OAUTHBEARER_SUB_CLAIM_NAME_DOC)
                .define(
                        SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL_DOC);
    }
}
