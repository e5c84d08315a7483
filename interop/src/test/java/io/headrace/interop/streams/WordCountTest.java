package io.headrace.interop.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.interop.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kafka Streams: words are counted over a repartition and a changelog topic, by a process that is killed in between. */
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read afterwards.
class WordCountTest {

    private static final List<String> WORDS = List.of("alpha", "Beta", "gamma", "Delta", "epsilon");
    private static final int PARTITIONS = 2;
    private static final int ROUND = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    @TempDir
    Path state;

    static Stream<Arguments> combinations() {
        return Stream.of(Target.values())
                .flatMap(target -> Stream.of("at_least_once", "exactly_once_v2")
                        .map(guarantee -> Arguments.of(target, guarantee)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("combinations")
    void wordsAreCountedAcrossAKill(Target target, String guarantee) throws Exception {
        String broker = target.bootstrapServers();
        String application = Target.topic("words");
        String input = application + "-in";
        String output = application + "-out";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.createTopics(List.of(
                            new NewTopic(input, PARTITIONS, (short) 1), new NewTopic(output, PARTITIONS, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        // By word, all counts that were written, in order.
        Map<String, List<Long>> counts = new TreeMap<>();
        try (KafkaConsumer<String, Long> reader = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker,
                        "group.id",
                        application + "-reader",
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new LongDeserializer())) {
            reader.subscribe(List.of(output));
            Process first = start(broker, application, input, output, guarantee);
            try {
                write(broker, input, ROUND);
                readUntil(reader, counts, ROUND);
                // What is on its way when the process dies is done again by the next.
                write(broker, input, ROUND);
                readUntil(reader, counts, ROUND + 1);
            } finally {
                first.destroyForcibly().waitFor();
            }
            Process second = start(broker, application, input, output, guarantee);
            try {
                write(broker, input, ROUND);
                readUntilEach(reader, counts, 3L * ROUND / WORDS.size());
            } finally {
                second.destroyForcibly().waitFor();
            }
        }
        assertEquals(Set.of("alpha", "beta", "gamma", "delta", "epsilon"), counts.keySet());
        long each = 3L * ROUND / WORDS.size();
        if (guarantee.equals("exactly_once_v2")) {
            List<Long> expected = LongStream.rangeClosed(1, each).boxed().toList();
            counts.forEach((word, of) -> assertEquals(expected, of, word));
        } else {
            counts.forEach((word, of) -> assertTrue(of.get(of.size() - 1) >= each, () -> word + ": " + of));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            Set<String> topics = admin.listTopics().names().get(30, TimeUnit.SECONDS);
            assertTrue(topics.contains(application + "-words-repartition"), topics::toString);
            assertTrue(topics.contains(application + "-counts-changelog"), topics::toString);
        }
    }

    private Process start(String broker, String application, String input, String output, String guarantee)
            throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WordCountMain.class.getName(),
                        broker,
                        application,
                        input,
                        output,
                        guarantee,
                        state.toString())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void write(String broker, String input, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker), new StringSerializer(), new StringSerializer())) {
            List<ProducerRecord<String, String>> records = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                records.add(new ProducerRecord<>(input, n % PARTITIONS, null, WORDS.get(n % WORDS.size())));
            }
            records.forEach(producer::send);
            producer.flush();
        }
    }

    /** Reads until the last counts of all words together are so high. */
    private static void readUntil(KafkaConsumer<String, Long> reader, Map<String, List<Long>> counts, long sum) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (sum(counts) < sum) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError(sum(counts) + " of " + sum + " words within " + PATIENCE);
            }
            readSome(reader, counts);
        }
    }

    /** Reads until the last count of each word is so high: of words that were counted twice, others have not come yet. */
    private static void readUntilEach(KafkaConsumer<String, Long> reader, Map<String, List<Long>> counts, long each) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (counts.size() < WORDS.size() || counts.values().stream().anyMatch(of -> of.get(of.size() - 1) < each)) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("not " + each + " of each word within " + PATIENCE + ": " + counts);
            }
            readSome(reader, counts);
        }
    }

    private static void readSome(KafkaConsumer<String, Long> reader, Map<String, List<Long>> counts) {
        reader.poll(Duration.ofMillis(100))
                .forEach(r ->
                        counts.computeIfAbsent(r.key(), k -> new ArrayList<>()).add(r.value()));
    }

    private static long sum(Map<String, List<Long>> counts) {
        return counts.values().stream().mapToLong(of -> of.get(of.size() - 1)).sum();
    }
}
