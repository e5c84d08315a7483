package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.internals.calls.Answers;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.protocol.Errors;
import java.util.EnumSet;
import java.util.Set;

/** What error codes of coordinators mean for those who ask about a group. Stateless. */
final class GroupAnswers {

    /** The coordinator is another one, or not ready; an error of these goes away. */
    private static final Set<Errors> PASSING =
            EnumSet.of(Errors.COORDINATOR_LOAD_IN_PROGRESS, Errors.COORDINATOR_NOT_AVAILABLE, Errors.NOT_COORDINATOR);

    private GroupAnswers() {}

    static boolean isPassing(Errors error) {
        return PASSING.contains(error);
    }

    /** The item has failed, for now or for good. */
    static <K> void failed(Answers<K, ?> answers, K item, String groupId, Errors error, String message) {
        RuntimeException why = failure(groupId, error, message);
        if (isPassing(error)) {
            answers.retry(item, why);
        } else {
            answers.fail(item, why);
        }
    }

    static RuntimeException failure(String groupId, Errors error, String message) {
        if (error == Errors.GROUP_AUTHORIZATION_FAILED) {
            return GroupAuthorizationException.forGroupId(groupId);
        }
        String what = message == null || message.isEmpty() ? error.message() : message;
        return error.exception(what + " (group " + groupId + ")");
    }
}
