package io.headrace.interop.groups;

import static io.headrace.interop.groups.Clients.name;
import static io.headrace.interop.groups.Clients.partitions;
import static io.headrace.interop.groups.Clients.read;
import static io.headrace.interop.groups.Clients.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * What a group of consumers, and a transactional producer, do with any broker. Each public method is one scenario, found by
 * its name; the class may be loaded beside an old version of Apache's clients, and uses nothing that these lack.
 */
// The old line has nothing newer; a send that failed shows in what is read afterwards.
@SuppressWarnings({"deprecation", "removal", "FutureReturnValueIgnored"})
public final class Scenarios {

    private static final int PARTITIONS = 4;

    private final Clients clients;

    /** Scenarios against a broker. */
    public Scenarios(String bootstrapServers, Map<String, Object> consumerSettings) {
        this.clients = new Clients(bootstrapServers, consumerSettings);
    }

    private void assertShared(String topic, Member... members) {
        Await.until("each partition of " + topic + " has one member", Clients.PATIENCE, () -> {
            List<TopicPartition> all = new ArrayList<>();
            for (Member member : members) {
                if (member.assignment().isEmpty()) {
                    return false;
                }
                all.addAll(member.assignment());
            }
            return all.size() == PARTITIONS && Set.copyOf(all).equals(Set.copyOf(partitions(topic, PARTITIONS)));
        });
    }

    /** Members come and go, and each record is read once by somebody. */
    public void membersJoinAndLeave() throws Exception {
        String topic = clients.topic(name("join"), PARTITIONS);
        String group = name("g");
        List<String> seen = new ArrayList<>();
        Member first = Member.of(clients.consumer(group), true, topic);
        Member second = null;
        try {
            first.awaitAssigned(PARTITIONS);
            clients.write(topic, PARTITIONS, 0, 40);
            first.awaitRecords(40);
            second = Member.of(clients.consumer(group), true, topic);
            assertShared(topic, first, second);
            clients.write(topic, PARTITIONS, 40, 80);
            second.awaitRecords(20);
            first.awaitRecords(60);
            first.close();
            second.awaitAssigned(PARTITIONS);
            clients.write(topic, PARTITIONS, 80, 120);
            second.awaitRecords(60);
        } finally {
            first.close();
            if (second != null) {
                second.close();
            }
        }
        first.records.forEach(r -> seen.add(r.value()));
        second.records.forEach(r -> seen.add(r.value()));
        assertEquals(120, seen.size());
        assertEquals(120, new HashSet<>(seen).size());
    }

    /** Every assignor gives each partition to one of two members, and the cooperative ones take no more than they must. */
    public void everyAssignorShares() throws Exception {
        String classes = "org.apache.kafka.clients.consumer.";
        String key = clients.isNextProtocol() ? "group.remote.assignor" : "partition.assignment.strategy";
        List<String> assignors = clients.isNextProtocol()
                ? List.of("uniform", "range")
                : List.of(
                        classes + "RangeAssignor",
                        classes + "RoundRobinAssignor",
                        classes + "StickyAssignor",
                        classes + "CooperativeStickyAssignor");
        for (String assignor : assignors) {
            String topic = clients.topic(name("assignor"), PARTITIONS);
            String group = name("g");
            try (Member first = Member.of(clients.consumer(group, key, assignor), true, topic)) {
                first.awaitAssigned(PARTITIONS);
                try (Member second = Member.of(clients.consumer(group, key, assignor), true, topic)) {
                    assertShared(topic, first, second);
                    assertEquals(PARTITIONS / 2, first.assignment().size(), assignor);
                    boolean cooperative = clients.isNextProtocol() || assignor.contains("Cooperative");
                    assertEquals(cooperative ? PARTITIONS / 2 : PARTITIONS, first.revoked.size(), assignor);
                    clients.write(topic, PARTITIONS, 0, 40);
                    first.awaitRecords(20);
                    second.awaitRecords(20);
                }
                first.awaitAssigned(PARTITIONS);
            }
        }
    }

