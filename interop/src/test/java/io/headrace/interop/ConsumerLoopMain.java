package io.headrace.interop;

import io.headrace.clients.consumer.ConsumerLoop;
import io.headrace.common.serialization.StringDeserializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process that runs a {@link ConsumerLoop} until it is told to end; prints each record when it is handled. */
public final class ConsumerLoopMain {

    private ConsumerLoopMain() {}

    /**
     * Runs the loop.
     *
     * @param args bootstrap servers, topic, group
     */
    public static void main(String[] args) {
        ExecutorService threads = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        ConsumerLoop.<String, String>builder(Map.of(
                        "bootstrap.servers",
                        args[0],
                        "group.id",
                        args[2],
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        "50",
                        "key.deserializer",
                        StringDeserializer.class,
                        "value.deserializer",
                        StringDeserializer.class))
                .subscribe(List.of(args[1]))
                .executor(threads)
                .maxInFlight(100)
                .commitInterval(Duration.ofMinutes(10)) // So that it is the stop that commits.
                .eachRecord(record -> {
                    Thread.sleep(5);
                    synchronized (ConsumerLoopMain.class) {
                        System.out.println(record.value());
                    }
                })
                .stopOnShutdown()
                .build()
                .run();
    }
}
