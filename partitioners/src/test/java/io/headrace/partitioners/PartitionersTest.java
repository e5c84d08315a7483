package io.headrace.partitioners;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Cluster;
import io.headrace.common.Node;
import io.headrace.common.PartitionInfo;
import io.headrace.common.config.AbstractConfig;
import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionersTest {
    private static final Node NODE = new Node(1, "host", 9092);
    private static final Node[] NODES = {NODE};

    /** Topic "t" with as many partitions, of which some have no leader. */
    private static Cluster cluster(int partitions, Integer... withoutLeader) {
        List<PartitionInfo> infos = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            infos.add(new PartitionInfo("t", i, Set.of(withoutLeader).contains(i) ? null : NODE, NODES, NODES));
        }
        return new Cluster("id", List.of(NODE), infos, Set.of(), Set.of());
    }

    private static int partition(Partitioner partitioner, String key, int valueBytes, Cluster cluster) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        byte[] value = valueBytes < 0 ? null : new byte[valueBytes];
        return partitioner.partition("t", key, keyBytes, value, value, cluster);
    }

    @Test
    void roundRobinTakesTurnsAmongThoseWithALeader() {
        RoundRobinPartitioner partitioner = new RoundRobinPartitioner();
        Cluster cluster = cluster(4, 1);
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            chosen.add(partition(partitioner, i % 2 == 0 ? "key" : null, 1, cluster));
        }
        assertEquals(List.of(0, 2, 3, 0, 2, 3), chosen);
    }

    @Test
    void roundRobinGoesOnWithoutLeaders() {
        RoundRobinPartitioner partitioner = new RoundRobinPartitioner();
        Cluster cluster = cluster(2, 0, 1);
        assertEquals(0, partition(partitioner, null, 1, cluster));
        assertEquals(1, partition(partitioner, null, 1, cluster));
        assertEquals(0, partition(partitioner, null, 1, cluster));
    }

    @Test
    void roundRobinChoosesAsApache() {
        var apacheNode = new org.apache.kafka.common.Node(1, "host", 9092);
        org.apache.kafka.common.Node[] apacheNodes = {apacheNode};
        List<org.apache.kafka.common.PartitionInfo> infos = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            infos.add(new org.apache.kafka.common.PartitionInfo(
                    "t", i, i == 3 ? null : apacheNode, apacheNodes, apacheNodes));
        }
        var apacheCluster = new org.apache.kafka.common.Cluster("id", List.of(apacheNode), infos, Set.of(), Set.of());
        try (var apache = new org.apache.kafka.clients.producer.RoundRobinPartitioner()) {
            RoundRobinPartitioner ours = new RoundRobinPartitioner();
            Cluster cluster = cluster(5, 3);
            for (int i = 0; i < 50; i++) {
                assertEquals(
                        apache.partition("t", null, null, null, null, apacheCluster),
                        partition(ours, null, 1, cluster));
            }
        }
    }

    @Test
    void defaultHashesKeysOverAllPartitions() {
        DefaultPartitioner partitioner = new DefaultPartitioner();
        Cluster cluster = cluster(7, 0, 1, 2);
        for (int i = 0; i < 100; i++) {
            String key = "key-" + i;
            assertEquals(
                    KeyHash.partition(key.getBytes(StandardCharsets.UTF_8), 7),
                    partition(partitioner, key, 1, cluster));
        }
    }

    @Test
    void unkeyedRecordsStayForABatch() {
        DefaultPartitioner partitioner = new DefaultPartitioner();
        partitioner.configure(Map.of("batch.size", "1000"));
        assertSticky(partitioner, null, 90, 10);
    }

    @Test
    void uniformStickyIgnoresKeys() {
        UniformStickyPartitioner partitioner = new UniformStickyPartitioner();
        partitioner.configure(Map.of("batch.size", 1000));
        assertSticky(partitioner, "0123456789", 80, 10);
    }

    /** Partitions change only every so many records, and all that have a leader get some. */
    private static void assertSticky(Partitioner partitioner, String key, int valueBytes, int recordsPerStay) {
        Cluster cluster = cluster(4, 2);
        Set<Integer> seen = new HashSet<>();
        for (int stay = 0; stay < 200; stay++) {
            int first = partition(partitioner, key, valueBytes, cluster);
            seen.add(first);
            for (int i = 1; i < recordsPerStay; i++) {
                assertEquals(first, partition(partitioner, key, valueBytes, cluster));
            }
        }
        assertEquals(Set.of(0, 1, 3), seen);
    }

    @Test
    void tombstonesWithoutKeyCount() {
        DefaultPartitioner partitioner = new DefaultPartitioner();
        partitioner.configure(Map.of("batch.size", 0));
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            seen.add(partition(partitioner, null, -1, cluster(2)));
        }
        assertEquals(Set.of(0, 1), seen);
    }

    @Test
    void aTopicThatShrankIsLeftForWhatRemains() {
        UniformStickyPartitioner partitioner = new UniformStickyPartitioner();
        Cluster large = cluster(50, 0);
        assertTrue(partition(partitioner, null, 1, large) > 0);
        assertEquals(0, partition(partitioner, null, 1, cluster(1)));
    }

    @Test
    void batchSizeIsChecked() {
        assertThrows(ConfigException.class, () -> new DefaultPartitioner().configure(Map.of("batch.size", "x")));
        assertThrows(ConfigException.class, () -> new UniformStickyPartitioner().configure(Map.of("batch.size", -1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.clients.producer.RoundRobinPartitioner",
                "org.apache.kafka.clients.producer.UniformStickyPartitioner",
                "org.apache.kafka.clients.producer.internals.DefaultPartitioner",
                "io.headrace.partitioners.RoundRobinPartitioner"
            })
    void canBeNamedAsApaches(String name) {
        AbstractConfig config = new AbstractConfig(
                new ConfigDef().define("partitioner.class", ConfigDef.Type.CLASS, null, ConfigDef.Importance.LOW, ""),
                Map.of("partitioner.class", name),
                false);
        assertInstanceOf(Partitioner.class, config.getConfiguredInstance("partitioner.class", Partitioner.class));
    }
}
