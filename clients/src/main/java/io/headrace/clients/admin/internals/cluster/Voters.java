package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.common.protocol.Errors;
import java.util.Set;

/** What error codes mean for those who change the set of voters. Stateless. */
final class Voters {

    private Voters() {}

    static void answered(Set<Integer> items, Errors error, String message, Answers<Integer, Void> answers) {
        for (Integer item : items) {
            if (error == Errors.NONE) {
                answers.succeed(item, null);
            } else if (error == Errors.NOT_CONTROLLER || error == Errors.NOT_LEADER_OR_FOLLOWER) {
                answers.retry(item, Wire.failure(error, message));
            } else {
                answers.fail(item, Wire.failure(error, message));
            }
        }
    }
}
