package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.read;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerInterceptor;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What interceptors of consumers see and may change. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
class ConsumerInterceptorContractTest {

    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    @Parameter
    Target target;

    /** Drops the record whose value is "drop", and notes what it is told. */
    public static final class Dropping implements ConsumerInterceptor<byte[], byte[]> {

        private String id;

        /** Made by the consumer. */
        public Dropping() {}

        @Override
        public void configure(Map<String, ?> configs) {
            id = String.valueOf(configs.get("group.id"));
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new java.util.HashMap<>();
            for (TopicPartition partition : records.partitions()) {
                List<ConsumerRecord<byte[], byte[]>> some = new ArrayList<>(records.records(partition));
                some.removeIf(record -> text(record.value()).equals("drop"));
                kept.put(partition, some);
            }
            EVENTS.add("dropping " + records.count());
            return new ConsumerRecords<>(kept, records.nextOffsets());
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            EVENTS.add("committed " + offsets.values().iterator().next().offset() + " "
                    + id.substring(0, id.indexOf('-')));
        }

        @Override
        public void close() {
            EVENTS.add("closed");
        }
    }

    /** Fails whenever it is asked. */
    public static final class Failing implements ConsumerInterceptor<byte[], byte[]> {

        /** Made by the consumer. */
        public Failing() {}

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            EVENTS.add("failing " + records.count());
            throw new IllegalStateException("as it should");
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            throw new IllegalStateException("as it should");
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void forget() {
        EVENTS.clear();
    }

    private Contract contract() {
        return new Contract(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aChainAltersWhatIsReadAndHearsOfCommits(String protocol) throws Exception {
        String topic = contract().newTopic("intercepted", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            for (String value : List.of("a", "drop", "b")) {
                producer.send(new ProducerRecord<>(topic, 0, null, bytes(value)))
                        .get(30, TimeUnit.SECONDS);
            }
        }
        try (KafkaConsumer<byte[], byte[]> consumer = contract()
                .consumer(
                        "group.id",
                        topic,
                        "group.protocol",
                        protocol,
                        "interceptor.classes",
                        List.of(Failing.class, Dropping.class))) {
            consumer.assign(List.of(partition));
            assertEquals(
                    List.of("a", "b"),
                    read(consumer, 2).stream().map(r -> text(r.value())).toList());
            // What fails is passed over: the next one sees what it was given.
            assertTrue(EVENTS.contains("failing 3") && EVENTS.contains("dropping 3"), EVENTS.toString());
            assertEquals(3, consumer.position(partition));
            EVENTS.clear();
            consumer.commitSync();
            assertEquals(List.of("committed 3 intercepted"), EVENTS);
            List<Exception> failures = new ArrayList<>();
            boolean[] told = {false};
            consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(1)), (offsets, failure) -> {
                told[0] = true;
                if (failure != null) {
                    failures.add(failure);
                }
            });
            long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
            while (!told[0]) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "no answer");
                assertTrue(consumer.poll(Duration.ofMillis(50)).isEmpty());
            }
            assertEquals(List.of(), failures);
            assertTrue(EVENTS.contains("committed 1 intercepted"), EVENTS.toString());
            EVENTS.clear();
        }
        assertEquals(List.of("closed"), EVENTS);
    }
}
