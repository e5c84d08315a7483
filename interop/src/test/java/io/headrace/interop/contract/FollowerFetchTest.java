package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.interop.Target;
import io.headrace.testsupport.ApacheKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Reading from a follower in the same rack (KIP-392), and from the leader when the follower is gone: a cluster of two of
 * Apache's brokers, since ours has no followers.
 */
@Timeout(180)
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read afterwards.
class FollowerFetchTest {

    private static final int LEADER = 1;
    private static final int FOLLOWER = 2;

    private static ApacheKafka leader;
    private static ApacheKafka follower;

    private static Map<String, String> broker(String rack) {
        return Map.of(
                "broker.rack", rack,
                "replica.selector.class", "org.apache.kafka.common.replica.RackAwareReplicaSelector",
                "replica.lag.time.max.ms", "1500",
                "broker.session.timeout.ms", "3000",
                "broker.heartbeat.interval.ms", "500");
    }

    @BeforeAll
    static void start() {
        leader = ApacheKafka.start(broker("near"), "-Xmx256m", "-XX:TieredStopAtLevel=1");
        follower = leader.startAnother(FOLLOWER, broker("far"), "-Xmx256m", "-XX:TieredStopAtLevel=1");
    }

    @AfterAll
    static void end() {
        if (follower != null) {
            follower.close();
        }
        if (leader != null) {
            leader.close();
        }
    }

    private static void send(Contract contract, String topic, int count) {
        try (KafkaProducer<byte[], byte[]> producer = contract.producer("acks", "1")) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, new byte[1_000]));
            }
        }
    }

    private static double metric(KafkaConsumer<?, ?> consumer, String name, String tag, String value) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name)
                        && value.equals(metric.metricName().tags().get(tag)))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .sum();
    }

    @Test
    void aConsumerReadsInItsRackAndFromTheLeaderWhenThatEnds() throws Exception {
        Contract contract = new Contract(leader.bootstrapServers());
        String topic = Target.topic("near");
        try (Admin admin = contract.admin()) {
            long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
            while (admin.describeCluster().nodes().get().size() < 2) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "the second broker did not join");
            }
            admin.createTopics(List.of(new NewTopic(topic, Map.of(0, List.of(LEADER, FOLLOWER)))))
                    .all()
                    .get();
        }
        TopicPartition partition = new TopicPartition(topic, 0);
        int first = 200;
        send(contract, topic, first);
        try (KafkaConsumer<byte[], byte[]> consumer =
                contract.consumer("client.rack", "far", "max.poll.records", 50, "request.timeout.ms", 5_000)) {
            consumer.assign(List.of(partition));
            assertEquals(first, read(consumer, first).size());
            assertEquals(FOLLOWER, metric(consumer, "preferred-read-replica", "partition", "0"));
            assertTrue(
                    metric(consumer, "incoming-byte-total", "node-id", "node-" + FOLLOWER) > first * 1_000,
                    "the follower sent " + metric(consumer, "incoming-byte-total", "node-id", "node-" + FOLLOWER));
            assertTrue(metric(consumer, "incoming-byte-total", "node-id", "node-" + LEADER) < first * 1_000);

            follower.close();
            follower = null;
            send(contract, topic, 10);
            assertEquals(10, read(consumer, 10).size());
            assertEquals(first + 10, consumer.position(partition));
            assertEquals(0, consumer.poll(Duration.ofMillis(10)).count());
        }
    }
}
