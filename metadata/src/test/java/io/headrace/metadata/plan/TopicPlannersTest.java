package io.headrace.metadata.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.plan.CreatePartitions.Growth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicPlannersTest {
    private static final BrokerConfig CONFIG = Cluster.config();
    private static final ClusterImage IMAGE = Cluster.after(
            Cluster.of(1, 2),
            CreateTopics.of(
                    CONFIG,
                    List.of(NewTopic.of("a", 2, 1).withConfigs(Map.of("retention.ms", "5")), NewTopic.of("b", 1, 2)),
                    false));
    private static final ConfigResource A = new ConfigResource(ConfigResource.Type.TOPIC, "a");

    @Test
    void topicsAreDeletedByNameAndById() {
        Uuid idOfB = IMAGE.topic("b").id();
        Plan<List<DeleteTopics.Result>> plan = DeleteTopics.of(
                        CONFIG, List.of(TopicRef.byName("a"), TopicRef.byId(idOfB)))
                .plan(IMAGE, 0);
        assertEquals(
                List.of(
                        new DeleteTopics.Result("a", IMAGE.topic("a").id(), Errors.NONE, null),
                        new DeleteTopics.Result("b", idOfB, Errors.NONE, null)),
                plan.result());
        ClusterImage after = IMAGE.apply(plan.records()).after();
        assertEquals(0, after.topicCount());
        assertTrue(after.configs(A).isEmpty());
    }

    @Test
    void whatCannotBeDeletedIsSaid() {
        Uuid unknown = new Uuid(8, 8);
        Uuid idOfA = IMAGE.topic("a").id();
        Plan<List<DeleteTopics.Result>> plan = DeleteTopics.of(
                        CONFIG,
                        List.of(
                                TopicRef.byName("nope"),
                                TopicRef.byId(unknown),
                                new TopicRef(null, Uuid.ZERO_UUID),
                                new TopicRef("b", IMAGE.topic("b").id()),
                                TopicRef.byName("a"),
                                TopicRef.byId(idOfA)))
                .plan(IMAGE, 0);
        assertEquals(
                List.of(
                        new DeleteTopics.Result(
                                "nope",
                                Uuid.ZERO_UUID,
                                Errors.UNKNOWN_TOPIC_OR_PARTITION,
                                "Topic 'nope' does not exist"),
                        new DeleteTopics.Result(
                                null, unknown, Errors.UNKNOWN_TOPIC_ID, "No topic has the id " + unknown),
                        new DeleteTopics.Result(
                                null,
                                Uuid.ZERO_UUID,
                                Errors.INVALID_REQUEST,
                                "A topic is named either by its name or by its id"),
                        new DeleteTopics.Result(
                                "b",
                                IMAGE.topic("b").id(),
                                Errors.INVALID_REQUEST,
                                "A topic is named either by its name or by its id"),
                        new DeleteTopics.Result(
                                "a", Uuid.ZERO_UUID, Errors.INVALID_REQUEST, "Topic 'a' is named more than once")),
                plan.result());
        assertTrue(plan.records().isEmpty());
    }

    @Test
    void deletionCanBeForbidden() {
        Plan<List<DeleteTopics.Result>> plan = DeleteTopics.of(
                        Cluster.config("delete.topic.enable", "false"), List.of(TopicRef.byName("a")))
                .plan(IMAGE, 0);
        assertEquals(
                List.of(new DeleteTopics.Result(
                        "a",
                        Uuid.ZERO_UUID,
                        Errors.TOPIC_DELETION_DISABLED,
                        "Topics cannot be deleted: delete.topic.enable is false")),
                plan.result());
        assertTrue(plan.records().isEmpty());
    }

    @Test
    void topicsGrow() {
        Plan<List<CreatePartitions.Result>> plan = CreatePartitions.of(
                        List.of(new Growth("a", 4, null), new Growth("b", 2, List.of(List.of(2, 1)))), false)
                .plan(IMAGE, 0);
        assertEquals(
                List.of(
                        new CreatePartitions.Result("a", Errors.NONE, null),
                        new CreatePartitions.Result("b", Errors.NONE, null)),
                plan.result());
        ClusterImage after = IMAGE.apply(plan.records()).after();
        assertEquals(4, after.topic("a").partitions().size());
        assertEquals(IMAGE.topic("a").partition(1), after.topic("a").partition(1));
        assertEquals(List.of(2, 1), after.topic("b").partition(1).replicas());
        assertTrue(CreatePartitions.of(List.of(new Growth("a", 4, null)), true)
                .plan(IMAGE, 0)
                .records()
                .isEmpty());
    }

    @Test
    void whatCannotGrowIsSaid() {
        assertGrowth(new Growth("nope", 4, null), Errors.UNKNOWN_TOPIC_OR_PARTITION, "Topic 'nope' does not exist");
        assertGrowth(
                new Growth("a", 2, null),
                Errors.INVALID_PARTITIONS,
                "Topic 'a' has 2 partitions; it can be given more, but not 2");
        assertGrowth(
                new Growth("b", 0, null),
                Errors.INVALID_PARTITIONS,
                "Topic 'b' has 1 partition; it can be given more, but not 0");
        assertGrowth(
                new Growth("b", 20_000, null),
                Errors.INVALID_PARTITIONS,
                "19999 new partitions are more than 10000, the most that one request may create");
        assertGrowth(
                new Growth("a", 4, List.of(List.of(1))),
                Errors.INVALID_REPLICA_ASSIGNMENT,
                "2 new partitions need as many assignments, but there are 1");
        assertGrowth(
                new Growth("a", 3, List.of(List.of(1, 2))),
                Errors.INVALID_REPLICA_ASSIGNMENT,
                "The assignment of partition 2 names 2 brokers, but other partitions of the topic have 1 replicas");
        assertGrowth(
                new Growth("a", 3, List.of(List.of(7))),
                Errors.INVALID_REPLICA_ASSIGNMENT,
                "The assignment of partition 2 names broker 7, which is not registered");
        assertEquals(
                List.of(new CreatePartitions.Result("a", Errors.INVALID_REQUEST, "Topic 'a' is named more than once")),
                CreatePartitions.of(List.of(new Growth("a", 3, null), new Growth("a", 4, null)), false)
                        .plan(IMAGE, 0)
                        .result());
    }

    private static void assertGrowth(Growth growth, Errors error, String message) {
        Plan<List<CreatePartitions.Result>> plan =
                CreatePartitions.of(List.of(growth), false).plan(IMAGE, 0);
        assertEquals(List.of(new CreatePartitions.Result(growth.topic(), error, message)), plan.result());
        assertTrue(plan.records().isEmpty());
    }

    @Test
    void producerIdsAreGivenInBlocksThatNeverOverlap() {
        ClusterImage image = IMAGE;
        for (long block = 0; block < 3; block++) {
            Plan<AllocateProducerIds.Block> plan = AllocateProducerIds.of(1, 1).plan(image, 0);
            assertEquals(new AllocateProducerIds.Block(block * 1000, 1000), plan.result());
            image = image.apply(plan.records()).after();
        }
        assertEquals(3000, image.nextProducerId());
    }

    @Test
    void aBrokerThatRegistersAgainReplacesItself() {
        BrokerDescription again = new BrokerDescription(
                1,
                new Uuid(5, 5),
                List.of(new io.headrace.metadata.image.Endpoint("PLAINTEXT", "elsewhere", 1, (short) 0)),
                "rack");
        ClusterImage after = Cluster.after(IMAGE, RegisterBroker.of(again, 77));
        assertEquals(2, after.brokers().size());
        assertEquals(77, after.broker(1).epoch());
        assertEquals("elsewhere", after.broker(1).endpoints().get(0).host());
        assertEquals("rack", after.broker(1).rack());
        assertNull(after.broker(2).rack());
    }
}
