package io.headrace.interop.odd;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.AlterPartitionReassignmentsRequest;
import io.headrace.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.headrace.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.headrace.protocol.message.AlterReplicaLogDirsRequest;
import io.headrace.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDir;
import io.headrace.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.DescribeClusterRequest;
import io.headrace.protocol.message.DescribeLogDirsRequest;
import io.headrace.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.headrace.protocol.message.ElectLeadersRequest;
import io.headrace.protocol.message.ElectLeadersRequest.TopicPartitions;
import io.headrace.protocol.message.ListPartitionReassignmentsRequest;
import io.headrace.protocol.message.ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics;
import java.util.List;

/** The cluster itself, asked and told what makes no sense. */
final class ClusterCases {

    static final CaseList ALL = new CaseList();

    private static final int TIMEOUT_MS = 30_000;

    static {
        client("an empty client", "", "1");
        client("a client without version", "c", "");
        client("a client with a blank in its name", "a b", "1");
        client("a client with a dash at its end", "c-", "1");
        client("a client with a name that is long", "c".repeat(300), "1");
        ALL.add(ApiKey.API_VERSIONS, 0, 2, "an old client", (s, v) -> new ApiVersionsRequest());

        ALL.add(
                ApiKey.DESCRIBE_CLUSTER,
                1,
                "controllers",
                (s, v) -> new DescribeClusterRequest().endpointType((byte) 2));
        ALL.add(
                ApiKey.DESCRIBE_CLUSTER,
                1,
                "endpoints that are none",
                (s, v) -> new DescribeClusterRequest().endpointType((byte) 9));
        ALL.add(
                ApiKey.DESCRIBE_CLUSTER,
                1,
                "endpoints of type 0",
                (s, v) -> new DescribeClusterRequest().endpointType((byte) 0));
        ALL.add(
                ApiKey.DESCRIBE_CLUSTER,
                "all operations allowed",
                (s, v) -> new DescribeClusterRequest().includeClusterAuthorizedOperations(true));

        dirs("a topic that is not there", "absent", 0);
        dirs("an empty topic", "", 0);
        dirs("a negative partition", "absent", -1);
        ALL.add(ApiKey.DESCRIBE_LOG_DIRS, "all", (s, v) -> new DescribeLogDirsRequest().topics(null));

        move("a topic that is not there", "/tmp/absent", "absent");
        move("a directory that is relative", "here", "absent");
        move("an empty directory", "", "absent");

        elect("a topic that is not there", 0, "absent", 0);
        elect("a partition that is not there", 0, null, 9);
        elect("the leader that is there", 0, null, 0);
        ALL.add(ApiKey.ELECT_LEADERS, 1, "an election that is none", (s, v) -> electing((byte) 9, "absent", 0));
        ALL.add(ApiKey.ELECT_LEADERS, 1, "an unclean election of what is there", (s, v) -> {
            s.topic(s.name("t"), 1);
            return electing((byte) 1, s.name("t"), 0);
        });
        ALL.add(
                ApiKey.ELECT_LEADERS,
                "all",
                (s, v) -> new ElectLeadersRequest().timeoutMs(TIMEOUT_MS).topicPartitions(null));

        reassign("a topic that is not there", "absent", 0, List.of(1));
        reassign("a partition that is not there", null, 9, List.of(1));
        reassign("to nobody", null, 0, List.of());
        reassign("to an unknown broker", null, 0, List.of(77));
        reassign("to one broker twice", null, 0, List.of(1, 1));
        reassign("to a negative broker", null, 0, List.of(-1));
        reassign("to where it is", null, 0, List.of(1));
        reassign("cancelling what is not there", null, 0, null);

        ALL.add(
                ApiKey.LIST_PARTITION_REASSIGNMENTS,
                "all",
                (s, v) -> new ListPartitionReassignmentsRequest()
                        .timeoutMs(TIMEOUT_MS)
                        .topics(null));
        ALL.add(
                ApiKey.LIST_PARTITION_REASSIGNMENTS,
                "a topic that is not there",
                (s, v) -> new ListPartitionReassignmentsRequest()
                        .timeoutMs(TIMEOUT_MS)
                        .topics(List.of(new ListPartitionReassignmentsTopics()
                                .name("absent")
                                .partitionIndexes(List.of(0)))));
    }

    private ClusterCases() {}

    private static void client(String name, String software, String version) {
        ALL.add(
                ApiKey.API_VERSIONS,
                3,
                name,
                (s, v) -> new ApiVersionsRequest().clientSoftwareName(software).clientSoftwareVersion(version));
    }

    private static void dirs(String name, String topic, int partition) {
        ALL.add(
                ApiKey.DESCRIBE_LOG_DIRS,
                name,
                (s, v) -> new DescribeLogDirsRequest()
                        .topics(List.of(
                                new DescribableLogDirTopic().topic(topic).partitions(List.of(partition)))));
    }

    private static void move(String name, String directory, String topic) {
        ALL.add(
                ApiKey.ALTER_REPLICA_LOG_DIRS,
                name,
                (s, v) -> new AlterReplicaLogDirsRequest()
                        .dirs(List.of(new AlterReplicaLogDir()
                                .path(directory)
                                .topics(List.of(new AlterReplicaLogDirTopic()
                                        .name(topic)
                                        .partitions(List.of(0)))))));
    }

    private static ElectLeadersRequest electing(byte type, String topic, int partition) {
        return new ElectLeadersRequest()
                .electionType(type)
                .timeoutMs(TIMEOUT_MS)
                .topicPartitions(List.of(new TopicPartitions().topic(topic).partitions(List.of(partition))));
    }

    private static void elect(String name, int type, String topic, int partition) {
        ALL.add(ApiKey.ELECT_LEADERS, name, (s, v) -> electing((byte) type, nameOf(s, topic), partition));
    }

    private static String nameOf(Scene scene, String topic) throws Exception {
        if (topic != null) {
            return topic;
        }
        scene.topic(scene.name("t"), 1);
        return scene.name("t");
    }

    private static void reassign(String name, String topic, int partition, List<Integer> replicas) {
        ALL.add(
                ApiKey.ALTER_PARTITION_REASSIGNMENTS,
                name,
                (s, v) -> new AlterPartitionReassignmentsRequest()
                        .timeoutMs(TIMEOUT_MS)
                        .topics(List.of(new ReassignableTopic()
                                .name(nameOf(s, topic))
                                .partitions(List.of(new ReassignablePartition()
                                        .partitionIndex(partition)
                                        .replicas(replicas))))));
    }
}
