package io.headrace.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.CommitCheck.Found;
import io.headrace.common.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitCheckTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);

    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");

    @BeforeEach
    void assign() {
        consumer.assign(List.of(P0, P1));
    }

    private CommitCheck check(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return CommitCheck.of(consumer, offsets, Duration.ofSeconds(1));
    }

    @Test
    void whatIsThereIsCommitted() {
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(5, "mine"), P1, new OffsetAndMetadata(9)));
        CommitCheck check = check(Map.of(P0, new OffsetAndMetadata(5, "mine"), P1, new OffsetAndMetadata(9)));
        assertTrue(check.isCommitted());
        assertTrue(check.isCovered());
        assertEquals(Map.of(P0, Found.COMMITTED, P1, Found.COMMITTED), check.byPartition());
    }

    @Test
    void nothingOrLessIsMissing() {
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(4)));
        CommitCheck check = check(Map.of(P0, new OffsetAndMetadata(5), P1, new OffsetAndMetadata(0)));
        assertEquals(Map.of(P0, Found.MISSING, P1, Found.MISSING), check.byPartition());
        assertFalse(check.isCommitted());
        assertFalse(check.isCovered());
    }

    @Test
    void moreOrSomebodyElsesMetadataHasOvertakenIt() {
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(6), P1, new OffsetAndMetadata(9, "another's")));
        CommitCheck check = check(Map.of(P0, new OffsetAndMetadata(5), P1, new OffsetAndMetadata(9, "mine")));
        assertEquals(Map.of(P0, Found.OVERTAKEN, P1, Found.OVERTAKEN), check.byPartition());
        assertFalse(check.isCommitted());
        assertTrue(check.isCovered(), "nobody reads again what was done");
    }

    @Test
    void onePartitionThatIsMissingIsEnough() {
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(5)));
        CommitCheck check = check(Map.of(P0, new OffsetAndMetadata(5), P1, new OffsetAndMetadata(1)));
        assertFalse(check.isCommitted());
        assertFalse(check.isCovered());
        assertTrue(check.toString().contains("MISSING"), check::toString);
    }

    /** The epoch only says whether the offset is still there; which leader wrote the record does not matter. */
    @Test
    void theLeaderEpochIsNotCompared() {
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(5, Optional.of(3), "")));
        assertTrue(check(Map.of(P0, new OffsetAndMetadata(5))).isCommitted());
    }

    @Test
    void nothingToCommitIsCommitted() {
        assertTrue(check(Map.of()).isCommitted());
    }
}
