package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.fake.FakeCluster;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.KafkaFuture;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that name the same event loop. */
class SharedLoopTest {

    private final FakeCluster cluster = new FakeCluster(1);
    private final String name = "loop-" + UUID.randomUUID();

    @AfterEach
    void close() {
        cluster.close();
        Await.until("no thread is left", () -> threads() == 0);
    }

    private long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(name))
                .count();
    }

    private Map<String, Object> config() {
        return Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "headrace.event.loop",
                name,
                "metric.reporters",
                List.of(),
                "client.id",
                name + "-client");
    }

    private ClientCore core() {
        return ClientCore.start(
                ClientSettings.from(
                        Map.of("bootstrap.servers", List.of(cluster.bootstrapServers()), "headrace.event.loop", name),
                        "me"),
                "unused");
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(config(), new StringSerializer(), new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(config(), new StringDeserializer(), new StringDeserializer());
    }

    @Test
    void oneThreadServesAllAndEndsWithTheLast() {
        ClientCore first = core();
        ClientCore second = core();
        assertNotNull(first.awaitCluster(view -> view.version() > 0, Duration.ofSeconds(30)));
        assertNotNull(second.awaitCluster(view -> view.version() > 0, Duration.ofSeconds(30)));
        assertEquals(1, threads());
        AtomicBoolean ran = new AtomicBoolean();
        CountDownLatch scheduled = new CountDownLatch(1);
        first.execute(() -> {
            first.schedule(50, () -> ran.set(true));
            scheduled.countDown();
        });
        Await.until("it is scheduled", () -> scheduled.getCount() == 0);
        first.close(Duration.ofSeconds(30));
        assertThrows(RejectedExecutionException.class, () -> first.execute(() -> {}));
        CompletableFuture<Void> later = new CompletableFuture<>();
        second.execute(() -> second.schedule(100, () -> later.complete(null)));
        later.join();
        assertFalse(ran.get(), "a timer of the closed client ran");
        assertEquals(1, threads());
        second.close(Duration.ofSeconds(30));
        second.close(Duration.ofSeconds(30));
        Await.until("the thread ends", () -> threads() == 0);
        ClientCore third = core();
        assertNotNull(third.awaitCluster(view -> view.version() > 0, Duration.ofSeconds(30)));
        third.close(Duration.ofSeconds(30));
    }

    @Test
    void aClientIsClosedInACallbackOfAnother() throws Exception {
        cluster.createTopic("t", 1);
        KafkaProducer<String, String> first = producer();
        KafkaProducer<String, String> second = producer();
        KafkaConsumer<String, String> consumer = consumer();
        CompletableFuture<Void> done = new CompletableFuture<>();
        var unused = first.send(new ProducerRecord<>("t", "v"), (metadata, failure) -> {
            try {
                second.close();
                consumer.close();
                first.close();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        done.get(30, TimeUnit.SECONDS);
        Await.until("the thread ends", () -> threads() == 0);
    }

    @Test
    void callsThatWaitAreRefusedInACallback() throws Exception {
        cluster.createTopic("t", 1);
        KafkaProducer<String, String> first = producer();
        KafkaProducer<String, String> second = producer();
        KafkaConsumer<String, String> consumer = consumer();
        second.send(new ProducerRecord<>("t", "v")).get(30, TimeUnit.SECONDS);
        CompletableFuture<List<Throwable>> refused = new CompletableFuture<>();
        var unused = first.send(
                new ProducerRecord<>("t", "v"),
                (metadata, failure) -> refused.complete(List.of(
                        thrownBy(() -> consumer.poll(Duration.ofSeconds(30))),
                        thrownBy(() -> second.partitionsFor("other")),
                        thrownBy(second::flush),
                        thrownBy(() -> waitFor(second.send(new ProducerRecord<>("t", "w")))))));
        List<Throwable> failures = refused.get(30, TimeUnit.SECONDS);
        IllegalStateException poll = assertInstanceOf(IllegalStateException.class, failures.get(0));
        assertTrue(poll.getMessage().contains("headrace-loop | " + name), poll.getMessage());
        assertInstanceOf(RuntimeException.class, failures.get(1));
        assertInstanceOf(RuntimeException.class, failures.get(2));
        assertInstanceOf(IllegalStateException.class, failures.get(3));
        first.close();
        second.close();
        consumer.close();
    }

    private static void waitFor(Future<RecordMetadata> future) {
        try {
            future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void waitingForAResultOnTheLoopThatBringsItIsRefused() throws Exception {
        cluster.createTopic("t", 1);
        KafkaProducer<String, String> first = producer();
        KafkaProducer<String, String> second = producer();
        Admin admin = Admin.create(config());
        second.partitionsFor("t");
        CompletableFuture<List<Throwable>> refused = new CompletableFuture<>();
        CompletableFuture<List<Future<?>>> begun = new CompletableFuture<>();
        var unused = first.send(new ProducerRecord<>("t", "v"), (metadata, failure) -> {
            Future<?> own = first.send(new ProducerRecord<>("t", "v"));
            Future<?> others = second.send(new ProducerRecord<>("t", "v"));
            KafkaFuture<Set<String>> names = admin.listTopics().names();
            KafkaFuture<Void> all = KafkaFuture.allOf(names);
            begun.complete(List.of(own, others, names, all));
            refused.complete(List.of(
                    thrownBy(own::get),
                    thrownBy(() -> others.get(30, TimeUnit.SECONDS)),
                    thrownBy(names::get),
                    thrownBy(() -> all.get(30, TimeUnit.SECONDS)),
                    thrownBy(() ->
                            names.toCompletionStage().toCompletableFuture().join())));
        });
        for (Throwable failure : refused.get(30, TimeUnit.SECONDS)) {
            IllegalStateException told = assertInstanceOf(IllegalStateException.class, failure);
            assertTrue(told.getMessage().contains("headrace-loop | " + name), told.getMessage());
        }
        for (Future<?> result : begun.get()) {
            result.get(30, TimeUnit.SECONDS);
        }
        // What is there already can be had anywhere, and another loop's results too.
        KafkaProducer<String, String> apart = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "metric.reporters", List.of()),
                new StringSerializer(),
                new StringSerializer());
        apart.partitionsFor("t");
        CompletableFuture<Object> had = new CompletableFuture<>();
        Future<?> before = begun.get().get(0);
        unused = first.send(new ProducerRecord<>("t", "v"), (metadata, failure) -> {
            try {
                before.get();
                had.complete(apart.send(new ProducerRecord<>("t", "v")).get(30, TimeUnit.SECONDS));
            } catch (Exception e) {
                had.completeExceptionally(e);
            }
        });
        assertNotNull(had.get(30, TimeUnit.SECONDS));
        apart.close();
        admin.close();
        first.close();
        second.close();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static Throwable thrownBy(Step call) {
        try {
            call.run();
            return new AssertionError("nothing was thrown");
        } catch (Exception e) {
            return e;
        }
    }

    @Test
    void theFailureOfOneDoesNotHarmTheOthers() throws Exception {
        cluster.createTopic("t", 1);
        KafkaProducer<String, String> first = producer();
        KafkaProducer<String, String> second = producer();
        var unused = first.send(new ProducerRecord<>("t", "v"), (metadata, failure) -> {
            throw new IllegalStateException("on purpose");
        });
        second.send(new ProducerRecord<>("t", "v")).get(30, TimeUnit.SECONDS);
        first.send(new ProducerRecord<>("t", "v")).get(30, TimeUnit.SECONDS);
        first.close();
        second.close();
    }
}
