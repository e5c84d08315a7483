package io.headrace.clients.admin.internals.transactions;

import io.headrace.clients.internals.calls.Answers;
import io.headrace.common.protocol.Errors;
import java.util.EnumSet;
import java.util.Set;

/** What error codes of coordinators mean for those who ask about a transactional id. Stateless. */
final class TransactionAnswers {

    /** The coordinator is another one, or not ready, or ends a transaction just now; an error of these goes away. */
    private static final Set<Errors> PASSING = EnumSet.of(
            Errors.COORDINATOR_LOAD_IN_PROGRESS,
            Errors.COORDINATOR_NOT_AVAILABLE,
            Errors.NOT_COORDINATOR,
            Errors.CONCURRENT_TRANSACTIONS);

    private TransactionAnswers() {}

    static boolean isPassing(Errors error) {
        return PASSING.contains(error);
    }

    /** The transactional id has failed, for now or for good. */
    static void failed(Answers<String, ?> answers, String transactionalId, Errors error) {
        RuntimeException why = error.exception(error.message() + " (transactional id " + transactionalId + ")");
        if (isPassing(error)) {
            answers.retry(transactionalId, why);
        } else {
            answers.fail(transactionalId, why);
        }
    }
}
