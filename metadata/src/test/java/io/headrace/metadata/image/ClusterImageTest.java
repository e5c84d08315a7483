package io.headrace.metadata.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigResource;
import io.headrace.metadata.record.BrokerRegistrationChangeRecord;
import io.headrace.metadata.record.ConfigRecord;
import io.headrace.metadata.record.FeatureLevelRecord;
import io.headrace.metadata.record.PartitionChangeRecord;
import io.headrace.metadata.record.PartitionRecord;
import io.headrace.metadata.record.ProducerIdsRecord;
import io.headrace.metadata.record.RegisterBrokerRecord;
import io.headrace.metadata.record.RemoveTopicRecord;
import io.headrace.metadata.record.TopicRecord;
import io.headrace.metadata.record.UnregisterBrokerRecord;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterImageTest {
    private static final ClusterImage EMPTY = ClusterImage.empty("cluster");

    @Test
    void aCreatedTopicIsFoundByNameAndById() {
        Uuid id = new Uuid(1, 1);
        ImageChange change = EMPTY.apply(List.of(topic("orders", id), partition(id, 0), partition(id, 1)));

        TopicImage orders = change.after().topic("orders");
        assertSame(orders, change.after().topic(id));
        assertEquals(List.of(orders), change.created());
        assertEquals(2, orders.partitions().size());
        assertEquals(2, change.after().partitionCount());
        assertEquals(1, change.after().version());
        assertEquals(new PartitionImage(1, List.of(1), List.of(1), 1, 0, 0), orders.partition(1));
        assertNull(orders.partition(2));
        assertNull(EMPTY.topic("orders"));
    }

    @Test
    void aDeletedTopicTakesItsSettingsAndItsNamesCollisionsAlong() {
        Uuid id = new Uuid(1, 1);
        ClusterImage with = EMPTY.apply(List.of(topic("a.b", id), partition(id, 0), config("a.b", "retention.ms", "5")))
                .after();
        assertEquals("a.b", with.collidingTopic("a_b"));
        assertNull(with.collidingTopic("a.b"));
        assertNull(with.collidingTopic("ab"));

        ImageChange change = with.apply(List.of(new RemoveTopicRecord().topicId(id)));

        assertEquals(List.of(with.topic("a.b")), change.deleted());
        assertTrue(change.configsChanged().isEmpty());
        assertEquals(Map.of(), change.after().configs(topicResource("a.b")));
        assertNull(change.after().collidingTopic("a_b"));
        assertEquals(0, change.after().partitionCount());
        assertEquals(0, change.after().topicCount());
    }

    @Test
    void aTopicDeletedAndCreatedAgainInOneCommitIsInBothLists() {
        ClusterImage with = EMPTY.apply(List.of(topic("t", new Uuid(1, 1)), partition(new Uuid(1, 1), 0)))
                .after();

        ImageChange change = with.apply(List.of(
                new RemoveTopicRecord().topicId(new Uuid(1, 1)),
                topic("t", new Uuid(2, 2)),
                partition(new Uuid(2, 2), 0)));

        assertEquals(new Uuid(1, 1), change.deleted().get(0).id());
        assertEquals(new Uuid(2, 2), change.created().get(0).id());
        assertEquals(new Uuid(2, 2), change.after().topic("t").id());
        assertNull(change.after().topic(new Uuid(1, 1)));
    }

    @Test
    void aTopicCreatedAndDeletedInOneCommitIsInNoList() {
        Uuid id = new Uuid(1, 1);
        ImageChange change =
                EMPTY.apply(List.of(topic("t", id), partition(id, 0), new RemoveTopicRecord().topicId(id)));
        assertTrue(change.created().isEmpty());
        assertTrue(change.deleted().isEmpty());
        assertEquals(0, change.after().partitionCount());
    }

    @Test
    void aPartitionChangeRaisesTheEpochsItShould() {
        Uuid id = new Uuid(1, 1);
        ClusterImage image =
                EMPTY.apply(List.of(topic("t", id), partition(id, 0))).after();

        ImageChange change = image.apply(
                List.of(new PartitionChangeRecord().topicId(id).partitionId(0).leader(-1)));
        assertEquals(
                new PartitionImage(0, List.of(1), List.of(1), PartitionImage.NO_LEADER, 1, 1),
                change.after().topic("t").partition(0));
        assertEquals(1, change.changed().size());

        ImageChange shrink = change.after()
                .apply(List.of(new PartitionChangeRecord()
                        .topicId(id)
                        .partitionId(0)
                        .replicas(List.of(1, 2))
                        .isr(List.of(2))));
        assertEquals(
                new PartitionImage(0, List.of(1, 2), List.of(2), PartitionImage.NO_LEADER, 1, 2),
                shrink.after().topic("t").partition(0));
    }

    @Test
    void brokersComeChangeAndGo() {
        ClusterImage one = EMPTY.apply(List.of(broker(1, 10), broker(2, 11))).after();
        assertEquals(2, one.brokers().size());
        assertEquals(
                List.of(new Endpoint("PLAINTEXT", "host1", 9092, (short) 0)),
                one.broker(1).endpoints());

        ImageChange fenced = one.apply(List.of(
                new BrokerRegistrationChangeRecord().brokerId(2).brokerEpoch(11).fenced((byte) 1)));
        assertTrue(fenced.brokersChanged());
        assertTrue(fenced.after().broker(2).fenced());

        ImageChange gone = fenced.after()
                .apply(List.of(new UnregisterBrokerRecord().brokerId(2).brokerEpoch(11)));
        assertNull(gone.after().broker(2));
        assertFalse(gone.after()
                .apply(List.of(new FeatureLevelRecord().name("f").featureLevel((short) 1)))
                .brokersChanged());
    }

    @Test
    void recordsThatMakeNoSenseAreRefused() {
        Uuid id = new Uuid(1, 1);
        ClusterImage image = EMPTY.apply(List.of(topic("t", id), partition(id, 0), broker(1, 5), producerIds(1000)))
                .after();
        List<TypedRecord> senseless = List.of(
                topic("t", new Uuid(2, 2)),
                topic("u", id),
                partition(new Uuid(9, 9), 0),
                partition(id, 2),
                new PartitionChangeRecord().topicId(id).partitionId(1),
                new RemoveTopicRecord().topicId(new Uuid(9, 9)),
                new UnregisterBrokerRecord().brokerId(1).brokerEpoch(4),
                new BrokerRegistrationChangeRecord().brokerId(7).brokerEpoch(1).fenced((byte) 1),
                producerIds(999));
        for (TypedRecord record : senseless) {
            assertThrows(IllegalStateException.class, () -> image.apply(List.of(record)), record::toString);
        }
    }

    @Test
    void applyingCommitByCommitGivesWhatTheSnapshotGives() {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            ClusterImage image = EMPTY;
            List<ClusterImage> versions = new ArrayList<>();
            List<List<TypedRecord>> snapshots = new ArrayList<>();
            for (int commit = 0; commit < 60; commit++) {
                image = image.apply(randomCommit(random, image)).after();
                versions.add(image);
                snapshots.add(image.records());
            }
            for (int i = 0; i < versions.size(); i++) {
                ClusterImage version = versions.get(i);
                String where = "seed " + seed + " version " + version.version();
                // An older image says what it said before newer ones were made of it.
                assertEquals(new HashSet<>(snapshots.get(i)), new HashSet<>(version.records()), where);
                ClusterImage rebuilt =
                        EMPTY.apply(snapshots.get(i), version.version()).after();
                assertEquals(version, rebuilt, where);
                assertEquals(version.hashCode(), rebuilt.hashCode(), where);
                checkIndexes(version, where);
            }
        }
    }

    @Test
    void aChangeOfOneTopicSharesAllOthers() {
        ClusterImage image = EMPTY;
        for (int i = 0; i < 1000; i++) {
            Uuid id = new Uuid(i, 1);
            image = image.apply(List.of(topic("t" + i, id), partition(id, 0))).after();
        }
        Uuid id = new Uuid(5, 1);
        ClusterImage after = image.apply(List.of(partition(id, 1))).after();
        for (TopicImage topic : image.topics()) {
            if (!topic.id().equals(id)) {
                assertSame(topic, after.topic(topic.name()));
            }
        }
        assertEquals(1, image.topic(id).partitions().size());
        assertEquals(2, after.topic(id).partitions().size());
    }

    private static void checkIndexes(ClusterImage image, String where) {
        int partitions = 0;
        Set<String> names = new HashSet<>();
        for (TopicImage topic : image.topics()) {
            assertTrue(names.add(topic.name()), where);
            assertSame(topic, image.topic(topic.name()), where);
            assertSame(topic, image.topic(topic.id()), where);
            partitions += topic.partitions().size();
        }
        assertEquals(names.size(), image.topicCount(), where);
        assertEquals(partitions, image.partitionCount(), where);
    }

    private static List<TypedRecord> randomCommit(Random random, ClusterImage image) {
        List<TopicImage> topics = new ArrayList<>(image.topics());
        TopicImage some = topics.isEmpty() ? null : topics.get(random.nextInt(topics.size()));
        return switch (random.nextInt(some == null ? 4 : 8)) {
            case 0 -> List.of(broker(random.nextInt(4), random.nextInt(100)));
            case 1 -> List.of(producerIds(image.nextProducerId() + random.nextInt(2000)));
            case 2 ->
                List.of(new FeatureLevelRecord().name("f" + random.nextInt(3)).featureLevel((short) random.nextInt(3)));
            case 3 -> randomTopics(random, image);
            case 4 -> List.of(new RemoveTopicRecord().topicId(some.id()));
            case 5 -> List.of(partition(some.id(), some.partitions().size()));
            case 6 ->
                List.of(new PartitionChangeRecord()
                        .topicId(some.id())
                        .partitionId(random.nextInt(some.partitions().size()))
                        .leader(random.nextInt(3) - 1));
            default -> {
                String value = random.nextBoolean() ? null : "v" + random.nextInt(10);
                yield List.of(config(some.name(), "k" + random.nextInt(3), value));
            }
        };
    }

    private static List<TypedRecord> randomTopics(Random random, ClusterImage image) {
        List<TypedRecord> records = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = "t." + image.version() + "." + i;
            Uuid id = new Uuid(random.nextLong(), random.nextLong());
            records.add(topic(name, id));
            for (int p = random.nextInt(3); p >= 0; p--) {
                records.add(partition(id, (int) records.stream()
                        .filter(r -> r instanceof PartitionRecord other
                                && other.topicId().equals(id))
                        .count()));
            }
            if (random.nextBoolean()) {
                records.add(config(name, "retention.ms", "7"));
            }
        }
        return records;
    }

    private static ConfigResource topicResource(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    private static TopicRecord topic(String name, Uuid id) {
        return new TopicRecord().name(name).topicId(id);
    }

    private static PartitionRecord partition(Uuid topic, int partition) {
        return new PartitionRecord()
                .topicId(topic)
                .partitionId(partition)
                .replicas(List.of(1))
                .isr(List.of(1))
                .leader(1)
                .leaderEpoch(0)
                .partitionEpoch(0);
    }

    private static ConfigRecord config(String topic, String name, String value) {
        return new ConfigRecord()
                .resourceType(ConfigResource.Type.TOPIC.id())
                .resourceName(topic)
                .name(name)
                .value(value);
    }

    private static ProducerIdsRecord producerIds(long next) {
        return new ProducerIdsRecord().brokerId(1).nextProducerId(next);
    }

    private static RegisterBrokerRecord broker(int id, long epoch) {
        return new RegisterBrokerRecord()
                .brokerId(id)
                .brokerEpoch(epoch)
                .incarnationId(new Uuid(id, epoch))
                .fenced(false)
                .endPoints(List.of(new RegisterBrokerRecord.BrokerEndpoint()
                        .name("PLAINTEXT")
                        .host("host" + id)
                        .port(9092)));
    }
}
