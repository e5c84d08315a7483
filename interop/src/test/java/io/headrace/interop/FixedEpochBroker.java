package io.headrace.interop;

import io.headrace.testsupport.ApacheKafka;
import io.headrace.testsupport.FeatureHidingProxy;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * A broker of either kind whose clients do not learn that {@code transaction.version} 2 is finalized, and so keep the epoch
 * of a transactional producer from one transaction to the next. There is one of each kind in a JVM, started by the first
 * test that wants it.
 */
public final class FixedEpochBroker {

    private static final Map<Target, FixedEpochBroker> BROKERS = new EnumMap<>(Target.class);

    private static final Map<String, String> SETTINGS = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.num.partitions", "4");

    private final FeatureHidingProxy proxy;

    private FixedEpochBroker(FeatureHidingProxy proxy) {
        this.proxy = proxy;
    }

    /** The broker of this kind. */
    public static synchronized FixedEpochBroker of(Target target) {
        return BROKERS.computeIfAbsent(target, FixedEpochBroker::start);
    }

    private static FixedEpochBroker start(Target target) {
        FeatureHidingProxy proxy = FeatureHidingProxy.open();
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("advertised.listeners", "PLAINTEXT://" + proxy.address());
        AutoCloseable broker = switch (target) {
            case APACHE -> {
                ApacheKafka apache = ApacheKafka.start(settings, "-Xmx512m", "-XX:TieredStopAtLevel=1");
                proxy.forwardTo(apache.port());
                yield apache;
            }
            case HEADRACE -> {
                OwnBroker headrace = OwnBroker.start(settings);
                proxy.forwardTo(headrace.port());
                yield headrace;
            }
        };
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(proxy, broker), "stop-fixed-epoch-" + target));
        return new FixedEpochBroker(proxy);
    }

    private static void stop(FeatureHidingProxy proxy, AutoCloseable broker) {
        proxy.close();
        try {
            broker.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where clients connect first, and where the broker says that it is. */
    public String bootstrapServers() {
        return proxy.address();
    }
}
