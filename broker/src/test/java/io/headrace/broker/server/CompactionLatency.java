package io.headrace.broker.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headrace.broker.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a compaction does to those who produce meanwhile: {@code CompactionLatency [MB] [seconds]}, run by hand with the
 * tests' class path. One record at a time, acknowledged, while nothing is compacted, then slowly, then without a limit.
 */
final class CompactionLatency {

    private CompactionLatency() {}

    @SuppressWarnings("FutureReturnValueIgnored") // The log is only to be full; what counts is measured afterwards.
    public static void main(String[] arguments) throws Exception {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
        Path directory = Files.createTempDirectory("compaction-latency");
        HeadraceBroker broker = TestBroker.start(
                directory, "log.cleaner.backoff.ms", "0", "log.cleaner.threads", "0", "num.network.threads", "2");
        try (Admin admin = Admin.create(common(broker));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(common(broker), new ByteArraySerializer(), new ByteArraySerializer())) {
            Map<String, String> compacted =
                    Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0", "segment.bytes", "20000000");
            admin.createTopics(List.of(
                            new NewTopic("big", 1, (short) 1).configs(compacted), new NewTopic("ping", 1, (short) 1)))
                    .all()
                    .get();
            Random random = new Random(1);
            for (int i = 0; i < megabytes * 1000; i++) {
                byte[] value = new byte[1000];
                random.nextBytes(value);
                producer.send(new ProducerRecord<>("big", 0, ("key" + random.nextInt(50_000)).getBytes(UTF_8), value));
            }
            producer.flush();
            measure("warming up", producer, seconds);
            measure("nothing compacted", producer, seconds);
            alter(admin, "log.cleaner.io.max.bytes.per.second", "10000000");
            alter(admin, "log.cleaner.threads", "1");
            measure("compacted with 10 MB/s", producer, seconds);
            alter(admin, "log.cleaner.io.max.bytes.per.second", "1e12");
            measure("compacted without limit", producer, seconds);
        } finally {
            broker.close();
        }
        System.exit(0);
    }

    private static void measure(String what, KafkaProducer<byte[], byte[]> producer, int seconds) throws Exception {
        long[] taken = new long[seconds * 100_000];
        int count = 0;
        long endNs = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < endNs) {
            long startNs = System.nanoTime();
            producer.send(new ProducerRecord<>("ping", 0, null, new byte[100])).get();
            taken[count++] = System.nanoTime() - startNs;
        }
        long[] sorted = Arrays.copyOf(taken, count);
        Arrays.sort(sorted);
        System.out.printf(
                "%-24s %6d acknowledged, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms%n",
                what,
                count,
                sorted[count / 2] / 1e6,
                sorted[(int) (count * 0.99)] / 1e6,
                sorted[(int) (count * 0.999)] / 1e6);
    }

    private static void alter(Admin admin, String name, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.BROKER, "1"),
                        List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static Map<String, Object> common(HeadraceBroker broker) {
        return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
