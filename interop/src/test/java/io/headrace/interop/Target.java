package io.headrace.interop;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.testsupport.ApacheKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * The brokers that a test runs against. Each is started once, by the first test that wants it, and serves all tests of
 * the JVM; a test keeps to topics whose names it makes itself ({@link #topic}).
 */
public enum Target {
    /** Apache Kafka, in a process of its own. */
    APACHE {
        @Override
        public String bootstrapServers() {
            return Apache.BROKER.bootstrapServers();
        }
    },
    /** Headrace's broker, embedded. */
    HEADRACE {
        @Override
        public String bootstrapServers() {
            return Headrace.BROKER.bootstrapServers();
        }
    };

    /** Where clients connect first. */
    public abstract String bootstrapServers();

    /** A topic name that no other test uses. */
    public static String topic(String word) {
        return word + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    private static final class Apache {
        static final ApacheKafka BROKER = ApacheKafka.start("-Xmx512m", "-XX:TieredStopAtLevel=1");

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close, "stop-apache-kafka"));
        }
    }

    private static final class Headrace {
        static final HeadraceBroker BROKER = start();

        private static HeadraceBroker start() {
            try {
                Path data = Files.createTempDirectory("headrace-interop-");
                HeadraceBroker broker = HeadraceBroker.start(Map.of("port", "0", "log.dirs", data.toString()));
                Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-headrace"));
                return broker;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
