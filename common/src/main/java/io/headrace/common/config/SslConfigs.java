package io.headrace.common.config;

import io.headrace.common.config.ConfigDef.Importance;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** The settings of TLS, with Kafka's names and defaults. */
public class SslConfigs {

    /** {@code ssl.protocol}. */
    public static final String SSL_PROTOCOL_CONFIG = "ssl.protocol";

    /** What {@code ssl.protocol} means. */
    public static final String SSL_PROTOCOL_DOC =
            "Which TLS protocol the context is made for; with ssl.enabled.protocols as they are, TLSv1.3 "
                    + "also offers TLSv1.2.";

    /** Default of {@code ssl.protocol}. */
    public static final String DEFAULT_SSL_PROTOCOL = "TLSv1.3";

    /** {@code ssl.provider}. */
    public static final String SSL_PROVIDER_CONFIG = "ssl.provider";

    /** What {@code ssl.provider} means. */
    public static final String SSL_PROVIDER_DOC =
            "Name of the security provider that makes TLS contexts; the JVM's first one if it is not set.";

    /** {@code ssl.cipher.suites}. */
    public static final String SSL_CIPHER_SUITES_CONFIG = "ssl.cipher.suites";

    /** What {@code ssl.cipher.suites} means. */
    public static final String SSL_CIPHER_SUITES_DOC =
            "The cipher suites that may be agreed on, by their Java names; all that the JVM enables if the "
                    + "list is empty.";

    /** {@code ssl.enabled.protocols}. */
    public static final String SSL_ENABLED_PROTOCOLS_CONFIG = "ssl.enabled.protocols";

    /** What {@code ssl.enabled.protocols} means. */
    public static final String SSL_ENABLED_PROTOCOLS_DOC =
            "The versions of TLS that may be agreed on; the newest that both ends have is taken.";

    /** Default of {@code ssl.enabled.protocols}. */
    public static final String DEFAULT_SSL_ENABLED_PROTOCOLS = "TLSv1.2,TLSv1.3";

    /** {@code ssl.keystore.type}. */
    public static final String SSL_KEYSTORE_TYPE_CONFIG = "ssl.keystore.type";

    /** What {@code ssl.keystore.type} means. */
    public static final String SSL_KEYSTORE_TYPE_DOC =
            "The format of the key store: JKS, PKCS12, PEM, or another that a security provider of the JVM " + "knows.";

    /** Default of {@code ssl.keystore.type}. */
    public static final String DEFAULT_SSL_KEYSTORE_TYPE = "JKS";

    /** {@code ssl.keystore.key}. */
    public static final String SSL_KEYSTORE_KEY_CONFIG = "ssl.keystore.key";

    /** What {@code ssl.keystore.key} means. */
    public static final String SSL_KEYSTORE_KEY_DOC =
            "The private key as PEM text (PKCS #8, encrypted or not), instead of a key store in a file; "
                    + "needs ssl.keystore.type=PEM.";

    /** {@code ssl.keystore.certificate.chain}. */
    public static final String SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG = "ssl.keystore.certificate.chain";

    /** What {@code ssl.keystore.certificate.chain} means. */
    public static final String SSL_KEYSTORE_CERTIFICATE_CHAIN_DOC =
            "The certificates that belong to ssl.keystore.key as PEM text: its own first, then those that "
                    + "vouch for it.";

    /** {@code ssl.truststore.certificates}. */
    public static final String SSL_TRUSTSTORE_CERTIFICATES_CONFIG = "ssl.truststore.certificates";

    /** What {@code ssl.truststore.certificates} means. */
    public static final String SSL_TRUSTSTORE_CERTIFICATES_DOC =
            "The certificates that are trusted as PEM text, instead of a trust store in a file; needs "
                    + "ssl.truststore.type=PEM.";

    /** {@code ssl.keystore.location}. */
    public static final String SSL_KEYSTORE_LOCATION_CONFIG = "ssl.keystore.location";

    /** What {@code ssl.keystore.location} means. */
    public static final String SSL_KEYSTORE_LOCATION_DOC =
            "The file with the private key and the certificates that this side shows. Clients need one only "
                    + "if brokers ask for certificates.";

    /** {@code ssl.keystore.password}. */
    public static final String SSL_KEYSTORE_PASSWORD_CONFIG = "ssl.keystore.password";

    /** What {@code ssl.keystore.password} means. */
    public static final String SSL_KEYSTORE_PASSWORD_DOC = "The password of the key store's file. A PEM file has none.";

    /** {@code ssl.key.password}. */
    public static final String SSL_KEY_PASSWORD_CONFIG = "ssl.key.password";

    /** What {@code ssl.key.password} means. */
    public static final String SSL_KEY_PASSWORD_DOC =
            "The password of the private key, in a key store or as PEM; if it is not set, the key store's "
                    + "password.";

