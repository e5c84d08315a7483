package io.headrace.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.common.TopicPartition;
import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop whose handlers each have a virtual thread: as many wait at a time as may be in flight. */
@Timeout(60)
class ConsumerLoopVirtualThreadsTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final int AT_A_TIME = 500;
    private static final int RECORDS = 2_000;
    private static final int FIRST_FEATURE_VERSION = 21;

    @Test
    void eachRecordInFlightHasAThreadOfItsOwn() throws Exception {
        boolean hasVirtualThreads = Runtime.version().feature() >= FIRST_FEATURE_VERSION;
        if (!hasVirtualThreads) {
            System.err.println("NOT TESTED on Java " + Runtime.version().feature()
                    + ": a consumer loop with virtual threads (Java 21 or later is needed)");
        }
        assumeTrue(hasVirtualThreads, "virtual threads need Java 21 or later");
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        Set<Long> handled = ConcurrentHashMap.newKeySet();
        CountDownLatch together = new CountDownLatch(AT_A_TIME);
        MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
        consumer.setMaxPollRecords(100);
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(P0, 0L));
            consumer.rebalance(List.of(P0));
            for (long offset = 0; offset < RECORDS; offset++) {
                consumer.addRecord(new ConsumerRecord<>("t", 0, offset, null, "v"));
            }
        });
        ConsumerLoop<String, String> loop = ConsumerLoop.builder(consumer)
                .subscribe(List.of("t"))
                .executor(threads)
                .maxInFlight(AT_A_TIME)
                .pollTimeout(Duration.ofMillis(1))
                .eachRecord(record -> {
                    together.countDown();
                    together.await(); // Nobody goes on before all of them wait.
                    handled.add(record.offset());
                })
                .build();
        Thread poller = (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, loop);
        Await.until("all are handled", () -> handled.size() == RECORDS);
        loop.close();
        poller.join();
        threads.shutdown();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
        assertTrue(consumer.closed());
        assertEquals(RECORDS, handled.size());
    }
}
