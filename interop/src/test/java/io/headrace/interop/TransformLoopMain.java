package io.headrace.interop;

import io.headrace.clients.consumer.ConsumerLoop;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.serialization.StringSerializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** A process that transforms records exactly once until it is told to end, or killed; says when it has begun. */
public final class TransformLoopMain {

    private TransformLoopMain() {}

    /** A loop that writes what it makes of records into the partition that they come from. */
    static ConsumerLoop<String, String> loop(
            Map<String, Object> config,
            String in,
            String out,
            KafkaProducer<String, String> producer,
            Executor threads,
            Runnable onHandled) {
        return ConsumerLoop.<String, String>builder(config)
                .subscribe(List.of(in))
                .executor(threads)
                .maxInFlight(60)
                .pollTimeout(Duration.ofMillis(20))
                .commitInterval(Duration.ofMillis(50))
                .drainTimeout(Duration.ofSeconds(5))
                .exactlyOnce(producer)
                .eachRecord(record -> {
                    Thread.sleep(2);
                    onHandled.run();
                    return List.of(new ProducerRecord<>(out, record.partition(), record.key(), "of " + record.value()));
                })
                .build();
    }

    /**
     * Runs the loop.
     *
     * @param args bootstrap servers, topic to read, topic to write, transactional id
     */
    public static void main(String[] args) {
        ExecutorService threads = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                TransformLoopTest.producerConfig(args[0], args[3]), new StringSerializer(), new StringSerializer());
        AtomicBoolean hasBegun = new AtomicBoolean();
        try (producer;
                ConsumerLoop<String, String> loop = loop(
                        TransformLoopTest.consumerConfig(args[0], args[1], "classic"),
                        args[1],
                        args[2],
                        producer,
                        threads,
                        () -> {
                            if (hasBegun.compareAndSet(false, true)) {
                                System.out.println("begun");
                            }
                        })) {
            loop.run();
        }
    }
}
