package io.headrace.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.FakeCluster;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.InvalidGroupIdException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.errors.WakeupException;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.testsupport.Await;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The consumer against brokers in this JVM: real connections, scripted answers. */
class KafkaConsumerTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final FakeCluster cluster = new FakeCluster(2);
    private final ServedLog log = new ServedLog(cluster);

    @AfterEach
    void close() {
        cluster.close();
    }

    private KafkaConsumer<String, String> consumer(Object... more) {
        return new KafkaConsumer<>(settings(more), new StringDeserializer(), new StringDeserializer());
    }

    private Map<String, Object> settings(Object... more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        settings.put("auto.offset.reset", "earliest");
        settings.put("retry.backoff.ms", 10);
        settings.put("reconnect.backoff.ms", 10);
        settings.put("reconnect.backoff.max.ms", 20);
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    private static List<String> read(KafkaConsumer<String, String> consumer, int count) {
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + LONG.toNanos();
        while (values.size() < count && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
        }
        return values;
    }

    @Test
    void readsPartitionsOfSeveralBrokersFromTheBeginning() {
        cluster.createTopic("t", 2);
        log.append(0, "a0", "a1");
        log.append(0, "a2");
        log.append(1, "b0");
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.assign(List.of(P0, P1));
            List<String> values = read(consumer, 4);
            assertEquals(Set.of("a0", "a1", "a2", "b0"), Set.copyOf(values));
            assertEquals(3, consumer.position(P0));
            assertEquals(OptionalLong.of(0), consumer.currentLag(P0));
            assertEquals(Set.of(P0, P1), consumer.assignment());
            log.append(0, "later");
            assertEquals(List.of("later"), read(consumer, 1));
        }
    }

    @Test
    void whatIsPausedDoesNotHoldTheOthersUp() {
        cluster.createTopic("t", 2);
        for (int i = 0; i < 10; i++) {
            log.append(0, "a" + i, "a" + i);
        }
        try (KafkaConsumer<String, String> consumer = consumer("fetch.max.bytes", 10, "max.poll.records", 1)) {
            consumer.assign(List.of(P0, P1));
            assertEquals(List.of("a0"), read(consumer, 1));
            consumer.pause(List.of(P0));
            log.append(1, "b0");
            assertEquals(List.of("b0"), read(consumer, 1));
            consumer.resume(List.of(P0));
            assertEquals(List.of("a0", "a1", "a1"), read(consumer, 3));
        }
    }

    @Test
    void answersQuestionsAboutOffsets() {
        cluster.createTopic("t", 2);
        log.append(0, "a", "b");
        try (KafkaConsumer<String, String> consumer = consumer()) {
            assertEquals(Map.of(P0, 0L, P1, 0L), consumer.beginningOffsets(List.of(P0, P1)));
            assertEquals(Map.of(P0, 2L, P1, 0L), consumer.endOffsets(List.of(P0, P1)));
            assertEquals(
                    new OffsetAndTimestamp(0, 1_000),
                    consumer.offsetsForTimes(Map.of(P0, 500L)).get(P0));
            Map<TopicPartition, OffsetAndTimestamp> none = consumer.offsetsForTimes(Map.of(P0, 9_999L));
            assertTrue(none.containsKey(P0));
            assertNull(none.get(P0));
            assertEquals(Map.of(), consumer.endOffsets(List.of()));
            assertThrows(IllegalArgumentException.class, () -> consumer.offsetsForTimes(Map.of(P0, -1L)));
        }
    }

    @Test
    void listsTopicsAndPartitions() {
        cluster.createTopic("t", 2);
        try (KafkaConsumer<String, String> consumer = consumer()) {
            assertEquals(2, consumer.partitionsFor("t").size());
            assertEquals(1, consumer.partitionsFor("t").get(1).leader().id());
            assertEquals(List.of(), consumer.partitionsFor("nope"));
            assertEquals(Set.of("t"), consumer.listTopics().keySet());
        }
    }

    @Test
    void seeksAnywhere() {
        cluster.createTopic("t", 1);
        log.append(0, "a", "b", "c");
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.assign(List.of(P0));
            consumer.seek(P0, 2);
            assertEquals(List.of("c"), read(consumer, 1));
            consumer.seekToBeginning(List.of());
            assertEquals(0, consumer.position(P0));
            assertEquals(List.of("a", "b", "c"), read(consumer, 3));
            consumer.seekToEnd(List.of(P0));
            assertEquals(3, consumer.position(P0));
            assertThrows(IllegalArgumentException.class, () -> consumer.seek(P0, -1));
            assertThrows(IllegalStateException.class, () -> consumer.seek(P1, 0));
        }
    }

    @Test
    void aPositionOutOfRangeIsResetOrThrown() {
        cluster.createTopic("t", 1);
        log.append(0, "a");
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.assign(List.of(P0));
            consumer.seek(P0, 99);
            assertEquals(List.of("a"), read(consumer, 1));
        }
        try (KafkaConsumer<String, String> consumer = consumer("auto.offset.reset", "none")) {
            consumer.assign(List.of(P0));
            consumer.seek(P0, 99);
            OffsetOutOfRangeException e = assertThrows(OffsetOutOfRangeException.class, () -> consumer.poll(LONG));
            assertEquals(Map.of(P0, 99L), e.offsetOutOfRangePartitions());
            assertThrows(OffsetOutOfRangeException.class, () -> consumer.poll(LONG), "until somebody seeks");
            consumer.seek(P0, 0);
            assertEquals(List.of("a"), read(consumer, 1));
        }
    }

    @Test
    void goesOnAfterLostConnections() {
        cluster.createTopic("t", 1);
        log.append(0, "a");
        AtomicInteger fetches = new AtomicInteger();
        log.cut(request -> request instanceof FetchRequest && fetches.getAndIncrement() < 3);
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.assign(List.of(P0));
            assertEquals(List.of("a"), read(consumer, 1));
            assertTrue(fetches.get() > 3);
        }
    }

    @Test
    void followsALeader() {
        cluster.createTopic("t", 1);
        log.append(0, "a");
        try (KafkaConsumer<String, String> consumer = consumer("metadata.max.age.ms", 50)) {
            consumer.assign(List.of(P0));
            assertEquals(List.of("a"), read(consumer, 1));
            cluster.moveLeader("t", 0, 1);
            cluster.stop(0);
            log.append(0, "b");
            assertEquals(List.of("b"), read(consumer, 1));
        }
    }

    @Test
    void aBrokerWithoutTopicIdsOrSessionsWillDo() {
        cluster.createTopic("t", 1);
        cluster.supports(ApiKey.METADATA, 0, 7);
        cluster.supports(ApiKey.FETCH, 4, 6);
        log.append(0, "a");
        log.append(0, "b");
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.assign(List.of(P0));
            assertEquals(List.of("a", "b"), read(consumer, 2));
        }
    }

    @Test
    void aWakeupEndsTheWaitOfAnotherThread() throws Exception {
        cluster.createTopic("t", 1);
        try (KafkaConsumer<String, String> consumer = consumer()) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread polling = new Thread(() -> {
                try {
                    consumer.assign(List.of(P0));
                    consumer.poll(Duration.ofMinutes(5));
                } catch (Throwable e) {
                    thrown.set(e);
                }
            });
            polling.start();
            Await.until("the consumer fetches", () -> cluster.count(ApiKey.FETCH) > 0);
            assertThrows(ConcurrentModificationException.class, () -> consumer.poll(Duration.ZERO));
            assertThrows(ConcurrentModificationException.class, consumer::close);
            consumer.wakeup();
            polling.join(30_000);
            assertInstanceOf(WakeupException.class, thrown.get());
        }
    }

    @Test
    void aWakeupBeforeAQuestionEndsIt() {
        cluster.createTopic("t", 1);
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.wakeup();
            assertThrows(WakeupException.class, () -> consumer.endOffsets(List.of(P0)));
            assertEquals(Map.of(P0, 0L), consumer.endOffsets(List.of(P0)));
        }
    }

    @Test
    void anInterruptEndsThePollAndStays() {
        cluster.createTopic("t", 1);
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.assign(List.of(P0));
            Thread.currentThread().interrupt();
            assertThrows(InterruptException.class, () -> consumer.poll(LONG));
            assertTrue(Thread.interrupted(), "the flag stays set");
        }
    }

    @Test
    void questionsAboutMissingTopicsTimeOutAndSayWhy() {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            TimeoutException e = assertThrows(
                    TimeoutException.class, () -> consumer.endOffsets(List.of(P0), Duration.ofMillis(300)));
            assertTrue(e.getMessage().contains("an offset of partition t-0"), e.getMessage());
            assertInstanceOf(UnknownTopicOrPartitionException.class, e.getCause());
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerIsTimedOutByTheCallsOwnTimeout() {
        cluster.createTopic("t", 1);
        log.stall(request -> request instanceof ListOffsetsRequest);
        try (KafkaConsumer<String, String> consumer = consumer("default.api.timeout.ms", 300)) {
            assertThrows(TimeoutException.class, () -> consumer.beginningOffsets(List.of(P0)));
            consumer.assign(List.of(P0));
            assertThrows(TimeoutException.class, () -> consumer.position(P0));
            assertTrue(consumer.poll(Duration.ofMillis(50)).isEmpty());
            log.stall(request -> request instanceof MetadataRequest);
            TimeoutException e = assertThrows(TimeoutException.class, () -> consumer.listTopics());
            assertTrue(e.getMessage().contains("the list of topics"), e.getMessage());
        }
    }

    @Test
    void withoutAnyBrokerPollReturnsNothingAndQuestionsTimeOut() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (KafkaConsumer<String, String> consumer = consumer("bootstrap.servers", "127.0.0.1:" + free)) {
            consumer.assign(List.of(P0));
            assertTrue(consumer.poll(Duration.ofMillis(100)).isEmpty());
            TimeoutException e =
                    assertThrows(TimeoutException.class, () -> consumer.partitionsFor("t", Duration.ofMillis(200)));
            assertTrue(e.getMessage().contains("the partitions of topic t"), e.getMessage());
        }
    }

    @Test
    void wrongSettingsAreNamed() {
        ConfigException servers =
                assertThrows(ConfigException.class, () -> consumer("bootstrap.servers", "nohost-and-no-port"));
        assertTrue(servers.getMessage().contains("bootstrap.servers"), servers.getMessage());
        ConfigException security = assertThrows(ConfigException.class, () -> consumer("security.protocol", "SASL_SSL"));
        assertTrue(security.getMessage().contains("sasl.jaas.config"), security.getMessage());
        ConfigException heartbeat =
                assertThrows(ConfigException.class, () -> consumer("group.id", "g", "heartbeat.interval.ms", "45000"));
        assertTrue(heartbeat.getMessage().contains("heartbeat.interval.ms"), heartbeat.getMessage());
    }

    @Test
    void withoutAGroupNothingOfGroupsCanBeAskedFor() {
        cluster.createTopic("t", 1);
        try (KafkaConsumer<String, String> consumer = consumer()) {
            assertNeedsGroup(() -> consumer.subscribe(List.of("t")));
            assertNeedsGroup(consumer::commitSync);
            assertNeedsGroup(consumer::commitAsync);
            assertNeedsGroup(() -> consumer.committed(Set.of(P0)));
            assertNeedsGroup(consumer::groupMetadata);
            assertNeedsGroup(() -> consumer.subscribe(List.of()));
            IllegalStateException e = assertThrows(IllegalStateException.class, consumer::enforceRebalance);
            assertTrue(e.getMessage().contains("group.id"), e.getMessage());
        }
        assertThrows(InvalidGroupIdException.class, () -> consumer("group.id", " "));
    }

    private static void assertNeedsGroup(Runnable call) {
        InvalidGroupIdException e = assertThrows(InvalidGroupIdException.class, call::run);
        assertTrue(e.getMessage().contains("group.id"), e.getMessage());
    }

    @Test
    void interceptorsSeeAndChangeRecordsAndTheirFailuresDoNoHarm() {
        cluster.createTopic("t", 1);
        log.append(0, "a", "b");
        String chain = Throwing.class.getName() + "," + OnlyFirst.class.getName();
        try (KafkaConsumer<String, String> consumer = consumer("interceptor.classes", chain)) {
            consumer.assign(List.of(P0));
            assertEquals(List.of("a"), read(consumer, 1));
        }
        assertTrue(OnlyFirst.closed);
    }

    /** Fails on everything. */
    public static final class Throwing implements ConsumerInterceptor<String, String> {
        @Override
        public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
            throw new IllegalStateException("for the test");
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }

    /** Leaves the first record of each poll. */
    public static final class OnlyFirst implements ConsumerInterceptor<String, String> {

        private static volatile boolean closed;

        @Override
        public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
            ConsumerRecord<String, String> first = records.iterator().next();
            TopicPartition partition = new TopicPartition(first.topic(), first.partition());
            return new ConsumerRecords<>(Map.of(partition, List.of(first)), Map.of());
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void configure(Map<String, ?> configs) {
            assertTrue(configs.containsKey("client.id"));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void countsWhatItHandsOut() {
        cluster.createTopic("t", 1);
        log.append(0, "a", "b");
        try (KafkaConsumer<String, String> consumer = consumer("client.id", "me")) {
            consumer.assign(List.of(P0));
            read(consumer, 2);
            Map<String, Object> values = new HashMap<>();
            consumer.metrics().forEach((name, metric) -> values.put(name.name(), metric.metricValue()));
            assertEquals(2.0, values.get("records-consumed-total"));
            assertTrue((double) values.get("fetch-total") >= 1);
            assertTrue(consumer.metrics().keySet().stream()
                    .allMatch(name -> "me".equals(name.tags().get("client-id"))));
        }
    }

    @Test
    void closedItRefusesEverythingButClosing() {
        cluster.createTopic("t", 1);
        log.append(0, "a", "b", "c");
        KafkaConsumer<String, String> consumer = consumer("max.poll.records", 1);
        consumer.assign(List.of(P0));
        read(consumer, 1);
        consumer.pause(List.of(P0));
        consumer.poll(Duration.ZERO);
        consumer.close();
        consumer.close(CloseOptions.timeout(Duration.ZERO));
        assertThrows(IllegalStateException.class, () -> consumer.poll(Duration.ZERO));
        assertThrows(IllegalStateException.class, consumer::assignment);
        Await.until("its connections are closed", () -> cluster.connections() == 0);
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("headrace-consumer | consumer-")
                        && thread.isAlive()
                        && !thread.isDaemon()));
    }

    @Test
    void aNegativeTimeoutIsRefused() {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.assign(List.of(P0));
            assertThrows(IllegalArgumentException.class, () -> consumer.poll(Duration.ofMillis(-1)));
            assertThrows(IllegalArgumentException.class, () -> consumer.close(Duration.ofMillis(-1)));
            assertThrows(IllegalArgumentException.class, () -> consumer.assign(null));
            assertThrows(IllegalArgumentException.class, () -> consumer.assign(List.of(new TopicPartition(" ", 0))));
        }
    }
}
