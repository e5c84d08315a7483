package io.headrace.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.ListGroupsRequest;
import io.headrace.protocol.message.ListGroupsResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MigrationTest {
    private static final int LIVES = Boolean.getBoolean("headrace.long") ? 800 : 60;
    private static final int PARTITIONS = 6;

    private GroupRig rig = new GroupRig().with("group.initial.rebalance.delay.ms", 0);
    private Topics topics = new Topics(rig);
    private int made;
    private final List<Client> consumers = new ArrayList<>();
    private final List<ClassicClient> classics = new ArrayList<>();

    @Test
    void aGroupFollowsItsMembers() {
        topics.create("t", PARTITIONS);
        ClassicClient a = classic();
        ClassicClient b = classic();
        settle();
        assertEquals("classic", kind());
        assertEquals(3, a.owned.size());
        int generation = b.generation;

        Client c = consumer();
        assertEquals("consumer", kind());
        assertTrue(c.epoch > generation);
        settle();
        assertEquals(2, a.owned.size());
        assertEquals(2, c.owned.size());

        consumers.remove(c);
        assertEquals(Errors.NONE, c.leave(-1));
        assertEquals("classic", kind());
        settle();
        assertEquals(3, a.owned.size());
        assertEquals(3, b.owned.size());
    }

    @Test
    void classicMembersOfAConsumerGroupAreOldFashioned() {
        topics.create("t", PARTITIONS);
        consumer();
        ClassicClient b = classic();
        settle();
        assertEquals("consumer", kind());
        assertEquals(3, b.owned.size());
        assertEquals(Errors.NONE, b.heartbeat());
        b.generation--;
        assertEquals(Errors.ILLEGAL_GENERATION, b.heartbeat());
        settle();
        assertEquals(3, b.owned.size());
        classics.remove(b);
        assertEquals(Errors.NONE, b.leave());
        settle();
        assertEquals(PARTITIONS, consumers.get(0).owned.size());
    }

    @Test
    void classicMembersHaveTheSessionsTheyAskFor() {
        topics.create("t", PARTITIONS);
        Client a = consumer();
        ClassicClient b = classic();
        settle();
        classics.remove(b);
        for (int i = 0; i < 44; i++) {
            rig.advance(1_000);
            a.heartbeat();
        }
        assertEquals(3, a.owned.size());
        rig.advance(1_000);
        settle();
        assertEquals(PARTITIONS, a.owned.size());
        assertEquals("consumer", kind());
    }

    @Test
    void aMemberThatDoesNotJoinWhenItIsToldToIsPutOut() {
        topics.create("t", PARTITIONS);
        consumer();
        ClassicClient b = classic();
        settle();
        Client c = consumer();
        String id = b.memberId;
        int generation = b.generation;
        assertEquals(Errors.REBALANCE_IN_PROGRESS, b.heartbeat());
        b.memberId = id;
        b.generation = generation;
        for (int i = 0; i < 3; i++) {
            rig.advance(20_000);
            consumers.forEach(Client::heartbeat);
            b.memberId = id;
            b.generation = generation;
            Errors error = b.heartbeat();
            assertEquals(i < 2 ? Errors.REBALANCE_IN_PROGRESS : Errors.UNKNOWN_MEMBER_ID, error);
        }
        classics.clear();
        settle();
        assertEquals(3, c.owned.size());
    }

    @Test
    void migrationIsRefusedWhereItIsDisabled() {
        rig.with("group.consumer.migration.policy", "disabled");
        topics.create("t", PARTITIONS);
        ClassicClient a = classic();
        settle();
        assertEquals(Errors.GROUP_ID_NOT_FOUND, new Client(rig, "g", "c", "t").heartbeat());
        classics.remove(a);
        a.leave();
        // Nobody is in it any more, so it may be of another kind.
        Client c = consumer();
        classic();
        settle();
        consumers.remove(c);
        c.leave(-1);
        settle();
        assertEquals("consumer", kind(), "it stays of its kind, with classic members only");
        assertEquals(PARTITIONS, classics.get(0).owned.size());
    }

    @Test
    void anEmptyConsumerGroupBecomesAClassicOneByAJoin() {
        topics.create("t", PARTITIONS);
        Client c = consumer();
        consumers.remove(c);
        c.leave(-1);
        ClassicClient a = classic();
        settle();
        assertEquals("classic", kind());
        assertEquals(PARTITIONS, a.owned.size());
        rig.restart();
        assertEquals("classic", kind());
    }

    @Test
    void aGroupThatSomebodyIsOnlyAboutToJoinIsOfNoKindYet() {
        topics.create("t", PARTITIONS);
        JoinGroupRequest first = new JoinGroupRequest()
                .groupId("g")
                .sessionTimeoutMs(45_000)
                .rebalanceTimeoutMs(60_000)
                .protocolType("consumer")
                .protocols(List.of(new JoinGroupRequest.JoinGroupRequestProtocol()
                        .name("range")
                        .metadata(new byte[2])));
        short error = rig.<JoinGroupResponse>ask(
                        reply -> rig.machine.joinGroup(rig.context(9, "classic"), first, reply))
                .get()
                .errorCode();
        assertEquals(Errors.MEMBER_ID_REQUIRED.code(), error);

        assertEquals(PARTITIONS, consumer().owned.size());
    }

    @Test
    void aStaticMemberTakesItsPlaceWithItAcrossProtocols() {
        topics.create("t", PARTITIONS);
        Client a = new Client(rig, "g", "a", "t");
        a.instanceId = "one";
        consumers.add(a.join());
        ClassicClient b = classic();
        settle();

        consumers.remove(a);
        ClassicClient again = new ClassicClient(rig, "g", "t");
        again.instanceId = "one";
        classics.add(again);
        settle();
        assertEquals("classic", kind(), "the last of the consumer protocol was replaced");
        assertEquals(3, again.owned.size());
        assertEquals(3, b.owned.size());
        assertEquals(Errors.GROUP_ID_NOT_FOUND, a.heartbeat());
    }

    @Test
    void aRestartBetweenChangesNothing() {
        topics.create("t", PARTITIONS);
        classic();
        classic();
        settle();
        consumer();
        settle();
        rig.restart();
        settle();
        assertEquals("consumer", kind());
        consumers.remove(0).leave(-1);
        rig.restart();
        settle();
        assertEquals("classic", kind());
        assertShared();
    }

    @Test
    void membersAreWatchedInTheirNewGroupAlsoIfItIsNotKnownWhetherItLasts() {
        topics.create("t", PARTITIONS);
        classic();
        classic();
        settle();
        rig.failsAfterAppend = true;
        rig.appendError = Errors.REQUEST_TIMED_OUT;
        Client c = new Client(rig, "g", "c", "t");
        c.heartbeat();
        rig.appendError = Errors.NONE;
        assertEquals("consumer", kind());
        for (int i = 0; i < 60; i++) {
            c.heartbeat();
            rig.advance(1_000);
        }
        assertEquals(PARTITIONS, c.owned.size(), "nothing was heard of the others");
    }

    @Test
    void aGroupThatHasBecomeAClassicOneRebalancesAlsoIfItIsNotKnownWhetherThatLasts() {
        topics.create("t", PARTITIONS);
        Client c = consumer();
        classic();
        settle();
        rig.failsAfterAppend = true;
        rig.appendError = Errors.REQUEST_TIMED_OUT;
        consumers.remove(c);
        c.leave(-1);
        rig.appendError = Errors.NONE;
        assertEquals("classic", kind());
        assertEquals("PreparingRebalance", state());
        rig.advance(200_000);
        assertEquals("Empty", state(), "nothing was heard of its member");
    }

    @Test
    @Timeout(600)
    void membersOfBothKindsNeverShareAPartition() {
        for (int life = 0; life < LIVES; life++) {
            long seed = 104_729L * life + 3;
            try {
                live(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void live(Random random) {
        rig = new GroupRig().with("group.initial.rebalance.delay.ms", 0);
        topics = new Topics(rig);
        consumers.clear();
        classics.clear();
        topics.create("t", PARTITIONS);
        for (int step = 0; step < 120; step++) {
            switch (random.nextInt(16)) {
                case 0 -> consumer();
                case 1 -> classic();
                case 2 -> {
                    if (!consumers.isEmpty()) {
                        consumers.remove(random.nextInt(consumers.size())).leave(-1);
                    }
                }
                case 3 -> {
                    ClassicClient leaver = classics.isEmpty() ? null : classics.get(random.nextInt(classics.size()));
                    if (leaver != null && leaver.generation >= 0) {
                        classics.remove(leaver);
                        leaver.leave();
                    }
                }
                case 4 -> rig.advance(500);
                default -> {
                    int pick = random.nextInt(Math.max(1, consumers.size() + classics.size()));
                    if (pick < consumers.size()) {
                        consumers.get(pick).heartbeat();
                    } else if (pick < consumers.size() + classics.size()) {
                        classics.get(pick - consumers.size()).step();
                    }
                }
            }
            assertNobodyShares();
        }
        if (consumers.isEmpty() && classics.isEmpty()) {
            consumer();
        }
        settle();
        assertShared();
    }

    private Client consumer() {
        Client client = new Client(rig, "g", "consumer-" + made++, "t");
        client.rebalanceTimeoutMs = 60_000;
        consumers.add(client.join());
        return client;
    }

    private ClassicClient classic() {
        ClassicClient client = new ClassicClient(rig, "g", "t");
        classics.add(client);
        client.step();
        return client;
    }

    private void settle() {
        for (int round = 0; round < 25; round++) {
            consumers.forEach(Client::heartbeat);
            classics.forEach(ClassicClient::step);
            rig.advance(100);
            assertNobodyShares();
        }
    }

    private Map<TopicPartition, Object> assertNobodyShares() {
        Map<TopicPartition, Object> owners = new HashMap<>();
        for (Client client : consumers) {
            client.owned.forEach((id, number) -> {
                TopicPartition partition =
                        new TopicPartition(rig.image.topic(id).name(), number);
                assertNull(owners.put(partition, client), partition::toString);
            });
        }
        for (ClassicClient client : classics) {
            for (TopicPartition partition : client.owned) {
                Object other = owners.put(partition, client);
                assertNull(other, () -> partition + " is with " + other + " and " + client);
            }
        }
        return owners;
    }

    private void assertShared() {
        Set<TopicPartition> all = new HashSet<>();
        for (int i = 0; i < PARTITIONS; i++) {
            all.add(new TopicPartition("t", i));
        }
        assertEquals(all, assertNobodyShares().keySet(), () -> consumers + " " + classics);
        assertFalse(consumers.isEmpty() && classics.isEmpty());
    }

    private String kind() {
        return listed().groupType().toLowerCase(java.util.Locale.ROOT);
    }

    private String state() {
        return listed().groupState();
    }

    private ListGroupsResponse.ListedGroup listed() {
        List<ListGroupsResponse.ListedGroup> listed = rig.<ListGroupsResponse>ask(
                        reply -> rig.machine.listGroups(rig.context(5, "admin"), new ListGroupsRequest(), reply))
                .get()
                .groups();
        assertEquals(1, listed.size());
        return listed.get(0);
    }
}
