package io.headrace.group.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig;
import io.headrace.group.GroupRig.Reply;
import io.headrace.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Members come, go, fall silent and come back in random order, the coordinator restarts and appends fail: whatever happens,
 * members of one generation agree, nobody waits for ever, and those who stay get to work in the end.
 */
class ClassicGroupPropertyTest {
    private static final int SEEDS = Boolean.getBoolean("headrace.long") ? 2000 : 100;
    private static final long STEP_MS = 1000;

    @Test
    void membersAgreeAndNobodyWaitsForEver() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                new Run(seed).go();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** A consumer that does what consumers do: it joins, syncs, sends heartbeats, and starts over when told to. */
    private static final class Client {
        private final Member member;
        private boolean silent;
        private boolean gone;
        private boolean settled;
        private boolean stale;
        private long askedMs;
        private Reply<JoinGroupResponse> join;
        private Reply<SyncGroupResponse> sync;

        private Client(Member member) {
            this.member = member;
        }

        private boolean waits() {
            return (join != null && !join.isAnswered()) || (sync != null && !sync.isAnswered());
        }
    }

    private static final class Run {
        private final Random random;
        private final GroupRig rig = new GroupRig().with("offsets.retention.check.interval.ms", 60_000);
        private final List<Client> clients = new ArrayList<>();
        private final List<Client> lost = new ArrayList<>();
        private final Map<Integer, String> protocols = new HashMap<>();
        private int names;

        private Run(long seed) {
            random = new Random(seed);
        }

        private void go() {
            for (int step = 0; step < 150; step++) {
                noticeDeath();
                disturb();
                live();
                rig.appendError = Errors.NONE;
            }
            calmDown();
        }

        private void disturb() {
            switch (random.nextInt(14)) {
                case 0, 1 -> come();
                case 2 -> withSomeone(this::leave);
                case 3 -> withSomeone(client -> client.silent = true);
                case 4 -> withSomeone(client -> client.silent = false);
                case 5 -> withSomeone(this::comeBack);
                case 6 ->
                    withSomeone(client -> {
                        client.member.topics("t" + random.nextInt(3));
                        client.settled = false;
                        join(client);
                    });
                case 7 -> rig.appendError = Errors.NOT_ENOUGH_REPLICAS;
                case 8 -> restartAtTimes();
                case 9 -> rig.advance(random.nextInt(20_000));
                default -> {}
            }
        }

        private void withSomeone(java.util.function.Consumer<Client> action) {
            if (!clients.isEmpty()) {
                action.accept(clients.get(random.nextInt(clients.size())));
            }
        }

        private void come() {
            if (clients.size() < 6) {
                Member member = new Member(rig, "g", "c" + names);
                if (random.nextBoolean()) {
                    member.instance("i" + names);
                }
                if (random.nextInt(4) == 0) {
                    member.version(3);
                }
                member.protocols(
                        random.nextBoolean() ? new String[] {"range", "sticky"} : new String[] {"sticky", "range"});
                names++;
                clients.add(new Client(member));
            }
        }

        /** A static member's process dies and starts again, not knowing its id. */
        private void comeBack(Client client) {
            if (client.member.instanceId != null) {
                Member again = new Member(rig, "g", client.member.name)
                        .instance(client.member.instanceId)
                        .protocols(client.member.protocols.toArray(new String[0]));
                lost.add(client);
                clients.remove(client);
                clients.add(new Client(again));
            }
        }

        private void leave(Client client) {
            if (!client.member.memberId.isEmpty()) {
                client.member.leave();
            }
            lost.add(client);
            clients.remove(client);
        }

        private void restartAtTimes() {
            if (random.nextInt(3) == 0) {
                String before = state();
                rig.restart();
                countAnew();
                // Whoever was in a complete generation still is; what was being formed is forgotten.
                if (before.startsWith("Stable")) {
                    assertEquals(before, state(), "what was stable is so after a restart");
                }
                rig.restart();
                assertEquals(state(), state());
            }
        }

        private void noticeDeath() {
            if (state().startsWith("Dead")) {
                countAnew();
            }
        }

        /** Numbers of generations that nothing was recorded of, or whose group is gone, are used again. */
        private void countAnew() {
            protocols.clear();
            clients.forEach(client -> client.stale = true);
        }

