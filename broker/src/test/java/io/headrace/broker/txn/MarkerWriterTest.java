package io.headrace.broker.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.headrace.broker.loop.Loops;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.testsupport.Await;
import io.headrace.txn.ClientProtocol;
import io.headrace.txn.EndedTransaction;
import io.headrace.txn.ProducerIdentity;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarkerWriterTest {

    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b", 1);
    private static final EndedTransaction ENDED = new EndedTransaction(
            "t", new ProducerIdentity(7, (short) 1), true, Set.of(A, B), 3, ClientProtocol.FIXED_EPOCH);

    private final Loops loops = new Loops(1, "marker-test");
    private final List<TopicPartition> asked = new CopyOnWriteArrayList<>();
    private final List<EndedTransaction> written = new CopyOnWriteArrayList<>();
    private final List<EndedTransaction> questions = new CopyOnWriteArrayList<>();

    /** What B says next; A takes every marker. */
    private volatile Errors saysB = Errors.NONE;

    private volatile boolean stands = true;

    private final MarkerWriter writer = new MarkerWriter(
            (partition, end, done) -> {
                asked.add(partition);
                done.accept(partition.equals(B) ? saysB : Errors.NONE);
            },
            loops,
            new MarkerWriter.Client() {
                @Override
                public void written(EndedTransaction ended) {
                    written.add(ended);
                }

                @Override
                public void ifStillTelling(EndedTransaction ended, Runnable then) {
                    questions.add(ended);
                    if (stands) {
                        then.run();
                    }
                }
            });

    @AfterEach
    void close() {
        loops.close(30_000);
    }

    @Test
    void allPartitionsAreToldOnce() {
        writer.write(ENDED);
        assertEquals(Set.of(A, B), Set.copyOf(asked));
        assertEquals(List.of(ENDED), written);
    }

    @Test
    void aPartitionThatIsGoneNeedsNoMarker() {
        saysB = Errors.UNKNOWN_TOPIC_OR_PARTITION;
        writer.write(ENDED);
        assertEquals(List.of(ENDED), written);
    }

    @Test
    void aNewerCoordinatorEndsTheTelling() {
        saysB = Errors.TRANSACTION_COORDINATOR_FENCED;
        writer.write(ENDED);
        assertEquals(List.of(), written);
        assertEquals(2, asked.size());
    }

    @Test
    void whatTheStorageRefusesIsTriedAgainWhileTheCoordinatorWantsIt() {
        saysB = Errors.KAFKA_STORAGE_ERROR;
        writer.write(ENDED);
        Await.until("asked again", () -> asked.size() >= 4);
        saysB = Errors.NONE;
        Await.until("written", () -> written.equals(List.of(ENDED)));
        assertEquals(1, asked.stream().filter(A::equals).count(), "the others are not told again");
    }

    @Test
    void whatTheCoordinatorNoLongerWantsIsNotTriedAgain() {
        saysB = Errors.KAFKA_STORAGE_ERROR;
        stands = false;
        writer.write(ENDED);
        Await.until("the coordinator was asked", () -> !questions.isEmpty());
        saysB = Errors.NONE;
        assertSame(ENDED, questions.get(0), "another transaction may end in the same words");
        assertEquals(1, asked.stream().filter(B::equals).count());
        assertEquals(List.of(), written);
    }
}
