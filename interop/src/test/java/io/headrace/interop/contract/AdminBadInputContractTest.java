package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.DeleteRecordsOptions;
import io.headrace.clients.admin.DescribeConsumerGroupsOptions;
import io.headrace.clients.admin.DescribeLogDirsOptions;
import io.headrace.clients.admin.FeatureUpdate;
import io.headrace.clients.admin.ListOffsetsOptions;
import io.headrace.clients.admin.ListOffsetsResult;
import io.headrace.clients.admin.ListTopicsOptions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.clients.admin.RecordsToDelete;
import io.headrace.clients.admin.RemoveMembersFromConsumerGroupOptions;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicCollection;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.InvalidGroupIdException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.interop.Target;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an admin client says of nothing, of what has no name, and of what cannot be, alone or among what is right. */
@ParameterizedClass
@EnumSource(Target.class)
class AdminBadInputContractTest {

    @Parameter
    Target target;

    private Contract contract() {
        return new Contract(target);
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static void assertFails(Class<? extends Throwable> expected, KafkaFuture<?> future) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        assertInstanceOf(expected, thrown.getCause());
        assertNotNull(thrown.getCause().getMessage());
    }

    @Test
    void nothingIsDoneAtOnce() throws Exception {
        try (Admin admin = contract().admin()) {
            get(admin.createTopics(List.of()).all());
            get(admin.deleteTopics(List.<String>of()).all());
            assertEquals(Map.of(), get(admin.describeTopics(List.<String>of()).allTopicNames()));
            get(admin.createPartitions(Map.of()).all());
            assertEquals(Map.of(), get(admin.describeConfigs(List.of()).all()));
            get(admin.incrementalAlterConfigs(Map.of()).all());
            get(admin.deleteRecords(Map.of()).all());
            assertEquals(Map.of(), get(admin.listOffsets(Map.of()).all()));
            assertEquals(Map.of(), get(admin.describeConsumerGroups(List.of()).all()));
            assertEquals(Map.of(), get(admin.describeClassicGroups(List.of()).all()));
            get(admin.deleteConsumerGroups(List.of()).all());
            assertEquals(Map.of(), get(admin.describeProducers(List.of()).all()));
            assertEquals(Map.of(), get(admin.describeTransactions(List.of()).all()));
            get(admin.fenceProducers(List.of()).all());
            assertEquals(Map.of(), get(admin.describeLogDirs(List.of()).allDescriptions()));
        }
    }

    @Test
    void nullIsAMistakeOfTheCaller() {
        try (Admin admin = contract().admin()) {
            assertThrows(NullPointerException.class, () -> admin.createTopics(null));
            assertThrows(NullPointerException.class, () -> admin.deleteTopics((Collection<String>) null));
            assertThrows(NullPointerException.class, () -> admin.describeTopics((Collection<String>) null));
            assertThrows(NullPointerException.class, () -> admin.createPartitions(null));
            assertThrows(NullPointerException.class, () -> admin.describeConfigs(null));
            assertThrows(NullPointerException.class, () -> admin.incrementalAlterConfigs(null));
            assertThrows(NullPointerException.class, () -> admin.deleteRecords(null));
            assertThrows(NullPointerException.class, () -> admin.listOffsets(null));
            assertThrows(NullPointerException.class, () -> admin.describeConsumerGroups(null));
            assertThrows(NullPointerException.class, () -> admin.deleteConsumerGroups(null));
            assertThrows(NullPointerException.class, () -> admin.createAcls(null));
        }
    }

    @Test
    void aTopicWithoutANameFailsAlone() throws Exception {
        String good = contract().newTopic("good", 1);
        try (Admin admin = contract().admin()) {
            Map<String, ? extends KafkaFuture<?>> described =
                    admin.describeTopics(Arrays.asList(null, good)).topicNameValues();
            assertFails(InvalidTopicException.class, described.get(null));
            get(described.get(good));
            Map<String, KafkaFuture<Void>> deleted =
                    admin.deleteTopics(Arrays.asList("", null, good)).topicNameValues();
            assertFails(InvalidTopicException.class, deleted.get(""));
            assertFails(InvalidTopicException.class, deleted.get(null));
            get(deleted.get(good));
        }
    }

