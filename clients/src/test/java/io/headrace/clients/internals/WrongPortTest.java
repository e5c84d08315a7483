package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.fake.FakeCluster;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.testsupport.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code security.protocol} does not fit the port, calls end in time, and say what was seen there. */
class WrongPortTest {

    private static final String PASSWORD = "storepass";

    private final TestAuthority authority = new TestAuthority("authority");

    @TempDir
    private Path directory;

    private Map<String, Object> config(int port, String protocol) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", "localhost:" + port);
        config.put("security.protocol", protocol);
        config.put("metric.reporters", List.of());
        config.put("request.timeout.ms", 500);
        config.put("default.api.timeout.ms", 3_000);
        if (protocol.equals("SSL")) {
            Path store = directory.resolve("trust.p12");
            if (!store.toFile().exists()) {
                authority.trustStore(store, "PKCS12", PASSWORD);
            }
            config.put("ssl.truststore.location", store.toString());
            config.put("ssl.truststore.password", PASSWORD);
            config.put("ssl.truststore.type", "PKCS12");
        }
        return config;
    }

    private void assertEveryClientSays(String words, Map<String, Object> config) {
        Map<String, Object> forProducer = new HashMap<>(config);
        forProducer.remove("default.api.timeout.ms");
        forProducer.put("max.block.ms", 3_000);
        long startNs = System.nanoTime();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(forProducer, new StringSerializer(), new StringSerializer())) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>("t", "v")).get(30, TimeUnit.SECONDS));
            assertSays(words, failure.getCause());
        }
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            assertSays(words, assertThrows(TimeoutException.class, () -> consumer.partitionsFor("t")));
        }
        try (Admin admin = Admin.create(config)) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class, () -> admin.listTopics().names().get(30, TimeUnit.SECONDS));
            assertSays(words, failure.getCause());
        }
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        assertTrue(tookMs < 20_000, "took " + tookMs + " ms");
    }

    private static void assertSays(String words, Throwable failure) {
        assertInstanceOf(TimeoutException.class, failure);
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    @Test
    void plaintextAgainstAPortOfTls() throws Exception {
        Path own = authority.issue("broker", "localhost").store(directory.resolve("own.p12"), "PKCS12", PASSWORD);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(java.security.KeyStore.getInstance(own.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        try (ServerSocket server =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(server);
            assertEveryClientSays("speaks TLS on that port", config(server.getLocalPort(), "PLAINTEXT"));
        }
    }

    @Test
    void tlsAgainstAPortWithoutIt() {
        try (FakeCluster cluster = new FakeCluster(1)) {
            assertEveryClientSays("does it speak TLS on that port?", config(cluster.port(0), "SSL"));
        }
    }

    @Test
    void tlsAgainstAPortThatSaysNothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(server);
            assertEveryClientSays("does it speak TLS on that port?", config(server.getLocalPort(), "SSL"));
        }
    }

    /** Reads what callers say, and answers as the socket does by itself. */
    private static void serve(ServerSocket server) {
        Thread acceptor = new Thread(() -> {
            try {
                while (true) {
                    Socket caller = server.accept();
                    Thread reader = new Thread(() -> {
                        try (caller) {
                            caller.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                        } catch (IOException e) {
                            // Its words were not TLS, or it has hung up.
                        }
                    });
                    reader.setDaemon(true);
                    reader.start();
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
        acceptor.setDaemon(true);
        acceptor.start();
    }
}
