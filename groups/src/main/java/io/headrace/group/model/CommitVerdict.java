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

    /** The same, with another error in the place of one that the client does not know. */
    default CommitVerdict replacing(Errors unknown, Errors known) {
        CommitVerdict verdict = this;
        return new CommitVerdict() {
            @Override
            public Errors of(String topic, Uuid topicId, int partition) {
                Errors error = verdict.of(topic, topicId, partition);
                return error == unknown ? known : error;
            }

            @Override
            public Errors ofAll() {
                Errors error = verdict.ofAll();
                return error == unknown ? known : error;
            }
        };
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
