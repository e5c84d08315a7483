package io.headrace.interop.odd;

import io.headrace.common.Uuid;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.CreatePartitionsRequest;
import io.headrace.protocol.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import io.headrace.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.headrace.protocol.message.CreateTopicsRequest;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.headrace.protocol.message.DeleteTopicsRequest;
import io.headrace.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.headrace.protocol.message.DescribeTopicPartitionsRequest;
import io.headrace.protocol.message.DescribeTopicPartitionsRequest.Cursor;
import io.headrace.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Topics: made, enlarged, deleted and described with requests that make no sense. */
final class TopicCases {

    static final CaseList ALL = new CaseList();

    private static final int TIMEOUT_MS = 30_000;

    static {
        create("an empty name", t -> t.name(""));
        create("a dot", t -> t.name("."));
        create("two dots", t -> t.name(".."));
        create("a name of 250 characters", t -> t.name("n".repeat(250)));
        create("a name with a slash", t -> t.name("a/b"));
        create("a name with letters beyond ASCII", t -> t.name("caf\u00e9"));
        create("the topic of committed offsets", t -> t.name("__consumer_offsets"));
        create("no partitions", t -> t.numPartitions(0));
        create("-2 partitions", t -> t.numPartitions(-2));
        create("no replicas", t -> t.replicationFactor((short) 0));
        create("-2 replicas", t -> t.replicationFactor((short) -2));
        create("more replicas than brokers", t -> t.replicationFactor((short) 2));
        create("assignments and a number of partitions", t -> t.assignments(assigned(0, 1)));
        create("assignments and a number of replicas", t -> t.numPartitions(-1).assignments(assigned(0, 1)));
        create("an assignment that leaves a gap", t -> manual(t).assignments(assigned(1, 1)));
        create("an assignment to an unknown broker", t -> manual(t).assignments(assigned(0, 77)));
        create("an assignment to one broker twice", t -> manual(t).assignments(assigned(0, 1, 1)));
        create("an assignment to nobody", t -> manual(t).assignments(assigned(0)));
        create(
                "a partition assigned twice",
                t -> manual(t)
                        .assignments(Stream.concat(assigned(0, 1).stream(), assigned(0, 1).stream())
                                .toList()));
        create(
                "assignments of different size",
                t -> manual(t)
                        .assignments(Stream.concat(assigned(0, 1).stream(), assigned(1).stream())
                                .toList()));
        create("an unknown setting", t -> t.configs(setting("no.such.setting", "1")));
        create("a setting with a wrong value", t -> t.configs(setting("retention.ms", "soon")));
        create("a setting out of range", t -> t.configs(setting("retention.ms", "-2")));
        create("a setting without value", t -> t.configs(setting("retention.ms", null)));
        create("a setting without name", t -> t.configs(setting("", "1")));
        create(
                "a setting twice",
                t -> t.configs(Stream.of("1", "2")
                        .flatMap(v -> setting("retention.ms", v).stream())
                        .toList()));
        create("a cleanup policy that is none", t -> t.configs(setting("cleanup.policy", "shred")));
        ALL.add(ApiKey.CREATE_TOPICS, "a topic twice", (scene, version) -> {
            CreateTopicsRequest request = new CreateTopicsRequest().timeoutMs(TIMEOUT_MS);
            return request.topics(List.of(topic(scene.name("t")), topic(scene.name("t"))));
        });
        ALL.add(ApiKey.CREATE_TOPICS, "a topic that is there", (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            return new CreateTopicsRequest().timeoutMs(TIMEOUT_MS).topics(List.of(topic(scene.name("t"))));
        });
        ALL.add(ApiKey.CREATE_TOPICS, "a topic that is there, tried only", (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            return new CreateTopicsRequest()
                    .timeoutMs(TIMEOUT_MS)
                    .validateOnly(true)
                    .topics(List.of(topic(scene.name("t"))));
        });
        ALL.add(ApiKey.CREATE_TOPICS, "a name that collides with another", (scene, version) -> {
            scene.topic(scene.name("a.b"), 1);
            return new CreateTopicsRequest().timeoutMs(TIMEOUT_MS).topics(List.of(topic(scene.name("a_b"))));
        });
        ALL.add(
                ApiKey.CREATE_TOPICS,
                "one good and one bad",
                (scene, version) -> new CreateTopicsRequest()
                        .timeoutMs(TIMEOUT_MS)
                        .topics(List.of(topic(scene.name("good")), topic("bad name"))));
        ALL.add(
                ApiKey.CREATE_TOPICS,
                "the broker's defaults",
                (scene, version) -> new CreateTopicsRequest()
                        .timeoutMs(TIMEOUT_MS)
                        .topics(List.of(manual(topic(scene.name("t"))))));
        ALL.add(
                ApiKey.CREATE_TOPICS,
                "more partitions than a request may make",
                (scene, version) -> new CreateTopicsRequest()
                        .timeoutMs(TIMEOUT_MS)
                        .topics(List.of(topic(scene.name("t")).numPartitions(10_001))));

        delete("an empty name", scene -> "");
        delete("a topic that is not there", scene -> scene.name("absent"));
        delete("a name that no topic can have", scene -> "a/b");
        ALL.add(ApiKey.DELETE_TOPICS, "a topic twice", (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            return deletion(version, scene.name("t"), scene.name("t"));
        });
        ALL.add(ApiKey.DELETE_TOPICS, "one that is there and one that is not", (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            return deletion(version, scene.name("t"), scene.name("absent"));
        });
        deleteStates("an id that is not there", (scene, id) -> List.of(state(null, new Uuid(1, 2))));
        deleteStates("no name and no id", (scene, id) -> List.of(state(null, Uuid.ZERO_UUID)));
        deleteStates("a name and an id", (scene, id) -> List.of(state(scene.name("t"), id)));
        deleteStates("an id twice", (scene, id) -> List.of(state(null, id), state(null, id)));
        deleteStates(
                "a topic by name and by id",
                (scene, id) -> List.of(state(scene.name("t"), Uuid.ZERO_UUID), state(null, id)));

        enlarge("a topic that is not there", t -> t.name("absent").count(3));
        enlarge("an empty name", t -> t.name("").count(3));
        enlarge("fewer partitions", t -> t.count(1));
        enlarge("as many partitions", t -> t.count(2));
        enlarge("no partitions", t -> t.count(0));
        enlarge("-1 partitions", t -> t.count(-1));
        enlarge("fewer assignments than new partitions", t -> t.count(4).assignments(List.of(to(1))));
        enlarge("more assignments than new partitions", t -> t.count(3).assignments(List.of(to(1), to(1))));
        enlarge("no assignments", t -> t.count(3).assignments(List.of()));
        enlarge("an assignment to an unknown broker", t -> t.count(3).assignments(List.of(to(77))));
        enlarge("an assignment to one broker twice", t -> t.count(3).assignments(List.of(to(1, 1))));
        enlarge("an assignment to nobody", t -> t.count(3).assignments(List.of(to())));
        enlarge("a negative broker", t -> t.count(3).assignments(List.of(to(-1))));
        ALL.add(ApiKey.CREATE_PARTITIONS, "a topic twice", (scene, version) -> {
            scene.topic(scene.name("t"), 2);
            CreatePartitionsTopic more =
                    new CreatePartitionsTopic().name(scene.name("t")).count(3).assignments(null);
            return new CreatePartitionsRequest().timeoutMs(TIMEOUT_MS).topics(List.of(more, more));
        });

        metadata("a topic that is not there", name -> name.name("absent-from-metadata"));
        metadata("an empty name", name -> name.name(""));
        metadata("a name that no topic can have", name -> name.name("a/b"));
        ALL.add(
                ApiKey.METADATA,
                12,
                "an id that is not there",
                (scene, version) -> new MetadataRequest()
                        .allowAutoTopicCreation(false)
                        .topics(List.of(new MetadataRequestTopic().name(null).topicId(new Uuid(1, 2)))));
        ALL.add(
                ApiKey.METADATA,
                10,
                11,
                "an id before ids can be asked for",
                (scene, version) -> new MetadataRequest()
                        .allowAutoTopicCreation(false)
                        .topics(List.of(
                                new MetadataRequestTopic().name("absent").topicId(new Uuid(1, 2)))));
        ALL.add(
                ApiKey.METADATA,
                10,
                "neither name nor id",
                (scene, version) -> new MetadataRequest()
                        .allowAutoTopicCreation(false)
                        .topics(List.of(new MetadataRequestTopic().name(null))));
        ALL.add(ApiKey.METADATA, 12, "a name and an id of another topic", (scene, version) -> {
            Uuid id = scene.topic(scene.name("t"), 1);
            return new MetadataRequest()
                    .allowAutoTopicCreation(false)
                    .topics(List.of(new MetadataRequestTopic().name("absent").topicId(id)));
        });
        ALL.add(ApiKey.METADATA, "a topic twice", (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            MetadataRequestTopic topic = new MetadataRequestTopic().name(scene.name("t"));
            return quiet(version).topics(List.of(topic, topic));
        });
        ALL.add(
                ApiKey.METADATA,
                8,
                10,
                "all operations allowed",
                (scene, version) -> new MetadataRequest()
                        .includeClusterAuthorizedOperations(true)
                        .includeTopicAuthorizedOperations(true));

        describe("a topic that is not there", (scene, r) -> r.topics(named(scene.name("absent"))));
        describe("an empty name", (scene, r) -> r.topics(named("")));
        describe("a name that no topic can have", (scene, r) -> r.topics(named("a/b")));
        describe("no room for partitions", (scene, r) -> r.responsePartitionLimit(0));
        describe("a negative limit", (scene, r) -> r.responsePartitionLimit(-1));
        describe("a cursor behind the last partition", (scene, r) -> r.cursor(cursor(scene.name("t"), 9)));
        describe("a cursor before the first partition", (scene, r) -> r.cursor(cursor(scene.name("t"), -1)));
        describe("a cursor at a topic that is not there", (scene, r) -> r.cursor(cursor("zzz", 0)));
        describe(
                "a topic twice",
                (scene, r) -> r.topics(List.of(
                        named(scene.name("t")).get(0), named(scene.name("t")).get(0))));
    }

