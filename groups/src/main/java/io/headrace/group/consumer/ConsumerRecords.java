package io.headrace.group.consumer;

import io.headrace.common.Uuid;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.group.record.ConsumerGroupCurrentMemberAssignmentKey;
import io.headrace.group.record.ConsumerGroupMemberMetadataKey;
import io.headrace.group.record.ConsumerGroupMetadataKey;
import io.headrace.group.record.ConsumerGroupMetadataValue;
import io.headrace.group.record.ConsumerGroupPartitionMetadataKey;
import io.headrace.group.record.ConsumerGroupRegularExpressionKey;
import io.headrace.group.record.ConsumerGroupTargetAssignmentMemberKey;
import io.headrace.group.record.ConsumerGroupTargetAssignmentMemberValue;
import io.headrace.group.record.ConsumerGroupTargetAssignmentMetadataKey;
import io.headrace.group.record.ConsumerGroupTargetAssignmentMetadataValue;
import java.util.ArrayList;
import java.util.List;

/** The records of consumer groups, Kafka's own. Pure. */
final class ConsumerRecords {
    private static final int VERSION = 0;

    private ConsumerRecords() {}

    /** The group that a record is about. */
    static String groupId(CoordinatorRecord record) {
        if (record.key() instanceof ConsumerGroupMetadataKey key) {
            return key.groupId();
        } else if (record.key() instanceof ConsumerGroupMemberMetadataKey key) {
            return key.groupId();
        } else if (record.key() instanceof ConsumerGroupCurrentMemberAssignmentKey key) {
            return key.groupId();
        } else if (record.key() instanceof ConsumerGroupTargetAssignmentMemberKey key) {
            return key.groupId();
        } else if (record.key() instanceof ConsumerGroupTargetAssignmentMetadataKey key) {
            return key.groupId();
        } else if (record.key() instanceof ConsumerGroupRegularExpressionKey key) {
            return key.groupId();
        } else if (record.key() instanceof ConsumerGroupPartitionMetadataKey key) {
            return key.groupId();
        }
        throw new IllegalArgumentException("not of a consumer group: " + record);
    }

    /** What a member says of itself. */
    static CoordinatorRecord member(String groupId, ConsumerMember member) {
        return CoordinatorRecord.of(
                memberKey(groupId, member.id()), member.metadata().toRecord(), VERSION);
    }

    /** The group's epoch, and what it knew of its topics then. */
    static CoordinatorRecord epoch(String groupId, int epoch, long metadataHash) {
        return CoordinatorRecord.of(
                new ConsumerGroupMetadataKey().groupId(groupId),
                new ConsumerGroupMetadataValue().epoch(epoch).metadataHash(metadataHash),
                VERSION);
    }

    /** What a member is to have. */
    static CoordinatorRecord target(String groupId, String memberId, PartitionSet partitions) {
        List<ConsumerGroupTargetAssignmentMemberValue.TopicPartition> topics = new ArrayList<>();
        for (Uuid topic : partitions.topics()) {
            topics.add(new ConsumerGroupTargetAssignmentMemberValue.TopicPartition()
                    .topicId(topic)
                    .partitions(partitions.partitions(topic)));
        }
        return CoordinatorRecord.of(
                targetKey(groupId, memberId),
                new ConsumerGroupTargetAssignmentMemberValue().topicPartitions(topics),
                VERSION);
    }

    /** The epoch that the assignment is for, and when it was made. */
    static CoordinatorRecord targetEpoch(String groupId, int epoch, long timestampMs) {
        return CoordinatorRecord.of(
                new ConsumerGroupTargetAssignmentMetadataKey().groupId(groupId),
                new ConsumerGroupTargetAssignmentMetadataValue()
                        .assignmentEpoch(epoch)
                        .assignmentTimestamp(timestampMs),
                VERSION);
    }

    /** What a member has. */
    static CoordinatorRecord current(String groupId, ConsumerMember member) {
        return CoordinatorRecord.of(
                currentKey(groupId, member.id()), member.current().toRecord(), VERSION);
    }

    /** What a regular expression stands for. */
    static CoordinatorRecord regex(String groupId, String regex, ResolvedRegex resolved) {
        return CoordinatorRecord.of(regexKey(groupId, regex), resolved.toRecord(), VERSION);
    }

    /** Nobody subscribes by that expression any more. */
    static CoordinatorRecord regexGone(String groupId, String regex) {
        return CoordinatorRecord.tombstone(regexKey(groupId, regex));
    }

    /** What Kafka before 4.1 wrote of a group's topics is not needed any more. */
    static CoordinatorRecord partitionMetadataGone(String groupId) {
        return CoordinatorRecord.tombstone(new ConsumerGroupPartitionMetadataKey().groupId(groupId));
    }

    /** A member is gone: what it has first, itself last. */
    static List<CoordinatorRecord> memberGone(String groupId, String memberId) {
        return List.of(
                CoordinatorRecord.tombstone(currentKey(groupId, memberId)),
                CoordinatorRecord.tombstone(targetKey(groupId, memberId)),
                CoordinatorRecord.tombstone(memberKey(groupId, memberId)));
    }

    /** A group is gone, with all that is in it; the group itself last. */
    static List<CoordinatorRecord> groupGone(ConsumerGroup group) {
        String groupId = group.groupId();
        List<CoordinatorRecord> records = new ArrayList<>();
        group.members().keySet().forEach(id -> records.add(CoordinatorRecord.tombstone(currentKey(groupId, id))));
        group.members().keySet().forEach(id -> records.add(CoordinatorRecord.tombstone(targetKey(groupId, id))));
        records.add(CoordinatorRecord.tombstone(new ConsumerGroupTargetAssignmentMetadataKey().groupId(groupId)));
        group.members().keySet().forEach(id -> records.add(CoordinatorRecord.tombstone(memberKey(groupId, id))));
        group.regexes().keySet().forEach(regex -> records.add(regexGone(groupId, regex)));
        if (group.hasPartitionMetadata()) {
            records.add(partitionMetadataGone(groupId));
        }
        records.add(CoordinatorRecord.tombstone(new ConsumerGroupMetadataKey().groupId(groupId)));
        return records;
    }

    private static ConsumerGroupMemberMetadataKey memberKey(String groupId, String memberId) {
        return new ConsumerGroupMemberMetadataKey().groupId(groupId).memberId(memberId);
    }

    private static ConsumerGroupTargetAssignmentMemberKey targetKey(String groupId, String memberId) {
        return new ConsumerGroupTargetAssignmentMemberKey().groupId(groupId).memberId(memberId);
    }

    private static ConsumerGroupCurrentMemberAssignmentKey currentKey(String groupId, String memberId) {
        return new ConsumerGroupCurrentMemberAssignmentKey().groupId(groupId).memberId(memberId);
    }

    private static ConsumerGroupRegularExpressionKey regexKey(String groupId, String regex) {
        return new ConsumerGroupRegularExpressionKey().groupId(groupId).regularExpression(regex);
    }
}
