package io.headrace.interop.contract;

import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.MockConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.SubscriptionPattern;
import io.headrace.common.KafkaException;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * A random story of one mock consumer, told as lines of text: what was called, and what came of it. The same seed is the same
 * story, so the lines of two implementations can be compared. Exceptions are told by their class.
 */
public final class MockConsumerScript {

    private static final int STEPS = 120;

    private final Random random;
    private final List<String> lines = new ArrayList<>();
    private final MockConsumer<String, String> consumer;
    private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();

    private final ConsumerRebalanceListener listener = new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            lines.add("  revoked " + sorted(partitions));
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            lines.add("  assigned " + sorted(partitions));
        }
    };

    private MockConsumerScript(long seed) {
        random = new Random(seed);
        consumer = new MockConsumer<>(
                List.of("earliest", "latest", "none", "by_duration:PT1H").get(random.nextInt(4)));
        if (random.nextInt(4) > 0) {
            for (String topic : List.of("a", "b")) {
                for (int partition = 0; partition < 2; partition++) {
                    consumer.updateBeginningOffsets(Map.of(new TopicPartition(topic, partition), 0L));
                    consumer.updateEndOffsets(Map.of(new TopicPartition(topic, partition), 2L));
                }
            }
        }
    }

    /** The lines of a story. */
    public static List<String> run(long seed) {
        MockConsumerScript script = new MockConsumerScript(seed);
        for (int i = 0; i < STEPS; i++) {
            script.step();
        }
        return script.lines;
    }

    private static Set<String> sorted(Collection<TopicPartition> partitions) {
        Set<String> names = new TreeSet<>();
        partitions.forEach(partition -> names.add(partition.toString()));
        return names;
    }

    private TopicPartition partition() {
        return new TopicPartition(random.nextBoolean() ? "a" : "b", random.nextInt(2));
    }

    private Set<TopicPartition> partitions() {
        Set<TopicPartition> some = new HashSet<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            some.add(partition());
        }
        return some;
    }

    private long offset() {
        return random.nextInt(12);
    }

    private void tell(String call, Callable<Object> asking) {
        String outcome;
        try {
            outcome = String.valueOf(asking.call());
        } catch (Exception e) {
            outcome = e.getClass().getSimpleName();
        }
        lines.add(call + " -> " + outcome);
    }

    private void tell(String call, Runnable doing) {
        tell(call, () -> {
            doing.run();
            return "done";
        });
    }

    /** Does something with several partitions. When that is refused, half of it may be done; so then both forget all. */
    private void choose(String call, Runnable doing) {
        tell(call, doing);
        if (!lines.get(lines.size() - 1).endsWith("done")) {
            tell("unsubscribe", consumer::unsubscribe);
        }
    }

    private void step() {
        TopicPartition one = partition();
        Set<TopicPartition> some = partitions();
        long offset = offset();
        switch (random.nextInt(31)) {
            case 0 -> choose("subscribe", () -> consumer.subscribe(List.of("a", "b"), listener));
            case 1 -> choose("subscribe a", () -> consumer.subscribe(List.of("a"), listener));
            case 2 -> {
                // Apache's leaves out what it is subscribed to already.
                if (consumer.subscription().isEmpty()) {
                    choose("subscribe pattern", () -> consumer.subscribe(Pattern.compile("a.*"), listener));
                }
            }
            case 3 -> {
                if (random.nextInt(3) == 0) {
                    choose("assign " + sorted(some), () -> consumer.assign(some));
                }
            }
            case 4 -> {
                if (random.nextInt(4) == 0) {
                    tell("unsubscribe", consumer::unsubscribe);
                }
            }
            case 5, 6 -> {
                // Apache's tells a listener of before what it then refuses.
                if (!consumer.subscription().isEmpty()) {
                    tell("rebalance " + sorted(some), () -> consumer.rebalance(some));
                }
            }
            case 7, 8, 9, 10 -> add(one);
            case 11, 12, 13, 14 -> poll();
            case 15 -> tell("seek " + one + " " + offset, () -> consumer.seek(one, offset));
            case 16 -> choose("seekToBeginning " + sorted(some), () -> consumer.seekToBeginning(some));
            case 17 -> choose("seekToEnd " + sorted(some), () -> consumer.seekToEnd(some));
            case 18 -> {
                if (random.nextBoolean()) {
                    // Apache's goes on naming those that are not assigned any more, so all of them are not compared.
                    choose("pause " + sorted(some), () -> {
                        consumer.pause(some);
                        lines.add("  paused " + consumer.paused().containsAll(some));
                    });
                } else {
                    choose("resume " + sorted(some), () -> consumer.resume(some));
                }
            }
            case 19 -> tell("position " + one, () -> consumer.position(one));
            case 20 ->
                tell(
                        "commitSync " + one + " " + offset,
                        () -> consumer.commitSync(Map.of(one, new OffsetAndMetadata(offset))));
            case 21 ->
                tell(
                        "commitAsync",
                        () -> consumer.commitAsync(
                                (offsets, failure) -> lines.add("  committed " + offsets(offsets) + " " + failure)));
            case 22 -> tell("committed " + sorted(some), () -> offsets(consumer.committed(some)));
            case 23 -> known(one, offset);
            case 24 -> oddities();
            case 25 -> moreReading(one, some, offset);
            case 26 -> moreCommits(one, offset);
            case 27 -> subscribeOtherwise();
            case 28 -> wrongArguments(one);
            case 29 -> telemetry();
            default ->
                tell("state", () -> sorted(consumer.assignment()) + " " + new TreeSet<>(consumer.subscription()));
        }
    }

    /** One that fails has found positions for some partitions and not for others; which, depends on their order. */
    private void poll() {
        tell("poll", () -> polled(consumer.poll(Duration.ZERO)));
        String told = lines.get(lines.size() - 1);
        if (told.endsWith("Exception") && !told.endsWith("WakeupException") && !told.endsWith(" KafkaException")) {
            tell("unsubscribe", consumer::unsubscribe);
        }
    }

    private void add(TopicPartition to) {
        long next = nextOffsets.merge(to, 1L, Long::sum) - 1;
        tell(
                "add " + to + " " + next,
                () -> consumer.addRecord(new ConsumerRecord<>(to.topic(), to.partition(), next, "k", "v" + next)));
    }

    private void known(TopicPartition partition, long offset) {
        switch (random.nextInt(4)) {
            case 0 ->
                tell(
                        "begins " + partition + " " + offset / 4,
                        () -> consumer.updateBeginningOffsets(Map.of(partition, offset / 4)));
            case 1 ->
                tell(
                        "ends " + partition + " " + (offset + 3),
                        () -> consumer.updateEndOffsets(Map.of(partition, offset + 3)));
            case 2 ->
                tell(
                        "beginningOffsets " + partition,
                        () -> consumer.beginningOffsets(List.of(partition)).get(partition));
            default ->
                tell(
                        "endOffsets " + partition,
                        () -> consumer.endOffsets(List.of(partition)).get(partition));
        }
    }

    private void moreReading(TopicPartition one, Set<TopicPartition> some, long offset) {
        switch (random.nextInt(7)) {
            case 0 -> tell("currentLag " + one, () -> consumer.currentLag(one));
            case 1 -> {
                OffsetAndMetadata to = new OffsetAndMetadata(offset, Optional.of(random.nextInt(3)), "x");
                tell("seek " + one + " " + to, () -> consumer.seek(one, to));
            }
            case 2 -> {
                int most = random.nextInt(6) - 1;
                tell("maxPollRecords " + most, () -> consumer.setMaxPollRecords(most));
            }
            case 3 ->
                tell("durations " + one + " " + offset, () -> consumer.updateDurationOffsets(Map.of(one, offset)));
            case 4 -> tell("position in time " + one, () -> consumer.position(one, Duration.ofMillis(1)));
            case 5 ->
                tell(
                        "offsetsForTimes " + sorted(some),
                        () -> consumer.offsetsForTimes(Map.of(one, offset)).size());
            default -> tell("lastPollTimeout", consumer::lastPollTimeout);
        }
    }

    private void moreCommits(TopicPartition one, long offset) {
        switch (random.nextInt(5)) {
            case 0 -> tell("commitSync", () -> consumer.commitSync());
            case 1 -> tell("commitSync in time", () -> consumer.commitSync(Duration.ofMillis(1)));
            case 2 -> tell("commitAsync without callback", () -> consumer.commitAsync());
            case 3 ->
                tell(
                        "commitAsync with a callback that fails",
                        () -> consumer.commitAsync(Map.of(one, new OffsetAndMetadata(offset)), (offsets, failure) -> {
                            throw new KafkaException("as wanted");
                        }));
            default ->
                tell(
                        "committed whole " + one,
                        () -> consumer.committed(Set.of(one), Duration.ofMillis(1))
                                .get(one));
        }
    }

    private void subscribeOtherwise() {
        switch (random.nextInt(6)) {
            case 0 -> choose("subscribe without listener", () -> consumer.subscribe(List.of("b")));
            case 1 -> choose("subscribe to nothing", () -> consumer.subscribe(List.of()));
            case 2 -> choose("assign nothing", () -> consumer.assign(List.of()));
            case 3 -> choose("subscribe RE2", () -> consumer.subscribe(new SubscriptionPattern("a.*")));
            case 4 ->
                choose(
                        "subscribe RE2 with listener",
                        () -> consumer.subscribe(new SubscriptionPattern("a.*"), listener));
            default -> {
                if (random.nextInt(10) == 0) {
                    tell("close", () -> consumer.close());
                    tell("closed", consumer::closed);
                }
            }
        }
    }

    private void wrongArguments(TopicPartition one) {
        switch (random.nextInt(17)) {
            case 0 -> choose("subscribe null", () -> consumer.subscribe((List<String>) null));
            case 1 -> choose("subscribe null listener", () -> consumer.subscribe(List.of("a"), null));
            case 3 -> choose("subscribe empty topic", () -> consumer.subscribe(List.of(" ")));
            case 4 -> choose("subscribe null pattern", () -> consumer.subscribe((Pattern) null));
            case 5 -> choose("subscribe null RE2", () -> consumer.subscribe((SubscriptionPattern) null));
            case 6 -> choose("subscribe empty RE2", () -> consumer.subscribe(new SubscriptionPattern("")));
            case 7 -> choose("assign null", () -> consumer.assign(null));
            case 9 -> choose("assign nameless partition", () -> consumer.assign(List.of(new TopicPartition(" ", 0))));
            case 10 -> tell("seek before 0", () -> consumer.seek(one, -1));
            case 11 -> choose("seekToBeginning null", () -> consumer.seekToBeginning(null));
            case 12 -> choose("seekToEnd null", () -> consumer.seekToEnd(null));
            case 13 -> tell("seek null", () -> consumer.seek(one, (OffsetAndMetadata) null));
            case 14 -> choose("pause null", () -> consumer.pause(null));
            case 15 -> tell("task null", () -> consumer.schedulePollTask(null));
            default -> tell("poll null", () -> polled(consumer.poll(null)));
        }
    }

    private void telemetry() {
        switch (random.nextInt(5)) {
            case 0 -> tell("clientInstanceId", () -> consumer.clientInstanceId(Duration.ZERO));
            case 1 -> tell("timeouts", () -> consumer.injectTimeoutException(random.nextInt(3)));
            case 2 -> tell("setClientInstanceId", () -> consumer.setClientInstanceId(new Uuid(1, 2)));
            case 3 ->
                tell(
                        "metrics",
                        () -> consumer.metrics().size() + " "
                                + consumer.addedMetrics().size());
            default -> {
                if (random.nextInt(4) == 0) {
                    tell("disableTelemetry", consumer::disableTelemetry);
                }
            }
        }
    }

    private void oddities() {
        switch (random.nextInt(8)) {
            case 0 -> tell("wakeup", consumer::wakeup);
            case 1 -> tell("pollException", () -> consumer.setPollException(new KafkaException("as wanted")));
            case 2 -> tell("offsetsException", () -> consumer.setOffsetsException(new KafkaException("as wanted")));
            case 3 -> tell("metadata", () -> consumer.groupMetadata().groupId());
            case 4 -> tell("task", () -> consumer.schedulePollTask(() -> lines.add("  task")));
            case 5 ->
                tell(
                        "partitions",
                        () -> consumer.updatePartitions("a", List.of(new PartitionInfo("a", 0, null, null, null))));
            case 6 ->
                tell(
                        "partitionsFor",
                        () -> consumer.partitionsFor("a").size() + " "
                                + new TreeSet<>(consumer.listTopics().keySet()));
            default -> {
                consumer.enforceRebalance();
                tell("shouldRebalance", consumer::shouldRebalance);
                consumer.resetShouldRebalance();
            }
        }
    }

    private static String polled(ConsumerRecords<String, String> records) {
        Map<String, List<Long>> byPartition = new TreeMap<>();
        records.forEach(record -> byPartition
                .computeIfAbsent(record.topic() + "-" + record.partition(), p -> new ArrayList<>())
                .add(record.offset()));
        return byPartition + " next " + offsets(records.nextOffsets());
    }

    private static Map<String, Long> offsets(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<String, Long> byName = new TreeMap<>();
        offsets.forEach((partition, offset) -> byName.put(partition.toString(), offset == null ? -1 : offset.offset()));
        return byName;
    }
}
