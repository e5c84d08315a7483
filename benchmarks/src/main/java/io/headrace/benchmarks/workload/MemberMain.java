package io.headrace.benchmarks.workload;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.WakeupException;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.StringDeserializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A member of a group that says what it reads. Prints {@code ready} when it could join, waits for a line of input, joins,
 * and from then on prints a line for each partition of a poll: its number, and the value of its last record. The next line
 * of input, or the end of it, makes it leave.
 */
public final class MemberMain {

    private MemberMain() {}

    /** Takes bootstrap servers, topic, and further settings as {@code key=value}. */
    public static void main(String[] args) throws Exception {
        Map<String, Object> config =
                new HashMap<>(Map.of("bootstrap.servers", args[0], "auto.offset.reset", "earliest"));
        for (int i = 2; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            config.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (KafkaConsumer<byte[], String> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new StringDeserializer())) {
            // Classes are loaded and connections made before, so that neither counts as time to join.
            consumer.partitionsFor(args[1]);
            System.out.println("ready");
            input.readLine();
            consumer.subscribe(List.of(args[1]));
            Thread leaving = new Thread(() -> wakeUpAtNextLine(input, consumer), "leaving");
            leaving.setDaemon(true);
            leaving.start();
            while (true) {
                print(consumer.poll(Duration.ofMillis(100)));
            }
        } catch (WakeupException e) {
            // Told to leave, which closing has done.
        }
    }

    private static void wakeUpAtNextLine(BufferedReader input, KafkaConsumer<?, ?> consumer) {
        try {
            input.readLine();
        } catch (IOException e) {
            // As its end.
        }
        consumer.wakeup();
    }

    private static void print(ConsumerRecords<byte[], String> records) {
        StringBuilder lines = new StringBuilder();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], String>> list = records.records(partition);
            lines.append(partition.partition())
                    .append(' ')
                    .append(list.get(list.size() - 1).value())
                    .append('\n');
        }
        System.out.print(lines);
        System.out.flush();
    }
}
