package io.headrace.clients.producer;

import static io.headrace.clients.producer.ProducerFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.Fault;
import io.headrace.common.KafkaException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.SerializationException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.protocol.message.ProduceRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link Producer#sendAsync}: every outcome by the stage, and nothing that holds up the producer's thread. */
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes are looked at where they matter.
class ProducerAsyncTest {

    private final ProducerFixture fixture = new ProducerFixture(1);
    private final AtomicBoolean stalls = new AtomicBoolean();

    ProducerAsyncTest() {
        fixture.cluster.createTopic("t", 2);
        fixture.cluster.mischief((broker, request, version) ->
                request instanceof ProduceRequest && stalls.get() ? Fault.STALL : Fault.NONE);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Throwable failureOf(CompletionStage<?> stage) {
        return assertThrows(ExecutionException.class, () -> get(stage)).getCause();
    }

    @Test
    void theStageTellsWhereTheRecordIsOnTheProducersThread() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer();
        List<CompletionStage<Long>> offsets = new ArrayList<>();
        CompletableFuture<String> thread = new CompletableFuture<>();
        for (int i = 0; i < 100; i++) {
            offsets.add(producer.sendAsync(record("t", 0, "v" + i)).thenApply(metadata -> {
                thread.complete(Thread.currentThread().getName());
                return metadata.offset();
            }));
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i, get(offsets.get(i)));
        }
        assertTrue(thread.get().startsWith(KafkaProducer.NETWORK_THREAD_PREFIX), thread.get());
    }

    @Test
    void whatSendThrowsComesByTheStage() {
        KafkaProducer<String, String> producer = fixture.producer("max.request.size", 1_000);
        assertInstanceOf(
                RecordTooLargeException.class, failureOf(producer.sendAsync(record("t", 0, "x".repeat(2_000)))));
        assertInstanceOf(NullPointerException.class, failureOf(producer.sendAsync(null)));
        @SuppressWarnings({"unchecked", "rawtypes"})
        KafkaProducer<Object, Object> careless = (KafkaProducer) producer;
        assertInstanceOf(SerializationException.class, failureOf(careless.sendAsync(new ProducerRecord<>("t", 7))));
        producer.close();
        assertInstanceOf(IllegalStateException.class, failureOf(producer.sendAsync(record("t", 0, "late"))));
    }

    @Test
    void theStageBelongsToTheProducer() throws Exception {
        stalls.set(true);
        KafkaProducer<String, String> producer = fixture.producer();
        CompletionStage<RecordMetadata> stage = producer.sendAsync(record("t", 0, "v"));
        CompletableFuture<RecordMetadata> copy = stage.toCompletableFuture();
        copy.cancel(false);
        ((CompletableFuture<RecordMetadata>) stage).complete(null);
        ((CompletableFuture<RecordMetadata>) stage).cancel(true);
        assertFalse(stage.toCompletableFuture().isDone());
        producer.close(Duration.ZERO);
        assertInstanceOf(KafkaException.class, failureOf(stage));
    }

    @Test
    void theFirstStageGetsTheFailureAsItIs() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer("max.request.size", 1_000);
        CompletionStage<RecordMetadata> stage = producer.sendAsync(record("t", 0, "x".repeat(2_000)));
        assertInstanceOf(RecordTooLargeException.class, get(stage.handle((metadata, failure) -> failure)));
        CompletableFuture<RecordMetadata> future = stage.toCompletableFuture();
        assertInstanceOf(RecordTooLargeException.class, get(future.handle((metadata, failure) -> failure)));
    }

    @Test
    void onTheProducersThreadARecordThatWouldHaveToWaitFailsAtOnce() throws Exception {
        KafkaProducer<String, String> producer =
                fixture.producer("max.block.ms", 60_000, "buffer.memory", 2_000, "batch.size", 1_000);
        CompletionStage<RecordMetadata> unknown = producer.sendAsync(record("t", 0, "1"))
                .thenCompose(metadata -> producer.sendAsync(new ProducerRecord<>("unknown", "2")));
        Throwable failure = failureOf(unknown);
        assertInstanceOf(TimeoutException.class, failure);
        assertEquals(
                "the metadata does not show topic unknown yet, and a callback cannot wait for it on the producer's own "
                        + "thread: it was asked for",
                failure.getMessage());

        CompletionStage<RecordMetadata> tooMuch = producer.sendAsync(record("t", 0, "3"))
                .thenCompose(metadata -> {
                    stalls.set(true);
                    producer.sendAsync(record("t", 0, "x".repeat(900)));
                    producer.sendAsync(record("t", 1, "x".repeat(900)));
                    return producer.sendAsync(record("t", 0, "x".repeat(900)));
                });
        assertInstanceOf(BufferExhaustedException.class, failureOf(tooMuch));
    }

    @Test
    void stagesCanBeChainedWithoutEnd() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 0);
        assertEquals(49, get(sendFrom(producer, 0)).offset());
        assertEquals(50, fixture.values("t", 0).size());
    }

    private static CompletionStage<RecordMetadata> sendFrom(KafkaProducer<String, String> producer, int number) {
        CompletionStage<RecordMetadata> sent = producer.sendAsync(record("t", 0, "v" + number));
        return number == 49 ? sent : sent.thenCompose(metadata -> sendFrom(producer, number + 1));
    }
}