    /** {@code ssl.truststore.type}. */
    public static final String SSL_TRUSTSTORE_TYPE_CONFIG = "ssl.truststore.type";

    /** What {@code ssl.truststore.type} means. */
    public static final String SSL_TRUSTSTORE_TYPE_DOC =
            "The format of the trust store: JKS, PKCS12, PEM, or another that a security provider of the JVM "
                    + "knows.";

    /** Default of {@code ssl.truststore.type}. */
    public static final String DEFAULT_SSL_TRUSTSTORE_TYPE = "JKS";

    /** {@code ssl.truststore.location}. */
    public static final String SSL_TRUSTSTORE_LOCATION_CONFIG = "ssl.truststore.location";

    /** What {@code ssl.truststore.location} means. */
    public static final String SSL_TRUSTSTORE_LOCATION_DOC =
            "The file with the certificates that are trusted; if it is not set, those that the JVM trusts.";

    /** {@code ssl.truststore.password}. */
    public static final String SSL_TRUSTSTORE_PASSWORD_CONFIG = "ssl.truststore.password";

    /** What {@code ssl.truststore.password} means. */
    public static final String SSL_TRUSTSTORE_PASSWORD_DOC =
            "The password of the trust store's file; without it the file is read, but its integrity is not "
                    + "checked. A PEM file has none.";

    /** {@code ssl.keymanager.algorithm}. */
    public static final String SSL_KEYMANAGER_ALGORITHM_CONFIG = "ssl.keymanager.algorithm";

    /** What {@code ssl.keymanager.algorithm} means. */
    public static final String SSL_KEYMANAGER_ALGORITHM_DOC =
            "The algorithm of the JVM's key manager factory, which picks the certificate to show.";

    /** Default of {@code ssl.keymanager.algorithm}. */
    public static final String DEFAULT_SSL_KEYMANGER_ALGORITHM = KeyManagerFactory.getDefaultAlgorithm();

    /** {@code ssl.trustmanager.algorithm}. */
    public static final String SSL_TRUSTMANAGER_ALGORITHM_CONFIG = "ssl.trustmanager.algorithm";

    /** What {@code ssl.trustmanager.algorithm} means. */
    public static final String SSL_TRUSTMANAGER_ALGORITHM_DOC =
            "The algorithm of the JVM's trust manager factory, which decides whether a certificate is " + "trusted.";

    /** Default of {@code ssl.trustmanager.algorithm}. */
    public static final String DEFAULT_SSL_TRUSTMANAGER_ALGORITHM = TrustManagerFactory.getDefaultAlgorithm();

    /** {@code ssl.endpoint.identification.algorithm}. */
    public static final String SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG = "ssl.endpoint.identification.algorithm";

    /** What {@code ssl.endpoint.identification.algorithm} means. */
    public static final String SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_DOC =
            "How a broker's certificate is compared with the host name that was connected to: https compares "
                    + "as browsers do; an empty value switches the comparison off, and then anybody with a trusted "
                    + "certificate can pose as a broker.";

    /** Default of {@code ssl.endpoint.identification.algorithm}. */
    public static final String DEFAULT_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM = "https";

    /** {@code ssl.secure.random.implementation}. */
    public static final String SSL_SECURE_RANDOM_IMPLEMENTATION_CONFIG = "ssl.secure.random.implementation";

    /** What {@code ssl.secure.random.implementation} means. */
    public static final String SSL_SECURE_RANDOM_IMPLEMENTATION_DOC =
            "The algorithm of the SecureRandom that TLS uses; the JVM's default if it is not set.";

    /** {@code ssl.engine.factory.class}. */
    public static final String SSL_ENGINE_FACTORY_CLASS_CONFIG = "ssl.engine.factory.class";

    /** What {@code ssl.engine.factory.class} means. */
    public static final String SSL_ENGINE_FACTORY_CLASS_DOC =
            "A class that implements SslEngineFactory and makes the TLS engines; if it is not set, they are "
                    + "made from the other ssl settings.";

    /** What brokers can change while they run. */
    public static final Set<String> RECONFIGURABLE_CONFIGS = Set.of(
            SSL_KEYSTORE_TYPE_CONFIG,
            SSL_KEYSTORE_LOCATION_CONFIG,
            SSL_KEYSTORE_PASSWORD_CONFIG,
            SSL_KEY_PASSWORD_CONFIG,
            SSL_TRUSTSTORE_TYPE_CONFIG,
            SSL_TRUSTSTORE_LOCATION_CONFIG,
            SSL_TRUSTSTORE_PASSWORD_CONFIG,
            SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
            SSL_KEYSTORE_KEY_CONFIG,
            SSL_TRUSTSTORE_CERTIFICATES_CONFIG);

