package io.headrace.common.errors;

import java.util.HashSet;
import java.util.Set;

/** The caller lacks a permission on one or more topics. */
public class TopicAuthorizationException extends AuthorizationException {
    private static final long serialVersionUID = 1L;

    private final HashSet<String> unauthorizedTopics;

    public TopicAuthorizationException(String message, Set<String> unauthorizedTopics) {
        super(message);
        this.unauthorizedTopics = new HashSet<>(unauthorizedTopics);
    }

    public TopicAuthorizationException(Set<String> unauthorizedTopics) {
        this("Not authorized to access topics: " + unauthorizedTopics, unauthorizedTopics);
    }

    public TopicAuthorizationException(String message) {
        this(message, Set.of());
    }

    /** The topics the caller may not use; empty when they are not known. */
    public Set<String> unauthorizedTopics() {
        return unauthorizedTopics;
    }
}
