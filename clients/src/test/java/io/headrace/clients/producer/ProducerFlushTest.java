package io.headrace.clients.producer;

import static io.headrace.clients.producer.ProducerFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads send and flush at once; each flush ends. */
@SuppressWarnings("FutureReturnValueIgnored") // What was sent is counted.
class ProducerFlushTest {

    private static final int THREADS = 16;
    private static final int ROUNDS = 150;

    private final ProducerFixture fixture = new ProducerFixture(1);

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Two threads that begin a batch at the same time make two; a third that flushes must not wait for the one too many. */
    @Test
    void noFlushWaitsForABatchThatWasNotNeeded() throws Exception {
        fixture.cluster.createTopic("t", 2);
        KafkaProducer<String, String> producer =
                fixture.producer("batch.size", 1_000, "buffer.memory", 8_000, "linger.ms", 0);
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int partition = t % 2;
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; i < ROUNDS; i++) {
                        producer.send(record("t", partition, "x".repeat(300)));
                        producer.flush();
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(60_000);
            assertFalse(thread.isAlive(), "a flush does not end");
        }
        assertEquals(List.of(), failures);
        assertEquals(
                THREADS * ROUNDS,
                fixture.values("t", 0).size() + fixture.values("t", 1).size());
    }
}
