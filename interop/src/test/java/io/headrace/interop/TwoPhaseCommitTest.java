package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.TransactionDescription;
import io.headrace.clients.admin.TransactionState;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.testsupport.ApacheKafka;
import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A producer whose transactions take part in a two-phase commit: the cluster never ends them for their age (KIP-939). Apache's
 * client of 4.3 has the setting and does not ask for it, since the request's version is not stable; so this is no contract.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TwoPhaseCommitTest {

    private static final String ENABLE = "transaction.two.phase.commit.enable";

    /** An Apache broker that lets transactions take part, for which it has to offer what is not stable yet. */
    private static ApacheKafka broker() {
        return ApacheKafka.start(
                Map.of(
                        "unstable.api.versions.enable", "true",
                        "unstable.feature.versions.enable", "true",
                        "transaction.two.phase.commit.enable", "true",
                        "transaction.state.log.num.partitions", "4",
                        "offsets.topic.num.partitions", "4"),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1");
    }

    private static KafkaProducer<String, String> producer(String bootstrapServers, String id, Map<String, ?> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", bootstrapServers);
        config.put("transactional.id", id);
        config.put(ENABLE, true);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    @Test
    void theClusterIsToldToWaitForTheEndWithoutLimit() throws Exception {
        try (ApacheKafka broker = broker();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
            try (KafkaProducer<String, String> producer = producer(broker.bootstrapServers(), "id", Map.of())) {
                producer.initTransactions();
                for (int i = 0; i < 3; i++) {
                    producer.beginTransaction();
                    producer.send(new ProducerRecord<>("t", "v" + i)).get(30, TimeUnit.SECONDS);
                    TransactionDescription open = admin.describeTransactions(List.of("id"))
                            .description("id")
                            .get(30, TimeUnit.SECONDS);
                    assertEquals(TransactionState.ONGOING, open.state());
                    assertEquals(Integer.MAX_VALUE, open.transactionTimeoutMs());
                    if (i == 1) {
                        producer.abortTransaction();
                    } else {
                        producer.commitTransaction();
                    }
                }
            }
            assertEquals(List.of("v0", "v2"), committed(broker.bootstrapServers()));
        }
    }

    private static List<String> committed(String bootstrapServers) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("t", 0)));
            Await.until("both are read", () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= 2;
            });
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void whereItIsNotOfferedNothingBegins(Target target) {
        try (KafkaProducer<String, String> producer =
                producer(target.bootstrapServers(), Target.topic("two-phase"), Map.of())) {
            assertThrows(UnsupportedVersionException.class, producer::initTransactions);
        }
        Map<String, Object> withTimeout = Map.of("transaction.timeout.ms", 60_000);
        assertThrows(ConfigException.class, () -> producer(target.bootstrapServers(), "id", withTimeout));
    }
}
