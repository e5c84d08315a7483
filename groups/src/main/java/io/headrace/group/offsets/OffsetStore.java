package io.headrace.group.offsets;

import io.headrace.coordination.ProducerStamp;
import io.headrace.protocol.wire.TypedRecord;
import java.util.Set;

/** Committed offsets. Owner: the coordinator's thread. */
public final class OffsetStore {
    /** Takes over a record. */
    public void replay(
            long offset, ProducerStamp producer, String groupId, String topic, int partition, TypedRecord value) {
        throw new UnsupportedOperationException("offsets");
    }

    /** Takes over the end of a transaction; returns the groups it touched. */
    public Set<String> replayEndOfTransaction(long producerId, boolean committed) {
        throw new UnsupportedOperationException("offsets");
    }
}
