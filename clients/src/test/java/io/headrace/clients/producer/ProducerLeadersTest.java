package io.headrace.clients.producer;

import static io.headrace.clients.producer.ProducerFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.Fault;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.testsupport.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where records go when leaders move, are slow, or are not there. */
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes are looked at where they matter.
class ProducerLeadersTest {

    private static final int SLOW_MS = 20;

    private final ProducerFixture fixture = new ProducerFixture(2);
    private final AtomicIntegerArray sent = new AtomicIntegerArray(2);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anAnswerThatNamesTheLeaderSparesTheWayToTheMetadata() throws Exception {
        fixture.cluster.hintsLeaders(true);
        fixture.cluster.createTopic("t", 1);
        // Who waited for its backoff, or asked for metadata again, would not be done in time.
        KafkaProducer<String, String> producer =
                fixture.producer("retry.backoff.ms", 60_000, "retry.backoff.max.ms", 60_000, "linger.ms", 0);
        producer.send(record("t", 0, "1")).get();
        for (int i = 1; i < 6; i++) {
            fixture.cluster.moveLeader("t", 0, i % 2);
            assertEquals(
                    i,
                    producer.send(record("t", 0, "" + i))
                            .get(30, TimeUnit.SECONDS)
                            .offset());
        }
        assertEquals(11, fixture.cluster.count(ApiKey.PRODUCE), "each but the first was sent twice");
    }

    @Test
    void aLeaderThatComesAndGoesGetsEachBatchOnce() throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 0, "batch.size", 100);
        for (int i = 0; i < 300; i++) {
            if (i % 20 == 0) {
                fixture.cluster.moveLeader("t", 0, i / 20 % 2);
            }
            producer.send(record("t", 0, "" + i));
        }
        producer.flush();
        assertEquals(
                java.util.stream.IntStream.range(0, 300).mapToObj(i -> "" + i).toList(), fixture.values("t", 0));
    }

    /** The answer of the first leader is lost; the second one knows the record, and answers for the next one first. */
    @Test
    void outcomesComeInOrderWhicheverLeaderAnswersFirst() throws Exception {
        fixture.cluster.createTopic("t", 2);
        AtomicBoolean swallows = new AtomicBoolean();
        fixture.cluster.mischief((broker, request, version) ->
                request instanceof ProduceRequest && broker == 0 && swallows.get() ? Fault.SWALLOW_ANSWER : Fault.NONE);
        KafkaProducer<String, String> producer = fixture.producer(
                "linger.ms", 0,
                "batch.size", 1_000,
                "buffer.memory", 4_000,
                "request.timeout.ms", 2_000,
                "metadata.max.age.ms", 100);
        producer.send(record("t", 0, "0")).get();
        // Whoever has less to do is asked for metadata: the connection with the lost answer is left alone.
        producer.send(record("t", 1, "connects")).get();
        swallows.set(true);
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        producer.send(record("t", 0, "1"), (metadata, e) -> told.add(metadata.offset() + " " + e));
        Await.until("it is in the log", () -> fixture.values("t", 0).size() == 2);
        fixture.cluster.moveLeader("t", 0, 1);
        Await.until("the new leader is known", () -> {
            return producer.partitionsFor("t").get(0).leader().id() == 1;
        });
        for (int i = 2; i < 5; i++) {
            int size = i + 1;
            producer.send(record("t", 0, "" + i), (metadata, e) -> told.add(metadata.offset() + " " + e));
            Await.until("it is in the log, too", () -> fixture.values("t", 0).size() == size);
        }
        // What waits to be told keeps its memory: else whatever one silent broker holds up would be without bound.
        assertEquals(0.0, metric(producer, "buffer-available-bytes"));
        producer.flush();
        assertEquals(List.of("1 null", "2 null", "3 null", "4 null"), told);
        assertEquals(List.of("0", "1", "2", "3", "4"), fixture.values("t", 0));
        assertEquals(4_000.0, metric(producer, "buffer-available-bytes"));
    }

    private static Object metric(KafkaProducer<?, ?> producer, String name) {
        return producer.metrics().values().stream()
                .filter(m -> m.metricName().name().equals(name))
                .findFirst()
                .orElseThrow()
                .metricValue();
    }

    private void sendUntil(KafkaProducer<String, String> producer, int total) {
        while (sent.get(0) + sent.get(1) < total) {
            producer.send(new ProducerRecord<>("t", "x".repeat(100)), (metadata, e) -> {
                if (e == null) {
                    sent.incrementAndGet(metadata.partition());
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSlowBrokerGetsLessIfPartitioningIsAdaptive(boolean isAdaptive) {
        fixture.cluster.createTopic("t", 2);
        fixture.cluster.mischief((broker, request, version) ->
                request instanceof ProduceRequest && broker == 1 ? Fault.delay(SLOW_MS) : Fault.NONE);
        KafkaProducer<String, String> producer = fixture.producer(
                "partitioner.adaptive.partitioning.enable", isAdaptive,
                "batch.size", 1_000,
                "max.request.size", 3_000,
                "buffer.memory", 100_000,
                "max.in.flight.requests.per.connection", 2);
        sendUntil(producer, 6_000);
        double slowShare = sent.get(1) / (double) (sent.get(0) + sent.get(1));
        if (isAdaptive) {
            assertTrue(slowShare < 0.35, "the slow broker's share: " + slowShare);
        } else {
            assertEquals(0.5, slowShare, 0.1, "the slow broker's share");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBrokerThatIsGoneOrSilentGetsNothingAfterTheAvailabilityTimeout(boolean isGone) throws Exception {
        fixture.cluster.createTopic("t", 2);
        AtomicBoolean stalls = new AtomicBoolean();
        fixture.cluster.mischief((broker, request, version) ->
                request instanceof ProduceRequest && broker == 1 && stalls.get() ? Fault.STALL : Fault.NONE);
        KafkaProducer<String, String> producer = fixture.producer(
                "partitioner.availability.timeout.ms", 300,
                "batch.size", 200,
                "linger.ms", 0,
                "max.in.flight.requests.per.connection", 1,
                "delivery.timeout.ms", 60_000);
        producer.send(record("t", 0, "x")).get();
        producer.send(record("t", 1, "x")).get();
        if (isGone) {
            fixture.cluster.stop(1);
        } else {
            stalls.set(true);
        }
        Await.until("the partition is avoided", () -> {
            int avoided = 0;
            while (avoided < 30) {
                Future<RecordMetadata> future = producer.send(new ProducerRecord<>("t", "x".repeat(150)));
                try {
                    avoided = future.get(50, TimeUnit.MILLISECONDS).partition() == 0 ? avoided + 1 : 0;
                } catch (java.util.concurrent.TimeoutException e) {
                    return false;
                }
            }
            return true;
        });
    }
}
