package io.headrace.clients.consumer;

import io.headrace.common.KafkaException;

/**
 * Offsets were not committed, and cannot be any more: the consumer is not the member of the group that it was when it read
 * the records. Their partitions may belong to another member, which reads them again from the last offset committed.
 *
 * <p>Polling on joins the group again. When this comes from handling records for longer than
 * {@code max.poll.interval.ms}, raise that, or lower {@code max.poll.records}.
 */
public class CommitFailedException extends KafkaException {

    private static final long serialVersionUID = 1L;

    /** @param message what happened */
    public CommitFailedException(String message) {
        super(message);
    }

    /** With a message that says what usually is the reason, and what to do. */
    public CommitFailedException() {
        this("The offsets were not committed: the group has given this consumer's partitions to others, or removed it."
                + " That happens when the time between two polls is longer than max.poll.interval.ms, which is mostly due"
                + " to slow handling of records: raise max.poll.interval.ms, or lower max.poll.records. Poll on to join"
                + " the group again; records since the last commit are read again.");
    }
}
