package io.headrace.clients.consumer.internals.group;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.FencedInstanceIdException;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.InconsistentGroupProtocolException;
import io.headrace.common.errors.InvalidSessionTimeoutException;
import io.headrace.common.protocol.Errors;

/** What the application is told when the coordinator refuses a member for good. Pure. */
final class GroupErrors {
    private GroupErrors() {}

    static RuntimeException failure(Errors error, GroupSettings settings) {
        return failure(error, null, settings);
    }

    /** @param detail what the coordinator says about it, or null */
    static RuntimeException failure(Errors error, String detail, GroupSettings settings) {
        String more = detail == null ? "" : ": " + detail;
        return switch (error) {
            case GROUP_AUTHORIZATION_FAILED -> GroupAuthorizationException.forGroupId(settings.groupId());
            case FENCED_INSTANCE_ID ->
                new FencedInstanceIdException("Another member with group.instance.id '"
                        + settings.instanceId().orElse("") + "' has taken this one's place in group '"
                        + settings.groupId() + "'. Each running member needs a name of its own" + more);
            case INCONSISTENT_GROUP_PROTOCOL ->
                new InconsistentGroupProtocolException("Group '" + settings.groupId()
                        + "' has members that share no assignor with this one"
                        + " (partition.assignment.strategy), or that are no consumers" + more);
            case INVALID_SESSION_TIMEOUT ->
                new InvalidSessionTimeoutException("session.timeout.ms=" + settings.sessionTimeoutMs()
                        + " is not within the broker's group.min.session.timeout.ms and group.max.session.timeout.ms");
            case INVALID_GROUP_ID,
                    GROUP_MAX_SIZE_REACHED,
                    UNSUPPORTED_VERSION,
                    UNRELEASED_INSTANCE_ID,
                    UNSUPPORTED_ASSIGNOR,
                    INVALID_REGULAR_EXPRESSION,
                    INVALID_REQUEST,
                    TOPIC_AUTHORIZATION_FAILED ->
                error.exception(error.message() + " (group '" + settings.groupId() + "')" + more);
            default ->
                new KafkaException(
                        "The coordinator of group '" + settings.groupId() + "' answers with " + error + more);
        };
    }

    static RuntimeException inconsistentProtocol(String said, String expected) {
        return new InconsistentGroupProtocolException(
                "The coordinator speaks of protocol " + said + " to a member that has joined with " + expected);
    }
}
