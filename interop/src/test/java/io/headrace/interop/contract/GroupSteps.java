package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The small steps that tests of consumer groups share; each object is about a group of its own. */
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read afterwards.
final class GroupSteps {

    static final String RANGE = "org.apache.kafka.clients.consumer.RangeAssignor";
    static final String COOPERATIVE = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor";

    private final Contract contract;
    private final String group = Target.topic("group");

    GroupSteps(Contract contract) {
        this.contract = contract;
    }

    String group() {
        return group;
    }

    /** A member of this test's group. */
    KafkaConsumer<byte[], byte[]> member(String protocol, Object... more) {
        Map<String, Object> config = contract.config("group.id", group, "group.protocol", protocol);
        if (protocol.equals("classic")) {
            config.put("heartbeat.interval.ms", 200);
            config.put("session.timeout.ms", 6_000);
        }
        config.putAll(contract.config(more));
        List<Object> all = new ArrayList<>();
        config.forEach((key, value) -> {
            all.add(key);
            all.add(value);
        });
        return contract.consumer(all.toArray());
    }

    void send(String topic, int partitions, int from, int to) {
        try (KafkaProducer<byte[], byte[]> producer = contract.producer()) {
            for (int i = from; i < to; i++) {
                for (int p = 0; p < partitions; p++) {
                    producer.send(new ProducerRecord<>(topic, p, null, bytes(p + ":" + i)));
                }
            }
        }
    }

    static Set<TopicPartition> all(String topic, int partitions) {
        Set<TopicPartition> all = new HashSet<>();
        for (int p = 0; p < partitions; p++) {
            all.add(new TopicPartition(topic, p));
        }
        return all;
    }

    /** Polls members in turn until something holds, and gives what they read. */
    @SafeVarargs
    static List<String> pollUntil(BooleanSupplier done, KafkaConsumer<byte[], byte[]>... members) {
        List<String> values = new ArrayList<>();
        long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not within " + Contract.PATIENCE);
            for (KafkaConsumer<byte[], byte[]> member : members) {
                for (ConsumerRecord<byte[], byte[]> record : member.poll(Duration.ofMillis(20))) {
                    values.add(text(record.value()));
                }
            }
        }
        return values;
    }

    static List<String> readAll(int count, KafkaConsumer<byte[], byte[]> member) {
        List<String> values = new ArrayList<>();
        long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
        while (values.size() < count) {
            assertTrue(System.nanoTime() - deadlineNs < 0, values.size() + " of " + count);
            member.poll(Duration.ofMillis(100)).forEach(record -> values.add(text(record.value())));
        }
        return values;
    }
}
