package io.headrace.partitioners;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.common.Cluster;
import io.headrace.common.Node;
import io.headrace.common.PartitionInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The hashes of other clients, by values that their own projects publish; kcat is asked in the interop tests. */
class LibrdkafkaPartitionersTest {

    private static final Node NODE = new Node(1, "host", 9092);

    private static Cluster cluster(int partitions) {
        List<PartitionInfo> infos = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            infos.add(new PartitionInfo("t", i, NODE, new Node[] {NODE}, new Node[] {NODE}));
        }
        return new Cluster("id", List.of(NODE), infos, Set.of(), Set.of());
    }

    private static int partition(Partitioner partitioner, String key, int partitions) {
        byte[] bytes = key == null ? null : key.getBytes(UTF_8);
        return partitioner.partition("t", key, bytes, null, null, cluster(partitions));
    }

    /** The absolute values stand in librdkafka's own test; two of them are of negative hashes. */
    @ParameterizedTest
    @CsvSource({
        "kafka, 0xd33c4e1",
        "giberish123456789, 0x77a58295",
        "1234, 0x23bdd03",
        "234, 0x2dea3cd2",
        "34, 0x740fa83e",
        "4, 0x310ca263",
        "'PreAmbleWillBeRemoved,ThePrePartThatIs', 0x65cbd69c",
        "'', 0x7ee3623b"
    })
    void fnv1aIsAnAbsoluteValue(String key, String absolute) {
        int expected = Integer.decode(absolute);
        assertEquals(expected, Math.abs(Fnv1aPartitioner.hash(key.getBytes(UTF_8))));
        assertEquals(expected % 97, partition(new Fnv1aPartitioner(), key, 97));
    }

    @Test
    void theLeastHashCountsWithoutItsSign() {
        assertEquals(2_147_483_648L % 97, Fnv1aPartitioner.partitionOf(Integer.MIN_VALUE, 97));
        assertEquals(5, Fnv1aPartitioner.partitionOf(-5, 97));
    }

    @Test
    void crc32HasNoSign() {
        // The check value of CRC-32, above what an int holds.
        assertEquals((int) (0xcbf43926L % 97), partition(new Crc32Partitioner(), "123456789", 97));
    }

    @Test
    void murmur2IsThatOfTheDefault() {
        for (String key : List.of("", "a", "order-17", "gr\u00fc\u00dfe", "x".repeat(10_000))) {
            assertEquals(
                    partition(new DefaultPartitioner(), key, 97), partition(new Murmur2RandomPartitioner(), key, 97));
        }
    }

    static List<Partitioner> all() {
        return List.of(new Crc32Partitioner(), new Fnv1aPartitioner(), new Murmur2RandomPartitioner());
    }

    @ParameterizedTest
    @MethodSource("all")
    void recordsWithoutKeyAreSpread(Partitioner partitioner) {
        assertEquals(Set.of(0, 1, 2), spread(partitioner, null));
    }

    @ParameterizedTest
    @MethodSource("all")
    void anEmptyKeyIsNoneForCrc32Alone(Partitioner partitioner) {
        assertEquals(
                partitioner instanceof Crc32Partitioner ? 3 : 1,
                spread(partitioner, "").size());
    }

    private static Set<Integer> spread(Partitioner partitioner, String key) {
        partitioner.configure(Map.of("batch.size", 0));
        Set<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            seen.add(partition(partitioner, key, 3));
        }
        return seen;
    }
}
