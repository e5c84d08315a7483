package io.headrace.clients.producer;

import static io.headrace.clients.producer.ProducerFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.Fault;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.NetworkException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.testsupport.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("FutureReturnValueIgnored") // Outcomes are looked at where they matter.
class ProducerFaultsTest {

    private final ProducerFixture fixture = new ProducerFixture(2);

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Throwable failureOf(Future<RecordMetadata> future) {
        return assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void oneRequestAtATimeKeepsTheOrderWithoutIdempotence() throws Exception {
        Random random = new Random(1);
        fixture.cluster.createTopic("t", 1);
        fixture.cluster.produceErrors(
                (topic, partition) -> random.nextInt(3) == 0 ? Errors.NOT_ENOUGH_REPLICAS : Errors.NONE);
        KafkaProducer<String, String> producer = fixture.producer(
                "enable.idempotence", false, "max.in.flight.requests.per.connection", 1, "batch.size", 200);
        for (int i = 0; i < 200; i++) {
            producer.send(record("t", 0, "" + i));
        }
        producer.flush();
        assertEquals(IntStream.range(0, 200).mapToObj(i -> "" + i).toList(), fixture.values("t", 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {"NOT_LEADER_OR_FOLLOWER", "LEADER_NOT_AVAILABLE", "KAFKA_STORAGE_ERROR", "REQUEST_TIMED_OUT"})
    void passingErrorsAreRetried(Errors error) throws Exception {
        fixture.cluster.createTopic("t", 1);
        AtomicInteger left = new AtomicInteger(3);
        fixture.cluster.produceErrors((topic, partition) -> left.getAndDecrement() > 0 ? error : Errors.NONE);
        KafkaProducer<String, String> producer = fixture.producer();
        assertEquals(0, producer.send(record("t", 0, "x")).get().offset());
        assertEquals(4, fixture.cluster.count(ApiKey.PRODUCE));
    }

    @Test
    void theLeaderIsFollowed() throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer();
        producer.send(record("t", 0, "1")).get();
        fixture.cluster.moveLeader("t", 0, 1);
        assertEquals(1, producer.send(record("t", 0, "2")).get().offset());
        assertEquals(1, producer.partitionsFor("t").get(0).leader().id());
    }

    @Test
    void aPartitionWithoutLeaderIsWaitedFor() throws Exception {
        fixture.cluster.createTopic("t", 1);
        fixture.cluster.moveLeader("t", 0, -1);
        KafkaProducer<String, String> producer = fixture.producer();
        Future<RecordMetadata> future = producer.send(record("t", 0, "x"));
        Await.until("metadata is asked for again", () -> fixture.cluster.count(ApiKey.METADATA) > 3);
        fixture.cluster.moveLeader("t", 0, 1);
        assertEquals(0, future.get().offset());
    }

    @Test
    void aBrokerThatDoesNotAnswerIsLeftAfterTheRequestTimeout() throws Exception {
        fixture.cluster.createTopic("t", 1);
        AtomicInteger stalls = new AtomicInteger(1);
        fixture.cluster.mischief((broker, request, version) ->
                request instanceof ProduceRequest && stalls.getAndDecrement() > 0 ? Fault.STALL : Fault.NONE);
        KafkaProducer<String, String> producer = fixture.producer("request.timeout.ms", 200);
        assertEquals(0, producer.send(record("t", 0, "x")).get().offset());
        assertEquals(2, fixture.cluster.count(ApiKey.PRODUCE));
    }

    @Test
    void retriesCanBeUsedUp() {
        fixture.cluster.createTopic("t", 1);
        fixture.cluster.mischief(
                (broker, request, version) -> request instanceof ProduceRequest ? Fault.DISCONNECT : Fault.NONE);
        KafkaProducer<String, String> producer = fixture.producer("retries", 2);
        Throwable failure = failureOf(producer.send(record("t", 0, "x")));
        assertInstanceOf(NetworkException.class, failure);
        assertTrue(failure.getMessage().contains("before the answer to PRODUCE"), failure.getMessage());
        assertEquals(3, fixture.cluster.count(ApiKey.PRODUCE));
    }

    @Test
    void whatIsNotAcknowledgedInTimeFailsAndSaysWhy() {
        fixture.cluster.createTopic("t", 1);
        fixture.cluster.produceErrors((topic, partition) -> Errors.NOT_ENOUGH_REPLICAS);
        KafkaProducer<String, String> producer =
                fixture.producer("delivery.timeout.ms", 400, "request.timeout.ms", 100, "linger.ms", 0);
        Throwable failure = failureOf(producer.send(record("t", 0, "x")));
        assertInstanceOf(TimeoutException.class, failure);
        assertTrue(
                failure.getMessage()
                        .startsWith("1 record(s) for t-0 were not acknowledged within delivery.timeout.ms (400 ms)"),
                failure.getMessage());
        assertTrue(failure.getMessage().contains("NOT_ENOUGH_REPLICAS"), failure.getMessage());
    }

    @Test
    void aRecordThatExpiresInFlightDoesNotStopThoseThatFollow() throws Exception {
        fixture.cluster.createTopic("t", 1);
        AtomicInteger seen = new AtomicInteger();
        fixture.cluster.mischief((broker, request, version) ->
                request instanceof ProduceRequest && seen.getAndIncrement() == 1 ? Fault.STALL : Fault.NONE);
        KafkaProducer<String, String> producer =
                fixture.producer("delivery.timeout.ms", 300, "request.timeout.ms", 290, "linger.ms", 0);
        producer.send(record("t", 0, "1")).get();
        assertInstanceOf(TimeoutException.class, failureOf(producer.send(record("t", 0, "2"))));
        Await.until("sending goes on", () -> {
            try {
                producer.send(record("t", 0, "3")).get();
                return true;
            } catch (ExecutionException e) {
                return false;
            }
        });
        assertEquals("3", fixture.values("t", 0).get(fixture.values("t", 0).size() - 1));
    }

    @Test
    void batchesThatAreTooLargeAreSplit() throws Exception {
        fixture.cluster.createTopic("t", 1);
        fixture.cluster.maxBatchBytes("t", 0, 500);
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 50);
        List<Future<RecordMetadata>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            futures.add(producer.send(record("t", 0, i + ":" + "x".repeat(50))));
        }
        for (int i = 0; i < 50; i++) {
            assertEquals(i, futures.get(i).get().offset());
            assertTrue(fixture.values("t", 0).get(i).startsWith(i + ":"));
        }
        Throwable failure = failureOf(producer.send(record("t", 0, "x".repeat(1_000))));
        assertInstanceOf(RecordTooLargeException.class, failure);
        assertTrue(failure.getMessage().contains("which the broker does not take"), failure.getMessage());
        assertEquals(50, producer.send(record("t", 0, "y")).get().offset());
    }

