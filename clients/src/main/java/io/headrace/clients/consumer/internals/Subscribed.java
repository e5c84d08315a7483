package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.ConsumerRebalanceListener;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the application wants to read. Immutable.
 *
 * @param mode how it said so
 * @param topics the topics it named, or those that its pattern matches
 * @param pattern which topics, evaluated here; null in other modes
 * @param regex which topics, evaluated by the coordinator; null in other modes
 * @param listener who is told of partitions that come and go
 */
record Subscribed(
        Mode mode, Set<String> topics, Pattern pattern, String regex, Optional<ConsumerRebalanceListener> listener) {

    enum Mode {
        /** Nothing. */
        NOTHING,
        /** Partitions, without a group. */
        PARTITIONS,
        /** Topics by name. */
        TOPICS,
        /** Topics by a pattern. */
        PATTERN,
        /** Topics by a pattern of the coordinator's. */
        REGEX
    }

    static final Subscribed NOTHING = new Subscribed(Mode.NOTHING, Set.of(), null, null, Optional.empty());
    static final Subscribed PARTITIONS = new Subscribed(Mode.PARTITIONS, Set.of(), null, null, Optional.empty());

    static Subscribed topics(Set<String> topics, Optional<ConsumerRebalanceListener> listener) {
        return new Subscribed(Mode.TOPICS, Set.copyOf(topics), null, null, listener);
    }

    static Subscribed pattern(Pattern pattern, Optional<ConsumerRebalanceListener> listener) {
        return new Subscribed(Mode.PATTERN, Set.of(), pattern, null, listener);
    }

    static Subscribed regex(String regex, Optional<ConsumerRebalanceListener> listener) {
        return new Subscribed(Mode.REGEX, Set.of(), null, regex, listener);
    }

    Subscribed matching(Set<String> matched) {
        return new Subscribed(mode, Set.copyOf(matched), pattern, regex, listener);
    }

    /**
     * Refuses to mix ways of saying what is wanted.
     *
     * @throws IllegalStateException when another way is in use
     */
    void requireChangeTo(Mode next) {
        if (mode != Mode.NOTHING && mode != next) {
            throw new IllegalStateException("Subscription to topics, partitions and pattern are mutually exclusive:"
                    + " unsubscribe before changing from " + mode + " to " + next);
        }
    }

    /** Whether a group assigns the partitions. */
    boolean isByGroup() {
        return mode == Mode.TOPICS || mode == Mode.PATTERN || mode == Mode.REGEX;
    }

    /** Whether records of a topic are wanted, as far as that can be told here. */
    boolean wants(String topic) {
        return switch (mode) {
            case TOPICS -> topics.contains(topic);
            case PATTERN -> pattern.matcher(topic).matches();
            case REGEX -> true;
            case NOTHING, PARTITIONS -> false;
        };
    }
}
