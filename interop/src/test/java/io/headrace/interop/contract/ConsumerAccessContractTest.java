package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.errors.AuthorizationException;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourceType;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.interop.ApacheCluster;
import io.headrace.interop.Target;
import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A consumer in a cluster that lets it have only what it was granted. */
@Timeout(120)
class ConsumerAccessContractTest {

    private static final Duration TICK = Duration.ofMillis(50);

    private final ApacheCluster cluster = ApacheCluster.get();
    private final String group = Target.topic("guests");
    private final String open = Target.topic("open");
    private final String shut = Target.topic("shut");

    @BeforeEach
    void write() throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", cluster.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(new NewTopic(open, 1, (short) 1), new NewTopic(shut, 1, (short) 1)))
                    .all()
                    .get();
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(open, "in the open")).get();
            producer.send(new ProducerRecord<>(shut, "behind the door")).get();
        }
        grant(ResourceType.TOPIC, open, AclOperation.READ);
    }

    private void grant(ResourceType type, String name, AclOperation operation) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(type, name, PatternType.LITERAL),
                            new AccessControlEntry(
                                    "User:" + ApacheCluster.GUEST, "*", operation, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        }
    }

    private KafkaConsumer<String, String> guest(String protocol) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", cluster.saslBootstrapServers());
        config.put("security.protocol", "SASL_PLAINTEXT");
        config.put("sasl.mechanism", "PLAIN");
        config.put(
                "sasl.jaas.config",
                "io.headrace.common.security.plain.PlainLoginModule required username=\"" + ApacheCluster.GUEST
                        + "\" password=\"" + ApacheCluster.PASSWORD + "\";");
        config.put("group.id", group);
        config.put("group.protocol", protocol);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        config.put("metadata.max.age.ms", 300);
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    /** Polls until that fails, with what an application must not take for passing. */
    private static <E extends AuthorizationException> E refusal(KafkaConsumer<?, ?> consumer, Class<E> type)
            throws Exception {
        List<AuthorizationException> refusals = new ArrayList<>();
        Await.until("a refusal", () -> {
            try {
                consumer.poll(TICK);
            } catch (AuthorizationException e) {
                refusals.add(e);
            }
            return !refusals.isEmpty();
        });
        return assertInstanceOf(type, refusals.get(0));
    }

    /** Polls on, whatever is still refused, until all of these have been read. */
    private static void assertReads(KafkaConsumer<String, String> consumer, Set<String> expected) throws Exception {
        Set<String> read = new TreeSet<>();
        Await.until("records are read", () -> {
            try {
                for (ConsumerRecord<String, String> record : consumer.poll(TICK)) {
                    read.add(record.value());
                }
            } catch (AuthorizationException e) {
                // What was granted is not known to all brokers at once.
            }
            return read.containsAll(expected);
        });
        assertEquals(expected, read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aGroupThatIsNotGrantedIsNamedToWhoeverPollsAndCommitsAndJoinedOnceItIs(String protocol) throws Exception {
        try (KafkaConsumer<String, String> consumer = guest(protocol)) {
            consumer.subscribe(List.of(open));
            assertEquals(
                    group, refusal(consumer, GroupAuthorizationException.class).groupId());
            Map<TopicPartition, OffsetAndMetadata> offsets =
                    Map.of(new TopicPartition(open, 0), new OffsetAndMetadata(1));
            assertEquals(
                    group,
                    assertThrows(GroupAuthorizationException.class, () -> consumer.commitSync(offsets))
                            .groupId());
            grant(ResourceType.GROUP, group, AclOperation.READ);
            assertReads(consumer, Set.of("in the open"));
            consumer.commitSync();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aTopicThatMayBeSeenButNotReadIsNamedAndTheOthersAreReadMeanwhile(String protocol) throws Exception {
        grant(ResourceType.GROUP, group, AclOperation.READ);
        grant(ResourceType.TOPIC, shut, AclOperation.DESCRIBE);
        try (KafkaConsumer<String, String> consumer = guest(protocol)) {
            consumer.assign(List.of(new TopicPartition(open, 0), new TopicPartition(shut, 0)));
            List<String> read = new ArrayList<>();
            Set<String> refused = new TreeSet<>();
            Await.until("one is read and one is refused", () -> {
                try {
                    consumer.poll(TICK).forEach(record -> read.add(record.value()));
                } catch (TopicAuthorizationException e) {
                    refused.addAll(e.unauthorizedTopics());
                }
                return refused.contains(shut) && !read.isEmpty();
            });
            assertEquals(List.of("in the open"), read);
            assertTrue(Set.of(open, shut).containsAll(refused), refused::toString);
            grant(ResourceType.TOPIC, shut, AclOperation.READ);
            assertReads(consumer, Set.of("behind the door"));
        }
    }
}