    @Test
    void aBrokerThatForgotTheProducerIsToldAgain() throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer();
        producer.send(record("t", 0, "1")).get();
        fixture.cluster.forgetWriters("t", 0);
        AtomicInteger left = new AtomicInteger(1);
        fixture.cluster.produceErrors(
                (topic, partition) -> left.getAndDecrement() > 0 ? Errors.UNKNOWN_PRODUCER_ID : Errors.NONE);
        assertEquals(1, producer.send(record("t", 0, "2")).get().offset());
        assertEquals(2, producer.send(record("t", 0, "3")).get().offset());
    }

    @Test
    void aGapThatOnlyTheBrokerCanHaveMadeStopsNothing() throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer();
        producer.send(record("t", 0, "1")).get();
        AtomicInteger left = new AtomicInteger(1);
        fixture.cluster.produceErrors(
                (topic, partition) -> left.getAndDecrement() > 0 ? Errors.OUT_OF_ORDER_SEQUENCE_NUMBER : Errors.NONE);
        assertEquals(1, producer.send(record("t", 0, "2")).get().offset());
        assertEquals(2, producer.send(record("t", 0, "3")).get().offset());
        assertEquals(List.of("1", "2", "3"), fixture.values("t", 0));
    }

    /**
     * A batch whose answer was lost expires; the one after it was taken in, too, and its answer was lost as well. Under a new
     * epoch it would be there twice.
     */
    @Test
    void whatFollowsABatchOfUnknownFateIsNotThereTwice() throws Exception {
        fixture.cluster.createTopic("t", 1);
        AtomicInteger produced = new AtomicInteger();
        AtomicBoolean isExpired = new AtomicBoolean();
        fixture.cluster.mischief((broker, request, version) -> {
            if (!(request instanceof ProduceRequest) || isExpired.get()) {
                return Fault.NONE;
            }
            return switch (produced.getAndIncrement()) {
                case 0 -> Fault.NONE;
                case 1, 2 -> Fault.SWALLOW_ANSWER;
                default -> Fault.DISCONNECT;
            };
        });
        KafkaProducer<String, String> producer =
                fixture.producer("delivery.timeout.ms", 3_000, "request.timeout.ms", 2_000, "linger.ms", 0);
        producer.send(record("t", 0, "1")).get();
        long sentNs = System.nanoTime();
        Future<RecordMetadata> second = producer.send(record("t", 0, "2"));
        Await.until("the third will outlive the second", () -> System.nanoTime() - sentNs > 1_500_000_000L);
        Future<RecordMetadata> third = producer.send(record("t", 0, "3"));
        assertInstanceOf(TimeoutException.class, failureOf(second));
        isExpired.set(true);
        assertEquals(2, third.get().offset());
        assertEquals(3, producer.send(record("t", 0, "4")).get().offset());
        assertEquals(List.of("1", "2", "3", "4"), fixture.values("t", 0));
    }

    @Test
    void aRefusedBatchDoesNotTakeThoseThatFollowWithIt() throws Exception {
        fixture.cluster.createTopic("t", 1);
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 0, "batch.size", 0);
        producer.send(record("t", 0, "first")).get();
        AtomicInteger batches = new AtomicInteger();
        fixture.cluster.produceErrors(
                (topic, partition) -> batches.getAndIncrement() == 2 ? Errors.INVALID_RECORD : Errors.NONE);
        List<Future<RecordMetadata>> futures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            futures.add(producer.send(record("t", 0, "" + i)));
        }
        producer.flush();
        int failed = 0;
        for (Future<RecordMetadata> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                failed++;
            }
        }
        assertEquals(1, failed);
        assertEquals(20, fixture.values("t", 0).size());
    }

    @Test
    void topicsThatAreNotThereTimeOut() {
        KafkaProducer<String, String> producer = fixture.producer("max.block.ms", 150);
        Throwable failure = failureOf(producer.send(record("nope", 0, "x")));
        assertInstanceOf(TimeoutException.class, failure);
        assertEquals(
                "topic nope did not show up in the metadata within max.block.ms (150 ms): UNKNOWN_TOPIC_OR_PARTITION",
                failure.getMessage());
        assertThrows(TimeoutException.class, () -> producer.partitionsFor("nope"));
    }

    @Test
    void partitionsThatAreNotThereTimeOut() {
        fixture.cluster.createTopic("t", 2);
        KafkaProducer<String, String> producer = fixture.producer("max.block.ms", 1_000);
        assertEquals(
                "partition 2 of topic t did not show up within max.block.ms (1000 ms): the topic has partitions 0 to 1",
                failureOf(producer.send(record("t", 2, "x"))).getMessage());
    }

    @Test
    void topicsAndPartitionsMayComeLater() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer();
        Thread creator = new Thread(() -> {
            Await.until("the topic is asked for", () -> fixture.cluster.count(ApiKey.METADATA) >= 2);
            fixture.cluster.createTopic("late", 1);
        });
        creator.start();
        assertEquals(0, producer.send(record("late", 0, "x")).get().offset());
        creator.join();
        int asked = fixture.cluster.count(ApiKey.METADATA);
        Thread grower = new Thread(() -> {
            Await.until("the partition is asked for", () -> fixture.cluster.count(ApiKey.METADATA) > asked);
            fixture.cluster.addPartitions("late", 2);
        });
        grower.start();
        assertEquals(2, producer.send(record("late", 2, "x")).get().partition());
        grower.join();
    }

    @Test
    void aTopicMadeAnewBeginsAnew() throws Exception {
        fixture.cluster.createTopic("t", 6);
        KafkaProducer<String, String> producer = fixture.producer("linger.ms", 0);
        for (int i = 0; i < 3; i++) {
            assertEquals(i, producer.send(record("t", 1, "old")).get().offset());
        }
        fixture.cluster.deleteTopic("t");
        fixture.cluster.createTopic("t", 2);
        for (int i = 0; i < 3; i++) {
            assertEquals(i, producer.send(record("t", 1, "" + i)).get().offset());
        }
        assertEquals(List.of("0", "1", "2"), fixture.values("t", 1));
        for (int i = 0; i < 100; i++) {
            assertTrue(producer.send(new ProducerRecord<>("t", "unkeyed")).get().partition() < 2);
        }
    }

    /** Brokers remember the sequences of a topic that the producer has let go of. */
    @Test
    void aTopicThatWasIdleForLongIsSentToAgain() throws Exception {
        fixture.cluster.createTopic("t", 1);
        fixture.cluster.createTopic("other", 1);
        AtomicBoolean isAskedFor = new AtomicBoolean();
        fixture.cluster.mischief((broker, request, version) -> {
            if (request instanceof MetadataRequest metadata && metadata.topics() != null) {
                isAskedFor.set(metadata.topics().stream().anyMatch(topic -> "t".equals(topic.name())));
            }
            return Fault.NONE;
        });
        KafkaProducer<String, String> producer =
                fixture.producer("metadata.max.idle.ms", 5_000, "metadata.max.age.ms", 200, "linger.ms", 0);
        assertEquals(0, producer.send(record("t", 0, "1")).get().offset());
        assertEquals(1, producer.send(record("t", 0, "2")).get().offset());
        assertTrue(isAskedFor.get());
        Await.until("the topic is let go of", () -> {
            producer.send(record("other", 0, "x"));
            return !isAskedFor.get();
        });
        assertEquals(2, producer.send(record("t", 0, "3")).get().offset());
        assertEquals(3, producer.send(record("t", 0, "4")).get().offset());
        assertEquals(List.of("1", "2", "3", "4"), fixture.values("t", 0));
    }

    @Test
    void hopelessTopicsFailAtOnce() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer();
        fixture.cluster.unknownTopicError(Errors.INVALID_TOPIC_EXCEPTION);
        assertInstanceOf(InvalidTopicException.class, failureOf(producer.send(record("a b", 0, "x"))));
        fixture.cluster.unknownTopicError(Errors.TOPIC_AUTHORIZATION_FAILED);
        assertInstanceOf(TopicAuthorizationException.class, failureOf(producer.send(record("secret", 0, "x"))));
        fixture.cluster.createTopic("secret", 1);
        assertEquals(0, producer.send(record("secret", 0, "x")).get().offset(), "the right was granted meanwhile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000400000000", "7fffffff00", "ffffffff00", "00000000", "0000000500000001ff"})
    void answersThatAreNoneEndTheConnectionAndAreTriedAgain(String hex) throws Exception {
        byte[] garbage = java.util.HexFormat.of().parseHex(hex);
        fixture.cluster.createTopic("t", 1);
        AtomicInteger left = new AtomicInteger(2);
        fixture.cluster.mischief((broker, request, version) ->
                request instanceof ProduceRequest && left.getAndDecrement() > 0 ? Fault.garbage(garbage) : Fault.NONE);
        KafkaProducer<String, String> producer = fixture.producer("request.timeout.ms", 500);
        assertEquals(0, producer.send(record("t", 0, "x")).get().offset());
    }

    @Test
    void aLostBootstrapServerDoesNotMatter() throws Exception {
        fixture.cluster.createTopic("t", 2);
        fixture.cluster.moveLeader("t", 1, 0);
        fixture.cluster.stop(1);
        KafkaProducer<String, String> producer = fixture.producer();
        assertEquals(0, producer.send(record("t", 1, "x")).get().offset());
    }

    @Test
    void producerIdsAreAskedForUntilThereIsOne() throws Exception {
        fixture.cluster.createTopic("t", 1);
        AtomicInteger left = new AtomicInteger(3);
        fixture.cluster.mischief(
                (broker, request, version) -> request.apiKey() == ApiKey.INIT_PRODUCER_ID && left.getAndDecrement() > 0
                        ? Fault.answer(new io.headrace.protocol.message.InitProducerIdResponse()
                                .errorCode(Errors.COORDINATOR_LOAD_IN_PROGRESS.code()))
                        : Fault.NONE);
        KafkaProducer<String, String> producer = fixture.producer();
        assertEquals(0, producer.send(record("t", 0, "x")).get().offset());
    }

    @Test
    void withoutTheRightToAProducerIdRecordsFail() {
        fixture.cluster.createTopic("t", 1);
        fixture.cluster.mischief((broker, request, version) -> request.apiKey() == ApiKey.INIT_PRODUCER_ID
                ? Fault.answer(new io.headrace.protocol.message.InitProducerIdResponse()
                        .errorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code()))
                : Fault.NONE);
        KafkaProducer<String, String> producer = fixture.producer();
        assertInstanceOf(
                io.headrace.common.errors.ClusterAuthorizationException.class,
                failureOf(producer.send(record("t", 0, "x"))));
    }
}
