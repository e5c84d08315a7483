package io.headrace.metadata.plan;

import io.headrace.common.Uuid;
import io.headrace.metadata.image.Endpoint;
import java.util.List;

/**
 * What a broker says about itself when it joins.
 *
 * @param id its node id
 * @param incarnation random for each start of the process
 * @param endpoints where clients reach it; at least one
 * @param rack its rack, or null
 */
public record BrokerDescription(int id, Uuid incarnation, List<Endpoint> endpoints, String rack) {
    public BrokerDescription {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("broker " + id + " has no endpoint");
        }
    }
}
