package io.headrace.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The small immutable classes: texts as Apache writes them, equality by content. */
class ValuesTest {
    private static final Node NODE = new Node(1, "host", 9092, "rack", true);
    private static final org.apache.kafka.common.Node APACHE_NODE =
            new org.apache.kafka.common.Node(1, "host", 9092, "rack", true);

    @Test
    void textsAreApaches() {
        var apachePartition = new org.apache.kafka.common.TopicPartition("t", 3);
        TopicPartition partition = new TopicPartition("t", 3);
        assertEquals(apachePartition.toString(), partition.toString());
        assertEquals(APACHE_NODE.toString(), NODE.toString());
        assertEquals(
                org.apache.kafka.common.Node.noNode().toString(), Node.noNode().toString());
        assertEquals(
                new org.apache.kafka.common.TopicIdPartition(org.apache.kafka.common.Uuid.ONE_UUID, apachePartition)
                        .toString(),
                new TopicIdPartition(Uuid.ONE_UUID, partition).toString());
        assertEquals(
                new org.apache.kafka.common.TopicPartitionReplica("t", 1, 2).toString(),
                new TopicPartitionReplica("t", 1, 2).toString());
        assertEquals(
                new org.apache.kafka.common.ClusterResource("id").toString(), new ClusterResource("id").toString());
        assertEquals(
                new org.apache.kafka.common.MetricName("n", "g", "d", Map.of("a", "b")).toString(),
                new MetricName("n", "g", "d", Map.of("a", "b")).toString());
        assertEquals(
                new org.apache.kafka.common.PartitionInfo(
                                "t",
                                1,
                                APACHE_NODE,
                                new org.apache.kafka.common.Node[] {APACHE_NODE, APACHE_NODE},
                                new org.apache.kafka.common.Node[0])
                        .toString(),
                new PartitionInfo("t", 1, NODE, new Node[] {NODE, NODE}, new Node[0]).toString());
        assertEquals(
                new org.apache.kafka.common.PartitionInfo("t", 1, null, null, null, null).toString(),
                new PartitionInfo("t", 1, null, null, null, null).toString());
        assertEquals(
                new org.apache.kafka.common.TopicPartitionInfo(
                                1, APACHE_NODE, List.of(APACHE_NODE, APACHE_NODE), List.of())
                        .toString(),
                new TopicPartitionInfo(1, NODE, List.of(NODE, NODE), List.of()).toString());
        assertEquals(
                new org.apache.kafka.common.TopicPartitionInfo(
                                1, null, List.of(), List.of(), List.of(APACHE_NODE), List.of())
                        .toString(),
                new TopicPartitionInfo(1, null, List.of(), List.of(), List.of(NODE), List.of()).toString());
    }

    @Test
    void metricTemplatesAreApaches() {
        assertEquals(
                new org.apache.kafka.common.MetricNameTemplate("n", "g", "d", "b", "a").toString(),
                new MetricNameTemplate("n", "g", "d", "b", "a").toString());
        assertEqualAndDifferent(
                new MetricNameTemplate("n", "g", "d", "t"),
                new MetricNameTemplate("n", "g", "e", Set.of("t")),
                new MetricNameTemplate("n", "g", "d"));
    }

    @Test
    void equalityIsByContent() {
        assertEqualAndDifferent(
                new TopicPartition("t", 1),
                new TopicPartition("t", 1),
                new TopicPartition("t", 2),
                new TopicPartition("u", 1));
        assertEqualAndDifferent(
                new TopicIdPartition(Uuid.ONE_UUID, 1, "t"),
                new TopicIdPartition(Uuid.ONE_UUID, 1, "t"),
                new TopicIdPartition(Uuid.ZERO_UUID, 1, "t"),
                new TopicIdPartition(Uuid.ONE_UUID, 1, null));
        assertEqualAndDifferent(
                new TopicPartitionReplica("t", 1, 2),
                new TopicPartitionReplica("t", 1, 2),
                new TopicPartitionReplica("t", 1, 3),
                new TopicPartitionReplica("t", 2, 2));
        assertEqualAndDifferent(
                NODE,
                new Node(1, "host", 9092, "rack", true),
                new Node(2, "host", 9092, "rack", true),
                new Node(1, "host", 9092, "rack", false),
                new Node(1, "host", 9092));
        assertEqualAndDifferent(
                new PartitionInfo("t", 1, NODE, new Node[] {NODE}, new Node[0]),
                new PartitionInfo("t", 1, NODE, new Node[] {NODE}, new Node[0]),
                new PartitionInfo("t", 1, null, new Node[] {NODE}, new Node[0]),
                new PartitionInfo("t", 1, NODE, new Node[] {NODE}, new Node[] {NODE}));
        assertEqualAndDifferent(
                new TopicPartitionInfo(1, NODE, List.of(NODE), List.of()),
                new TopicPartitionInfo(1, NODE, List.of(NODE), List.of()),
                new TopicPartitionInfo(1, NODE, List.of(NODE), List.of(), List.of(), List.of()));
        assertEqualAndDifferent(
                new MetricName("n", "g", "d", Map.of()),
                new MetricName("n", "g", "described otherwise", Map.of()),
                new MetricName("n", "g", "d", Map.of("a", "b")),
                new MetricName("n", "h", "d", Map.of()));
        assertEqualAndDifferent(new ClusterResource("a"), new ClusterResource("a"), new ClusterResource(null));
    }

    private static void assertEqualAndDifferent(Object value, Object equal, Object... different) {
        assertEquals(value, equal);
        assertEquals(value.hashCode(), equal.hashCode());
        for (Object other : different) {
            assertNotEquals(value, other);
        }
        assertNotEquals(value, "something else");
    }

    @Test
    void emptyNodes() {
        assertTrue(Node.noNode().isEmpty());
        assertTrue(new Node(1, null, 5).isEmpty());
        assertFalse(NODE.isEmpty());
        assertFalse(new Node(1, "h", 2).hasRack());
    }

    @Test
    void eligibleReplicasAreUnknownUnlessTold() {
        assertNull(new TopicPartitionInfo(1, NODE, List.of(), List.of()).elr());
        assertNull(new TopicPartitionInfo(1, NODE, List.of(), List.of()).lastKnownElr());
    }

    @Test
    void idsAreRequired() {
        assertThrows(NullPointerException.class, () -> new TopicIdPartition(null, 1, "t"));
        assertThrows(NullPointerException.class, () -> new TopicIdPartition(Uuid.ONE_UUID, null));
        assertThrows(NullPointerException.class, () -> new TopicPartitionReplica(null, 1, 1));
        assertThrows(NullPointerException.class, () -> new MetricName("n", null, "d", Map.of()));
    }

    @Test
    void partitionsSurviveJavaSerialization() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new TopicPartition("t", 7));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(new TopicPartition("t", 7), in.readObject());
        }
    }

    @Test
    void topicCollections() {
        assertEquals(
                List.of("a", "b"),
                List.copyOf(TopicCollection.ofTopicNames(List.of("a", "b")).topicNames()));
        assertEquals(
                List.of(Uuid.ONE_UUID),
                List.copyOf(TopicCollection.ofTopicIds(List.of(Uuid.ONE_UUID)).topicIds()));
    }
}
