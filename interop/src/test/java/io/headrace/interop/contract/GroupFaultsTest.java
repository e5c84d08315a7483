package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.text;
import static io.headrace.interop.contract.GroupSteps.COOPERATIVE;
import static io.headrace.interop.contract.GroupSteps.RANGE;
import static io.headrace.interop.contract.GroupSteps.all;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.WakeupException;
import io.headrace.interop.FaultProxy.Fault;
import io.headrace.interop.ProxiedBroker;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A group of four under random joins, leaves, crashes and cut connections: every record is seen at least once, no partition
 * has two owners at a time as far as listeners are told, and committed offsets never go back.
 *
 * <p>A member crashes in one of two ways: its connections are ended, and none of its words gets through any more; or it
 * closes without leaving the group. Either way it is missed when its session ends.
 *
 * <p>3 runs; 500 with {@code -Plong}, or {@code -Dheadrace.faults.runs=...}. A failure names the seed, and
 * {@code -Dheadrace.seed=...} repeats its choices.
 */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(value = 240, unit = TimeUnit.MINUTES)
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read afterwards.
class GroupFaultsTest {

    private static final int RUNS =
            Integer.getInteger("headrace.faults.runs", Boolean.getBoolean("headrace.long") ? 500 : 3);
    private static final int MEMBERS = 4;
    private static final int PARTITIONS = 6;
    private static final int EVENTS = 6;

    /** Long enough for a request to time out, and to be sent again well within a session. */
    private static final int HOLD_MS = 1_200;

    private static final int REQUEST_TIMEOUT_MS = 1_000;
    private static final int SESSION_TIMEOUT_MS = 4_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(90);

    @Parameter
    Target target;

    private final long seed = Long.getLong("headrace.seed", System.nanoTime());

    private Contract contract() {
        return new Contract(ProxiedBroker.of(target).bootstrapServers());
    }

    @AfterEach
    void disarm() {
        ProxiedBroker.of(target).proxy().disarm();
    }

    @Test
    void nothingIsLostOwnedTwiceOrTakenBack() {
        for (int run = 0; run < RUNS; run++) {
            long runSeed = seed + run;
            try {
                new Run(new Random(runSeed), (int) Math.floorMod(runSeed, 3L)).go();
            } catch (Throwable e) {
                throw new AssertionError("run " + run + " with -Dheadrace.seed=" + runSeed + ": " + e.getMessage(), e);
            }
        }
    }

    /** One group, from its first member to its last. */
    private final class Run {
        private final Random random;
        private final String topic;
        private final GroupSteps steps = new GroupSteps(contract());
        private final List<Object> settings;
        private final String protocol;
        private final Set<String> seen = ConcurrentHashMap.newKeySet();
        private final Map<TopicPartition, String> owners = new ConcurrentHashMap<>();
        private final Queue<String> violations = new ConcurrentLinkedQueue<>();
        private final Map<TopicPartition, Long> committed = new HashMap<>();
        private final List<Member> members = new ArrayList<>();
        private int started;
        private int sent;

        Run(Random random, int kind) throws Exception {
            this.random = random;
            this.topic = contract().newTopic("faults", PARTITIONS);
            this.protocol = kind == 2 ? "consumer" : "classic";
            this.settings = new ArrayList<>(List.of(
                    "request.timeout.ms", REQUEST_TIMEOUT_MS,
                    "default.api.timeout.ms", 5_000,
                    "reconnect.backoff.ms", 5,
                    "reconnect.backoff.max.ms", 50,
                    "retry.backoff.ms", 5,
                    "max.poll.records", 20));
            if (kind < 2) {
                settings.addAll(List.of("partition.assignment.strategy", kind == 0 ? RANGE : COOPERATIVE));
                settings.addAll(List.of("session.timeout.ms", SESSION_TIMEOUT_MS));
            }
        }

        void go() throws Exception {
            try (KafkaConsumer<byte[], byte[]> watcher = contract().consumer("group.id", steps.group())) {
                for (int i = 0; i < MEMBERS; i++) {
                    join();
                }
                for (int event = 0; event < EVENTS; event++) {
                    send(60);
                    happen();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
                    watch(watcher);
                }
                ProxiedBroker.of(target).proxy().disarm();
                send(60);
                long deadlineNs = System.nanoTime() + PATIENCE_NS;
                while (seen.size() < sent) {
                    failOnViolation();
                    assertTrue(
                            System.nanoTime() - deadlineNs < 0,
                            () -> "seen " + seen.size() + " of " + sent + " with owners " + owners);
                    TimeUnit.MILLISECONDS.sleep(10);
                    watch(watcher);
                }
            } finally {
                for (Member member : members) {
                    member.leave();
                }
            }
            failOnViolation();
        }

