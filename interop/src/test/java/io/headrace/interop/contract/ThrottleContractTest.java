package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.Metric;
import io.headrace.common.TopicPartition;
import io.headrace.common.quota.ClientQuotaAlteration;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients with a quota keep the pauses that the broker asks for, and say so in their metrics. */
@ParameterizedClass
@EnumSource(Target.class)
class ThrottleContractTest {

    private static final boolean IS_LONG = Boolean.getBoolean("headrace.long");

    /** Bytes per second; the brokers look back over 11 s, so that ten times as much goes through before they throttle. */
    private static final int QUOTA = 100_000;

    private static final int RECORDS = IS_LONG ? 260 : 4;
    private static final int RECORD_BYTES = IS_LONG ? 5_000 : 290_000;

    /** What must have passed since the first byte when all are through at the quota, less what may be counted too early. */
    private static final long LEAST_MS = 1_000L * RECORDS * RECORD_BYTES / QUOTA - 12_000;

    @Parameter
    Target target;

    private static void quota(Contract contract, String clientId) throws Exception {
        try (Admin admin = contract.admin()) {
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                            new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, clientId)),
                            List.of(
                                    new ClientQuotaAlteration.Op("producer_byte_rate", (double) QUOTA),
                                    new ClientQuotaAlteration.Op("consumer_byte_rate", (double) QUOTA)))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static double metric(Collection<? extends Metric> metrics, String name) {
        return metrics.stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .mapToDouble(metric -> (double) metric.metricValue())
                .max()
                .orElseThrow();
    }

    @Test
    void producersAndConsumersPause() throws Exception {
        // Apache's broker lets consumers wait for a quarter of a minute.
        assumeTrue(IS_LONG || target == Target.HEADRACE, "only with -Plong");
        Contract contract = new Contract(target);
        String topic = contract.newTopic("throttled", 1);
        quota(contract, topic);
        try (KafkaProducer<byte[], byte[]> producer =
                contract.producer("client.id", topic, "batch.size", 100, "max.in.flight.requests.per.connection", 1)) {
            long startNs = System.nanoTime();
            for (int i = 0; i < RECORDS; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, 0, null, new byte[RECORD_BYTES]));
            }
            producer.flush();
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertTrue(tookMs >= LEAST_MS, "took " + tookMs + " ms, and at least " + LEAST_MS + " were to be paused");
            double most = metric(producer.metrics().values(), "produce-throttle-time-max");
            assertTrue(most > 0, "produce-throttle-time-max " + most);
            producer.send(new ProducerRecord<>(topic, 0, null, new byte[1])).get(60, TimeUnit.SECONDS);
            tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertTrue(tookMs >= most, "took " + tookMs + " ms, with a pause of " + most);
        }
        try (KafkaConsumer<byte[], byte[]> consumer =
                contract.consumer("client.id", topic, "max.partition.fetch.bytes", 300_000)) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(List.of(new TopicPartition(topic, 0)));
            int count = 0;
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
            while (count <= RECORDS && System.nanoTime() - deadlineNs < 0) {
                count += consumer.poll(Duration.ofMillis(500)).count();
            }
            assertEquals(RECORDS + 1, count);
            double most = metric(consumer.metrics().values(), "fetch-throttle-time-max");
            assertTrue(most > 0, "fetch-throttle-time-max " + most);
        }
    }
}