    private TopicCases() {}

    private static void create(String name, Consumer<CreatableTopic> odd) {
        ALL.add(ApiKey.CREATE_TOPICS, name, (scene, version) -> {
            CreatableTopic topic = topic(scene.name("t"));
            odd.accept(topic);
            return new CreateTopicsRequest().timeoutMs(TIMEOUT_MS).topics(List.of(topic));
        });
    }

    private static CreatableTopic topic(String name) {
        return new CreatableTopic().name(name).numPartitions(1).replicationFactor((short) 1);
    }

    private static CreatableTopic manual(CreatableTopic topic) {
        return topic.numPartitions(-1).replicationFactor((short) -1);
    }

    private static List<CreatableReplicaAssignment> assigned(int partition, Integer... brokers) {
        return List.of(
                new CreatableReplicaAssignment().partitionIndex(partition).brokerIds(List.of(brokers)));
    }

    private static List<CreatableTopicConfig> setting(String name, String value) {
        return List.of(new CreatableTopicConfig().name(name).value(value));
    }

    private interface Name {
        String in(Scene scene);
    }

    private static void delete(String name, Name topic) {
        ALL.add(ApiKey.DELETE_TOPICS, name, (scene, version) -> deletion(version, topic.in(scene)));
    }

    private static ApiMessage deletion(int version, String... names) {
        DeleteTopicsRequest request = new DeleteTopicsRequest().timeoutMs(TIMEOUT_MS);
        return version < 6
                ? request.topicNames(List.of(names))
                : request.topics(Stream.of(names)
                        .map(name -> state(name, Uuid.ZERO_UUID))
                        .toList());
    }

