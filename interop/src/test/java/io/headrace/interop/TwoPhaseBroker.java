package io.headrace.interop;

import io.headrace.testsupport.ApacheKafka;
import java.util.Map;

/**
 * An Apache broker that lets transactions take part in a two-phase commit (KIP-939), for which it has to offer the request
 * version that is not stable yet. There is one in a JVM, started by the first test that wants it.
 */
public final class TwoPhaseBroker {

    private static final ApacheKafka BROKER = ApacheKafka.start(
            Map.of(
                    "unstable.api.versions.enable", "true",
                    "unstable.feature.versions.enable", "true",
                    "transaction.two.phase.commit.enable", "true",
                    "transaction.state.log.num.partitions", "4",
                    "offsets.topic.num.partitions", "4"),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1");

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close, "stop-two-phase-broker"));
    }

    private TwoPhaseBroker() {}

    /** Where clients connect first. */
    public static String bootstrapServers() {
        return BROKER.bootstrapServers();
    }
}
