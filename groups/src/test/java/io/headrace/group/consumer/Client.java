package io.headrace.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest.TopicPartitions;
import io.headrace.protocol.message.ConsumerGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * A consumer as far as the protocol goes: sends everything when it joins or was out of touch, else only what changed; gives
 * up at once what it is told to, says so, and takes what it is given.
 */
final class Client {
    final String memberId;
    int epoch;
    PartitionSet owned = PartitionSet.EMPTY;
    int intervalMs;
    String instanceId;
    String regex;
    String assignor;
    int rebalanceTimeoutMs = 30_000;
    List<String> topics;

    private final GroupRig rig;
    private final String group;
    private boolean owesAcknowledgement;
    private boolean outOfTouch;

    Client(GroupRig rig, String group, String memberId, String... topics) {
        this.rig = rig;
        this.group = group;
        this.memberId = memberId;
        this.topics = List.of(topics);
    }

    ConsumerGroupHeartbeatRequest full() {
        return new ConsumerGroupHeartbeatRequest()
                .groupId(group)
                .memberId(memberId)
                .memberEpoch(epoch)
                .instanceId(instanceId)
                .rebalanceTimeoutMs(rebalanceTimeoutMs)
                .subscribedTopicNames(topics)
                .subscribedTopicRegex(regex)
                .serverAssignor(assignor)
                .topicPartitions(owned());
    }

    private List<TopicPartitions> owned() {
        List<TopicPartitions> all = new ArrayList<>();
        owned.topics()
                .forEach(topic -> all.add(new TopicPartitions().topicId(topic).partitions(owned.partitions(topic))));
        return all;
    }

    private ConsumerGroupHeartbeatRequest next() {
        if (epoch == 0 || outOfTouch) {
            return full();
        }
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId(group)
                .memberId(memberId)
                .memberEpoch(epoch)
                .instanceId(instanceId);
        return owesAcknowledgement ? request.topicPartitions(owned()) : request;
    }

    ConsumerGroupHeartbeatResponse send(ConsumerGroupHeartbeatRequest request) {
        return rig.<ConsumerGroupHeartbeatResponse>ask(
                        reply -> rig.machine.consumerGroupHeartbeat(rig.context(1, "client"), request, reply))
                .get();
    }

    /** Sends a heartbeat and does what it is told; returns the error. */
    Errors heartbeat() {
        ConsumerGroupHeartbeatResponse response = send(next());
        Errors error = Errors.forCode(response.errorCode());
        if (error == Errors.NONE) {
            take(response);
        } else if (error == Errors.UNKNOWN_MEMBER_ID || error == Errors.FENCED_MEMBER_EPOCH) {
            forget();
        }
        return error;
    }

    /** Sends a heartbeat whose answer gets lost. */
    void heartbeatInVain() {
        send(next());
        outOfTouch = true;
    }

    /** Says everything next time. */
    void outOfTouch() {
        outOfTouch = true;
    }

    private void take(ConsumerGroupHeartbeatResponse response) {
        outOfTouch = false;
        owesAcknowledgement = false;
        epoch = response.memberEpoch();
        intervalMs = response.heartbeatIntervalMs();
        if (response.assignment() != null) {
            PartitionSet.Builder assigned = new PartitionSet.Builder();
            response.assignment()
                    .topicPartitions()
                    .forEach(
                            topic -> topic.partitions().forEach(partition -> assigned.add(topic.topicId(), partition)));
            PartitionSet target = assigned.build();
            owesAcknowledgement = !target.equals(owned);
            owned = target;
        }
    }

    /** It was put out: it has nothing, and is to join again. */
    void forget() {
        epoch = 0;
        owned = PartitionSet.EMPTY;
        owesAcknowledgement = false;
        outOfTouch = false;
    }

    /** Joins, and fails the test if it may not. */
    Client join() {
        assertEquals(Errors.NONE, heartbeat());
        return this;
    }

    /** Leaves with an epoch of -1, or -2 for a while. */
    Errors leave(int leaveEpoch) {
        ConsumerGroupHeartbeatResponse response = send(new ConsumerGroupHeartbeatRequest()
                .groupId(group)
                .memberId(memberId)
                .instanceId(instanceId)
                .memberEpoch(leaveEpoch));
        forget();
        return Errors.forCode(response.errorCode());
    }

    /** Whether it still has to tell the coordinator what it gave up or took. */
    boolean owesAcknowledgement() {
        return owesAcknowledgement || outOfTouch;
    }

    @Override
    public String toString() {
        return memberId + "@" + epoch + owned;
    }
}
