package io.headrace.common.internals;

import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InvalidTopicException;
import java.util.Set;

/** The rules for topic names, and the names that the brokers keep for themselves. */
public final class Topic {
    public static final String GROUP_METADATA_TOPIC_NAME = "__consumer_offsets";
    public static final String TRANSACTION_STATE_TOPIC_NAME = "__transaction_state";
    public static final String SHARE_GROUP_STATE_TOPIC_NAME = "__share_group_state";
    public static final String CLUSTER_METADATA_TOPIC_NAME = "__cluster_metadata";
    public static final TopicPartition CLUSTER_METADATA_TOPIC_PARTITION =
            new TopicPartition(CLUSTER_METADATA_TOPIC_NAME, 0);

    /** The characters a name may have, as a regular expression class. */
    public static final String LEGAL_CHARS = "[a-zA-Z0-9._-]";

    /** A directory is named after topic and partition, and file systems allow 255 characters. */
    public static final int MAX_NAME_LENGTH = 249;

    private static final Set<String> INTERNAL =
            Set.of(GROUP_METADATA_TOPIC_NAME, TRANSACTION_STATE_TOPIC_NAME, SHARE_GROUP_STATE_TOPIC_NAME);

    private Topic() {}

    /**
     * Checks that a topic may have this name.
     *
     * @throws InvalidTopicException if it may not; the message says why
     */
    public static void validate(String topic) {
        String violation = violation(topic);
        if (violation != null) {
            throw new InvalidTopicException("Topic name is invalid: " + violation);
        }
    }

    public static boolean isValid(String topic) {
        return violation(topic) == null;
    }

    /** The rule that the name breaks, or null. */
    private static String violation(String topic) {
        if (topic == null) {
            return "it is null";
        }
        if (topic.isEmpty()) {
            return "it is empty";
        }
        if (topic.equals(".") || topic.equals("..")) {
            return "'" + topic + "' is not allowed";
        }
        if (topic.length() > MAX_NAME_LENGTH) {
            return "it has " + topic.length() + " characters, and at most " + MAX_NAME_LENGTH + " are allowed: '"
                    + topic.substring(0, 32) + "...'";
        }
        for (int i = 0; i < topic.length(); i++) {
            if (!isLegal(topic.charAt(i))) {
                return "'" + topic + "' has a character that is not a letter or digit of ASCII, '.', '_' or '-'";
            }
        }
        return null;
    }

    private static boolean isLegal(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    /** Whether the brokers keep this topic for themselves. */
    public static boolean isInternal(String topic) {
        return INTERNAL.contains(topic);
    }

    /** Whether the name has a dot or an underscore, which metric names cannot tell apart. */
    public static boolean hasCollisionChars(String topic) {
        return topic.indexOf('_') >= 0 || topic.indexOf('.') >= 0;
    }

    /** The name with dots replaced by underscores: names that are equal in this form collide. */
    public static String unifyCollisionChars(String topic) {
        return topic.replace('.', '_');
    }

    /** Whether the names differ at most in dots and underscores. */
    public static boolean hasCollision(String topicA, String topicB) {
        return unifyCollisionChars(topicA).equals(unifyCollisionChars(topicB));
    }
}
