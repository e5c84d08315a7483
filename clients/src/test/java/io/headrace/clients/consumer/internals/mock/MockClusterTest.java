package io.headrace.clients.consumer.internals.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.internals.fetch.OffsetReset;
import io.headrace.common.KafkaException;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MockClusterTest {

    private static final TopicPartition A0 = new TopicPartition("a", 0);
    private static final TopicPartition A1 = new TopicPartition("a", 1);

    private final MockCluster cluster = new MockCluster();

    private static List<PartitionInfo> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(id -> new PartitionInfo(topic, id, null, null, null))
                .toList();
    }

    @Test
    void aPatternHasToMatchAWholeName() {
        cluster.setPartitions("a", partitions("a", 2));
        cluster.setPartitions("ab", partitions("ab", 1));
        cluster.setPartitions("empty", List.of());
        assertEquals(Map.of("a", List.of(A0, A1)), cluster.matching(Pattern.compile("a")));
        assertEquals(Map.of("empty", List.of()), cluster.matching(Pattern.compile("e.*")));
        assertEquals(Map.of(), cluster.matching(Pattern.compile("b")));
        assertEquals(1, cluster.partitionsOf("ab").size());
        assertEquals(List.of(), cluster.partitionsOf("nope"));
        assertEquals(Set.of("a", "ab", "empty"), cluster.topics().keySet());
    }

    @Test
    void offsetsAreThoseThatWereSaidAndOthersAreAskedForInVain() {
        cluster.setBeginnings(Map.of(A0, 3L));
        cluster.setEnds(Map.of(A0, 7L, A1, 8L));
        assertEquals(Map.of(A0, 3L), cluster.beginnings(Set.of(A0)));
        assertEquals(Map.of(A0, 7L, A1, 8L), cluster.ends(Set.of(A0, A1)));
        assertEquals(OptionalLong.of(8), cluster.end(A1));
        assertEquals(OptionalLong.empty(), cluster.end(new TopicPartition("b", 0)));
        assertEquals(
                "The partition a-1 does not have a known beginning offset.",
                assertThrows(IllegalStateException.class, () -> cluster.beginnings(Set.of(A1)))
                        .getMessage());
    }

    @Test
    void askingForOffsetsFailsOnceWhenTheTestWantsIt() {
        KafkaException wanted = new KafkaException("on purpose");
        cluster.failOffsets(wanted);
        assertSame(wanted, assertThrows(KafkaException.class, () -> cluster.ends(Set.of())));
        assertEquals(Map.of(), cluster.ends(Set.of()));
        cluster.failOffsets(wanted);
        cluster.failOffsets(null);
        assertEquals(Map.of(), cluster.beginnings(Set.of()));
    }

    @Test
    void aResetLeadsToWhereTheTestHasSaid() {
        cluster.setBeginnings(Map.of(A0, 3L));
        cluster.setEnds(Map.of(A0, 7L));
        cluster.setByDuration(Map.of(A0, 5L));
        OffsetReset byDuration = OffsetReset.parse("auto.offset.reset", "by_duration:PT1H");
        assertEquals(3, cluster.resetOffset(A0, OffsetReset.earliest()));
        assertEquals(7, cluster.resetOffset(A0, OffsetReset.latest()));
        assertEquals(5, cluster.resetOffset(A0, byDuration));
        assertEquals(
                "MockConsumer didn't have duration offset specified for a-1, but tried to seek to duration",
                assertThrows(IllegalStateException.class, () -> cluster.resetOffset(A1, byDuration))
                        .getMessage());
    }

    @Test
    void onlyWhereABeginningIsKnownCanAPositionBeBeforeIt() {
        assertFalse(cluster.isBeforeBeginning(A0, 0));
        cluster.setBeginnings(Map.of(A0, 3L));
        assertTrue(cluster.isBeforeBeginning(A0, 2));
        assertFalse(cluster.isBeforeBeginning(A0, 3));
    }
}
