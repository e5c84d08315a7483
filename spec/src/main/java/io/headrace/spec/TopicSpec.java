package io.headrace.spec;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a topic is to have. Immutable.
 *
 * @param name the topic's name
 * @param partitions how many; without a number a new topic gets the broker's default, and one that exists keeps its own
 * @param replicationFactor likewise
 * @param configs settings by name; an empty value says that the topic has none of its own, and so the broker's
 */
public record TopicSpec(
        String name, OptionalInt partitions, OptionalInt replicationFactor, Map<String, Optional<String>> configs) {

    /**
     * @throws IllegalArgumentException when the name is empty or a number is less than 1
     */
    public TopicSpec {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A topic has no name");
        }
        requirePositive(name, "partitions", partitions, Integer.MAX_VALUE);
        requirePositive(name, "replicationFactor", replicationFactor, Short.MAX_VALUE);
        configs = Collections.unmodifiableMap(new TreeMap<>(configs));
    }

    private static void requirePositive(String topic, String what, OptionalInt number, int most) {
        if (number.isPresent() && (number.getAsInt() < 1 || number.getAsInt() > most)) {
            throw new IllegalArgumentException(
                    "Topic " + topic + ": " + what + " is " + number.getAsInt() + ", and must be from 1 to " + most);
        }
    }

    /** Collects what a topic is to have. */
    public static final class Builder {
        private final String name;
        private OptionalInt partitions = OptionalInt.empty();
        private OptionalInt replicationFactor = OptionalInt.empty();
        private final Map<String, Optional<String>> configs = new TreeMap<>();

        Builder(String name) {
            this.name = name;
        }

        /** How many partitions: at least 1. A topic that has fewer gets more; one that has more is refused. */
        public Builder partitions(int partitions) {
            this.partitions = OptionalInt.of(partitions);
            return this;
        }

        /** How many replicas each partition has when the topic is made. A topic that has another number is refused. */
        public Builder replicationFactor(int replicationFactor) {
            this.replicationFactor = OptionalInt.of(replicationFactor);
            return this;
        }

        /**
         * A setting of the topic.
         *
         * @param name its name
         * @param value its value; times and amounts of bytes may have units, as in 7d or 1GiB
         */
        public Builder config(String name, String value) {
            configs.put(name, Optional.of(value));
            return this;
        }

        /** Says that the topic has no such setting of its own, and so the broker's. */
        public Builder brokersConfig(String name) {
            configs.put(name, Optional.empty());
            return this;
        }

        TopicSpec build() {
            return new TopicSpec(name, partitions, replicationFactor, configs);
        }
    }
}
