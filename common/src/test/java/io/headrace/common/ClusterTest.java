package io.headrace.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterTest {
    private static final Node ONE = new Node(1, "one", 9092);
    private static final Node TWO = new Node(2, "two", 9092);
    private static final Node[] BOTH = {ONE, TWO};

    private static final PartitionInfo A0 = new PartitionInfo("a", 0, ONE, BOTH, BOTH);
    private static final PartitionInfo A1 = new PartitionInfo("a", 1, null, BOTH, new Node[0], new Node[] {TWO});
    private static final PartitionInfo A2 = new PartitionInfo("a", 2, TWO, BOTH, BOTH);
    private static final PartitionInfo B0 = new PartitionInfo("b", 0, ONE, BOTH, BOTH);

    private static final Cluster CLUSTER = new Cluster(
            "id",
            List.of(ONE, TWO),
            List.of(A0, A1, A2, B0),
            Set.of("secret"),
            Set.of("bad name"),
            Set.of("b"),
            TWO,
            Map.of("a", Uuid.ONE_UUID));

    @Test
    void answersByTopic() {
        assertEquals(List.of(A0, A1, A2), CLUSTER.partitionsForTopic("a"));
        assertEquals(List.of(A0, A2), CLUSTER.availablePartitionsForTopic("a"));
        assertEquals(3, CLUSTER.partitionCountForTopic("a"));
        assertEquals(Set.of("a", "b"), CLUSTER.topics());
        assertEquals(Uuid.ONE_UUID, CLUSTER.topicId("a"));
        assertEquals("a", CLUSTER.topicName(Uuid.ONE_UUID));
        assertEquals(List.of(Uuid.ONE_UUID), List.copyOf(CLUSTER.topicIds()));
    }

    @Test
    void answersByPartition() {
        assertEquals(ONE, CLUSTER.leaderFor(new TopicPartition("a", 0)));
        assertNull(CLUSTER.leaderFor(new TopicPartition("a", 1)));
        assertEquals(A2, CLUSTER.partition(new TopicPartition("a", 2)));
        assertNull(CLUSTER.partition(new TopicPartition("a", 3)));
        assertNull(CLUSTER.leaderFor(new TopicPartition("c", 0)));
    }

    @Test
    void answersByNode() {
        assertEquals(Set.of(ONE, TWO), new HashSet<>(CLUSTER.nodes()));
        assertEquals(TWO, CLUSTER.nodeById(2));
        assertNull(CLUSTER.nodeById(3));
        assertEquals(List.of(A0, B0), CLUSTER.partitionsForNode(1));
        assertEquals(List.of(), CLUSTER.partitionsForNode(3));
        assertEquals(Optional.of(ONE), CLUSTER.nodeIfOnline(new TopicPartition("a", 1), 1));
        assertEquals(Optional.empty(), CLUSTER.nodeIfOnline(new TopicPartition("a", 1), 2));
        assertEquals(Optional.empty(), CLUSTER.nodeIfOnline(new TopicPartition("a", 1), 3));
        assertEquals(Optional.empty(), CLUSTER.nodeIfOnline(new TopicPartition("c", 1), 1));
    }

    @Test
    void whatIsNotKnownIsEmpty() {
        assertEquals(List.of(), CLUSTER.partitionsForTopic("c"));
        assertEquals(List.of(), CLUSTER.availablePartitionsForTopic("c"));
        assertNull(CLUSTER.partitionCountForTopic("c"));
        assertEquals(Uuid.ZERO_UUID, CLUSTER.topicId("c"));
        assertNull(CLUSTER.topicName(Uuid.ZERO_UUID));
    }

    @Test
    void partitionsCanBeAddedAndReplaced() {
        PartitionInfo newA1 = new PartitionInfo("a", 1, TWO, BOTH, BOTH);
        PartitionInfo c0 = new PartitionInfo("c", 0, ONE, BOTH, BOTH);

        Cluster more =
                CLUSTER.withPartitions(Map.of(new TopicPartition("a", 1), newA1, new TopicPartition("c", 0), c0));

        assertEquals(List.of(A0, newA1, A2), more.partitionsForTopic("a"));
        assertEquals(List.of(c0), more.partitionsForTopic("c"));
        assertEquals(CLUSTER.clusterResource(), more.clusterResource());
        assertEquals(CLUSTER.topicId("a"), more.topicId("a"));
        assertEquals(List.of(A0, A1, A2), CLUSTER.partitionsForTopic("a"));
    }

    @Test
    void bootstrapNodesHaveNegativeIds() {
        Cluster cluster = Cluster.bootstrap(
                List.of(InetSocketAddress.createUnresolved("x", 1), InetSocketAddress.createUnresolved("y", 2)));

        assertTrue(cluster.isBootstrapConfigured());
        assertEquals(Set.of(new Node(-1, "x", 1), new Node(-2, "y", 2)), new HashSet<>(cluster.nodes()));
        assertFalse(Cluster.empty().isBootstrapConfigured());
        assertEquals(List.of(), Cluster.empty().nodes());
        assertNull(Cluster.empty().controller());
    }

    @Test
    void orderDoesNotCount() {
        Cluster same = new Cluster(
                "id",
                List.of(TWO, ONE),
                List.of(B0, A2, A1, A0),
                Set.of("secret"),
                Set.of("bad name"),
                Set.of("b"),
                TWO,
                Map.of("a", Uuid.ONE_UUID));
        assertEquals(CLUSTER, same);
        assertEquals(CLUSTER.hashCode(), same.hashCode());
        assertNotEquals(CLUSTER, Cluster.empty());
        assertEquals(Cluster.empty(), Cluster.empty());
    }

    @Test
    void nothingCanBeChanged() {
        assertThrows(UnsupportedOperationException.class, () -> CLUSTER.nodes().clear());
        assertThrows(UnsupportedOperationException.class, () -> CLUSTER.topics().clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> CLUSTER.partitionsForTopic("a").clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> CLUSTER.partitionsForNode(1).clear());
    }
}
