package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.partitioners.Crc32Partitioner;
import io.headrace.partitioners.Fnv1aPartitioner;
import io.headrace.partitioners.Murmur2RandomPartitioner;
import io.headrace.partitioners.Partitioner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keys go to the partitions that librdkafka puts them in: 10,000 of them, of any length and alphabet, sent by kcat and by
 * our producer.
 */
class KcatPartitionersTest {

    private static final int KEYS = 10_000;
    private static final int PARTITIONS = 13;

    /** A name of librdkafka's, and who does the same here. */
    enum Rule {
        CONSISTENT_RANDOM(Crc32Partitioner.class, false),
        FNV1A_RANDOM(Fnv1aPartitioner.class, true),
        MURMUR2_RANDOM(Murmur2RandomPartitioner.class, true);

        private final Class<? extends Partitioner> ours;
        private final boolean hashesEmptyKeys;

        Rule(Class<? extends Partitioner> ours, boolean hashesEmptyKeys) {
            this.ours = ours;
            this.hashesEmptyKeys = hashesEmptyKeys;
        }
    }

    /** Every hundredth is null, every hundredth empty, a few are long; none has a tab or a line end, which kcat needs. */
    private static List<String> keys(Random random) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            if (i % 100 == 0) {
                keys.add(null);
            } else if (i % 100 == 1) {
                keys.add("");
            } else {
                keys.add(key(random, i % 2_500 == 2 ? 100_000 : 1 + random.nextInt(40), i % 3 == 0));
            }
        }
        return keys;
    }

    private static String key(Random random, int length, boolean isAscii) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < length; i++) {
            // All planes but the surrogates.
            int point = isAscii ? random.nextInt(' ', 0x7f) : random.nextInt(0xa0, 0x1f700);
            key.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 0xe9 : point);
        }
        return key.toString();
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void keysGoWhereLibrdkafkaPutsThem(Rule rule) throws Exception {
        Kcat kcat = Kcat.installed();
        long seed = System.nanoTime();
        List<String> keys = keys(new Random(seed));
        String topic = Target.topic("partitioners");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Target.HEADRACE.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        int[] theirs = byKcat(kcat, rule, topic, keys);
        int[] ours = byOurProducer(rule, topic, keys);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < KEYS; i++) {
            String key = keys.get(i);
            if (key != null && (!key.isEmpty() || rule.hashesEmptyKeys)) {
                int index = i;
                assertEquals(theirs[i], ours[i], () -> "seed " + seed + ", key " + index + ": " + key);
                seen.add(ours[i]);
            }
        }
        assertEquals(PARTITIONS, seen.size());
        assertSpread(theirs, keys, rule);
        assertSpread(ours, keys, rule);
    }

    /** What has no key, or what counts as such, goes anywhere. */
    private static void assertSpread(int[] partitions, List<String> keys, Rule rule) {
        Set<Integer> ofNull = new HashSet<>();
        Set<Integer> ofEmpty = new HashSet<>();
        for (int i = 0; i < KEYS; i++) {
            if (keys.get(i) == null) {
                ofNull.add(partitions[i]);
            } else if (keys.get(i).isEmpty()) {
                ofEmpty.add(partitions[i]);
            }
        }
        assertTrue(ofNull.size() > 1, ofNull::toString);
        assertEquals(rule.hashesEmptyKeys, ofEmpty.size() == 1, ofEmpty::toString);
    }

    private static int[] byKcat(Kcat kcat, Rule rule, String topic, List<String> keys) throws Exception {
        String broker = Target.HEADRACE.bootstrapServers();
        StringBuilder input = new StringBuilder();
        for (int i = 0; i < KEYS; i++) {
            // Without a tab there is no key.
            input.append(keys.get(i) == null ? "" : keys.get(i) + "\t")
                    .append(i)
                    .append('\n');
        }
        kcat.run(
                input.toString(),
                "-P",
                "-b",
                broker,
                "-t",
                topic,
                "-K",
                "\t",
                "-X",
                "topic.partitioner=" + rule.name().toLowerCase(Locale.ROOT),
                "-X",
                "sticky.partitioning.linger.ms=0");
        int[] partitions = new int[KEYS];
        String read = kcat.run("", "-C", "-b", broker, "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%p %s\n");
        List<String> lines = read.lines().toList();
        assertEquals(KEYS, lines.size());
        for (String line : lines) {
            int space = line.indexOf(' ');
            partitions[Integer.parseInt(line.substring(space + 1))] = Integer.parseInt(line.substring(0, space));
        }
        return partitions;
    }

    private static int[] byOurProducer(Rule rule, String topic, List<String> keys) throws Exception {
        int[] partitions = new int[KEYS];
        try (KafkaProducer<String, String> producer = KafkaProducer.builder()
                .bootstrapServers(Target.HEADRACE.bootstrapServers())
                .keySerializer(new StringSerializer())
                .valueSerializer(new StringSerializer())
                .partitioner(rule.ours)
                .batchSize(500)
                .build()) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < KEYS; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, keys.get(i), Integer.toString(i))));
            }
            for (int i = 0; i < KEYS; i++) {
                partitions[i] = sent.get(i).get(60, TimeUnit.SECONDS).partition();
            }
        }
        return partitions;
    }
}
