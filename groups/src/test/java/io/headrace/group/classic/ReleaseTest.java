package io.headrace.group.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig.Reply;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest;
import io.headrace.protocol.message.ConsumerGroupHeartbeatResponse;
import io.headrace.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A classic group with members that wait becomes a consumer group. */
class ReleaseTest extends ClassicStory {
    private Member first;
    private Member second;

    @BeforeEach
    void oneWaitsForTheOther() {
        first = member("a");
        second = member("b");
        first.join();
        second.join();
        rig.advance(6000);
        first.joined();
        second.joined();
        second.sync();
        first.sync(assignment(first), assignment(second));
        second.sessionMs = 300_000;
        second.topics("u").sendJoin();
        assertFalse(second.join.isAnswered());
    }

    /** An empty assignment of consumers: version, topics, no user data. */
    private static SyncGroupRequestAssignment assignment(Member member) {
        return new SyncGroupRequestAssignment()
                .memberId(member.memberId)
                .assignment(new byte[] {0, 0, 0, 0, 0, 0, -1, -1, -1, -1});
    }

    private Errors upgrade() {
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId("g")
                .memberId(new Uuid(5, 5).toString())
                .memberEpoch(0)
                .rebalanceTimeoutMs(60_000)
                .subscribedTopicNames(List.of("t"))
                .topicPartitions(List.of());
        Reply<ConsumerGroupHeartbeatResponse> reply =
                rig.ask(answer -> rig.machine.consumerGroupHeartbeat(rig.context(1, "c"), request, answer));
        return Errors.forCode(reply.get().errorCode());
    }

    @Test
    void whoWaitsIsToldToJoinAgain() {
        assertEquals(Errors.NONE, upgrade());

        assertEquals(Errors.REBALANCE_IN_PROGRESS, second.joinError());
    }

    @Test
    void whoWaitsIsToldNothingBeforeItIsCommitted() {
        rig.held = true;
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId("g")
                .memberId(new Uuid(5, 5).toString())
                .rebalanceTimeoutMs(60_000)
                .subscribedTopicNames(List.of("t"))
                .topicPartitions(List.of());
        rig.<ConsumerGroupHeartbeatResponse>ask(
                answer -> rig.machine.consumerGroupHeartbeat(rig.context(1, "c"), request, answer));
        assertFalse(second.join.isAnswered());
        rig.release();
        assertEquals(Errors.REBALANCE_IN_PROGRESS, second.joinError());
    }

    @Test
    void whenItFailsTheGroupGoesOnAsItWas() {
        rig.appendError = Errors.NOT_ENOUGH_REPLICAS;
        assertEquals(Errors.COORDINATOR_NOT_AVAILABLE, upgrade());
        rig.appendError = Errors.NONE;

        assertFalse(second.join.isAnswered());
        rig.advance(Member.SESSION_MS); // the other one is still watched
        assertEquals(1, second.joined().members().size());
    }

    @Test
    void whenItIsNotConfirmedWhoWaitsAsksAgain() {
        rig.appendError = Errors.KAFKA_STORAGE_ERROR;
        rig.failsAfterAppend = true;
        upgrade();

        assertEquals(Errors.NOT_COORDINATOR, second.joinError());
    }

    @Test
    void whenItIsRefusedTheGroupGoesOnAsItWas() {
        rig.with("group.consumer.migration.policy", "disabled");
        second.sendJoin();
        assertEquals(Errors.GROUP_ID_NOT_FOUND, upgrade());

        assertFalse(second.join.isAnswered());
    }
}
