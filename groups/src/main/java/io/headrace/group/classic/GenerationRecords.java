package io.headrace.group.classic;

import io.headrace.coordination.CoordinatorRecord;
import io.headrace.group.record.GroupMetadataKey;
import io.headrace.group.record.GroupMetadataValue;
import java.util.ArrayList;
import java.util.Map;

/** Records of a classic group's generations, as Kafka 4.3 writes them. */
final class GenerationRecords {
    private static final int VALUE_VERSION = 3;

    private GenerationRecords() {}

    /** The group's generation with these assignments, by member id. */
    static CoordinatorRecord assigned(ClassicGroup group, Map<String, byte[]> assignments) {
        GroupMetadataValue value = value(group, group.leaderId());
        for (ClassicMember member : group.members()) {
            byte[] assigned = assignments.getOrDefault(member.memberId(), ClassicMember.NOTHING);
            value.members().add(member.toRecord(group.protocolName(), assigned));
        }
        return record(group, value);
    }

    /** The group's generation as it is, with one member in the place of another. */
    static CoordinatorRecord replaced(ClassicGroup group, ClassicMember old, ClassicMember heir) {
        GroupMetadataValue value = value(group, group.isLeader(old.memberId()) ? heir.memberId() : group.leaderId());
        for (ClassicMember member : group.members()) {
            ClassicMember kept = member == old ? heir : member;
            value.members().add(kept.toRecord(group.protocolName(), member.assignment()));
        }
        return record(group, value);
    }

    /** A generation that follows the group's, and has no members. */
    static CoordinatorRecord empty(ClassicGroup group, long nowMs) {
        return record(
                group,
                value(group, null)
                        .generation(group.nextGeneration())
                        .protocol(null)
                        .currentStateTimestamp(nowMs));
    }

    private static GroupMetadataValue value(ClassicGroup group, String leaderId) {
        return new GroupMetadataValue()
                .protocolType(group.protocolType())
                .generation(group.generation())
                .protocol(group.protocolName())
                .leader(leaderId)
                .currentStateTimestamp(group.stateTimestampMs())
                .members(new ArrayList<>());
    }

    private static CoordinatorRecord record(ClassicGroup group, GroupMetadataValue value) {
        return CoordinatorRecord.of(new GroupMetadataKey().group(group.groupId()), value, VALUE_VERSION);
    }
}
