package io.headrace.clients.producer;

import io.headrace.clients.fake.FakeCluster;
import io.headrace.clients.fake.FakePartition;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.testsupport.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A fake cluster and producers for it, closed together; what is left behind fails the test. */
final class ProducerFixture implements AutoCloseable {

    final FakeCluster cluster;
    private final List<KafkaProducer<String, String>> producers = new ArrayList<>();

    ProducerFixture(int brokers) {
        cluster = new FakeCluster(brokers);
    }

    /** A producer with short waits; {@code overrides} are keys and values by turns. */
    KafkaProducer<String, String> producer(Object... overrides) {
        KafkaProducer<String, String> made =
                new KafkaProducer<>(configs(overrides), new StringSerializer(), new StringSerializer());
        producers.add(made);
        return made;
    }

    Map<String, Object> configs(Object... overrides) {
        Map<String, Object> configs = new HashMap<>();
        configs.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
        configs.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
        configs.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 50);
        configs.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 10);
        configs.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 50);
        for (int i = 0; i < overrides.length; i += 2) {
            configs.put((String) overrides[i], overrides[i + 1]);
        }
        return configs;
    }

    List<String> values(String topic, int partition) {
        List<String> values = new ArrayList<>();
        for (FakePartition.Stored record : cluster.records(topic, partition)) {
            values.add(new String(record.value(), StandardCharsets.UTF_8));
        }
        return values;
    }

    static ProducerRecord<String, String> record(String topic, int partition, String value) {
        return new ProducerRecord<>(topic, partition, null, value);
    }

    @Override
    public void close() {
        producers.forEach(p -> p.close(Duration.ZERO));
        cluster.close();
        Await.until(
                "no thread of a producer is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(t -> t.getName().startsWith(KafkaProducer.NETWORK_THREAD_PREFIX)));
    }
}
