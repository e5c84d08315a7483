package io.headrace.clients.consumer;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** How a consumer is closed (KIP-1092). Each {@code with} method changes and returns this object; not thread safe. */
public class CloseOptions {

    /** What closing does to the membership in a consumer group. Without a group it changes nothing. */
    public enum GroupMembershipOperation {
        /** Leave at once. */
        LEAVE_GROUP,
        /** Stay a member until the session times out. */
        REMAIN_IN_GROUP,
        /** Static members remain, others leave. */
        DEFAULT
    }

    private GroupMembershipOperation operation = GroupMembershipOperation.DEFAULT;
    private Optional<Duration> timeout = Optional.empty();

    private CloseOptions() {}

    /**
     * Options with a timeout.
     *
     * @param timeout how long closing may take at most
     */
    public static CloseOptions timeout(Duration timeout) {
        return new CloseOptions().withTimeout(timeout);
    }

    /**
     * Options with a membership operation.
     *
     * @param operation what to do about the group
     */
    public static CloseOptions groupMembershipOperation(GroupMembershipOperation operation) {
        return new CloseOptions().withGroupMembershipOperation(operation);
    }

    /**
     * Sets the timeout.
     *
     * @param timeout how long closing may take at most; null for the default of 30 s
     */
    public CloseOptions withTimeout(Duration timeout) {
        this.timeout = Optional.ofNullable(timeout);
        return this;
    }

    /**
     * Sets the membership operation.
     *
     * @param operation what to do about the group
     */
    public CloseOptions withGroupMembershipOperation(GroupMembershipOperation operation) {
        this.operation = Objects.requireNonNull(operation, "operation");
        return this;
    }

    /** What to do about the group. */
    public GroupMembershipOperation groupMembershipOperation() {
        return operation;
    }

    /** How long closing may take at most; empty for the default. */
    public Optional<Duration> timeout() {
        return timeout;
    }
}