    /** A member that is gone without a word is missed when its session ends; what it had not committed is read again. */
    public void aCrashedMemberIsTakenOver() throws Exception {
        String topic = clients.topic(name("crash"), PARTITIONS);
        String group = name("g");
        clients.write(topic, PARTITIONS, 0, 40);
        Member crashing = Member.of(clients.consumer(group, "internal.leave.group.on.close", false), false, topic);
        crashing.awaitRecords(40);
        crashing.end(Crash::close);
        try (Member heir = Member.of(clients.consumer(group), true, topic)) {
            heir.awaitRecords(40);
            heir.awaitAssigned(PARTITIONS);
            assertEquals(40, heir.records.size());
        }
        try (KafkaConsumer<String, String> later = clients.consumer(group)) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    later.committed(Set.copyOf(partitions(topic, PARTITIONS)));
            committed.values().forEach(offset -> assertEquals(10, offset.offset()));
        }
    }

    /** A member that comes back under its instance's name finds its partitions, and the others notice nothing. */
    public void aStaticMemberComesBack() throws Exception {
        String topic = clients.topic(name("static"), PARTITIONS);
        String group = name("g");
        try (Member other = Member.of(clients.consumer(group, "group.instance.id", "other"), true, topic)) {
            Member restarted = Member.of(clients.consumer(group, "group.instance.id", "again"), true, topic);
            assertShared(topic, other, restarted);
            Set<TopicPartition> before = restarted.assignment();
            int rebalances = other.rebalances.get();
            restarted.close();
            clients.write(topic, PARTITIONS, 0, 40);
            try (Member back = Member.of(clients.consumer(group, "group.instance.id", "again"), true, topic)) {
                back.awaitAssigned(before.size());
                assertEquals(before, back.assignment());
                back.awaitRecords(20);
                other.awaitRecords(20);
                assertEquals(rebalances, other.rebalances.get());
            }
        }
    }

    /** Of two consumers with one instance's name, one is told that it is not the one. */
    public void anInstanceIsOneMember() throws Exception {
        String topic = clients.topic(name("fenced"), 1);
        String group = name("g");
        Member first = Member.of(clients.consumer(group, "group.instance.id", "one"), true, topic);
        try {
            first.awaitAssigned(1);
            Member second = Member.of(clients.consumer(group, "group.instance.id", "one"), true, topic);
            try {
                Throwable told = (clients.isNextProtocol() ? second : first).awaitFailure();
                assertEquals(
                        clients.isNextProtocol() ? "UnreleasedInstanceIdException" : "FencedInstanceIdException",
                        told.getClass().getSimpleName(),
                        told.toString());
            } finally {
                second.close();
            }
        } finally {
            first.close();
        }
    }

    /** Offsets are committed when and where one wants, and found again. */
    public void offsetsAreCommittedByHand() throws Exception {
        String topic = clients.topic(name("commit"), 1);
        String group = name("g");
        TopicPartition partition = new TopicPartition(topic, 0);
        clients.write(topic, 1, 0, 10);
        try (KafkaConsumer<String, String> consumer = clients.consumer(group, "max.poll.records", 4)) {
            consumer.subscribe(List.of(topic));
            assertEquals(List.of("0", "1", "2", "3"), values(read(consumer, 4)));
            assertNull(consumer.committed(Set.of(partition)).get(partition));
            consumer.commitSync();
            assertEquals(4, consumer.committed(Set.of(partition)).get(partition).offset());
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(6, "a note")));
            assertEquals(
                    "a note",
                    consumer.committed(Set.of(partition)).get(partition).metadata());
            CompletableFuture<Void> committed = new CompletableFuture<>();
            consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(7)), (offsets, error) -> {
                if (error == null) {
                    committed.complete(null);
                } else {
                    committed.completeExceptionally(error);
                }
            });
            Await.until("an asynchronous commit", Clients.PATIENCE, () -> {
                consumer.poll(Duration.ZERO);
                return committed.isDone();
            });
            committed.get();
        }
        try (KafkaConsumer<String, String> consumer = clients.consumer(group)) {
            consumer.subscribe(List.of(topic));
            assertEquals(List.of("7", "8", "9"), values(read(consumer, 3)));
        }
        try (KafkaConsumer<String, String> consumer = clients.consumer(group)) {
            consumer.assign(List.of(partition));
            assertEquals(7, consumer.position(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(2)));
            assertEquals(2, consumer.committed(Set.of(partition)).get(partition).offset());
        }
    }

    /** Positions are committed in the background, and on closing. */
    public void offsetsAreCommittedByThemselves() throws Exception {
        String topic = clients.topic(name("auto"), 1);
        String group = name("g");
        TopicPartition partition = new TopicPartition(topic, 0);
        clients.write(topic, 1, 0, 10);
        try (KafkaConsumer<String, String> watcher = clients.consumer(group + "-watcher");
                KafkaConsumer<String, String> consumer =
                        clients.consumer(group, "enable.auto.commit", true, "auto.commit.interval.ms", 100)) {
            consumer.subscribe(List.of(topic));
            read(consumer, 10);
            Await.until("a commit in the background", Clients.PATIENCE, () -> {
                consumer.poll(Duration.ofMillis(10));
                OffsetAndMetadata offset = consumer.committed(Set.of(partition)).get(partition);
                return offset != null && offset.offset() == 10;
            });
            assertNull(watcher.committed(Set.of(partition)).get(partition));
        }
        clients.write(topic, 1, 10, 15);
        try (KafkaConsumer<String, String> consumer =
                clients.consumer(group, "enable.auto.commit", true, "auto.commit.interval.ms", 600_000)) {
            consumer.subscribe(List.of(topic));
            assertEquals(List.of("10", "11", "12", "13", "14"), values(read(consumer, 5)));
        }
        try (KafkaConsumer<String, String> consumer = clients.consumer(group)) {
            assertEquals(
                    15, consumer.committed(Set.of(partition)).get(partition).offset());
        }
    }

    /** A member that is not one any more cannot commit. */
    public void whoWasPutOutCannotCommit() throws Exception {
        String topic = clients.topic(name("out"), 1);
        String group = name("g");
        clients.write(topic, 1, 0, 5);
        try (KafkaConsumer<String, String> slow = clients.consumer(group, "max.poll.interval.ms", 1_000)) {
            slow.subscribe(List.of(topic));
            read(slow, 5);
            try (Member other = Member.of(clients.consumer(group), true, topic)) {
                other.awaitAssigned(1);
                if (!clients.isNextProtocol()) {
                    assertThrows(CommitFailedException.class, slow::commitSync);
                } // The next protocol's consumer left by itself, and commits as one without a group.
                other.awaitRecords(5);
            }
        }
    }

    /** A member goes to any offset, and finds one by time. */
    public void aMemberSeeks() throws Exception {
        String topic = clients.topic(name("seek"), 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<String, String> producer = clients.producer()) {
            for (int n = 0; n < 10; n++) {
                producer.send(new ProducerRecord<>(topic, 0, 1_000L * (n + 1), "k", Integer.toString(n)));
            }
        }
        try (KafkaConsumer<String, String> consumer = clients.consumer(name("g"), "max.poll.records", 2)) {
            consumer.subscribe(List.of(topic));
            read(consumer, 10);
            consumer.seek(partition, 8);
            assertEquals("8", read(consumer, 1).get(0).value());
            consumer.seekToBeginning(List.of(partition));
            assertEquals("0", read(consumer, 1).get(0).value());
            consumer.seekToEnd(List.of(partition));
            assertEquals(10, consumer.position(partition));
            assertEquals(
                    4,
                    consumer.offsetsForTimes(Map.of(partition, 4_500L))
                            .get(partition)
                            .offset());
            assertNull(consumer.offsetsForTimes(Map.of(partition, 99_000L)).get(partition));
            assertEquals(Map.of(partition, 10L), consumer.endOffsets(List.of(partition)));
            consumer.pause(List.of(partition));
            consumer.seek(partition, 3);
            assertTrue(consumer.poll(Duration.ofMillis(300)).isEmpty());
            consumer.resume(List.of(partition));
            assertEquals("3", read(consumer, 1).get(0).value());
        }
    }

    /** A pattern finds topics that are there, and those that come later. */
    public void aPatternIsSubscribedTo() throws Exception {
        String prefix = name("pattern");
        clients.topic(prefix + "-a", 1);
        clients.topic("not-" + prefix, 1);
        try (Member member = new Member(
                clients.consumer(name("g")),
                true,
                (consumer, listener) -> consumer.subscribe(Pattern.compile(prefix + "-.*"), listener))) {
            member.awaitAssigned(1);
            clients.topic(prefix + "-b", 2);
            member.awaitAssigned(3);
            clients.write(prefix + "-b", 2, 0, 6);
            member.awaitRecords(6);
        }
    }

    /** What is read, written and committed together is visible together, or not at all. */
    public void aTransactionMovesRecords() throws Exception {
        String input = clients.topic(name("tx-in"), 1);
        String output = clients.topic(name("tx-out"), 1);
        String group = name("g");
        String id = name("tx");
        clients.write(input, 1, 0, 20);
        TopicPartition partition = new TopicPartition(input, 0);
        try (KafkaProducer<String, String> producer = clients.producer("transactional.id", id);
                KafkaConsumer<String, String> consumer = clients.consumer(group, "max.poll.records", 5)) {
            producer.initTransactions();
            consumer.subscribe(List.of(input));
            for (int round = 0; round < 4; round++) {
                // Every other round is done in vain, and again.
                boolean inVain = round % 2 == 0;
                var batch = read(consumer, 5);
                producer.beginTransaction();
                batch.forEach(r -> producer.send(new ProducerRecord<>(output, r.value())));
                Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(
                        partition,
                        new OffsetAndMetadata(batch.get(batch.size() - 1).offset() + 1));
                producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                if (inVain) {
                    producer.flush();
                    producer.abortTransaction();
                    consumer.seek(partition, batch.get(0).offset());
                } else {
                    producer.commitTransaction();
                }
            }
            assertEquals(
                    10, consumer.committed(Set.of(partition)).get(partition).offset());
        }
        clients.write(output, 1, 100, 101);
        try (KafkaConsumer<String, String> reader = clients.consumer(name("g"), "isolation.level", "read_committed")) {
            reader.assign(List.of(new TopicPartition(output, 0)));
            List<String> expected = new ArrayList<>(
                    IntStream.range(0, 10).mapToObj(Integer::toString).toList());
            expected.add("100");
            assertEquals(expected, values(read(reader, 11)));
        }
    }

    /** While a transaction is open, nobody who wants committed records reads past it, and its offsets cannot be seen. */
    public void anOpenTransactionHoldsReadersBack() throws Exception {
        String topic = clients.topic(name("tx-open"), 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<String, String> producer = clients.producer("transactional.id", name("tx"));
                KafkaConsumer<String, String> reader =
                        clients.consumer(name("g"), "isolation.level", "read_committed")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "inside")).get();
            clients.write(topic, 1, 0, 1);
            reader.assign(List.of(partition));
            assertEquals(Map.of(partition, 0L), reader.endOffsets(List.of(partition)));
            assertTrue(reader.poll(Duration.ofMillis(300)).isEmpty());
            producer.commitTransaction();
            assertEquals(List.of("inside", "0"), values(read(reader, 2)));
        }
    }

    /** A second producer of one name ends the first. */
    public void aProducerIsFencedByItsSuccessor() throws Exception {
        String topic = clients.topic(name("tx-fence"), 1);
        String id = name("tx");
        try (KafkaProducer<String, String> first = clients.producer("transactional.id", id);
                KafkaProducer<String, String> second = clients.producer("transactional.id", id)) {
            first.initTransactions();
            first.beginTransaction();
            first.send(new ProducerRecord<>(topic, "of the first")).get();
            second.initTransactions();
            assertThrows(ProducerFencedException.class, first::commitTransaction);
            second.beginTransaction();
            second.send(new ProducerRecord<>(topic, "of the second")).get();
            second.commitTransaction();
        }
        try (KafkaConsumer<String, String> reader = clients.consumer(name("g"), "isolation.level", "read_committed")) {
            reader.assign(List.of(new TopicPartition(topic, 0)));
            assertEquals(List.of("of the second"), values(read(reader, 1)));
        }
    }

    /** A producer's transaction that takes too long is aborted. */
    public void aTransactionTimesOut() throws Exception {
        String topic = clients.topic(name("tx-late"), 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<String, String> producer =
                        clients.producer("transactional.id", name("tx"), "transaction.timeout.ms", 1_000);
                KafkaConsumer<String, String> reader =
                        clients.consumer(name("g"), "isolation.level", "read_committed")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "late")).get();
            clients.write(topic, 1, 0, 1);
            reader.assign(List.of(partition));
            assertEquals(List.of("0"), values(read(reader, 1)));
        }
    }

    /** An idempotent producer's records are there once and in order, with each codec. */
    public void anIdempotentProducerKeepsOrder() throws Exception {
        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            String topic = clients.topic(name("idem-" + codec), 1);
            try (KafkaProducer<String, String> producer = clients.producer(
                    "enable.idempotence", true, "compression.type", codec, "linger.ms", 2, "acks", "all")) {
                for (int n = 0; n < 500; n++) {
                    producer.send(new ProducerRecord<>(topic, "k", "value value value " + n));
                }
                producer.flush();
            }
            try (KafkaConsumer<String, String> reader = clients.consumer(name("g"))) {
                reader.assign(List.of(new TopicPartition(topic, 0)));
                assertEquals(
                        IntStream.range(0, 500)
                                .mapToObj(n -> "value value value " + n)
                                .toList(),
                        values(read(reader, 500)));
            }
        }
    }

    /** Groups are listed, described, their offsets changed, and they are deleted. */
    public void aGroupIsAdministered() throws Exception {
        String topic = clients.topic(name("admin"), 1);
        String group = name("g");
        TopicPartition partition = new TopicPartition(topic, 0);
        clients.write(topic, 1, 0, 5);
        try (var admin = clients.admin()) {
            try (Member member = Member.of(clients.consumer(group, "client.id", "somebody"), true, topic)) {
                member.awaitRecords(5);
                var described = admin.describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group);
                Await.until(
                        "a stable group",
                        Clients.PATIENCE,
                        () -> admin.describeConsumerGroups(List.of(group))
                                .describedGroups()
                                .get(group)
                                .get()
                                .state()
                                .toString()
                                .equals("Stable"));
                var one =
                        described.get(30, TimeUnit.SECONDS).members().iterator().next();
                assertEquals("somebody", one.clientId());
                assertEquals("/127.0.0.1", one.host());
                assertEquals(Set.of(partition), one.assignment().topicPartitions());
                assertTrue(admin.listConsumerGroups().all().get(30, TimeUnit.SECONDS).stream()
                        .anyMatch(g -> g.groupId().equals(group)));
                assertThrows(
                        Exception.class,
                        () -> admin.deleteConsumerGroups(List.of(group)).all().get(30, TimeUnit.SECONDS));
            }
            assertEquals(5, committed(admin, group).get(partition).offset());
            admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(2)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            assertEquals(2, committed(admin, group).get(partition).offset());
            admin.deleteConsumerGroupOffsets(group, Set.of(partition)).all().get(30, TimeUnit.SECONDS);
            assertNull(committed(admin, group).get(partition));
            admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(3)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            admin.deleteConsumerGroups(List.of(group)).all().get(30, TimeUnit.SECONDS);
            assertTrue(admin.listConsumerGroups().all().get(30, TimeUnit.SECONDS).stream()
                    .noneMatch(g -> g.groupId().equals(group)));
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(
            org.apache.kafka.clients.admin.Admin admin, String group) throws Exception {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS);
    }
}