    /** What brokers have to be started anew for. */
    public static final Set<String> NON_RECONFIGURABLE_CONFIGS = Set.of(
            "ssl.client.auth",
            SSL_PROTOCOL_CONFIG,
            SSL_PROVIDER_CONFIG,
            SSL_CIPHER_SUITES_CONFIG,
            SSL_ENABLED_PROTOCOLS_CONFIG,
            SSL_KEYMANAGER_ALGORITHM_CONFIG,
            SSL_TRUSTMANAGER_ALGORITHM_CONFIG,
            SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG,
            SSL_SECURE_RANDOM_IMPLEMENTATION_CONFIG,
            SSL_ENGINE_FACTORY_CLASS_CONFIG);

    /** Adds the settings of a client to its definition. */
    public static void addClientSslSupport(ConfigDef config) {
        config.define(
                        SSL_PROTOCOL_CONFIG,
                        ConfigDef.Type.STRING,
                        DEFAULT_SSL_PROTOCOL,
                        Importance.MEDIUM,
                        SSL_PROTOCOL_DOC)
                .define(SSL_PROVIDER_CONFIG, ConfigDef.Type.STRING, null, Importance.MEDIUM, SSL_PROVIDER_DOC)
                .define(
                        SSL_CIPHER_SUITES_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                        Importance.LOW,
                        SSL_CIPHER_SUITES_DOC)
                .define(
                        SSL_ENABLED_PROTOCOLS_CONFIG,
                        ConfigDef.Type.LIST,
                        DEFAULT_SSL_ENABLED_PROTOCOLS,
                        ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                        Importance.MEDIUM,
                        SSL_ENABLED_PROTOCOLS_DOC)
                .define(
                        SSL_KEYSTORE_TYPE_CONFIG,
                        ConfigDef.Type.STRING,
                        DEFAULT_SSL_KEYSTORE_TYPE,
                        Importance.MEDIUM,
                        SSL_KEYSTORE_TYPE_DOC)
                .define(
                        SSL_KEYSTORE_LOCATION_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.HIGH,
                        SSL_KEYSTORE_LOCATION_DOC)
                .define(
                        SSL_KEYSTORE_PASSWORD_CONFIG,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.HIGH,
                        SSL_KEYSTORE_PASSWORD_DOC)
                .define(SSL_KEY_PASSWORD_CONFIG, ConfigDef.Type.PASSWORD, null, Importance.HIGH, SSL_KEY_PASSWORD_DOC)
                .define(SSL_KEYSTORE_KEY_CONFIG, ConfigDef.Type.PASSWORD, null, Importance.HIGH, SSL_KEYSTORE_KEY_DOC)
                .define(
                        SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.HIGH,
                        SSL_KEYSTORE_CERTIFICATE_CHAIN_DOC)
                .define(
                        SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.HIGH,
                        SSL_TRUSTSTORE_CERTIFICATES_DOC)
                .define(
                        SSL_TRUSTSTORE_TYPE_CONFIG,
                        ConfigDef.Type.STRING,
                        DEFAULT_SSL_TRUSTSTORE_TYPE,
                        Importance.MEDIUM,
                        SSL_TRUSTSTORE_TYPE_DOC)
                .define(
                        SSL_TRUSTSTORE_LOCATION_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.HIGH,
                        SSL_TRUSTSTORE_LOCATION_DOC)
                .define(
                        SSL_TRUSTSTORE_PASSWORD_CONFIG,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.HIGH,
                        SSL_TRUSTSTORE_PASSWORD_DOC)
                .define(
                        SSL_KEYMANAGER_ALGORITHM_CONFIG,
                        ConfigDef.Type.STRING,
                        DEFAULT_SSL_KEYMANGER_ALGORITHM,
                        Importance.LOW,
                        SSL_KEYMANAGER_ALGORITHM_DOC)
                .define(
                        SSL_TRUSTMANAGER_ALGORITHM_CONFIG,
                        ConfigDef.Type.STRING,
                        DEFAULT_SSL_TRUSTMANAGER_ALGORITHM,
                        Importance.LOW,
                        SSL_TRUSTMANAGER_ALGORITHM_DOC)
                .define(
                        SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG,
                        ConfigDef.Type.STRING,
                        DEFAULT_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM,
                        Importance.LOW,
                        SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_DOC)
                .define(
                        SSL_SECURE_RANDOM_IMPLEMENTATION_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        SSL_SECURE_RANDOM_IMPLEMENTATION_DOC)
                .define(
                        SSL_ENGINE_FACTORY_CLASS_CONFIG,
                        ConfigDef.Type.CLASS,
                        null,
                        Importance.LOW,
                        SSL_ENGINE_FACTORY_CLASS_DOC);
    }
}
