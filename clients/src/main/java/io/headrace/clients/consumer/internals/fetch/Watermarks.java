package io.headrace.clients.consumer.internals.fetch;

import io.headrace.common.IsolationLevel;

/**
 * How far a partition goes, as its broker last said. Immutable.
 *
 * @param highWatermark behind the last committed record
 * @param lastStableOffset behind the last record that belongs to no open transaction; -1 when the broker does not say
 * @param logStartOffset the first record
 */
public record Watermarks(long highWatermark, long lastStableOffset, long logStartOffset) {

    public static final long UNKNOWN = -1;

    /** Where a consumer's view ends, or {@link #UNKNOWN}. */
    public long end(IsolationLevel isolation) {
        return isolation == IsolationLevel.READ_COMMITTED ? lastStableOffset : highWatermark;
    }
}
