package io.headrace.group.offsets;

import io.headrace.common.Uuid;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.group.record.LegacyOffsetCommitValue;
import io.headrace.group.record.OffsetCommitKey;
import io.headrace.group.record.OffsetCommitValue;
import io.headrace.protocol.wire.TypedRecord;

/**
 * An offset that a group committed for a partition.
 *
 * @param offset the offset of the next record to be consumed
 * @param leaderEpoch of the last record consumed, or -1
 * @param metadata a text of the client's own; never null
 * @param commitTimestampMs when it was committed, in milliseconds since the epoch
 * @param expireTimestampMs when it expires whatever the retention time, or -1
 * @param topicId the topic's id, or {@link Uuid#ZERO_UUID} if it is not known
 * @param recordOffset where its record is in the coordinator's partition, or -1
 */
record CommittedOffset(
        long offset,
        int leaderEpoch,
        String metadata,
        long commitTimestampMs,
        long expireTimestampMs,
        Uuid topicId,
        long recordOffset) {
    static final long NO_EXPIRY = -1;

    /** The only version that holds a time of expiry. */
    private static final int EXPIRING_VERSION = 1;

    private static final int VERSION = 4;

    /** The offset as a record has it. */
    static CommittedOffset of(TypedRecord value, long recordOffset) {
        if (value instanceof LegacyOffsetCommitValue legacy) {
            return new CommittedOffset(
                    legacy.offset(),
                    -1,
                    legacy.metadata(),
                    legacy.commitTimestamp(),
                    NO_EXPIRY,
                    Uuid.ZERO_UUID,
                    recordOffset);
        }
        OffsetCommitValue commit = (OffsetCommitValue) value;
        return new CommittedOffset(
                commit.offset(),
                commit.leaderEpoch(),
                commit.metadata(),
                commit.commitTimestamp(),
                commit.expireTimestamp(),
                commit.topicId(),
                recordOffset);
    }

    /** The record that says so. */
    CoordinatorRecord toRecord(String groupId, String topic, int partition) {
        OffsetCommitValue value = new OffsetCommitValue()
                .offset(offset)
                .leaderEpoch(leaderEpoch)
                .metadata(metadata)
                .commitTimestamp(commitTimestampMs)
                .expireTimestamp(expireTimestampMs)
                .topicId(topicId);
        int version = expireTimestampMs == NO_EXPIRY ? VERSION : EXPIRING_VERSION;
        return CoordinatorRecord.of(key(groupId, topic, partition), value, version);
    }

    /** The record that says that there is no offset. */
    static CoordinatorRecord tombstone(String groupId, String topic, int partition) {
        return CoordinatorRecord.tombstone(key(groupId, topic, partition));
    }

    private static OffsetCommitKey key(String groupId, String topic, int partition) {
        return new OffsetCommitKey().group(groupId).topic(topic).partition(partition);
    }

    /** Whether it was committed for the topic of that id, as far as is known. */
    boolean isOf(Uuid id) {
        return id.equals(Uuid.ZERO_UUID) || topicId.equals(Uuid.ZERO_UUID) || topicId.equals(id);
    }
}
