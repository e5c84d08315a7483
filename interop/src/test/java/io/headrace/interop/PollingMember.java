package io.headrace.interop;

import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of Apache's that is a member of a group, for tests that look at groups from outside. Its thread owns it. */
public final class PollingMember implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile Set<TopicPartition> assignment = Set.of();
    private volatile RuntimeException failure;

    /** @param more further settings, as alternating keys and values */
    public PollingMember(Target target, String group, String topic, Object... more) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", target.bootstrapServers());
        config.put("group.id", group);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = new Thread(() -> run(topic), "polling member");
        thread.start();
    }

    private void run(String topic) {
        try (consumer) {
            consumer.subscribe(List.of(topic));
            while (true) {
                consumer.poll(Duration.ofMillis(100));
                assignment = Set.copyOf(consumer.assignment());
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Waits until it has so many partitions. */
    public PollingMember with(int partitions) {
        Await.until("the member has " + partitions + " partitions", () -> assignment.size() == partitions);
        return this;
    }

    /** Why it gave up, or null. */
    public RuntimeException failure() {
        return failure;
    }

    /** Leaves the group. */
    @Override
    public void close() {
        consumer.wakeup();
        Await.until("the member has left", () -> !thread.isAlive());
    }
}
