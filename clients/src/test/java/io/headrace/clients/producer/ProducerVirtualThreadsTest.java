package io.headrace.clients.producer;

import static io.headrace.clients.producer.ProducerFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.clients.fake.Fault;
import io.headrace.protocol.message.ProduceRequest;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Virtual threads that wait in the producer must not hold the threads that carry them: neither for memory, nor for metadata,
 * nor for an acknowledgement, nor in flush.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProducerVirtualThreadsTest {

    private static final int THREADS = 200;
    private static final int EACH = 4;
    private static final int FIRST_FEATURE_VERSION = 21;

    private final ProducerFixture fixture = new ProducerFixture(1);

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void nothingIsPinnedWhileHundredsWait() throws Exception {
        boolean hasVirtualThreads = Runtime.version().feature() >= FIRST_FEATURE_VERSION;
        if (!hasVirtualThreads) {
            System.err.println("NOT TESTED on Java " + Runtime.version().feature()
                    + ": whether virtual threads are pinned in the producer (Java 21 or later is needed)");
        }
        assumeTrue(hasVirtualThreads, "virtual threads need Java 21 or later");
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        fixture.cluster.createTopic("t", 3);
        fixture.cluster.mischief(
                (broker, request, version) -> request instanceof ProduceRequest ? Fault.delay(5) : Fault.NONE);
        // Room for a few batches only, so that most threads wait for memory.
        KafkaProducer<String, String> producer =
                fixture.producer("buffer.memory", 6_000, "batch.size", 1_000, "linger.ms", 1);
        // Loading a class pins, too: everything is done once before it is looked at.
        sendFromMany(start, producer);
        Path file = directory.resolve("pinned.jfr");
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            recording.start();
            sendFromMany(start, producer);
            recording.stop();
            recording.dump(file);
        }
        for (int p = 0; p < 3; p++) {
            assertEquals(
                    2 * EACH * ((THREADS + 2 - p) / 3), fixture.values("t", p).size());
        }
        List<String> pinned = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            String stack = String.valueOf(event.getStackTrace());
            boolean isOurs = stack.contains("io.headrace.clients.") && stack.contains(".internals.");
            if (isOurs && !stack.contains("ClassLoader") && !stack.contains("<clinit>")) {
                pinned.add(event + " " + stack);
            }
        }
        assertEquals(List.of(), pinned);
    }

    private static void sendFromMany(Method start, KafkaProducer<String, String> producer) throws Exception {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int t = 0; t < THREADS; t++) {
            int id = t;
            Runnable sender = () -> {
                try {
                    for (int i = 0; i < EACH; i++) {
                        producer.send(record("t", id % 3, "x".repeat(300))).get();
                    }
                    producer.flush();
                } catch (Throwable e) {
                    failures.add(e);
                } finally {
                    done.countDown();
                }
            };
            start.invoke(null, sender);
        }
        done.await();
        assertEquals(List.of(), failures);
    }
}
