package io.headrace.coordination;

import io.headrace.common.protocol.Errors;

/** What a client of the coordinator is told when the coordinator's own records cannot be appended. */
public final class AppendErrors {
    private AppendErrors() {}

    /** The error of an append to the coordinator's partition, as one that makes a client ask again where that can help. */
    public static Errors toClient(Errors appendError) {
        return switch (appendError) {
            case UNKNOWN_TOPIC_OR_PARTITION, NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND, REQUEST_TIMED_OUT ->
                Errors.COORDINATOR_NOT_AVAILABLE;
            case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> Errors.NOT_COORDINATOR;
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_FETCH_SIZE -> Errors.UNKNOWN_SERVER_ERROR;
            default -> appendError;
        };
    }

    /** As {@link #toClient}, for a commit of offsets, which the client can make smaller. */
    public static Errors ofCommit(Errors appendError) {
        return switch (appendError) {
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_FETCH_SIZE -> Errors.INVALID_COMMIT_OFFSET_SIZE;
            default -> toClient(appendError);
        };
    }
}
