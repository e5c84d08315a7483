package io.headrace.broker.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.AlterConfigsRequest;
import io.headrace.protocol.message.AlterConfigsResponse;
import io.headrace.protocol.message.DescribeConfigsRequest;
import io.headrace.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.headrace.protocol.message.DescribeConfigsResponse;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.headrace.protocol.message.IncrementalAlterConfigsResponse;
import io.headrace.protocol.message.ListConfigResourcesRequest;
import io.headrace.protocol.message.ListConfigResourcesResponse;
import io.headrace.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ConfigApisTest {

    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte APPEND = 2;

    @TempDir
    Path directory;

    private HeadraceBroker broker;
    private RawClient client;

    @BeforeEach
    void start() {
        broker = TestBroker.start(directory);
        client = new RawClient(broker.port());
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    private static AlterConfigsResource change(
            ConfigResource.Type type, String name, String key, byte op, String value) {
        return new AlterConfigsResource()
                .resourceType(type.id())
                .resourceName(name)
                .configs(List.of(
                        new AlterableConfig().name(key).configOperation(op).value(value)));
    }

    private String alter(ConfigResource.Type type, String name, String key, byte op, String value) {
        IncrementalAlterConfigsResponse response = client.call(
                new IncrementalAlterConfigsRequest().resources(List.of(change(type, name, key, op, value))), 1);
        return Errors.forCode(response.responses().get(0).errorCode()).name();
    }

    private DescribeConfigsResponse.DescribeConfigsResult describe(
            ConfigResource.Type type, String name, String... keys) {
        DescribeConfigsResponse response = client.call(
                new DescribeConfigsRequest()
                        .includeSynonyms(true)
                        .resources(List.of(new DescribeConfigsResource()
                                .resourceType(type.id())
                                .resourceName(name)
                                .configurationKeys(keys.length == 0 ? null : List.of(keys)))),
                4);
        return response.results().get(0);
    }

    private String value(ConfigResource.Type type, String name, String key) {
        return describe(type, name, key).configs().get(0).value();
    }

    @Test
    void eachResourceOfARequestIsAnsweredForItself() {
        TestBroker.createTopic(client, "t", 1);
        IncrementalAlterConfigsResponse response = client.call(
                new IncrementalAlterConfigsRequest()
                        .resources(List.of(
                                change(ConfigResource.Type.TOPIC, "t", "retention.ms", SET, "5"),
                                change(ConfigResource.Type.TOPIC, "nope", "retention.ms", SET, "5"),
                                change(ConfigResource.Type.TOPIC, "t2", "retention.ms", (byte) 9, "5"),
                                change(ConfigResource.Type.UNKNOWN, "t", "retention.ms", SET, "5"),
                                change(ConfigResource.Type.BROKER, "7", "log.retention.ms", SET, "5"),
                                change(ConfigResource.Type.GROUP, "g", "consumer.session.timeout.ms", SET, "50000"))),
                1);
        assertEquals(
                List.of(
                        "NONE",
                        "UNKNOWN_TOPIC_OR_PARTITION",
                        "INVALID_REQUEST",
                        "INVALID_REQUEST",
                        "INVALID_REQUEST",
                        "NONE"),
                response.responses().stream()
                        .map(each -> Errors.forCode(each.errorCode()).name())
                        .toList());
        assertEquals("5", value(ConfigResource.Type.TOPIC, "t", "retention.ms"));
        assertEquals("50000", value(ConfigResource.Type.GROUP, "g", "consumer.session.timeout.ms"));
    }

    @Test
    void theOldCallReplacesEverything() {
        TestBroker.createTopic(client, "t", 1, "segment.ms", "7");
        AlterConfigsRequest request = new AlterConfigsRequest()
                .resources(List.of(new AlterConfigsRequest.AlterConfigsResource()
                        .resourceType(ConfigResource.Type.TOPIC.id())
                        .resourceName("t")
                        .configs(List.of(new AlterConfigsRequest.AlterableConfig()
                                .name("retention.ms")
                                .value("5")))));
        AlterConfigsResponse onlyLooked = client.call(request.validateOnly(true), 1);
        assertEquals(0, onlyLooked.responses().get(0).errorCode());
        assertEquals("7", value(ConfigResource.Type.TOPIC, "t", "segment.ms"));
        AlterConfigsResponse done = client.call(request.validateOnly(false), 2);
        assertEquals(0, done.responses().get(0).errorCode());
        assertEquals("5", value(ConfigResource.Type.TOPIC, "t", "retention.ms"));
        assertEquals("604800000", value(ConfigResource.Type.TOPIC, "t", "segment.ms"));
    }

    @Test
    void resourcesWithSettingsAreListed() {
        TestBroker.createTopic(client, "t", 1);
        alter(ConfigResource.Type.CLIENT_METRICS, "m", "interval.ms", SET, "1000");
        alter(ConfigResource.Type.GROUP, "g", "consumer.session.timeout.ms", SET, "50000");
        assertEquals("m/16", list(0));
        assertEquals("t/2 1/4 1/8 m/16 g/32", list(1));
        assertEquals("g/32", list(1, ConfigResource.Type.GROUP.id()));
        ListConfigResourcesResponse unknown =
                client.call(new ListConfigResourcesRequest().resourceTypes(List.of((byte) 3)), 1);
        assertEquals(Errors.UNSUPPORTED_VERSION.code(), unknown.errorCode());
    }

    private String list(int version, byte... types) {
        ListConfigResourcesRequest request = new ListConfigResourcesRequest();
        for (byte type : types) {
            request.resourceTypes().add(type);
        }
        ListConfigResourcesResponse response = client.call(request, version);
        return response.configResources().stream()
                .map(each -> each.resourceName() + "/" + each.resourceType())
                .collect(Collectors.joining(" "));
    }

    @Test
    void aLimitOfConnectionsChangesWithoutARestart() {
        assertEquals("NONE", alter(ConfigResource.Type.BROKER, "1", "max.connections", SET, "1"));
        Await.until("a second connection is refused", Duration.ofSeconds(20), () -> {
            // Asks: one that is let in would wait for the broker to speak first.
            try (RawClient second = new RawClient(broker.port())) {
                second.call(new ListConfigResourcesRequest(), 0);
                return false;
            } catch (java.io.UncheckedIOException refused) {
                return true;
            }
        });
        assertEquals("NONE", alter(ConfigResource.Type.BROKER, "1", "max.connections", DELETE, null));
        Await.until("a second connection is let in", Duration.ofSeconds(20), () -> {
            try (RawClient second = new RawClient(broker.port())) {
                second.call(new ListConfigResourcesRequest(), 0);
                return true;
            } catch (java.io.UncheckedIOException refused) {
                return false;
            }
        });
    }

    @Test
    void aBrokersSettingsSurviveItsRestart() {
        alter(ConfigResource.Type.BROKER, "", "log.retention.ms", SET, "77");
        alter(ConfigResource.Type.BROKER, "1", "log.retention.ms", SET, "88");
        client.close();
        broker.close();
        broker = TestBroker.start(directory);
        client = new RawClient(broker.port());
        assertEquals("88", value(ConfigResource.Type.BROKER, "1", "log.retention.ms"));
        assertEquals("77", value(ConfigResource.Type.BROKER, "", "log.retention.ms"));
        TestBroker.createTopic(client, "t", 1);
        assertEquals("88", value(ConfigResource.Type.TOPIC, "t", "retention.ms"));
    }

    @Test
    void levelsOfLoggersAreChangedInTheBackend() {
        Logger logger = LoggerFactory.getLogger("io.headrace.broker.api.SomeLogger");
        ConfigResource.Type type = ConfigResource.Type.BROKER_LOGGER;
        assertEquals("INVALID_CONFIG", alter(type, "1", "no.such.logger", SET, "DEBUG"));
        assertEquals("INVALID_CONFIG", alter(type, "1", logger.getName(), SET, "LOUD"));
        assertEquals("INVALID_REQUEST", alter(type, "1", logger.getName(), APPEND, "DEBUG"));
        assertEquals("INVALID_REQUEST", alter(type, "1", "root", DELETE, null));
        assertEquals("INVALID_REQUEST", alter(type, "2", "root", SET, "INFO"));
        boolean before = logger.isTraceEnabled();
        assertEquals("NONE", alter(type, "1", logger.getName(), SET, "TRACE"));
        assertTrue(logger.isTraceEnabled());
        assertEquals("TRACE", value(type, "1", logger.getName()));
        assertEquals("NONE", alter(type, "1", logger.getName(), DELETE, null));
        assertEquals(before, logger.isTraceEnabled());
        assertEquals(Errors.INVALID_REQUEST.code(), describe(type, "9").errorCode());
    }

    @Test
    void whatHasNoNameIsRefused() {
        assertEquals(
                "INVALID_REQUEST", alter(ConfigResource.Type.GROUP, "", "consumer.session.timeout.ms", SET, "50000"));
        assertEquals("INVALID_REQUEST", alter(ConfigResource.Type.CLIENT_METRICS, "", "interval.ms", SET, "1000"));
        assertEquals("INVALID_REQUEST", alter(ConfigResource.Type.TOPIC, "", "retention.ms", SET, "1000"));
        assertEquals(
                Errors.INVALID_REQUEST.code(),
                describe(ConfigResource.Type.GROUP, "").errorCode());
        assertEquals(
                Errors.INVALID_REQUEST.code(),
                describe(ConfigResource.Type.CLIENT_METRICS, "").errorCode());
    }
}
