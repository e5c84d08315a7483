package io.headrace.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.common.TopicPartition;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TransactionStateTest {

    @Test
    void movesAreThoseOfKafka() {
        for (TransactionState to : TransactionState.values()) {
            org.apache.kafka.coordinator.transaction.TransactionState theirs =
                    org.apache.kafka.coordinator.transaction.TransactionState.fromId(to.id());
            Set<String> expected = theirs.validPreviousStates().stream()
                    .map(org.apache.kafka.coordinator.transaction.TransactionState::stateName)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> ours = Arrays.stream(TransactionState.values())
                    .filter(to::mayFollow)
                    .map(TransactionState::label)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(theirs.stateName(), to.label());
            assertEquals(expected, ours, to + " may follow");
        }
        assertThrows(IllegalArgumentException.class, () -> TransactionState.forId((byte) 8));
        assertThrows(IllegalArgumentException.class, () -> TransactionState.forId((byte) -1));
    }

    @Test
    void otherMovesAreRefused() {
        Transaction empty = Transaction.first("t", 1, 1000, 5);
        assertThrows(IllegalStateException.class, () -> empty.completed(6));
        assertThrows(
                IllegalStateException.class,
                () -> empty.prepared(true, empty.producer(), Transaction.NONE, ClientProtocol.FIXED_EPOCH, 6));
        Transaction ongoing = empty.adding(Set.of(new TopicPartition("a", 0)), ClientProtocol.FIXED_EPOCH, 6);
        assertThrows(IllegalStateException.class, () -> ongoing.initialized(ongoing.producer(), 1000, 7));
    }
}
