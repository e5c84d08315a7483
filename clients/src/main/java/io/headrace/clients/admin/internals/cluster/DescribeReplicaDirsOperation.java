package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartitionReplica;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeLogDirsRequest;
import io.headrace.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.headrace.protocol.message.DescribeLogDirsResponse;
import io.headrace.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks brokers in which log directories their replicas lie, by replica (DescribeLogDirs, KIP-113). */
public final class DescribeReplicaDirsOperation implements Operation<TopicPartitionReplica, ReplicaLogDirInfo> {

    private static final long NO_LAG = -1;
    private static final ReplicaLogDirInfo NOWHERE = new ReplicaLogDirInfo(null, NO_LAG, null, NO_LAG);

    @Override
    public String what(TopicPartitionReplica item) {
        return "the log directory of partition " + item.topic() + "-" + item.partition() + " on broker "
                + item.brokerId();
    }

    @Override
    public Route route(TopicPartitionReplica item) {
        return Route.broker(item.brokerId());
    }

    @Override
    public Call call(List<TopicPartitionReplica> items, int timeoutMs) {
        Map<String, DescribableLogDirTopic> topics = new LinkedHashMap<>();
        for (TopicPartitionReplica item : items) {
            topics.computeIfAbsent(item.topic(), name -> new DescribableLogDirTopic().topic(name))
                    .partitions()
                    .add(item.partition());
        }
        return Call.of(new DescribeLogDirsRequest().topics(List.copyOf(topics.values())));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<TopicPartitionReplica> items,
            Answers<TopicPartitionReplica, ReplicaLogDirInfo> answers) {
        DescribeLogDirsResponse described = (DescribeLogDirsResponse) response;
        Errors error = failureOfAll(described);
        Map<TopicPartitionReplica, ReplicaLogDirInfo> found =
                found(described, items.iterator().next().brokerId());
        for (TopicPartitionReplica item : items) {
            if (error == Errors.NONE) {
                answers.succeed(item, found.getOrDefault(item, NOWHERE));
            } else if (error.isRetriable()) {
                answers.retry(item, error.exception());
            } else {
                answers.fail(item, error.exception());
            }
        }
    }

    /** An offline directory is no failure: its replicas are nowhere. */
    private static Errors failureOfAll(DescribeLogDirsResponse described) {
        Errors error = Errors.forCode(described.errorCode());
        if (error != Errors.NONE) {
            return error;
        }
        if (described.results().isEmpty()) {
            // Before version 3 this is how a broker says that the client may not ask.
            return Errors.CLUSTER_AUTHORIZATION_FAILED;
        }
        return described.results().stream()
                .map(dir -> Errors.forCode(dir.errorCode()))
                .filter(ofDir -> ofDir != Errors.NONE && ofDir != Errors.KAFKA_STORAGE_ERROR)
                .findFirst()
                .orElse(Errors.NONE);
    }

    private static Map<TopicPartitionReplica, ReplicaLogDirInfo> found(
            DescribeLogDirsResponse described, int brokerId) {
        Map<TopicPartitionReplica, ReplicaLogDirInfo> found = new HashMap<>();
        for (DescribeLogDirsResult dir : described.results()) {
            dir.topics()
                    .forEach(topic -> topic.partitions().forEach(partition -> {
                        ReplicaLogDirInfo here = partition.isFutureKey()
                                ? new ReplicaLogDirInfo(null, NO_LAG, dir.logDir(), partition.offsetLag())
                                : new ReplicaLogDirInfo(dir.logDir(), partition.offsetLag(), null, NO_LAG);
                        found.merge(
                                new TopicPartitionReplica(topic.name(), partition.partitionIndex(), brokerId),
                                here,
                                DescribeReplicaDirsOperation::together);
                    }));
        }
        return found;
    }

    /** A replica that moves lies in two directories. */
    private static ReplicaLogDirInfo together(ReplicaLogDirInfo one, ReplicaLogDirInfo other) {
        ReplicaLogDirInfo current = one.getCurrentReplicaLogDir() == null ? other : one;
        ReplicaLogDirInfo future = one.getFutureReplicaLogDir() == null ? other : one;
        return new ReplicaLogDirInfo(
                current.getCurrentReplicaLogDir(),
                current.getCurrentReplicaOffsetLag(),
                future.getFutureReplicaLogDir(),
                future.getFutureReplicaOffsetLag());
    }
}
