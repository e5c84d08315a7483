package io.headrace.clients.producer.internals;

import io.headrace.clients.producer.internals.Verdict.Acknowledged;
import io.headrace.clients.producer.internals.Verdict.Failed;
import io.headrace.clients.producer.internals.Verdict.Retry;
import io.headrace.clients.producer.internals.Verdict.Split;
import java.util.function.IntFunction;

/** What is to be done about a batch whose attempt has ended. Immutable. */
sealed interface Verdict permits Acknowledged, Retry, Split, Failed {

    /**
     * It is in the log.
     *
     * @param baseOffset offset of its first record, -1 when it is not known
     * @param appendTimeMs the broker's timestamp for all records, -1 when they keep their own
     */
    record Acknowledged(long baseOffset, long appendTimeMs) implements Verdict {}

    /**
     * Send it again.
     *
     * @param counts whether this was an attempt: false when it never left, or was refused only since others must come first
     * @param isLeaderStale whether the leader must be looked up anew
     * @param restartsSequences whether the partition must go on under a new epoch
     * @param why in words
     */
    record Retry(boolean counts, boolean isLeaderStale, boolean restartsSequences, String why) implements Verdict {}

    /** Send it again in pieces. */
    record Split() implements Verdict {}

    /**
     * Tell those who sent the records that they are lost.
     *
     * @param failures the failure of the record with an index
     */
    record Failed(IntFunction<RuntimeException> failures) implements Verdict {}
}
