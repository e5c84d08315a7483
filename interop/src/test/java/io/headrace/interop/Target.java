package io.headrace.interop;

import io.headrace.testsupport.ApacheKafka;
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

    /**
     * Both brokers' settings: members are waited for no longer than needed, and missed soon. Nothing is deleted for its
     * age while tests run: many write records of long ago, which the brokers' first look at their logs would take away.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "log.initial.task.delay.ms", "86400000",
            "group.initial.rebalance.delay.ms", "0",
            "group.consumer.min.session.timeout.ms", "3000",
            "group.consumer.session.timeout.ms", "6000",
            "group.consumer.min.heartbeat.interval.ms", "100",
            "group.consumer.heartbeat.interval.ms", "200",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.num.partitions", "4",
            "group.min.session.timeout.ms", "1000");

    /** Where clients connect first. */
    public abstract String bootstrapServers();

    /** A topic name that no other test uses. */
    public static String topic(String word) {
        return word + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    private static final class Apache {
        static final ApacheKafka BROKER = ApacheKafka.start(SETTINGS, "-Xmx512m", "-XX:TieredStopAtLevel=1");

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close, "stop-apache-kafka"));
        }
    }

    private static final class Headrace {
        static final OwnBroker BROKER = OwnBroker.start(SETTINGS);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close, "stop-headrace"));
        }
    }
}
