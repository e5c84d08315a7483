package io.headrace.metadata.plan;

import io.headrace.common.Uuid;

/**
 * A topic named by its name or by its id.
 *
 * @param name the name, or null
 * @param id the id; {@link Uuid#ZERO_UUID} for none
 */
public record TopicRef(String name, Uuid id) {
    public static TopicRef byName(String name) {
        return new TopicRef(name, Uuid.ZERO_UUID);
    }

    public static TopicRef byId(Uuid id) {
        return new TopicRef(null, id);
    }
}