        private String state() {
            Reply<DescribedGroup> reply =
                    rig.ask(answer -> rig.machine.describeGroup(rig.context(6, "admin"), "g", answer));
            StringBuilder text = new StringBuilder(reply.get().groupState())
                    .append(reply.get().protocolType())
                    .append(reply.get().protocolData());
            reply.get()
                    .members()
                    .forEach(member -> text.append(' ')
                            .append(member.memberId())
                            .append('=')
                            .append(new String(member.memberAssignment(), java.nio.charset.StandardCharsets.UTF_8))
                            .append('/')
                            .append(java.util.Arrays.hashCode(member.memberMetadata())));
            return text.toString();
        }

        /** Everyone who is not silent does the next thing that a consumer would. */
        private void live() {
            noticeDeath();
            for (Client client : new ArrayList<>(clients)) {
                if (!client.silent && !client.gone) {
                    next(client);
                }
            }
            rig.advance(STEP_MS);
            for (Client client : clients) {
                assertTrue(
                        !client.waits() || rig.nowMs - client.askedMs <= 400_000,
                        () -> client.member.memberId + " waits since " + client.askedMs);
            }
        }

        private void next(Client client) {
            Member member = client.member;
            if (client.waits()) {
                return;
            }
            if (client.sync != null) {
                synced(client);
            } else if (client.join != null) {
                joined(client);
            } else if (client.settled) {
                Errors error = member.heartbeat();
                if (error != Errors.NONE) {
                    startOver(client, error);
                }
            } else {
                join(client);
            }
        }

        private void join(Client client) {
            client.askedMs = rig.nowMs;
            client.stale = false;
            client.sync = null;
            client.join = client.member.join();
        }

        private void joined(Client client) {
            JoinGroupResponse response = client.join.get();
            client.join = null;
            Errors error = Errors.forCode(response.errorCode());
            if (error != Errors.NONE) {
                startOver(client, error);
                return;
            }
            Member member = client.member;
            member.join = answered(response);
            member.joined();
            boolean stands = response.skipAssignment() || !response.leader().equals(member.memberId);
            if (!client.stale) {
                String before = protocols.putIfAbsent(response.generationId(), response.protocolName());
                assertTrue(
                        before == null || before.equals(response.protocolName()),
                        () -> "generation " + response.generationId() + " has two protocols");
            }
            client.askedMs = rig.nowMs;
            if (stands) {
                member.sync();
            } else {
                Set<String> ids = new HashSet<>();
                response.members().forEach(other -> assertTrue(ids.add(other.memberId()), "twice " + other));
                assertTrue(ids.contains(member.memberId), "the leader is a member");
                member.syncAll();
            }
            client.sync = member.sync;
        }

        private static Reply<JoinGroupResponse> answered(JoinGroupResponse response) {
            Reply<JoinGroupResponse> reply = new Reply<>();
            reply.accept(response);
            return reply;
        }

        private void synced(Client client) {
            SyncGroupResponse response = client.sync.get();
            client.sync = null;
            Errors error = Errors.forCode(response.errorCode());
            if (error != Errors.NONE) {
                startOver(client, error);
                return;
            }
            client.settled = true;
        }

        private void startOver(Client client, Errors error) {
            client.settled = false;
            switch (error) {
                case UNKNOWN_MEMBER_ID -> {
                    client.member.memberId = "";
                    client.member.generation = -1;
                }
                case FENCED_INSTANCE_ID -> {
                    client.gone = true;
                    lost.add(client);
                    clients.remove(client);
                }
                case REBALANCE_IN_PROGRESS,
                        ILLEGAL_GENERATION,
                        NOT_COORDINATOR,
                        COORDINATOR_NOT_AVAILABLE,
                        MEMBER_ID_REQUIRED -> {}
                default -> throw new AssertionError("unexpected " + error);
            }
        }

        /** Nothing disturbs any more: those who are there get to work together, and all requests were answered. */
        private void calmDown() {
            clients.forEach(client -> client.silent = false);
            for (int step = 0; step < 400; step++) {
                live();
            }
            Set<Integer> generationsNow = new HashSet<>();
            for (Client client : clients) {
                assertTrue(client.settled, () -> client.member.memberId + " is not at work: " + state());
                generationsNow.add(client.member.generation);
                client.member.sync();
                assertTrue(client.member.assigned().isEmpty()
                        || !client.member.assigned().isBlank());
            }
            assertTrue(generationsNow.size() <= 1, "more than one generation: " + generationsNow);
            for (Client client : lost) {
                assertTrue(!client.waits(), () -> client.member.memberId + " was never answered");
            }
            clients.forEach(client -> client.member.leave());
            rig.advance(120_000);
            rig.advance(400_000);
            assertEquals(0, rig.timers(), "timers of a group that is gone");
            assertTrue(rig.compacted().values().stream().allMatch(record -> record.isTombstone()));
        }
    }
}
