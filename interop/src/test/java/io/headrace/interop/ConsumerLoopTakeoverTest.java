package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerLoop;
import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.RecordHandler;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A loop without an executor whose handler takes longer than {@code max.poll.interval.ms}: another one takes over, and what
 * the first one has done by then must not be committed any more.
 */
@Timeout(180)
class ConsumerLoopTakeoverTest {

    private static final int RECORDS = 20;
    private static final TopicPartition PARTITION = new TopicPartition("work", 0);

    private final Set<String> handledByFirst = ConcurrentHashMap.newKeySet();
    private final Set<String> handledBySecond = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lost = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whoWasTakenOverCommitsNothing(String protocol, @TempDir Path data) throws Exception {
        CountDownLatch isStuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (HeadraceBroker broker = HeadraceBroker.start(Map.of("port", "0", "log.dirs", data.toString()));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
            fill(broker.bootstrapServers(), 0);
            ConsumerLoop<String, String> first = loop(broker.bootstrapServers(), protocol, 1_500, record -> {
                if (record.offset() == 2) {
                    isStuck.countDown();
                    release.await();
                }
                handledByFirst.add(record.value());
            });
            ConsumerLoop<String, String> second =
                    loop(broker.bootstrapServers(), protocol, 60_000, record -> handledBySecond.add(record.value()));
            CompletableFuture<Throwable> firstEnded = start(first);
            assertTrue(isStuck.await(60, TimeUnit.SECONDS));
            CompletableFuture<Throwable> secondEnded = start(second);
            Await.until("the second has done all", Duration.ofSeconds(60), () -> committed(admin) == RECORDS);
            assertEquals(RECORDS, handledBySecond.size());

            release.countDown();
            Await.until("the first knows", Duration.ofSeconds(60), () -> lost.get() >= 1);
            assertEquals(RECORDS, committed(admin), "who was taken over has committed");

            // It takes part again.
            second.close();
            assertNull(secondEnded.get(60, TimeUnit.SECONDS));
            fill(broker.bootstrapServers(), RECORDS);
            Await.until("the first has done the rest", Duration.ofSeconds(60), () -> committed(admin) == 2 * RECORDS);
            first.close();
            assertNull(firstEnded.get(60, TimeUnit.SECONDS));
            for (int i = RECORDS; i < 2 * RECORDS; i++) {
                assertTrue(handledByFirst.contains("r" + i), "r" + i + " was not handled");
            }
        }
    }

    private static long committed(Admin admin) {
        try {
            var offset = admin.listConsumerGroupOffsets("loopers")
                    .partitionsToOffsetAndMetadata()
                    .get(60, TimeUnit.SECONDS)
                    .get(PARTITION);
            return offset == null ? -1 : offset.offset();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private ConsumerLoop<String, String> loop(
            String bootstrap, String protocol, int maxPollIntervalMs, RecordHandler<String, String> handler) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        config.put("group.id", "loopers");
        config.put("group.protocol", protocol);
        config.put("auto.offset.reset", "earliest");
        config.put("max.poll.interval.ms", maxPollIntervalMs);
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        return ConsumerLoop.<String, String>builder(config)
                .subscribe(List.of(PARTITION.topic()))
                .commitInterval(Duration.ZERO)
                .listener(new ConsumerRebalanceListener() {
                    @Override
                    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

                    @Override
                    public void onPartitionsLost(Collection<TopicPartition> partitions) {
                        lost.incrementAndGet();
                    }
                })
                .eachRecord(handler)
                .build();
    }

    private static CompletableFuture<Throwable> start(ConsumerLoop<String, String> loop) {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            Throwable failure = null;
            try {
                loop.run();
            } catch (Throwable e) {
                failure = e;
            }
            ended.complete(failure);
        });
        thread.setDaemon(true);
        thread.start();
        return ended;
    }

    private static void fill(String bootstrap, int first) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new StringSerializer())) {
            for (int i = first; i < first + RECORDS; i++) {
                var unused = producer.send(new ProducerRecord<>(PARTITION.topic(), 0, "k" + i % 3, "r" + i));
            }
        }
    }
}
