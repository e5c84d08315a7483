package io.headrace.interop;

import io.headrace.testsupport.ApacheKafka;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * A broker of either kind that clients reach only through a {@link FaultProxy}. There is one of each kind in a JVM,
 * started by the first test that wants it, and it does not create topics by itself.
 */
public final class ProxiedBroker {

    private static final Map<Target, ProxiedBroker> BROKERS = new EnumMap<>(Target.class);

    /** Members are waited for no longer than needed, and missed soon. */
    private static final Map<String, String> GROUPS = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "group.min.session.timeout.ms", "1000",
            "group.consumer.min.session.timeout.ms", "3000",
            "group.consumer.session.timeout.ms", "4000",
            "group.consumer.min.heartbeat.interval.ms", "100",
            "group.consumer.heartbeat.interval.ms", "200",
            "offsets.topic.num.partitions", "4");

    private final FaultProxy proxy;

    private ProxiedBroker(FaultProxy proxy) {
        this.proxy = proxy;
    }

    /** The broker of this kind. */
    public static synchronized ProxiedBroker of(Target target) {
        return BROKERS.computeIfAbsent(target, ProxiedBroker::start);
    }

    private static ProxiedBroker start(Target target) {
        FaultProxy proxy = FaultProxy.open();
        Map<String, String> settings = new HashMap<>(GROUPS);
        settings.put("advertised.listeners", "PLAINTEXT://" + proxy.address());
        settings.put("auto.create.topics.enable", "false");
        AutoCloseable broker = switch (target) {
            case APACHE -> apache(proxy, settings);
            case HEADRACE -> headrace(proxy, settings);
        };
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(proxy, broker), "stop-proxied-" + target));
        return new ProxiedBroker(proxy);
    }

    private static AutoCloseable apache(FaultProxy proxy, Map<String, String> settings) {
        ApacheKafka broker = ApacheKafka.start(settings, "-Xmx512m", "-XX:TieredStopAtLevel=1");
        proxy.forwardTo(broker.port());
        return broker;
    }

    private static AutoCloseable headrace(FaultProxy proxy, Map<String, String> settings) {
        OwnBroker broker = OwnBroker.start(settings);
        proxy.forwardTo(broker.port());
        return broker;
    }

    private static void stop(FaultProxy proxy, AutoCloseable broker) {
        proxy.close();
        try {
            broker.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is between it and its clients. */
    public FaultProxy proxy() {
        return proxy;
    }

    /** Where clients connect first, which is the proxy. */
    public String bootstrapServers() {
        return proxy.address();
    }
}
