package io.headrace.interop.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rebalance listener that ends the membership which it is being told about, with our consumer. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
@SuppressWarnings("try") // One of the members is closed before the end of its block, which is what is looked at.
class ListenerEndsTest {

    private static final int PARTITIONS = 2;

    @Parameter
    Target target;

    private final String group = Clients.name("ends");
    private String topic;

    @BeforeEach
    void makeTopic() throws Exception {
        topic = new Clients(target.bootstrapServers(), Map.of()).topic(Clients.name("ends"), PARTITIONS);
    }

    private KafkaConsumer<String, String> member(String protocol) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "bootstrap.servers", target.bootstrapServers(),
                "group.id", group,
                "group.protocol", protocol));
        if (protocol.equals("classic")) {
            config.put("heartbeat.interval.ms", 200);
        }
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    private static void poll(BooleanSupplier done, KafkaConsumer<?, ?> member) {
        long deadlineNs = System.nanoTime() + Clients.PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not within " + Clients.PATIENCE);
            member.poll(Duration.ofMillis(20));
        }
    }

    private interface WhenAssigned extends ConsumerRebalanceListener {
        void end();

        @Override
        default void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                end();
            }
        }

        @Override
        default void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whoUnsubscribesInItIsNotAMemberAndMayComeBack(String protocol) {
        try (KafkaConsumer<String, String> member = member(protocol)) {
            member.subscribe(List.of(topic), (WhenAssigned) member::unsubscribe);
            poll(() -> member.subscription().isEmpty(), member);
            assertEquals(Set.of(), member.assignment());
            assertEquals(-1, member.groupMetadata().generationId());
            assertThrows(IllegalStateException.class, () -> member.poll(Duration.ZERO));
            member.subscribe(List.of(topic));
            poll(() -> member.assignment().size() == PARTITIONS, member);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whoClosesInItIsClosedAndOthersTakeOver(String protocol) {
        boolean[] isClosed = {false};
        try (KafkaConsumer<String, String> closes = member(protocol);
                KafkaConsumer<String, String> other = member(protocol)) {
            closes.subscribe(List.of(topic), (WhenAssigned) () -> {
                closes.close();
                isClosed[0] = true;
            });
            poll(() -> isClosed[0], closes);
            assertThrows(IllegalStateException.class, () -> closes.poll(Duration.ZERO));
            long beganNs = System.nanoTime();
            other.subscribe(List.of(topic));
            poll(() -> other.assignment().size() == PARTITIONS, other);
            assertTrue(System.nanoTime() - beganNs < 5_000_000_000L, "waited for a member that had gone");
        }
    }
}
