package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartitionReplica;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.AlterReplicaLogDirsRequest;
import io.headrace.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDir;
import io.headrace.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic;
import io.headrace.protocol.message.AlterReplicaLogDirsResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Moves replicas to other log directories of their brokers, by replica (AlterReplicaLogDirs, KIP-113). */
public final class AlterReplicaDirsOperation implements Operation<TopicPartitionReplica, Void> {

    private final Map<TopicPartitionReplica, String> dirs;

    /** @param dirs absolute paths by replica */
    public AlterReplicaDirsOperation(Map<TopicPartitionReplica, String> dirs) {
        this.dirs = dirs;
    }

    @Override
    public String what(TopicPartitionReplica item) {
        return "partition " + item.topic() + "-" + item.partition() + " to be moved to " + dirs.get(item)
                + " on broker " + item.brokerId();
    }

    @Override
    public Route route(TopicPartitionReplica item) {
        return Route.broker(item.brokerId());
    }

    @Override
    public Call call(List<TopicPartitionReplica> items, int timeoutMs) {
        Map<String, Map<String, AlterReplicaLogDirTopic>> byDir = new LinkedHashMap<>();
        for (TopicPartitionReplica item : items) {
            byDir.computeIfAbsent(dirs.get(item), dir -> new LinkedHashMap<>())
                    .computeIfAbsent(item.topic(), name -> new AlterReplicaLogDirTopic().name(name))
                    .partitions()
                    .add(item.partition());
        }
        AlterReplicaLogDirsRequest request = new AlterReplicaLogDirsRequest();
        byDir.forEach((dir, topics) ->
                request.dirs().add(new AlterReplicaLogDir().path(dir).topics(List.copyOf(topics.values()))));
        return Call.of(request);
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<TopicPartitionReplica> items,
            Answers<TopicPartitionReplica, Void> answers) {
        int brokerId = items.iterator().next().brokerId();
        ((AlterReplicaLogDirsResponse) response)
                .results()
                .forEach(topic -> topic.partitions().forEach(partition -> {
                    TopicPartitionReplica item =
                            new TopicPartitionReplica(topic.topicName(), partition.partitionIndex(), brokerId);
                    Errors error = Errors.forCode(partition.errorCode());
                    if (!items.contains(item)) {
                        return;
                    }
                    if (error == Errors.NONE) {
                        answers.succeed(item, null);
                    } else {
                        // REPLICA_NOT_AVAILABLE too: the broker has noted the wish, and asking again changes nothing.
                        answers.fail(item, error.exception());
                    }
                }));
    }
}
