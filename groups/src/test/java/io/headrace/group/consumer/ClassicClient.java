package io.headrace.group.consumer;

import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig;
import io.headrace.group.GroupRig.Reply;
import io.headrace.protocol.message.ConsumerProtocolAssignment;
import io.headrace.protocol.message.ConsumerProtocolSubscription;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.headrace.protocol.message.SyncGroupResponse;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A consumer of the classic protocol with an eager assignor: gives up everything before it joins again, and, as the leader,
 * deals partitions out one by one. Takes one step of its life at a time.
 */
final class ClassicClient {
    private static final int VERSION = 9;
    private static final String ASSIGNOR = "roundrobin";

    String memberId = "";
    int generation = -1;
    Set<TopicPartition> owned = new HashSet<>();
    String instanceId;

    private final GroupRig rig;
    private final String group;
    private final String topic;
    private Reply<JoinGroupResponse> joining;
    private Reply<SyncGroupResponse> syncing;

    ClassicClient(GroupRig rig, String group, String topic) {
        this.rig = rig;
        this.group = group;
        this.topic = topic;
    }

    /** Takes what has come, or says the next thing. */
    void step() {
        if (joining != null) {
            joined();
        } else if (syncing != null) {
            synced();
        } else if (generation < 0) {
            join();
        } else {
            heartbeat();
        }
    }

    private void join() {
        owned.clear();
        JoinGroupRequest request = new JoinGroupRequest()
                .groupId(group)
                .memberId(memberId)
                .groupInstanceId(instanceId)
                .sessionTimeoutMs(45_000)
                .rebalanceTimeoutMs(60_000)
                .protocolType("consumer")
                .protocols(List.of(new JoinGroupRequestProtocol().name(ASSIGNOR).metadata(subscription())));
        joining = rig.ask(reply -> rig.machine.joinGroup(rig.context(VERSION, "classic"), request, reply));
        joined();
    }

    private void joined() {
        if (!joining.isAnswered()) {
            return;
        }
        JoinGroupResponse response = joining.get();
        joining = null;
        switch (Errors.forCode(response.errorCode())) {
            case NONE -> {
                memberId = response.memberId();
                generation = response.generationId();
                sync(response);
            }
            case MEMBER_ID_REQUIRED -> {
                memberId = response.memberId();
                join();
            }
            case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> forget();
            default -> {}
        }
    }

    private void sync(JoinGroupResponse joined) {
        SyncGroupRequest request = new SyncGroupRequest()
                .groupId(group)
                .memberId(memberId)
                .groupInstanceId(instanceId)
                .generationId(generation)
                .protocolType("consumer")
                .protocolName(joined.protocolName());
        if (joined.leader().equals(memberId)) {
            request.assignments(deal(joined));
        }
        syncing = rig.ask(reply -> rig.machine.syncGroup(rig.context(5, "classic"), request, reply));
        synced();
    }

    private List<SyncGroupRequestAssignment> deal(JoinGroupResponse joined) {
        TreeMap<String, List<Integer>> shares = new TreeMap<>();
        joined.members().forEach(member -> shares.put(member.memberId(), new ArrayList<>()));
        List<String> ids = new ArrayList<>(shares.keySet());
        for (int i = 0; i < rig.image.topic(topic).partitions().size(); i++) {
            shares.get(ids.get(i % ids.size())).add(i);
        }
        List<SyncGroupRequestAssignment> assignments = new ArrayList<>();
        shares.forEach((id, partitions) ->
                assignments.add(new SyncGroupRequestAssignment().memberId(id).assignment(assignment(partitions))));
        return assignments;
    }

    private void synced() {
        if (!syncing.isAnswered()) {
            return;
        }
        SyncGroupResponse response = syncing.get();
        syncing = null;
        switch (Errors.forCode(response.errorCode())) {
            case NONE ->
                EmbeddedProtocol.assignment(response.assignment())
                        .assignedPartitions()
                        .forEach(assigned -> assigned.partitions()
                                .forEach(number -> owned.add(new TopicPartition(assigned.topic(), number))));
            case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> forget();
            default -> generation = -1;
        }
    }

    Errors heartbeat() {
        HeartbeatRequest request = new HeartbeatRequest()
                .groupId(group)
                .memberId(memberId)
                .groupInstanceId(instanceId)
                .generationId(generation);
        HeartbeatResponse response = rig.<HeartbeatResponse>ask(
                        reply -> rig.machine.heartbeat(rig.context(4, "classic"), request, reply))
                .get();
        Errors error = Errors.forCode(response.errorCode());
        switch (error) {
            case NONE -> {}
            case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> forget();
            default -> {
                owned.clear();
                generation = -1;
            }
        }
        return error;
    }

    Errors leave() {
        LeaveGroupRequest request = new LeaveGroupRequest()
                .groupId(group)
                .members(List.of(new LeaveGroupRequest.MemberIdentity()
                        .memberId(memberId)
                        .groupInstanceId(instanceId)));
        LeaveGroupResponse response = rig.<LeaveGroupResponse>ask(
                        reply -> rig.machine.leaveGroup(rig.context(5, "classic"), request, reply))
                .get();
        forget();
        return Errors.forCode(
                response.errorCode() != 0
                        ? response.errorCode()
                        : response.members().get(0).errorCode());
    }

    private void forget() {
        owned.clear();
        generation = -1;
        memberId = "";
    }

    private byte[] subscription() {
        ConsumerProtocolSubscription subscription = new ConsumerProtocolSubscription().topics(List.of(topic));
        ByteBuf out = Unpooled.buffer().writeShort(3);
        subscription.write(WireWriter.to(out), 3);
        return bytes(out);
    }

    private byte[] assignment(List<Integer> partitions) {
        ConsumerProtocolAssignment assignment = new ConsumerProtocolAssignment()
                .assignedPartitions(List.of(new ConsumerProtocolAssignment.TopicPartition()
                        .topic(topic)
                        .partitions(partitions)));
        ByteBuf out = Unpooled.buffer().writeShort(3);
        assignment.write(WireWriter.to(out), 3);
        return bytes(out);
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return memberId + "@" + generation + owned;
    }
}
