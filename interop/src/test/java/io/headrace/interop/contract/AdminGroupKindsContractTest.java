package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterConfigOp;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.DescribeShareGroupsOptions;
import io.headrace.clients.admin.GroupListing;
import io.headrace.clients.admin.ListGroupsOptions;
import io.headrace.clients.admin.ListShareGroupOffsetsSpec;
import io.headrace.clients.admin.ListStreamsGroupOffsetsSpec;
import io.headrace.clients.admin.ShareGroupDescription;
import io.headrace.clients.admin.SharePartitionOffsetInfo;
import io.headrace.clients.admin.StreamsGroupDescription;
import io.headrace.clients.admin.StreamsGroupMemberDescription;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.GroupIdNotFoundException;
import io.headrace.common.errors.GroupNotEmptyException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.interop.ApacheCluster;
import io.headrace.interop.Target;
import io.headrace.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Share and streams groups, whose members are Apache's, managed in a cluster that has both. */
class AdminGroupKindsContractTest {

    private final ApacheCluster cluster = ApacheCluster.get();
    private final Contract contract = new Contract(cluster.bootstrapServers());

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static <T extends Throwable> T assertFails(Class<T> expected, KafkaFuture<?> future) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        return assertInstanceOf(expected, thrown.getCause());
    }

    private static boolean isListed(Admin admin, ListGroupsOptions options, String group, GroupType type)
            throws Exception {
        return get(admin.listGroups(options).all()).stream()
                .filter(listing -> listing.groupId().equals(group))
                .map(GroupListing::type)
                .anyMatch(told -> told.orElseThrow() == type);
    }

    private String topicWithRecords(String word, int count) throws Exception {
        String topic = contract.newTopic(word, 1);
        try (KafkaProducer<byte[], byte[]> producer = contract.producer()) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, bytes("k" + i), bytes("v" + i)))
                        .get(30, TimeUnit.SECONDS);
            }
        }
        return topic;
    }

    @Test
    void aShareGroupFromItsFirstMemberToItsEnd() throws Exception {
        String topic = topicWithRecords("shared", 10);
        String group = Target.topic("share");
        TopicPartition partition = new TopicPartition(topic, 0);
        Properties settings = new Properties();
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        settings.put("group.id", group);
        settings.put("client.id", "sharing");
        try (Admin admin = contract.admin()) {
            get(admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                    .all());
            assertFails(
                    GroupIdNotFoundException.class,
                    admin.describeShareGroups(List.of(group)).all());
            try (KafkaShareConsumer<byte[], byte[]> member = new KafkaShareConsumer<>(
                    settings,
                    new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                    new org.apache.kafka.common.serialization.ByteArrayDeserializer())) {
                member.subscribe(List.of(topic));
                int[] read = {0};
                Await.until("all records are read", () -> {
                    read[0] += member.poll(Duration.ofMillis(200)).count();
                    return read[0] >= 10;
                });
                member.commitSync();
                ShareGroupDescription described = get(admin.describeShareGroups(
                                List.of(group), new DescribeShareGroupsOptions().includeAuthorizedOperations(true))
                        .describedGroups()
                        .get(group));
                assertEquals(GroupState.STABLE, described.groupState());
                assertEquals(1, described.members().size());
                assertEquals("sharing", described.members().iterator().next().clientId());
                assertEquals(
                        Set.of(partition),
                        described.members().iterator().next().assignment().topicPartitions());
                assertTrue(described.authorizedOperations().contains(AclOperation.DELETE));
                assertTrue(described.groupEpoch() > 0 && described.coordinator().port() > 0);
                assertTrue(isListed(admin, ListGroupsOptions.forShareGroups(), group, GroupType.SHARE));
                assertFails(
                        GroupNotEmptyException.class,
                        admin.alterShareGroupOffsets(group, Map.of(partition, 3L))
                                .all());
                assertFails(
                        GroupNotEmptyException.class,
                        admin.deleteShareGroups(List.of(group)).all());
            }
            Await.until(
                    "the group is empty",
                    () -> get(admin.describeShareGroups(List.of(group)).all())
                                    .get(group)
                                    .groupState()
                            == GroupState.EMPTY);
            // Where the group begins moves on only with its next change; how much is left is told at once.
            Await.until(
                    "all is done", () -> offset(admin, group, partition).lag().orElse(-1L) == 0);
            assertTrue(offset(admin, group, partition).startOffset() <= 10);

            TopicPartition unknown = new TopicPartition(Target.topic("unknown"), 0);
            get(admin.alterShareGroupOffsets(group, Map.of(partition, 3L)).partitionResult(partition));
            assertFails(
                    UnknownTopicOrPartitionException.class,
                    admin.alterShareGroupOffsets(group, Map.of(unknown, 3L)).all());
            Await.until(
                    "it goes on from 3", () -> offset(admin, group, partition).startOffset() == 3);
            get(admin.deleteShareGroupOffsets(group, Set.of(topic)).topicResult(topic));
            Await.until(
                    "the topic is forgotten",
                    () -> get(admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                                    .partitionsToOffsetInfo(group))
                            .isEmpty());
            get(admin.deleteShareGroups(List.of(group)).deletedGroups().get(group));
            assertFalse(isListed(admin, ListGroupsOptions.forShareGroups(), group, GroupType.SHARE));
            assertFails(
                    GroupIdNotFoundException.class,
                    admin.deleteShareGroups(List.of(group)).all());
        }
    }

    private static SharePartitionOffsetInfo offset(Admin admin, String group, TopicPartition partition)
            throws Exception {
        return get(admin.listShareGroupOffsets(
                                Map.of(group, new ListShareGroupOffsetsSpec().topicPartitions(List.of(partition))))
                        .all())
                .get(group)
                .get(partition);
    }

    @Test
    void aStreamsGroupFromItsFirstMemberToItsEnd(@TempDir Path state) throws Exception {
        String topic = topicWithRecords("streamed", 5);
        String group = Target.topic("streams");
        TopicPartition partition = new TopicPartition(topic, 0);
        AtomicBoolean seen = new AtomicBoolean();
        StreamsBuilder builder = new StreamsBuilder();
        builder.<byte[], byte[]>stream(topic).foreach((key, value) -> seen.set(true));
        Properties settings = new Properties();
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        settings.put("application.id", group);
        settings.put("group.protocol", "streams");
        settings.put("commit.interval.ms", "100");
        settings.put("state.dir", state.toString());
        settings.put("consumer.auto.offset.reset", "earliest");
        settings.put("default.key.serde", "org.apache.kafka.common.serialization.Serdes$ByteArraySerde");
        settings.put("default.value.serde", "org.apache.kafka.common.serialization.Serdes$ByteArraySerde");
        try (Admin admin = contract.admin()) {
            assertFails(
                    GroupIdNotFoundException.class,
                    admin.describeStreamsGroups(List.of(group)).all());
            try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
                streams.start();
                Await.until("records are seen", Duration.ofMinutes(1), seen::get);
                Await.until(
                        "offsets are committed", () -> committed(admin, group).containsKey(partition));
                StreamsGroupDescription described = get(admin.describeStreamsGroups(List.of(group))
                        .describedGroups()
                        .get(group));
                assertEquals(GroupState.STABLE, described.groupState());
                assertEquals(
                        List.of(topic),
                        described.subtopologies().iterator().next().sourceTopics());
                StreamsGroupMemberDescription member =
                        described.members().iterator().next();
                assertEquals(
                        List.of(0), member.assignment().activeTasks().get(0).partitions());
                assertFalse(member.isClassic());
                assertTrue(isListed(admin, ListGroupsOptions.forStreamsGroups(), group, GroupType.STREAMS));
                assertFails(
                        GroupNotEmptyException.class,
                        admin.deleteStreamsGroups(List.of(group)).all());
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(Duration.ofSeconds(30)));
            }
            Await.until(
                    "the group is empty",
                    Duration.ofMinutes(1),
                    () -> get(admin.describeStreamsGroups(List.of(group)).all())
                                    .get(group)
                                    .groupState()
                            == GroupState.EMPTY);
            get(admin.alterStreamsGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(2)))
                    .partitionResult(partition));
            assertEquals(2, committed(admin, group).get(partition).offset());
            get(admin.deleteStreamsGroupOffsets(group, Set.of(partition)).partitionResult(partition));
            assertFalse(committed(admin, group).containsKey(partition));
            get(admin.deleteStreamsGroups(List.of(group)).all());
            assertFails(
                    GroupIdNotFoundException.class,
                    admin.describeStreamsGroups(List.of(group)).all());
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group) throws Exception {
        return get(admin.listStreamsGroupOffsets(Map.of(group, new ListStreamsGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(group));
    }

    @Test
    @SuppressWarnings({"deprecation", "removal"}) // The older way to list client metrics resources.
    void clientMetricsResourcesAreListedInBothWays() throws Exception {
        String name = Target.topic("metrics");
        try (Admin admin = contract.admin()) {
            get(admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("interval.ms", "60000"), AlterConfigOp.OpType.SET))))
                    .all());
            Await.until(
                    "the resource is listed",
                    () -> get(admin.listClientMetricsResources().all()).stream()
                            .anyMatch(resource -> resource.name().equals(name)));
            assertTrue(get(admin.listConfigResources().all())
                    .contains(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name)));
        }
    }
}