        private void failOnViolation() {
            assertTrue(violations.isEmpty(), violations::toString);
        }

        private void happen() throws InterruptedException {
            switch (random.nextInt(4)) {
                case 0 -> {
                    members.remove(random.nextInt(members.size())).leave();
                    join();
                }
                case 1 -> {
                    members.remove(random.nextInt(members.size())).crash(random.nextBoolean());
                    join();
                }
                default -> {
                    ProxiedBroker.of(target).proxy().disarm();
                    ProxiedBroker.of(target).proxy().arm(Fault.random(random, 2_000, 2_000, HOLD_MS));
                }
            }
        }

        private void join() {
            Member member = new Member(topic + "-m" + started++);
            members.add(member);
            member.thread.start();
        }

        private void send(int more) {
            // Not through the proxy's faults: what is lost here would not be the group's fault.
            try (KafkaProducer<byte[], byte[]> producer = contract().producer("delivery.timeout.ms", 120_000)) {
                for (int i = 0; i < more; i++) {
                    producer.send(new ProducerRecord<>(topic, sent % PARTITIONS, null, bytes("r" + sent)));
                    sent++;
                }
            }
        }

        private void watch(KafkaConsumer<byte[], byte[]> watcher) {
            Map<TopicPartition, OffsetAndMetadata> now;
            try {
                now = watcher.committed(all(topic, PARTITIONS));
            } catch (RetriableException e) {
                return;
            }
            now.forEach((partition, offset) -> {
                long at = offset == null ? 0 : offset.offset();
                Long before = committed.put(partition, at);
                if (before != null && before > at) {
                    violations.add(partition + " was committed at " + before + " and then at " + at);
                }
            });
        }

        /** A member with a thread of its own. */
        private final class Member extends Rebalances {
            private final String name;
            private final Thread thread;
            private final KafkaConsumer<byte[], byte[]> consumer;
            private volatile boolean isEnding;
            private volatile boolean isCrash;

            Member(String name) {
                this.name = name;
                List<Object> own = new ArrayList<>(settings);
                own.addAll(List.of("client.id", name));
                this.consumer = steps.member(protocol, own.toArray());
                this.thread = new Thread(this::consume, "member-" + name);
            }

            void leave() throws InterruptedException {
                isEnding = true;
                thread.join();
            }

            void crash(boolean isCutOff) throws InterruptedException {
                isCrash = true;
                // Before it is woken up: it could take up to its session to commit once more, and own what others have.
                isEnding = true;
                if (isCutOff) {
                    ProxiedBroker.of(target).proxy().cutOff(name);
                    consumer.wakeup();
                }
                leave();
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                for (TopicPartition partition : partitions) {
                    String other = owners.putIfAbsent(partition, name);
                    if (other != null) {
                        violations.add(partition + " went to " + name + " while " + other + " had it");
                    }
                }
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                partitions.forEach(partition -> owners.remove(partition, name));
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                onPartitionsRevoked(partitions);
            }

            private void consume() {
                try {
                    consumer.subscribe(List.of(topic), this);
                    while (!isEnding) {
                        var records = consumer.poll(Duration.ofMillis(50));
                        records.forEach(record -> seen.add(text(record.value())));
                        if (!records.isEmpty()) {
                            commit();
                        }
                    }
                } catch (WakeupException e) {
                    // Cut off.
                } catch (RuntimeException e) {
                    violations.add(name + " failed: " + e);
                } finally {
                    end();
                }
            }

            private void commit() {
                try {
                    consumer.commitSync();
                } catch (KafkaException e) {
                    // The group rebalances, or an answer was lost: whoever owns the partitions next reads them again.
                }
            }

            private void end() {
                if (isCrash) {
                    consumer.close(
                            CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP)
                                    .withTimeout(Duration.ofSeconds(1)));
                } else {
                    consumer.close(CloseOptions.timeout(Duration.ofSeconds(10)));
                }
            }
        }
    }
}