    @Test
    void aTopicIdThatIsNoneFailsAlone() throws Exception {
        String topic = contract().newTopic("by-id", 1);
        try (Admin admin = contract().admin()) {
            Uuid good = get(admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic)
                    .topicId();
            TopicCollection both = TopicCollection.ofTopicIds(Arrays.asList(null, Uuid.ZERO_UUID, good));
            Map<Uuid, ? extends KafkaFuture<?>> described =
                    admin.describeTopics(both).topicIdValues();
            assertFails(InvalidTopicException.class, described.get(null));
            assertFails(InvalidTopicException.class, described.get(Uuid.ZERO_UUID));
            get(described.get(good));
            Map<Uuid, KafkaFuture<Void>> deleted = admin.deleteTopics(
                            TopicCollection.ofTopicIds(List.of(Uuid.ZERO_UUID, good)))
                    .topicIdValues();
            assertFails(InvalidTopicException.class, deleted.get(Uuid.ZERO_UUID));
            get(deleted.get(good));
        }
    }

    @Test
    void anIdThatIsNullFailsAlone() throws Exception {
        String group = Target.topic("no-group");
        try (Admin admin = contract().admin()) {
            Map<String, KafkaFuture<Void>> deleted =
                    admin.deleteConsumerGroups(Arrays.asList(null, group)).deletedGroups();
            assertFails(InvalidGroupIdException.class, deleted.get(null));
            assertNotNull(deleted.get(group));
            assertFails(
                    InvalidGroupIdException.class,
                    admin.describeConsumerGroups(Arrays.asList(null, group))
                            .describedGroups()
                            .get(null));
            assertFails(
                    InvalidGroupIdException.class,
                    admin.fenceProducers(Arrays.asList(null, group))
                            .fencedProducers()
                            .get(null));
        }
    }

    @Test
    void aPartitionThatCannotBeFailsAlone() throws Exception {
        String topic = contract().newTopic("partitions", 1);
        TopicPartition good = new TopicPartition(topic, 0);
        TopicPartition bad = new TopicPartition(topic, -1);
        try (Admin admin = contract().admin()) {
            ListOffsetsResult offsets = admin.listOffsets(
                    Map.of(good, OffsetSpec.latest(), bad, OffsetSpec.latest()),
                    new ListOffsetsOptions().timeoutMs(1_500));
            Map<TopicPartition, ? extends KafkaFuture<?>> deleted = admin.deleteRecords(
                            Map.of(good, RecordsToDelete.beforeOffset(0), bad, RecordsToDelete.beforeOffset(0)),
                            new DeleteRecordsOptions().timeoutMs(1_500))
                    .lowWatermarks();
            assertEquals(0, get(offsets.partitionResult(good)).offset());
            get(deleted.get(good));
            assertFails(TimeoutException.class, offsets.partitionResult(bad));
            assertFails(TimeoutException.class, deleted.get(bad));
            Map<String, KafkaFuture<Void>> created = admin.createTopics(
                            List.of(new NewTopic(Target.topic("a"), 1, (short) 1), new NewTopic("", 1, (short) 1)))
                    .values();
            assertFails(InvalidTopicException.class, created.remove(""));
            get(created.values().iterator().next());
        }
    }

    @Test
    void offsetsOfATopicWithAnUnusableNameFailAtOnce() {
        TopicPartition bad = new TopicPartition("no topic!", 0);
        try (Admin admin = contract().admin()) {
            assertFails(
                    InvalidTopicException.class,
                    admin.listOffsets(Map.of(bad, OffsetSpec.latest())).all());
            assertFails(
                    InvalidTopicException.class,
                    admin.deleteRecords(Map.of(bad, RecordsToDelete.beforeOffset(0)))
                            .all());
        }
    }

    @Test
    void aBrokerThatIsNotThereTimesOut() {
        try (Admin admin = contract().admin()) {
            assertFails(
                    TimeoutException.class,
                    admin.describeLogDirs(List.of(4711), new DescribeLogDirsOptions().timeoutMs(700))
                            .allDescriptions());
        }
    }

    @Test
    void aTimeBelowZeroIsOver() {
        try (Admin admin = contract().admin()) {
            assertFails(
                    TimeoutException.class,
                    admin.listTopics(new ListTopicsOptions().timeoutMs(-1)).names());
            assertFails(
                    TimeoutException.class,
                    admin.describeConsumerGroups(List.of("g"), new DescribeConsumerGroupsOptions().timeoutMs(-1))
                            .all());
        }
    }

    @Test
    void whatHasToNameSomethingSaysSo() {
        try (Admin admin = contract().admin()) {
            assertThrows(IllegalArgumentException.class, () -> new RemoveMembersFromConsumerGroupOptions(List.of()));
            assertThrows(IllegalArgumentException.class, () -> admin.updateFeatures(Map.of()));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> admin.updateFeatures(
                            Map.of("", new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.UPGRADE))));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new FeatureUpdate((short) -1, FeatureUpdate.UpgradeType.UPGRADE));
        }
    }
}
