package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.SaslAuthenticationException;
import io.headrace.common.errors.SslAuthenticationException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnsupportedSaslMechanismException;
import io.headrace.common.security.auth.SslEngineFactory;
import io.headrace.common.security.ssl.DefaultSslEngineFactory;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.interop.SecuredBroker;
import io.headrace.testsupport.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS and SASL of the clients, against an Apache Kafka broker that has all of it. */
class SecurityContractTest {

    private static final String PLAIN_MODULE = "io.headrace.common.security.plain.PlainLoginModule";
    private static final String SCRAM_MODULE = "io.headrace.common.security.scram.ScramLoginModule";
    private static final String OAUTH_MODULE = "io.headrace.common.security.oauthbearer.OAuthBearerLoginModule";

    /** Made by the first who writes to it. */
    private static final String SERVED = topic("served");

    private final SecuredBroker broker = SecuredBroker.get();

    @TempDir
    private Path directory;

    /** Settings of a client of a listener, with {@code more}, given as alternating keys and values. */
    private Map<String, Object> config(String listener, String protocol, Object... more) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", broker.bootstrapServers(listener));
        config.put("security.protocol", protocol);
        if (protocol.endsWith("SSL")) {
            config.put("ssl.truststore.location", broker.trustStore("PKCS12").toString());
            config.put("ssl.truststore.type", "PKCS12");
            config.put("ssl.truststore.password", SecuredBroker.STORE_PASSWORD);
        }
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return config;
    }

    private static Object[] sasl(String mechanism, String user, String password) {
        String module = switch (mechanism) {
            case "PLAIN" -> PLAIN_MODULE;
            case "OAUTHBEARER" -> OAUTH_MODULE;
            default -> SCRAM_MODULE;
        };
        String options = mechanism.equals("OAUTHBEARER")
                ? "unsecuredLoginStringClaim_sub=\"" + user + "\" unsecuredLoginStringClaim_scope=\"" + password + "\""
                : "username=\"" + user + "\" password=\"" + password + "\"";
        return new Object[] {"sasl.mechanism", mechanism, "sasl.jaas.config", module + " required " + options + ";"};
    }

    private static Object[] sasl(String mechanism) {
        boolean isToken = mechanism.equals("OAUTHBEARER");
        return sasl(mechanism, SecuredBroker.USER, isToken ? SecuredBroker.SCOPE : SecuredBroker.PASSWORD);
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static String topic(String word) {
        return io.headrace.interop.Target.topic(word);
    }

    /** A producer, a consumer and an admin client do what they are for. */
    private static void assertServed(Map<String, Object> config) throws Exception {
        String value = UUID.randomUUID().toString();
        TopicPartition partition = new TopicPartition(SERVED, 0);
        long offset;
        try (KafkaProducer<byte[], byte[]> producer = producer(config)) {
            offset = producer.send(new ProducerRecord<>(SERVED, 0, null, bytes(value)))
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        }
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(config)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            assertEquals(value, text(Contract.read(consumer, 1).get(0).value()));
        }
        try (Admin admin = Admin.create(config)) {
            assertTrue(admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(SERVED));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SSL, ",
        "SASL_PLAINTEXT, PLAIN",
        "SASL_PLAINTEXT, SCRAM-SHA-256",
        "SASL_PLAINTEXT, SCRAM-SHA-512",
        "SASL_PLAINTEXT, OAUTHBEARER",
        "SASL_SSL, PLAIN",
        "SASL_SSL, SCRAM-SHA-256",
        "SASL_SSL, SCRAM-SHA-512",
        "SASL_SSL, OAUTHBEARER"
    })
    void everyProtocolAndMechanismServesAllClients(String protocol, String mechanism) throws Exception {
        assertServed(config(protocol, protocol, mechanism == null ? new Object[0] : sasl(mechanism)));
    }

    @Test
    void apachesNamesOfLoginModulesAreUnderstood() throws Exception {
        String module = "org.apache.kafka.common.security.scram.ScramLoginModule";
        assertServed(config(
                "SASL_PLAINTEXT",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                module + " required username=\"" + SecuredBroker.USER + "\" password=\"" + SecuredBroker.PASSWORD
                        + "\";"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void aCertificateFromAStoreIsShown(String type) throws Exception {
        assertServed(config(
                SecuredBroker.MUTUAL,
                "SSL",
                "ssl.truststore.location",
                broker.trustStore(type).toString(),
                "ssl.truststore.type",
                type,
                "ssl.keystore.location",
                broker.clientStore(type).toString(),
                "ssl.keystore.type",
                type,
                "ssl.keystore.password",
                SecuredBroker.STORE_PASSWORD,
                "ssl.key.password",
                SecuredBroker.STORE_PASSWORD));
    }

    private Map<String, Object> pem(Object... more) {
        Map<String, Object> config = config(SecuredBroker.MUTUAL, "SSL", more);
        config.put("ssl.truststore.type", "PEM");
        config.put("ssl.keystore.type", "PEM");
        config.remove("ssl.truststore.password");
        if (config.containsKey("ssl.truststore.certificates")) {
            config.remove("ssl.truststore.location");
        }
        return config;
    }

    @Test
    void aCertificateFromPemFilesIsShown() throws Exception {
        Path trust = Files.writeString(
                directory.resolve("trust.pem"), broker.authority().asPem());
        Path own = Files.writeString(
                directory.resolve("own.pem"),
                broker.client().keyAsPem() + broker.client().chainAsPem());
        assertServed(pem("ssl.truststore.location", trust.toString(), "ssl.keystore.location", own.toString()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCertificateFromPemTextIsShown(boolean isEncrypted) throws Exception {
        Map<String, Object> config = pem(
                "ssl.truststore.certificates",
                broker.authority().asPem(),
                "ssl.keystore.certificate.chain",
                broker.client().chainAsPem(),
                "ssl.keystore.key",
                isEncrypted
                        ? broker.client().keyEncryptedOldAsPem("key password")
                        : broker.client().keyAsPem());
        if (isEncrypted) {
            config.put("ssl.key.password", "key password");
        }
        assertServed(config);
    }

    /** Engines of the application's own make. */
    public static final class Engines implements SslEngineFactory {
        static final AtomicInteger MADE = new AtomicInteger();

        private final DefaultSslEngineFactory usual = new DefaultSslEngineFactory();

        @Override
        public void configure(Map<String, ?> configs) {
            usual.configure(configs);
        }

        @Override
        public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
            MADE.incrementAndGet();
            assertEquals("https", endpointIdentification);
            return usual.createClientSslEngine(peerHost, peerPort, endpointIdentification);
        }

        @Override
        public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
            return usual.createServerSslEngine(peerHost, peerPort);
        }

        @Override
        public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
            return usual.shouldBeRebuilt(nextConfigs);
        }

        @Override
        public Set<String> reconfigurableConfigs() {
            return usual.reconfigurableConfigs();
        }

        @Override
        public KeyStore keystore() {
            return usual.keystore();
        }

        @Override
        public KeyStore truststore() {
            return usual.truststore();
        }

        @Override
        public void close() {
            usual.close();
        }
    }

    @Test
    void enginesMayBeTheApplications() throws Exception {
        int before = Engines.MADE.get();
        assertServed(config("SSL", "SSL", "ssl.engine.factory.class", Engines.class.getName()));
        assertTrue(Engines.MADE.get() >= before + 3);
    }

    /** Each client fails with an exception of that class, long before its timeouts, and says so again. */
    private static <E extends KafkaException> E assertRefused(Class<E> expected, Map<String, Object> config) {
        String topic = topic("refused");
        E seen;
        long startNs = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = producer(config)) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, bytes("x")));
            ExecutionException failure = assertThrows(ExecutionException.class, () -> sent.get(30, TimeUnit.SECONDS));
            seen = assertInstanceOf(expected, failure.getCause());
        }
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(config)) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            assertThrows(expected, () -> consumer.poll(Duration.ofSeconds(30)));
            assertThrows(expected, () -> consumer.poll(Duration.ofSeconds(30)));
        }
        try (Admin admin = Admin.create(config)) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class, () -> admin.listTopics().names().get(30, TimeUnit.SECONDS));
            assertInstanceOf(expected, failure.getCause());
            failure = assertThrows(
                    ExecutionException.class,
                    () -> admin.describeTopics(List.of(topic)).allTopicNames().get(30, TimeUnit.SECONDS));
            assertInstanceOf(expected, failure.getCause());
        }
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        assertTrue(tookMs < 25_000, "took " + tookMs + " ms");
        return seen;
    }

    @ParameterizedTest
    @CsvSource({"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
    void aWrongPasswordIsRefused(String mechanism) {
        SaslAuthenticationException failure = assertRefused(
                SaslAuthenticationException.class,
                config("SASL_PLAINTEXT", "SASL_PLAINTEXT", sasl(mechanism, SecuredBroker.USER, "not-the-password")));
        assertTrue(failure.getMessage().contains("Authentication failed"), failure.getMessage());
        assertFalse(failure.getMessage().contains("not-the-password"), failure.getMessage());
    }

    @Test
    void anUnknownUserIsRefused() {
        assertRefused(
                SaslAuthenticationException.class,
                config("SASL_SSL", "SASL_SSL", sasl("SCRAM-SHA-512", "mallory", SecuredBroker.PASSWORD)));
    }

    @Test
    void aTokenWithoutTheScopeThatIsNeededIsRefused() {
        SaslAuthenticationException failure = assertRefused(
                SaslAuthenticationException.class,
                config("SASL_PLAINTEXT", "SASL_PLAINTEXT", sasl("OAUTHBEARER", SecuredBroker.USER, "nothing")));
        assertTrue(failure.getMessage().contains("insufficient_scope"), failure.getMessage());
    }

    @Test
    void aMechanismThatTheBrokerLacksIsRefused() {
        // CRAM-MD5 is one of the JDK's.
        Object[] unknown = sasl("PLAIN");
        unknown[1] = "CRAM-MD5";
        UnsupportedSaslMechanismException failure = assertRefused(
                UnsupportedSaslMechanismException.class, config("SASL_PLAINTEXT", "SASL_PLAINTEXT", unknown));
        assertTrue(failure.getMessage().contains("CRAM-MD5"), failure.getMessage());
        assertTrue(failure.getMessage().contains("SCRAM-SHA-256"), failure.getMessage());
    }

    @Test
    void aBrokerThatNobodyTrustedVouchesForIsRefused() {
        Path other = new TestAuthority("somebody else")
                .trustStore(directory.resolve("other.p12"), "PKCS12", SecuredBroker.STORE_PASSWORD);
        assertRefused(
                SslAuthenticationException.class, config("SSL", "SSL", "ssl.truststore.location", other.toString()));
    }

    @Test
    void aBrokerOfAnotherNameIsRefusedUnlessNamesDoNotCount() throws Exception {
        String byAddress = "127.0.0.1:" + broker.port("SSL");
        assertRefused(SslAuthenticationException.class, config("SSL", "SSL", "bootstrap.servers", byAddress));
        assertServed(config("SSL", "SSL", "bootstrap.servers", byAddress, "ssl.endpoint.identification.algorithm", ""));
    }

    @Test
    void aCertificateThatHasEndedIsRefused() {
        assertRefused(SslAuthenticationException.class, config(SecuredBroker.EXPIRED, "SSL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientWithoutTheCertificateThatIsDemandedIsRefused(String version) {
        assertRefused(
                SslAuthenticationException.class,
                config(SecuredBroker.MUTUAL, "SSL", "ssl.enabled.protocols", version, "ssl.protocol", version));
    }

    @Test
    void versionsThatTheBrokerLacksAreRefused() {
        // Cipher suites of TLS 1.3 cannot be used with TLS 1.2.
        assertRefused(
                SslAuthenticationException.class,
                config(
                        "SSL",
                        "SSL",
                        "ssl.enabled.protocols",
                        "TLSv1.2",
                        "ssl.cipher.suites",
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));
    }

    @Test
    void tlsAgainstAPortWithoutItTimesOut() {
        Map<String, Object> config = config(
                "SASL_PLAINTEXT",
                "SSL",
                "max.block.ms",
                1_000,
                "request.timeout.ms",
                1_000,
                "default.api.timeout.ms",
                1_000);
        try (KafkaProducer<byte[], byte[]> producer = producer(config)) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic("plain"), bytes("x")));
            ExecutionException failure = assertThrows(ExecutionException.class, () -> sent.get(30, TimeUnit.SECONDS));
            assertInstanceOf(TimeoutException.class, failure.getCause());
        }
        try (Admin admin = Admin.create(config)) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class, () -> admin.listTopics().names().get(30, TimeUnit.SECONDS));
            assertInstanceOf(TimeoutException.class, failure.getCause());
        }
    }

    /** Many sessions end while records are on their way, and nothing is lost, doubled, or out of order. */
    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-512", "OAUTHBEARER"})
    void sessionsAreRenewedUnderLoad(String mechanism) throws Exception {
        Map<String, Object> config = config(SecuredBroker.REAUTH, "SASL_PLAINTEXT", sasl(mechanism));
        String topic = topic("reauth");
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * SecuredBroker.SESSION_MS);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(config);
                KafkaConsumer<byte[], byte[]> consumer = consumer(config)) {
            producer.send(new ProducerRecord<>(topic, 0, null, bytes("0"))).get(30, TimeUnit.SECONDS);
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            int read = 0;
            int written = 1;
            while (System.nanoTime() - endNs < 0) {
                for (int i = 0; i < 20; i++) {
                    sent.add(producer.send(new ProducerRecord<>(topic, 0, null, bytes(String.valueOf(written++)))));
                }
                for (var record : consumer.poll(Duration.ofMillis(20))) {
                    assertEquals(String.valueOf(read++), text(record.value()));
                }
            }
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get(30, TimeUnit.SECONDS);
            }
            for (var record : Contract.read(consumer, written - read)) {
                assertEquals(String.valueOf(read++), text(record.value()));
            }
            assertEquals(written, read);
        }
    }
}
