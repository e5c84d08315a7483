package io.headrace.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.coordination.CoordinatorRecord;
import io.headrace.group.GroupRig.Reply;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.headrace.protocol.message.SyncGroupResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordHelpers;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.OffsetAndMetadata;
import org.apache.kafka.coordinator.group.classic.ClassicGroup;
import org.apache.kafka.coordinator.group.classic.ClassicGroupMember;
import org.apache.kafka.coordinator.group.classic.ClassicGroupState;
import org.junit.jupiter.api.Test;

/** What the coordinator appends is what Apache's helpers make of the same group, byte for byte. */
class RecordsLikeApacheTest {
    private final GroupRig rig = new GroupRig();

    private void assertLikeApache(
            org.apache.kafka.coordinator.common.runtime.CoordinatorRecord apache, CoordinatorRecord ours) {
        GroupCoordinatorRecordSerde serde = new GroupCoordinatorRecordSerde();
        assertArrayEquals(serde.serializeKey(apache), GroupRecordCodec.INSTANCE.encodeKey(ours));
        assertArrayEquals(serde.serializeValue(apache), GroupRecordCodec.INSTANCE.encodeValue(ours));
    }

    private String joinAndSync() {
        JoinGroupRequest request = new JoinGroupRequest()
                .groupId("g")
                .groupInstanceId("one")
                .sessionTimeoutMs(10_000)
                .rebalanceTimeoutMs(20_000)
                .protocolType("consumer")
                .protocols(List.of(new JoinGroupRequestProtocol().name("range").metadata(new byte[] {0, 1, 2})));
        Reply<JoinGroupResponse> reply =
                rig.ask(answer -> rig.machine.joinGroup(rig.context(9, "client"), request, answer));
        rig.advance(3000);
        String memberId = reply.get().memberId();
        rig.<SyncGroupResponse>ask(answer -> rig.machine.syncGroup(
                rig.context(5, "client"),
                new SyncGroupRequest()
                        .groupId("g")
                        .memberId(memberId)
                        .groupInstanceId("one")
                        .generationId(1)
                        .assignments(List.of(new SyncGroupRequestAssignment()
                                .memberId(memberId)
                                .assignment(new byte[] {7, 8}))),
                answer));
        return memberId;
    }

    private ClassicGroup apacheGroup(
            ClassicGroupState state, int generation, String protocol, String leader, long sinceMs) {
        return new ClassicGroup(
                new LogContext(),
                "g",
                state,
                Time.SYSTEM,
                generation,
                Optional.of("consumer"),
                Optional.ofNullable(protocol),
                Optional.ofNullable(leader),
                Optional.of(sinceMs));
    }

    @Test
    void aGeneration() {
        String memberId = joinAndSync();
        ClassicGroup group = apacheGroup(ClassicGroupState.STABLE, 1, "range", memberId, GroupRig.START_MS + 3000);
        JoinGroupRequestProtocolCollection protocols = new JoinGroupRequestProtocolCollection();
        protocols.add(new org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol()
                .setName("range")
                .setMetadata(new byte[] {0, 1, 2}));
        group.add(new ClassicGroupMember(
                memberId, Optional.of("one"), "client", "/127.0.0.1", 20_000, 10_000, "consumer", protocols));

        assertLikeApache(
                GroupCoordinatorRecordHelpers.newGroupMetadataRecord(group, Map.of(memberId, new byte[] {7, 8})),
                rig.lastRecord());
    }

    @Test
    void aGenerationWithoutMembers() {
        String memberId = joinAndSync();
        rig.<LeaveGroupResponse>ask(answer -> rig.machine.leaveGroup(
                rig.context(5, "client"),
                new LeaveGroupRequest()
                        .groupId("g")
                        .members(List.of(new MemberIdentity().memberId(memberId).groupInstanceId("one"))),
                answer));

        assertLikeApache(
                GroupCoordinatorRecordHelpers.newGroupMetadataRecord(
                        apacheGroup(ClassicGroupState.EMPTY, 2, null, null, rig.nowMs), Map.of()),
                rig.lastRecord());
        rig.advance(600_000);
        assertEquals(true, rig.lastRecord().isTombstone());
        assertLikeApache(GroupCoordinatorRecordHelpers.newGroupMetadataTombstoneRecord("g"), rig.lastRecord());
    }

    private void commit(long retentionMs) {
        OffsetCommitRequest request = new OffsetCommitRequest()
                .groupId("g")
                .generationIdOrMemberEpoch(-1)
                .retentionTimeMs(retentionMs)
                .topics(List.of(new OffsetCommitRequestTopic()
                        .name("t")
                        .topicId(new io.headrace.common.Uuid(3, 4))
                        .partitions(List.of(new OffsetCommitRequestPartition()
                                .partitionIndex(9)
                                .committedOffset(77)
                                .committedLeaderEpoch(2)
                                .committedMetadata("m")))));
        rig.<OffsetCommitResponse>ask(answer -> rig.machine.offsetCommit(rig.context(4, "client"), request, answer));
    }

    private org.apache.kafka.coordinator.common.runtime.CoordinatorRecord apacheOffset(OptionalLong expiresMs) {
        return GroupCoordinatorRecordHelpers.newOffsetCommitRecord(
                "g", "t", 9, new OffsetAndMetadata(77, OptionalInt.of(2), "m", rig.nowMs, expiresMs, new Uuid(3, 4)));
    }

    @Test
    void anOffset() {
        commit(-1);
        assertLikeApache(apacheOffset(OptionalLong.empty()), rig.lastRecord());
    }

    @Test
    void anOffsetThatExpires() {
        commit(5000);
        assertLikeApache(apacheOffset(OptionalLong.of(rig.nowMs + 5000)), rig.lastRecord());
    }
}
