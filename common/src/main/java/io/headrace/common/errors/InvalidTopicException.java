package io.headrace.common.errors;

import java.util.HashSet;
import java.util.Set;

/** A topic name is not legal, or the operation is not allowed on that topic. */
public class InvalidTopicException extends InvalidConfigurationException {
    private static final long serialVersionUID = 1L;

    private final HashSet<String> invalidTopics;

    public InvalidTopicException() {
        this.invalidTopics = new HashSet<>();
    }

    public InvalidTopicException(String message) {
        super(message);
        this.invalidTopics = new HashSet<>();
    }

    public InvalidTopicException(Throwable cause) {
        super(cause);
        this.invalidTopics = new HashSet<>();
    }

    public InvalidTopicException(String message, Throwable cause) {
        super(message, cause);
        this.invalidTopics = new HashSet<>();
    }

    public InvalidTopicException(Set<String> invalidTopics) {
        this("Topic names that are not valid: " + invalidTopics, invalidTopics);
    }

    public InvalidTopicException(String message, Set<String> invalidTopics) {
        super(message);
        this.invalidTopics = new HashSet<>(invalidTopics);
    }

    /** The names that were refused; empty when they are not known. */
    public Set<String> invalidTopics() {
        return invalidTopics;
    }
}
