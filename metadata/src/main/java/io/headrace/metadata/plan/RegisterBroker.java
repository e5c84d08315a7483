package io.headrace.metadata.plan;

import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.record.RegisterBrokerRecord;
import java.util.List;

/** Makes a broker that has a session part of the cluster, ready to lead partitions. */
public final class RegisterBroker implements Planner<Long> {
    private final BrokerDescription broker;
    private final long epoch;

    private RegisterBroker(BrokerDescription broker, long epoch) {
        this.broker = broker;
        this.epoch = epoch;
    }

    /**
     * Registers a broker.
     *
     * @param broker who it is
     * @param epoch its session's epoch, which is the result
     */
    public static RegisterBroker of(BrokerDescription broker, long epoch) {
        return new RegisterBroker(broker, epoch);
    }

    @Override
    public Plan<Long> plan(ClusterImage image, long nowMs) {
        RegisterBrokerRecord record = new RegisterBrokerRecord()
                .brokerId(broker.id())
                .brokerEpoch(epoch)
                .incarnationId(broker.incarnation())
                .rack(broker.rack())
                .fenced(false)
                .endPoints(broker.endpoints().stream()
                        .map(endpoint -> new RegisterBrokerRecord.BrokerEndpoint()
                                .name(endpoint.listener())
                                .host(endpoint.host())
                                .port(endpoint.port())
                                .securityProtocol(endpoint.securityProtocol()))
                        .toList());
        return new Plan<>(List.of(record), epoch);
    }
}
