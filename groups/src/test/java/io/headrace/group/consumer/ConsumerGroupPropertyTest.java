package io.headrace.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random lives of groups: members come, go, fall silent, lose answers and change their minds, topics come and grow, the
 * coordinator restarts. At no time do two members that live have the same partition; in the end each partition is with one
 * member, and nobody has more than one more than another.
 */
class ConsumerGroupPropertyTest {
    private static final int LIVES = Boolean.getBoolean("headrace.long") ? 600 : 50;
    private static final int STEPS = 150;

    private final List<Client> living = new ArrayList<>();
    /** Those that crashed keep using what they have until their session ends. */
    private final Map<Client, Long> crashed = new HashMap<>();

    private GroupRig rig;
    private Topics topics;
    private Random random;
    private boolean uniform;
    private int names;
    private int topicCount;

    @Test
    @Timeout(600)
    void noPartitionIsEverWithTwo() {
        for (int life = 0; life < LIVES; life++) {
            long seed = 7_919L * life + 1;
            try {
                live(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void live(long seed) {
        random = new Random(seed);
        rig = new GroupRig();
        uniform = random.nextInt(3) > 0;
        rig.with("group.consumer.assignors", uniform ? "uniform" : "range");
        topics = new Topics(rig);
        living.clear();
        crashed.clear();
        names = 0;
        topicCount = 0;
        topics.create("t" + topicCount++, 1 + random.nextInt(8));
        for (int step = 0; step < STEPS; step++) {
            act();
            crashed.values().removeIf(endMs -> endMs <= rig.nowMs);
            assertNobodyShares();
        }
        settle();
    }

    private void act() {
        int dice = random.nextInt(100);
        if (living.isEmpty() || dice < 8) {
            join();
        } else if (dice < 70) {
            pick().heartbeat();
        } else if (dice < 75) {
            pick().heartbeatInVain();
        } else if (dice < 79) {
            Client leaver = pick();
            living.remove(leaver);
            leaver.leave(-1);
        } else if (dice < 82) {
            Client victim = pick();
            living.remove(victim);
            crashed.put(victim, rig.nowMs + 45_000);
        } else if (dice < 85) {
            rig.restart();
            // Sessions start anew with the coordinator.
            crashed.replaceAll((client, endMs) -> rig.nowMs + 45_000);
        } else if (dice < 88 && topicCount < 5) {
            topics.create("t" + topicCount++, 1 + random.nextInt(8));
        } else if (dice < 90) {
            topics.grow("t0", rig.image.topic("t0").partitions().size() + 1);
        } else if (dice < 94) {
            Client client = pick();
            client.topics = subscription();
            client.outOfTouch();
            client.heartbeat();
        } else {
            rig.advance(random.nextInt(3_000));
            living.forEach(Client::heartbeat);
        }
    }

    private Client pick() {
        return living.get(random.nextInt(living.size()));
    }

    private void join() {
        Client client = new Client(rig, "g", "m" + names++);
        client.topics = subscription();
        // So that only the session ends the life of those that crash.
        client.rebalanceTimeoutMs = 60_000;
        if (random.nextInt(4) == 0) {
            client.instanceId = "i" + client.memberId;
        }
        if (random.nextInt(4) == 0) {
            client.regex = "t[0-2]";
        }
        assertEquals(Errors.NONE, client.heartbeat());
        living.add(client);
    }

    private List<String> subscription() {
        List<String> names = new ArrayList<>(List.of("t0"));
        for (int i = 1; i < 5; i++) {
            if (random.nextBoolean()) {
                names.add("t" + i);
            }
        }
        return names;
    }

    private void assertNobodyShares() {
        Map<String, Client> owners = new HashMap<>();
        List<Client> all = new ArrayList<>(living);
        all.addAll(crashed.keySet());
        for (Client client : all) {
            client.owned.forEach((topic, partition) -> {
                Client other = owners.put(topic + "-" + partition, client);
                assertNull(other, () -> topic + "-" + partition + " is with " + other + " and " + client);
            });
        }
    }

    private void settle() {
        if (living.isEmpty()) {
            join();
        }
        // Whoever crashed is forgotten, then all that are left want the same.
        for (int second = 0; second < 50; second++) {
            rig.advance(1_000);
            living.forEach(Client::heartbeat);
            crashed.values().removeIf(endMs -> endMs <= rig.nowMs);
            assertNobodyShares();
        }
        for (Client client : living) {
            client.topics = List.of("t0", "t1", "t2", "t3", "t4");
            client.regex = "";
            client.outOfTouch();
        }
        for (int round = 0; round < 8; round++) {
            rig.advance(1_000);
            living.forEach(Client::heartbeat);
            assertNobodyShares();
        }
        Set<String> missing = new HashSet<>();
        rig.image
                .topics()
                .forEach(topic ->
                        topic.partitions().forEach(partition -> missing.add(topic.id() + "-" + partition.id())));
        living.forEach(client ->
                client.owned.forEach((topic, partition) -> assertTrue(missing.remove(topic + "-" + partition))));
        assertEquals(Set.of(), missing);
        int[] sizes =
                living.stream().mapToInt(client -> client.owned.size()).sorted().toArray();
        assertTrue(!uniform || sizes[sizes.length - 1] - sizes[0] <= 1, living::toString);
    }
}
