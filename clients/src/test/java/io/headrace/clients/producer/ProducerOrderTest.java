package io.headrace.clients.producer;

import static io.headrace.clients.producer.ProducerFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.Fault;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.ProduceRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever goes wrong, each record is there once and in its place. */
class ProducerOrderTest {

    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

    private final ProducerFixture fixture = new ProducerFixture(2);

    @AfterEach
    void close() {
        fixture.close();
    }

    @RepeatedTest(10)
    void eachRecordArrivesOnceAndInOrder(RepetitionInfo repetition) throws Exception {
        int inFlight = 1 + repetition.getCurrentRepetition() % 5;
        long seed = System.nanoTime();
        Random random = new Random(seed);
        fixture.cluster.createTopic("t", 3);
        fixture.cluster.mischief((broker, request, version) -> {
            if (!(request instanceof ProduceRequest) || random.nextInt(7) > 0) {
                return Fault.NONE;
            }
            if (random.nextInt(10) == 0) {
                fixture.cluster.moveLeader("t", random.nextInt(3), random.nextInt(2));
            }
            return switch (random.nextInt(20)) {
                case 0 -> Fault.SWALLOW_ANSWER;
                case 1 -> Fault.STALL;
                case 2, 3 -> Fault.delay(random.nextInt(30));
                default -> random.nextBoolean() ? Fault.DISCONNECT : Fault.LOSE_ANSWER;
            };
        });
        for (int p = 0; p < 3; p++) {
            fixture.cluster.maxBatchBytes("t", p, 250);
        }
        fixture.cluster.produceErrors((topic, partition) -> switch (random.nextInt(30)) {
            case 0 -> Errors.NOT_LEADER_OR_FOLLOWER;
            case 1 -> Errors.NOT_ENOUGH_REPLICAS;
            case 2 -> Errors.UNKNOWN_TOPIC_OR_PARTITION;
            case 3 -> Errors.CORRUPT_MESSAGE;
            case 4 -> Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND;
            case 5 -> Errors.REQUEST_TIMED_OUT;
            default -> Errors.NONE;
        });
        fixture.cluster.hintsLeaders(random.nextBoolean());
        String codec = CODECS.get(random.nextInt(CODECS.size()));
        String setup = "seed " + seed + ", " + codec + ", " + inFlight + " in flight";
        KafkaProducer<String, String> producer = fixture.producer(
                "batch.size", 300,
                "linger.ms", 1,
                "compression.type", codec,
                "max.in.flight.requests.per.connection", inFlight,
                "request.timeout.ms", 300);
        List<Future<RecordMetadata>> futures = new ArrayList<>();
        List<Integer> callbackOrder = Collections.synchronizedList(new ArrayList<>());
        List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 450; i++) {
            int index = i;
            futures.add(producer.send(record("t", i % 3, "value " + i), (metadata, e) -> {
                if (e == null) {
                    callbackOrder.add(index);
                } else {
                    failures.add(e);
                }
            }));
        }
        producer.flush();
        assertEquals(List.of(), failures, setup);
        for (int p = 0; p < 3; p++) {
            int partition = p;
            List<String> expected = IntStream.range(0, 450)
                    .filter(i -> i % 3 == partition)
                    .mapToObj(i -> "value " + i)
                    .toList();
            assertEquals(expected, fixture.values("t", p), setup);
            List<Integer> told =
                    callbackOrder.stream().filter(i -> i % 3 == partition).toList();
            assertEquals(told.stream().sorted().toList(), told, "callbacks, " + setup);
        }
        for (int i = 0; i < 450; i++) {
            RecordMetadata metadata = futures.get(i).get();
            String found = fixture.values("t", i % 3).get((int) metadata.offset());
            assertEquals("value " + i, found, setup);
        }
    }

    /** Half of the batches are of a size that the broker does not take, and what follows them is under way already. */
    @ParameterizedTest
    @CsvSource({"none, 5", "none, 1", "gzip, 5", "snappy, 5", "lz4, 5", "zstd, 5", "zstd, 2"})
    void whatIsSplitStaysInItsPlace(String codec, int inFlight) throws Exception {
        fixture.cluster.createTopic("t", 1);
        fixture.cluster.maxBatchBytes("t", 0, 700);
        KafkaProducer<String, String> producer = fixture.producer(
                "batch.size",
                2_000,
                "linger.ms",
                1,
                "compression.type",
                codec,
                "max.in.flight.requests.per.connection",
                inFlight);
        Random random = new Random(7);
        List<String> values = new ArrayList<>();
        List<Future<RecordMetadata>> futures = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            StringBuilder value = new StringBuilder(i + ":");
            for (int c = random.nextInt(90); c > 0; c--) {
                value.append((char) ('!' + random.nextInt(90)));
            }
            values.add(value.toString());
            futures.add(producer.send(record("t", 0, values.get(i))));
        }
        producer.flush();
        assertEquals(values, fixture.values("t", 0));
        for (int i = 0; i < 400; i++) {
            assertEquals(i, futures.get(i).get().offset());
        }
        assertTrue(
                fixture.cluster.batchSizes("t", 0).stream().allMatch(size -> size <= 700),
                () -> fixture.cluster.batchSizes("t", 0).toString());
    }
}
