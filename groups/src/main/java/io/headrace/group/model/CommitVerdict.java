package io.headrace.group.model;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;

/** Whether offsets may be committed: all, none, or one partition and not the other. */
@FunctionalInterface
public interface CommitVerdict {
    /** All may be. */
    CommitVerdict ALLOWED = (topic, topicId, partition) -> Errors.NONE;

    /** The error for a partition, or NONE. */
    Errors of(String topic, Uuid topicId, int partition);

    /** The error for the request as a whole, or NONE when each partition has to be asked for. */
    default Errors ofAll() {
        return Errors.NONE;
    }

    /** No offset may be committed. */
    static CommitVerdict refused(Errors error) {
        return new CommitVerdict() {
            @Override
            public Errors of(String topic, Uuid topicId, int partition) {
                return error;
            }

            @Override
            public Errors ofAll() {
                return error;
            }
        };
    }
}
