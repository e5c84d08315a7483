package io.headrace.clients.admin.internals;

import io.headrace.clients.internals.calls.Answers;
import io.headrace.common.errors.ThrottlingQuotaExceededException;
import io.headrace.common.protocol.Errors;

/** What error codes of changes by the controller mean, whatever is changed. Pure. */
final class ControllerAnswer {

    private final boolean retriesOverQuota;
    private final int throttleTimeMs;

    /**
     * @param retriesOverQuota whether to try again when the broker's quota of changes is used up (KIP-599)
     * @param throttleTimeMs how long the broker wants to be left alone
     */
    ControllerAnswer(boolean retriesOverQuota, int throttleTimeMs) {
        this.retriesOverQuota = retriesOverQuota;
        this.throttleTimeMs = throttleTimeMs;
    }

    /** An item was not changed. */
    <K> void failed(K item, Errors error, String message, Answers<K, ?> answers) {
        if (error == Errors.NOT_CONTROLLER) {
            answers.retry(item, Wire.failure(error, message));
        } else if (error == Errors.THROTTLING_QUOTA_EXCEEDED) {
            ThrottlingQuotaExceededException why =
                    new ThrottlingQuotaExceededException(throttleTimeMs, message == null ? error.message() : message);
            if (retriesOverQuota) {
                answers.retryAfter(item, why, throttleTimeMs);
            } else {
                answers.fail(item, why);
            }
        } else {
            answers.fail(item, Wire.failure(error, message));
        }
    }
}
