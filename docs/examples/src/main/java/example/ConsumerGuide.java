package example;

import io.headrace.clients.consumer.CommitCheck;
import io.headrace.clients.consumer.CommitFailedException;
import io.headrace.clients.consumer.Consumer;
import io.headrace.clients.consumer.ConsumerLoop;
import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.DeadLetters;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.Producer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.WakeupException;
import io.headrace.common.serialization.StringDeserializer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The code of docs/consumer.md. What stands between the markers is shown there; a test keeps both equal. */
public final class ConsumerGuide {

    private ConsumerGuide() {}

    /** What an application does with a record. */
    public interface Work {
        void book(ConsumerRecord<String, String> record) throws Exception;
    }

    // snippet: assign
    /** Reads a partition from its beginning to where it ends now. No group: nothing is shared, nothing is committed. */
    static void readAll(String bootstrap, TopicPartition partition, Work work) throws Exception {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrap,
                "key.deserializer", StringDeserializer.class,
                "value.deserializer", StringDeserializer.class);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    work.book(record);
                }
            }
        }
    }
    // end

    // snippet: group-config
    static Map<String, Object> groupConfig(String bootstrap, String group) {
        return Map.of(
                "bootstrap.servers", bootstrap,
                "group.id", group,
                "enable.auto.commit", "false", // what is done is committed by hand
                "auto.offset.reset", "earliest", // a new group begins at the beginning
                "key.deserializer", StringDeserializer.class,
                "value.deserializer", StringDeserializer.class);
    }
    // end

    // snippet: at-least-once
    /** Works, then commits: a crash in between repeats the work of one poll. */
    static void atLeastOnce(Consumer<String, String> consumer, Work work) throws Exception {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(500));
        for (ConsumerRecord<String, String> record : records) {
            work.book(record);
        }
        if (!records.isEmpty()) {
            try {
                consumer.commitSync(records.nextOffsets());
            } catch (CommitFailedException e) {
                // Another member has the partitions by now, and will do this work again.
            }
        }
    }
    // end

    // snippet: at-most-once
    /** Commits, then works: a crash in between loses what was not worked on. */
    static void atMostOnce(Consumer<String, String> consumer, Work work) throws Exception {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(500));
        if (!records.isEmpty()) {
            consumer.commitSync(records.nextOffsets());
        }
        for (ConsumerRecord<String, String> record : records) {
            work.book(record);
        }
    }
    // end

    // snippet: listener
    /** Commits what is done before partitions go to somebody else. */
    static final class CommitOnRevoke implements ConsumerRebalanceListener {

        private final Consumer<?, ?> consumer;
        private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();

        CommitOnRevoke(Consumer<?, ?> consumer) {
            this.consumer = consumer;
        }

        void done(ConsumerRecord<?, ?> record) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            done.put(partition, new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Still ours: nobody else reads them before this returns.
            Map<TopicPartition, OffsetAndMetadata> last = new HashMap<>(done);
            last.keySet().retainAll(partitions);
            consumer.commitSync(last);
            done.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            // Others have them already: a commit would be refused.
            done.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    }
    // end

    // snippet: stop
    /** Polls until the process is told to end, and leaves the group before it does. */
    static void runUntilShutdown(KafkaConsumer<String, String> consumer, Work work) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup(); // the one call that any thread may make
            try {
                closed.await(30, TimeUnit.SECONDS); // the process waits until the consumer has left
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try (consumer) {
            consumer.subscribe(List.of("orders"));
            while (true) {
                atLeastOnce(consumer, work);
            }
        } catch (WakeupException e) {
            // Told to end: closing the consumer has left the group, and others take over at once.
        } finally {
            closed.countDown();
        }
    }
    // end

    // snippet: skip
    /** Gets past records that cannot be deserialized, and keeps what they are: place, bytes and headers. */
    static ConsumerRecords<String, String> pollPastDamage(
            Consumer<String, String> consumer, List<RecordDeserializationException> damaged) {
        while (true) {
            try {
                return consumer.poll(Duration.ofMillis(500));
            } catch (RecordDeserializationException e) {
                damaged.add(e); // keyBuffer() and valueBuffer() are copies; null where the record has none
                consumer.seek(e.topicPartition(), e.offset() + 1);
            }
        }
    }
    // end

    // snippet: loop
    static ConsumerLoop<String, String> loop(
            Map<String, Object> config, Work work, Executor threads, Producer<String, String> producer) {
        return ConsumerLoop.<String, String>builder(config)
                .subscribe(List.of("orders"))
                .executor(threads) // with Java 21: Executors.newVirtualThreadPerTaskExecutor()
                .eachRecord(work::book)
                .maxInFlight(500)
                .retry(3, Duration.ofMillis(50), Duration.ofSeconds(5))
                .deadLetters(DeadLetters.toTopic("orders.dead", producer))
                .commitInterval(Duration.ofSeconds(1))
                .drainTimeout(Duration.ofSeconds(20))
                .stopOnShutdown()
                .build();
    }
    // end

    // snippet: exactly-once
    /** Writes an invoice for each order, once. */
    static ConsumerLoop<String, String> invoices(
            Map<String, Object> config, KafkaProducer<String, String> producer, Executor threads) {
        return ConsumerLoop.<String, String>builder(config)
                .subscribe(List.of("orders"))
                .executor(threads)
                .exactlyOnce(producer) // has a transactional.id of its own
                .eachRecord(order ->
                        List.of(new ProducerRecord<>("invoices", order.key(), "invoice for " + order.value())))
                .stopOnShutdown()
                .build();
    }
    // end

    // snippet: check-commit
    /** Commits; if the answer is lost, finds out whether the group has got there, by this commit or by a later one. */
    static void commitSurely(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> done) {
        try {
            consumer.commitSync(done);
        } catch (TimeoutException e) {
            if (!CommitCheck.of(consumer, done, Duration.ofSeconds(10)).isCovered()) {
                consumer.commitSync(done);
            }
        }
    }
    // end
}
