package io.headrace.interop.groups;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.common.errors.WakeupException;
import io.headrace.common.serialization.StringDeserializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A consumer as applications write it, with a shutdown hook: prints {@code ready} when it has partitions, and the value of
 * each record that it has handled.
 *
 * <p>Arguments: bootstrap servers, group, topic, group protocol.
 */
final class StopMain {
    private StopMain() {}

    public static void main(String[] args) throws Exception {
        Map<String, Object> settings = StopTest.settings(args[0], args[1], args[3]);
        settings.put("max.poll.records", 5);
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        boolean isReady = false;
        try (consumer) {
            consumer.subscribe(List.of(args[2]));
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    System.out.println(record.value());
                }
                if (!isReady && !consumer.assignment().isEmpty()) {
                    isReady = true;
                    System.out.println("ready");
                }
            }
        } catch (WakeupException e) {
            // The process is to end; close has committed what is printed, and left the group.
        }
        System.out.flush();
    }
}