    private interface States {
        List<DeleteTopicState> of(Scene scene, Uuid id);
    }

    private static void deleteStates(String name, States states) {
        ALL.add(ApiKey.DELETE_TOPICS, 6, name, (scene, version) -> {
            Uuid id = scene.topic(scene.name("t"), 1);
            return new DeleteTopicsRequest().timeoutMs(TIMEOUT_MS).topics(states.of(scene, id));
        });
    }

    private static DeleteTopicState state(String name, Uuid id) {
        return new DeleteTopicState().name(name).topicId(id);
    }

    private static void enlarge(String name, Consumer<CreatePartitionsTopic> odd) {
        ALL.add(ApiKey.CREATE_PARTITIONS, name, (scene, version) -> {
            scene.topic(scene.name("t"), 2);
            CreatePartitionsTopic topic =
                    new CreatePartitionsTopic().name(scene.name("t")).assignments(null);
            odd.accept(topic);
            return new CreatePartitionsRequest().timeoutMs(TIMEOUT_MS).topics(List.of(topic));
        });
    }

    private static CreatePartitionsAssignment to(Integer... brokers) {
        return new CreatePartitionsAssignment().brokerIds(List.of(brokers));
    }

    private static MetadataRequest quiet(int version) {
        MetadataRequest request = new MetadataRequest();
        return version < 4 ? request : request.allowAutoTopicCreation(false);
    }

    private static void metadata(String name, Consumer<MetadataRequestTopic> odd) {
        ALL.add(ApiKey.METADATA, 4, name, (scene, version) -> {
            MetadataRequestTopic topic = new MetadataRequestTopic();
            odd.accept(topic);
            return quiet(version).topics(List.of(topic));
        });
    }

    private interface Description {
        void of(Scene scene, DescribeTopicPartitionsRequest request);
    }

    private static void describe(String name, Description odd) {
        ALL.add(ApiKey.DESCRIBE_TOPIC_PARTITIONS, name, (scene, version) -> {
            scene.topic(scene.name("t"), 2);
            DescribeTopicPartitionsRequest request =
                    new DescribeTopicPartitionsRequest().topics(named(scene.name("t")));
            odd.of(scene, request);
            return request;
        });
    }

    private static List<TopicRequest> named(String name) {
        return List.of(new TopicRequest().name(name));
    }

    private static Cursor cursor(String topic, int partition) {
        return new Cursor().topicName(topic).partitionIndex(partition);
    }
}
