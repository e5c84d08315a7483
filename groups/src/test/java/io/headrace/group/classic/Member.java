package io.headrace.group.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig;
import io.headrace.group.GroupRig.Reply;
import io.headrace.protocol.message.ConsumerProtocolSubscription;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.headrace.protocol.message.SyncGroupResponse;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that is a member of a classic group, as far as a test wants it to be. */
final class Member {
    static final int SESSION_MS = 10_000;
    static final int REBALANCE_MS = 60_000;

    final GroupRig rig;
    final String groupId;
    final String name;
    String instanceId;
    String memberId = "";
    int generation = -1;
    int version = 9;
    int sessionMs = SESSION_MS;
    int rebalanceMs = REBALANCE_MS;
    String protocolType = "consumer";
    List<String> protocols = List.of("range");
    List<String> topics = List.of("t");
    Reply<JoinGroupResponse> join;
    Reply<SyncGroupResponse> sync;

    Member(GroupRig rig, String groupId, String name) {
        this.rig = rig;
        this.groupId = groupId;
        this.name = name;
    }

    Member instance(String id) {
        instanceId = id;
        return this;
    }

    Member version(int apiVersion) {
        version = apiVersion;
        return this;
    }

    Member protocols(String... names) {
        protocols = List.of(names);
        return this;
    }

    Member topics(String... names) {
        topics = List.of(names);
        return this;
    }

    static byte[] subscription(List<String> topics) {
        ConsumerProtocolSubscription subscription = new ConsumerProtocolSubscription().topics(new ArrayList<>(topics));
        ByteBuf out = Unpooled.buffer();
        WireWriter writer = WireWriter.to(out);
        writer.writeInt16(1);
        subscription.write(writer, 1);
        return ByteBufUtil.getBytes(out);
    }

    JoinGroupRequest joinRequest() {
        List<JoinGroupRequestProtocol> offered = new ArrayList<>();
        protocols.forEach(protocol ->
                offered.add(new JoinGroupRequestProtocol().name(protocol).metadata(subscription(topics))));
        return new JoinGroupRequest()
                .groupId(groupId)
                .memberId(memberId)
                .groupInstanceId(instanceId)
                .sessionTimeoutMs(sessionMs)
                .rebalanceTimeoutMs(rebalanceMs)
                .protocolType(protocolType)
                .protocols(offered);
    }

    /** Sends a JoinGroup, and a second one when told its id. */
    Reply<JoinGroupResponse> join() {
        sendJoin();
        if (join.isAnswered() && join.get().errorCode() == Errors.MEMBER_ID_REQUIRED.code()) {
            memberId = join.get().memberId();
            sendJoin();
        }
        return join;
    }

    Reply<JoinGroupResponse> sendJoin() {
        join = rig.ask(reply -> rig.machine.joinGroup(rig.context(version, name), joinRequest(), reply));
        return join;
    }

    /** The answer to the last join, which must be there and say that all is well. */
    JoinGroupResponse joined() {
        JoinGroupResponse response = join.get();
        assertEquals(Errors.NONE, Errors.forCode(response.errorCode()));
        memberId = response.memberId();
        generation = response.generationId();
        return response;
    }

    Errors joinError() {
        return Errors.forCode(join.get().errorCode());
    }

    boolean leads() {
        return join.isAnswered() && join.get().leader().equals(memberId);
    }

    Reply<SyncGroupResponse> sync(SyncGroupRequestAssignment... assignments) {
        return sync(List.of(assignments));
    }

    Reply<SyncGroupResponse> sync(List<SyncGroupRequestAssignment> assignments) {
        SyncGroupRequest request = new SyncGroupRequest()
                .groupId(groupId)
                .memberId(memberId)
                .groupInstanceId(instanceId)
                .generationId(generation)
                .assignments(assignments);
        if (version >= 7) {
            request.protocolType(protocolType).protocolName(join.get().protocolName());
        }
        sync = rig.ask(reply -> rig.machine.syncGroup(rig.context(5, name), request, reply));
        return sync;
    }

    /** Syncs as the leader, giving each member its own id and the generation. */
    void syncAll() {
        List<SyncGroupRequestAssignment> assignments = new ArrayList<>();
        for (JoinGroupResponseMember member : join.get().members()) {
            assignments.add(new SyncGroupRequestAssignment()
                    .memberId(member.memberId())
                    .assignment(assignment(member.memberId(), generation)));
        }
        sync(assignments);
    }

    static byte[] assignment(String memberId, int generation) {
        return (memberId + "@" + generation).getBytes(StandardCharsets.UTF_8);
    }

    /** The assignment that the last sync was answered with, as text. */
    String assigned() {
        assertEquals(Errors.NONE, syncError());
        return new String(sync.get().assignment(), StandardCharsets.UTF_8);
    }

    Errors syncError() {
        return Errors.forCode(sync.get().errorCode());
    }

    Errors heartbeat() {
        Reply<HeartbeatResponse> reply = rig.ask(answer -> rig.machine.heartbeat(
                rig.context(4, name),
                new HeartbeatRequest()
                        .groupId(groupId)
                        .memberId(memberId)
                        .groupInstanceId(instanceId)
                        .generationId(generation),
                answer));
        return Errors.forCode(reply.get().errorCode());
    }

    LeaveGroupResponse leave() {
        return sendLeave().get();
    }

    Reply<LeaveGroupResponse> sendLeave() {
        return rig.ask(answer -> rig.machine.leaveGroup(
                rig.context(5, name),
                new LeaveGroupRequest()
                        .groupId(groupId)
                        .members(List.of(new MemberIdentity()
                                .memberId(memberId)
                                .groupInstanceId(instanceId)
                                .reason("the test says so"))),
                answer));
    }
}
