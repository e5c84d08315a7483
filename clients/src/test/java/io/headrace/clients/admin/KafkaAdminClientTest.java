package io.headrace.clients.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.FakeCluster;
import io.headrace.clients.fake.Fault;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.CreateTopicsRequest;
import io.headrace.protocol.message.CreateTopicsResponse;
import io.headrace.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.ListOffsetsResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The admin client against brokers in this JVM: real connections, scripted answers. */
class KafkaAdminClientTest {

    private final FakeCluster cluster = new FakeCluster(2);

    @AfterEach
    void close() {
        cluster.close();
    }

    private Admin admin(Object... more) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        settings.put("retry.backoff.ms", "10");
        settings.put("reconnect.backoff.ms", "10");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return Admin.create(settings);
    }

    private static Throwable failureOf(KafkaFuture<?> future) {
        return assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void listsAndDescribesTopics() throws Exception {
        cluster.createTopic("t", 3);
        try (Admin admin = admin()) {
            assertEquals(Set.of("t"), admin.listTopics().names().get());
            TopicDescription t =
                    admin.describeTopics(List.of("t")).allTopicNames().get().get("t");
            assertEquals(3, t.partitions().size());
            assertEquals(1, t.partitions().get(1).leader().id());
            assertEquals(2, admin.describeCluster().nodes().get().size());
            assertEquals("fake", admin.describeCluster().clusterId().get());
        }
    }

    @Test
    void changesGoToTheControllerAndFailPerItem() throws Exception {
        cluster.controller(1);
        cluster.supports(ApiKey.CREATE_TOPICS, 2, 7);
        cluster.mischief((broker, request, version) -> {
            if (!(request instanceof CreateTopicsRequest create)) {
                return Fault.NONE;
            }
            CreateTopicsResponse response = new CreateTopicsResponse();
            create.topics()
                    .forEach(topic -> response.topics()
                            .add(new CreatableTopicResult()
                                    .name(topic.name())
                                    .numPartitions(broker)
                                    .errorCode((short) (topic.name().equals("bad") ? 17 : 0))));
            return Fault.answer(response);
        });
        try (Admin admin = admin()) {
            CreateTopicsResult result = admin.createTopics(List.of(
                    new NewTopic("good", 1, (short) 1), new NewTopic("bad", 1, (short) 1), new NewTopic("", 1, (short)
                            1)));
            assertEquals(1, result.numPartitions("good").get(), "broker 1 answered");
            assertInstanceOf(
                    InvalidTopicException.class, failureOf(result.values().get("bad")));
            assertInstanceOf(
                    InvalidTopicException.class, failureOf(result.values().get("")));
            assertInstanceOf(InvalidTopicException.class, failureOf(result.all()));
        }
    }

    @Test
    void aBrokerThatIsTooOldIsNamedAtOnce() {
        try (Admin admin = admin()) {
            Throwable e = failureOf(admin.deleteTopics(List.of("t")).all());
            assertInstanceOf(UnsupportedVersionException.class, e);
            assertTrue(
                    e.getMessage().contains("DELETE_TOPICS") || e.getMessage().contains("DeleteTopics"),
                    e.getMessage());
        }
    }

    @Test
    void aKindOfOffsetThatABrokerDoesNotKnowDoesNotSpoilTheOthers() throws Exception {
        cluster.createTopic("t", 2);
        cluster.supports(ApiKey.LIST_OFFSETS, 1, 6);
        cluster.mischief((broker, request, version) -> {
            if (!(request instanceof ListOffsetsRequest list)) {
                return Fault.NONE;
            }
            ListOffsetsResponse response = new ListOffsetsResponse();
            list.topics()
                    .forEach(topic -> response.topics()
                            .add(new ListOffsetsTopicResponse()
                                    .name(topic.name())
                                    .partitions(topic.partitions().stream()
                                            .map(p -> new ListOffsetsPartitionResponse()
                                                    .partitionIndex(p.partitionIndex())
                                                    .offset(40)
                                                    .leaderEpoch(7))
                                            .toList())));
            return Fault.answer(response);
        });
        TopicPartition p0 = new TopicPartition("t", 0);
        TopicPartition p1 = new TopicPartition("t", 1);
        try (Admin admin = admin()) {
            ListOffsetsResult result =
                    admin.listOffsets(Map.of(p0, OffsetSpec.latest(), p1, OffsetSpec.maxTimestamp()));
            assertEquals(40, result.partitionResult(p0).get().offset());
            assertEquals(7, result.partitionResult(p0).get().leaderEpoch().orElseThrow());
            assertInstanceOf(UnsupportedVersionException.class, failureOf(result.partitionResult(p1)));
            assertThrows(IllegalArgumentException.class, () -> result.partitionResult(new TopicPartition("u", 0)));
        }
    }

    @Test
    void lostConnectionsAreTriedAgain() throws Exception {
        cluster.createTopic("t", 1);
        AtomicInteger requests = new AtomicInteger();
        cluster.mischief((broker, request, version) ->
                request.apiKey() == ApiKey.METADATA && requests.getAndIncrement() < 3 ? Fault.DISCONNECT : Fault.NONE);
        try (Admin admin = admin()) {
            assertEquals(Set.of("t"), admin.listTopics().names().get());
        }
    }

    @Test
    void timesOutSayingWhatWasWaitedFor() {
        cluster.mischief((broker, request, version) -> request.apiKey() == ApiKey.METADATA ? Fault.STALL : Fault.NONE);
        try (Admin admin = admin("default.api.timeout.ms", "200", "request.timeout.ms", "200")) {
            Throwable e = failureOf(admin.listTopics().names());
            assertInstanceOf(TimeoutException.class, e);
            assertTrue(e.getMessage().contains("200 ms waiting for the list of topics"), e.getMessage());
        }
    }

    @Test
    void anOperationsOwnTimeoutCounts() {
        cluster.mischief((broker, request, version) -> request.apiKey() == ApiKey.METADATA ? Fault.STALL : Fault.NONE);
        try (Admin admin = admin()) {
            Throwable e = failureOf(
                    admin.listTopics(new ListTopicsOptions().timeoutMs(100)).names());
            assertInstanceOf(TimeoutException.class, e);
        }
    }

    @Test
    void closingInTimeLetsOperationsFinishAndOutOfTimeFailsThem() {
        cluster.mischief((broker, request, version) -> request.apiKey() == ApiKey.METADATA ? Fault.STALL : Fault.NONE);
        Admin admin = admin();
        KafkaFuture<Set<String>> names = admin.listTopics().names();
        admin.close(Duration.ofMillis(100));
        assertInstanceOf(TimeoutException.class, failureOf(names));
        assertInstanceOf(
                IllegalStateException.class, failureOf(admin.listTopics().names()));
        admin.close();
    }

    @Test
    void closedFromACallbackItDoesNotWaitForItself() throws Exception {
        cluster.createTopic("t", 1);
        Admin admin = admin();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        KafkaFuture<Set<String>> unused = admin.listTopics().names().whenComplete((names, failure) -> {
            admin.close();
            closed.complete(null);
        });
        closed.get(30, TimeUnit.SECONDS);
    }

    @Test
    void garbageFromABrokerFailsWithoutHanging() {
        cluster.mischief((broker, request, version) ->
                request.apiKey() == ApiKey.METADATA ? Fault.garbage(new byte[] {0, 0, 0, 4, 1, 2, 3, 4}) : Fault.NONE);
        try (Admin admin = admin("default.api.timeout.ms", "500", "request.timeout.ms", "500")) {
            assertInstanceOf(
                    TimeoutException.class, failureOf(admin.listTopics().names()));
        }
    }

    @Test
    void wrongSettingsAreNamed() {
        ConfigException e = assertThrows(ConfigException.class, () -> Admin.create(Map.of()));
        assertTrue(e.getMessage().contains("bootstrap.servers"), e.getMessage());
        assertThrows(ConfigException.class, () -> admin("retries", "-1"));
        try (Admin admin = admin()) {
            assertThrows(IllegalArgumentException.class, () -> admin.close(Duration.ofMillis(-1)));
        }
    }

    @Test
    void anOperationHasAtLeastTheTimeOfOneRequest() {
        io.headrace.common.config.ConfigException failure = org.junit.jupiter.api.Assertions.assertThrows(
                io.headrace.common.config.ConfigException.class,
                () -> Admin.create(java.util.Map.<String, Object>of(
                        "bootstrap.servers",
                        "127.0.0.1:1",
                        "client.id",
                        "refused-admin",
                        "enable.metrics.push",
                        true,
                        "default.api.timeout.ms",
                        100,
                        "request.timeout.ms",
                        200)));
        org.junit.jupiter.api.Assertions.assertTrue(
                failure.getMessage().contains("default.api.timeout.ms")
                        && failure.getMessage().contains("200"),
                failure.getMessage());
        Admin.create(java.util.Map.<String, Object>of(
                        "bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", 100_000))
                .close();
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("refused-admin")),
                "a client that was refused leaves no thread");
    }

    @Test
    void anUnreachableClusterIsNamedAddressByAddress() throws Exception {
        int first;
        int second;
        // Both are held before they are given up, so that they differ, and refuse from then on.
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            first = one.getLocalPort();
            second = other.getLocalPort();
        }
        try (Admin admin = admin("bootstrap.servers", "127.0.0.1:" + first + ",127.0.0.1:" + second)) {
            Throwable e = failureOf(
                    admin.listTopics(new ListTopicsOptions().timeoutMs(2_000)).names());
            assertInstanceOf(TimeoutException.class, e);
            assertTrue(
                    e.getMessage().startsWith("Timed out after 2000 ms waiting for the list of topics"),
                    e.getMessage());
            assertTrue(e.getMessage().contains("127.0.0.1:" + first), e.getMessage());
            assertTrue(e.getMessage().contains("127.0.0.1:" + second), e.getMessage());
            assertTrue(e.getMessage().contains("refused"), e.getMessage());
            Throwable ofAllBrokers = failureOf(
                    admin.listGroups(new ListGroupsOptions().timeoutMs(1_000)).all());
            assertInstanceOf(TimeoutException.class, ofAllBrokers, "told as it is, through all the futures between");
            assertInstanceOf(
                    TimeoutException.class,
                    failureOf(admin.listTransactions(new ListTransactionsOptions().timeoutMs(1_000))
                            .all()));
            RemoveMembersFromConsumerGroupOptions everybody = new RemoveMembersFromConsumerGroupOptions();
            everybody.timeoutMs(1_000);
            assertInstanceOf(
                    TimeoutException.class,
                    failureOf(
                            admin.removeMembersFromConsumerGroup("g", everybody).all()));
            Throwable ofController = failureOf(admin.createTopics(
                            List.of(new NewTopic("t", 1, (short) 1)), new CreateTopicsOptions().timeoutMs(1_000))
                    .all());
            assertTrue(ofController.getMessage().contains("127.0.0.1:" + second), ofController.getMessage());
        }
    }
}
