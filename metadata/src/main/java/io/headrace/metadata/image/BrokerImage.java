package io.headrace.metadata.image;

import io.headrace.common.Uuid;
import java.util.List;

/**
 * One registered broker.
 *
 * @param id the node id
 * @param epoch given with the registration; grows with each registration of this id
 * @param incarnation random for each start of the broker's process
 * @param endpoints where it listens, in its own order
 * @param rack its rack, or null
 * @param fenced whether it may not lead or be given partitions at the moment
 */
public record BrokerImage(int id, long epoch, Uuid incarnation, List<Endpoint> endpoints, String rack, boolean fenced) {
    public BrokerImage {
        endpoints = List.copyOf(endpoints);
    }
}
