package io.headrace.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest;
import io.headrace.protocol.message.ConsumerGroupHeartbeatResponse;
import io.headrace.protocol.message.ListGroupsRequest;
import io.headrace.protocol.message.ListGroupsResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsumerGroupTest {
    private static final int SESSION_MS = 45_000;

    private final GroupRig rig = new GroupRig();
    private final Topics topics = new Topics(rig);

    @Test
    void theFirstMemberHasEverythingAtOnce() {
        Uuid topic = topics.create("t", 3);
        Client a = client("a", "t").join();

        assertEquals(1, a.epoch);
        assertEquals(PartitionSet.of(topic, 0, 1, 2), a.owned);
        assertEquals("Stable", describe().groupState());
    }

    @Test
    void aPartitionIsFreeBeforeItIsGivenAway() {
        Uuid topic = topics.create("t", 4);
        Client a = client("a", "t").join();
        Client b = client("b", "t").join();

        assertEquals(2, b.epoch);
        assertEquals(PartitionSet.EMPTY, b.owned);
        assertEquals(500, b.intervalMs, "whoever waits asks soon");

        a.heartbeat();
        assertEquals(1, a.epoch, "it has to say first that it gave up");
        assertEquals(PartitionSet.of(topic, 0, 1), a.owned);
        b.heartbeat();
        assertEquals(PartitionSet.EMPTY, b.owned);

        a.heartbeat();
        assertEquals(2, a.epoch);
        b.heartbeat();
        assertEquals(PartitionSet.of(topic, 2, 3), b.owned);
        assertEquals("Stable", describe().groupState());
    }

    @Test
    void heartbeatsAreFrequentOnlyWhileTheGroupChanges() {
        topics.create("t", 4);
        Client a = client("a", "t").join();
        assertEquals(500, a.intervalMs);
        rig.advance(5_000);

        a.heartbeat();
        assertEquals(5_000, a.intervalMs);
    }

    @Test
    void anAssignmentThatCameHalfWayIsMadeAnew() {
        for (int records = 0; records < 12; records++) {
            GroupRig cutRig = new GroupRig();
            new Topics(cutRig).create("t", 12);
            List<Client> clients = new ArrayList<>();
            for (String name : List.of("a", "b", "c", "d")) {
                clients.add(new Client(cutRig, "g", name, "t").join());
            }
            settle(cutRig, clients);
            Client late = new Client(cutRig, "g", "late");
            late.regex = "t.*";
            cutRig.cutAfter = records;
            late.send(late.full());
            cutRig.cutAfter = -1;
            if (records % 2 == 1) {
                cutRig.restart();
            }
            clients.add(late.join());
            settle(cutRig, clients);
            int sum = clients.stream().mapToInt(client -> client.owned.size()).sum();
            assertEquals(12, sum, "after " + records + " records");
            clients.forEach(client -> assertTrue(client.owned.size() >= 2, client.memberId + " has " + client.owned));
        }
    }

    private static void settle(GroupRig rig, List<Client> clients) {
        for (int i = 0; i < 8; i++) {
            rig.advance(1_000);
            clients.forEach(Client::heartbeat);
        }
    }

    @Test
    void onlyChangesAreTold() {
        topics.create("t", 1);
        Client a = client("a", "t").join();
        a.heartbeat();

        ConsumerGroupHeartbeatResponse quiet = a.send(
                new ConsumerGroupHeartbeatRequest().groupId("g").memberId("a").memberEpoch(1));
        assertNull(quiet.assignment());
        assertNotNull(a.send(a.full()).assignment(), "whoever says everything is told everything");
    }

    @Test
    void heartbeatsWithoutNewsWriteNothing() {
        topics.create("t", 1);
        Client a = client("a", "t").join();
        int records = rig.log.size();

        a.heartbeat();
        a.heartbeat();
        assertEquals(records, rig.log.size());
    }

    @Test
    void whoeverIsSilentIsPutOut() {
        topics.create("t", 2);
        Client a = client("a", "t").join();
        client("b", "t").join();
        rig.advance(SESSION_MS - 1_000);
        a.heartbeat();
        rig.advance(1_000);
        settle(a);

        assertEquals(2, a.owned.size());
        assertEquals(List.of("a"), memberIds());
    }

    @Test
    void whoeverDoesNotGiveUpPartitionsIsPutOutInTheEnd() {
        topics.create("t", 2);
        Client a = client("a", "t");
        a.rebalanceTimeoutMs = 10_000;
        a.join();
        a.heartbeat();
        Client b = client("b", "t").join();
        ConsumerGroupHeartbeatRequest stubborn =
                new ConsumerGroupHeartbeatRequest().groupId("g").memberId("a").memberEpoch(1);
        assertEquals(1, a.send(stubborn).memberEpoch());
        rig.advance(9_999);
        assertEquals(Errors.NONE.code(), a.send(stubborn).errorCode());
        rig.advance(1);

        assertEquals(Errors.UNKNOWN_MEMBER_ID.code(), a.send(stubborn).errorCode());
        b.heartbeat();
        assertEquals(2, b.owned.size());
    }

    @Test
    void whoeverGaveUpInTimeIsNotPutOut() {
        topics.create("t", 2);
        Client a = client("a", "t");
        a.rebalanceTimeoutMs = 10_000;
        a.join();
        client("b", "t").join();
        a.heartbeat();
        a.heartbeat();
        rig.advance(20_000);

        assertEquals(Errors.NONE, a.heartbeat());
    }

    @Test
    void aLostAnswerIsNoHarm() {
        topics.create("t", 2);
        Client a = client("a", "t").join();
        client("b", "t").join();
        a.heartbeat();
        a.heartbeatInVain();

        assertEquals(1, a.epoch);
        assertEquals(Errors.NONE, a.heartbeat());
        assertEquals(2, a.epoch);
    }

    @Test
    void anEpochThatIsNotTheMembersIsFenced() {
        topics.create("t", 2);
        Client a = client("a", "t").join();
        a.epoch = 7;

        assertEquals(Errors.FENCED_MEMBER_EPOCH, a.heartbeat());
        assertEquals(Errors.NONE, a.heartbeat(), "it joins again");
        assertEquals(2, a.owned.size());
    }

    @Test
    void nobodyLivesInAGroupThatHeIsNotIn() {
        Client a = client("a", "t");
        a.epoch = 3;
        assertEquals(Errors.GROUP_ID_NOT_FOUND, a.heartbeat());
        client("b", "t").join();
        assertEquals(Errors.UNKNOWN_MEMBER_ID, a.heartbeat());
        assertEquals(Errors.UNKNOWN_MEMBER_ID, client("c", "t").leave(-1));
    }

    @Test
    void whoeverLeavesLeavesHisPartitions() {
        topics.create("t", 2);
        Client a = client("a", "t").join();
        Client b = client("b", "t").join();
        settle(a, b);
        assertEquals(Errors.NONE, a.leave(-1));
        settle(b);

        assertEquals(2, b.owned.size());
        assertEquals(Errors.NONE, b.leave(-1));
        assertEquals("Empty", describe().groupState());
    }

    @Test
    void theCoordinatorMakesIdsForOldClients() {
        ConsumerGroupHeartbeatRequest request = client("", "t").full();
        ConsumerGroupHeartbeatResponse response = rig.<ConsumerGroupHeartbeatResponse>ask(
                        reply -> rig.machine.consumerGroupHeartbeat(rig.context(0, "client"), request, reply))
                .get();

        assertEquals(Errors.NONE.code(), response.errorCode());
        assertEquals("id0", response.memberId());
    }

    @Test
    void topicsThatComeGrowAndGoRebalance() {
        Uuid t = topics.create("t", 2);
        Client a = client("a", "t", "u").join();
        assertEquals(PartitionSet.of(t, 0, 1), a.owned);
        Uuid u = topics.create("u", 1);
        settle(a);
        assertEquals(PartitionSet.of(java.util.Map.of(t, List.of(0, 1), u, List.of(0))), a.owned);
        topics.grow("t", 3);
        settle(a);
        assertEquals(4, a.owned.size());
        topics.delete("t");
        settle(a);
        assertEquals(PartitionSet.of(u, 0), a.owned);
        Uuid again = topics.create("t", 1);
        settle(a);
        assertTrue(a.owned.contains(again, 0));
    }

    @Test
    void otherTopicsDoNotConcernAGroup() {
        topics.create("t", 2);
        Client a = client("a", "t").join();
        int records = rig.log.size();
        topics.create("other", 5);
        a.heartbeat();

        assertEquals(1, a.epoch);
        assertEquals(records, rig.log.size());
    }

    @Test
    void aRestartGoesOnWhereItWas() {
        topics.create("t", 4);
        Client a = client("a", "t").join();
        Client b = client("b", "t").join();
        a.heartbeat();
        rig.restart();
        settle(a, b);

        assertEquals(2, a.epoch);
        assertEquals(2, b.epoch);
        assertEquals(2, a.owned.size());
        assertEquals(2, b.owned.size());
        rig.advance(SESSION_MS);
        assertEquals(List.of(), memberIds());
    }

    @Test
    void aMemberThatSubscribesToLessGivesUpTheRest() {
        Uuid t = topics.create("t", 2);
        topics.create("u", 2);
        Client a = client("a", "t", "u").join();
        a.topics = List.of("t");
        a.outOfTouch();
        a.heartbeat();
        assertEquals(1, a.epoch, "it has to say first that it gave up");
        assertEquals(PartitionSet.of(t, 0, 1), a.owned);
        a.heartbeat();
        assertEquals(2, a.epoch);
        assertEquals("Stable", describe().groupState());
    }

    @Test
    void membersVoteForAnAssignor() {
        topics.create("t", 2);
        Client a = client("a", "t");
        a.assignor = "range";
        a.join();
        assertEquals("range", describe().assignorName());
        client("b", "t").join();
        assertEquals("range", describe().assignorName(), "who does not vote does not count");
        Client c = client("c", "t");
        c.assignor = "uniform";
        c.join();
        assertEquals("uniform", describe().assignorName(), "the broker's order decides between equals");
        Client d = client("d", "t");
        d.assignor = "sticky";
        assertEquals(Errors.UNSUPPORTED_ASSIGNOR, d.heartbeat());
    }

    @Test
    void aGroupHasAsManyMembersAsItMay() {
        rig.with("group.consumer.max.size", 1);
        Client a = client("a", "t").join();

        assertEquals(Errors.GROUP_MAX_SIZE_REACHED, client("b", "t").heartbeat());
        assertEquals(Errors.NONE, a.heartbeat());
    }

    @Test
    void groupsHaveSettingsOfTheirOwn() {
        rig.with("group.consumer.min.heartbeat.interval.ms", 1_000);
        topics.configure("g", "consumer.heartbeat.interval.ms", "7000");
        topics.configure("g", "consumer.session.timeout.ms", "50000");
        Client a = client("a", "t").join();
        rig.advance(7_000);
        a.heartbeat();

        assertEquals(7_000, a.intervalMs);
        rig.advance(49_999);
        assertEquals(List.of("a"), memberIds());
        rig.advance(1);
        assertEquals(List.of(), memberIds());
    }

    @Test
    void assignmentsKeepADistanceIfTheyAreToldTo() {
        topics.create("t", 2);
        topics.configure("g", "consumer.assignment.interval.ms", "1000");
        Client a = client("a", "t").join();
        Client b = client("b", "t").join();
        a.heartbeat();
        assertEquals(2, a.owned.size());
        assertEquals("Assigning", describe().groupState());
        rig.advance(1_000);
        settle(a, b);

        assertEquals(1, a.owned.size());
        assertEquals(1, b.owned.size());
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() {
        assertRefused(full().groupId(" "));
        assertRefused(full().memberId(""));
        assertRefused(full().instanceId(""));
        assertRefused(full().rackId(""));
        assertRefused(full().rebalanceTimeoutMs(-1));
        assertRefused(full().topicPartitions(null));
        assertRefused(full().topicPartitions(List.of(new ConsumerGroupHeartbeatRequest.TopicPartitions()
                .topicId(new Uuid(1, 1))
                .partitions(List.of(0)))));
        assertRefused(full().subscribedTopicNames(null).subscribedTopicRegex(null));
        assertRefused(full().memberEpoch(-2));
        assertRefused(full().memberEpoch(-3));
        assertEquals(0, rig.log.size());
    }

    private ConsumerGroupHeartbeatRequest full() {
        return client("a", "t").full();
    }

    private void assertRefused(ConsumerGroupHeartbeatRequest request) {
        ConsumerGroupHeartbeatResponse response = client("a", "t").send(request);
        assertEquals(Errors.INVALID_REQUEST.code(), response.errorCode(), request::toString);
        assertNotNull(response.errorMessage());
    }

    @Test
    void aStepThatCannotBeWrittenHasNotHappened() {
        topics.create("t", 2);
        rig.appendError = Errors.NOT_ENOUGH_REPLICAS;
        Client a = client("a", "t");
        assertEquals(Errors.COORDINATOR_NOT_AVAILABLE, a.heartbeat());
        rig.appendError = Errors.NONE;
        a.epoch = 1;
        assertEquals(Errors.GROUP_ID_NOT_FOUND, a.heartbeat());
    }

    @Test
    void aMemberIsPutOutLaterIfItCannotBeNow() {
        client("a", "t").join();
        rig.appendError = Errors.NOT_ENOUGH_REPLICAS;
        rig.advance(SESSION_MS);
        assertEquals(List.of("a"), memberIds());
        rig.appendError = Errors.NONE;
        rig.advance(SESSION_MS);
        assertEquals(List.of(), memberIds());
    }

    @Test
    void aMemberThatComesBackBeforeItsLeavingIsSafeIsWatchedAllTheSame() {
        topics.create("t", 2);
        client("a", "t").join();
        rig.held = true;
        ConsumerGroupHeartbeatRequest leaves =
                new ConsumerGroupHeartbeatRequest().groupId("g").memberId("a").memberEpoch(-1);
        for (ConsumerGroupHeartbeatRequest request : List.of(leaves, full())) {
            rig.<ConsumerGroupHeartbeatResponse>ask(
                    reply -> rig.machine.consumerGroupHeartbeat(rig.context(1, "client"), request, reply));
        }
        rig.release();
        assertEquals(List.of("a"), memberIds());

        rig.advance(SESSION_MS);

        assertEquals(List.of(), memberIds());
    }

    @Test
    void groupsAreListedByKindAndState() {
        client("a", "t").join();
        List<ListGroupsResponse.ListedGroup> listed = rig.<ListGroupsResponse>ask(
                        reply -> rig.machine.listGroups(rig.context(5, "admin"), new ListGroupsRequest(), reply))
                .get()
                .groups();

        assertEquals(1, listed.size());
        assertEquals("consumer", listed.get(0).groupType().toLowerCase(java.util.Locale.ROOT));
        assertEquals("Stable", listed.get(0).groupState());
        assertEquals("consumer", listed.get(0).protocolType());
    }

    @Test
    void descriptionsSayWhatIsAndWhatIsToBe() {
        topics.create("t", 2);
        Client a = client("a", "t").join();
        client("b", "t").join();
        ConsumerGroupDescribeResponse.DescribedGroup group = describe();

        assertEquals("Reconciling", group.groupState());
        assertEquals(2, group.groupEpoch());
        assertEquals(2, group.assignmentEpoch());
        ConsumerGroupDescribeResponse.Member member = group.members().get(0);
        assertEquals(a.memberId, member.memberId());
        assertEquals(1, member.memberEpoch());
        assertEquals(List.of(0, 1), member.assignment().topicPartitions().get(0).partitions());
        assertEquals(
                List.of(0), member.targetAssignment().topicPartitions().get(0).partitions());
        assertEquals("t", member.targetAssignment().topicPartitions().get(0).topicName());
        assertEquals(1, member.memberType());
        assertEquals("client", member.clientId());
        assertEquals("/127.0.0.1", member.clientHost());
        assertEquals(List.of("t"), member.subscribedTopicNames());
    }

    @Test
    void whatIsNotThereCannotBeDescribed() {
        assertEquals(Errors.GROUP_ID_NOT_FOUND.code(), describe().errorCode());
    }

    private Client client(String id, String... names) {
        return new Client(rig, "g", id, names);
    }

    /** Lets members send heartbeats until nothing is left to do. */
    static void settle(Client... clients) {
        for (int round = 0; round < 6; round++) {
            for (Client client : clients) {
                client.heartbeat();
            }
        }
    }

    private List<String> memberIds() {
        return describe().members().stream()
                .map(ConsumerGroupDescribeResponse.Member::memberId)
                .toList();
    }

    private ConsumerGroupDescribeResponse.DescribedGroup describe() {
        return rig.<ConsumerGroupDescribeResponse.DescribedGroup>ask(
                        reply -> rig.machine.consumerGroupDescribe(rig.context(1, "admin"), "g", reply))
                .get();
    }
}
