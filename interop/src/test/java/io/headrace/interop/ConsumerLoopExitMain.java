package io.headrace.interop;

import io.headrace.clients.consumer.ConsumerLoop;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.MockConsumer;
import io.headrace.common.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process whose handler ends it, in the thread that the end of the process waits for. */
public final class ConsumerLoopExitMain {

    static final int STATUS = 3;

    private ConsumerLoopExitMain() {}

    /** Runs the loop. */
    public static void main(String[] args) {
        TopicPartition partition = new TopicPartition("work", 0);
        MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
            consumer.rebalance(List.of(partition));
            consumer.addRecord(new ConsumerRecord<>("work", 0, 0, "k", "v"));
        });
        ConsumerLoop.builder(consumer)
                .subscribe(List.of("work"))
                .drainTimeout(Duration.ofMillis(100))
                .closeTimeout(Duration.ofMillis(100))
                .eachRecord(record -> System.exit(STATUS))
                .stopOnShutdown()
                .build()
                .run();
    }
}
