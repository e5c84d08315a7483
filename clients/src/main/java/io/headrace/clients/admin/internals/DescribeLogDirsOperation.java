package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.LogDirDescription;
import io.headrace.clients.admin.ReplicaInfo;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.ApiException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeLogDirsRequest;
import io.headrace.protocol.message.DescribeLogDirsResponse;
import io.headrace.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.headrace.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.headrace.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Describes the log directories of brokers, by broker id (DescribeLogDirs). */
public final class DescribeLogDirsOperation implements Operation<Integer, Map<String, LogDirDescription>> {

    @Override
    public String what(Integer item) {
        return "the log directories of broker " + item;
    }

    @Override
    public Route route(Integer item) {
        return Route.broker(item);
    }

    @Override
    public Call call(List<Integer> items, int timeoutMs) {
        return Call.of(new DescribeLogDirsRequest().topics(null));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<Integer> items,
            Answers<Integer, Map<String, LogDirDescription>> answers) {
        DescribeLogDirsResponse described = (DescribeLogDirsResponse) response;
        Errors error = Errors.forCode(described.errorCode());
        if (error == Errors.NONE && described.results().isEmpty()) {
            // Before version 3 this is how a broker says that the client may not ask.
            error = Errors.CLUSTER_AUTHORIZATION_FAILED;
        }
        for (Integer item : items) {
            if (error == Errors.NONE) {
                answers.succeed(item, descriptions(described));
            } else if (error.isRetriable()) {
                answers.retry(item, error.exception());
            } else {
                answers.fail(item, error.exception());
            }
        }
    }

    private static Map<String, LogDirDescription> descriptions(DescribeLogDirsResponse described) {
        Map<String, LogDirDescription> descriptions = new HashMap<>();
        for (DescribeLogDirsResult dir : described.results()) {
            Map<TopicPartition, ReplicaInfo> replicas = new HashMap<>();
            for (DescribeLogDirsTopic topic : dir.topics()) {
                for (DescribeLogDirsPartition p : topic.partitions()) {
                    replicas.put(
                            new TopicPartition(topic.name(), p.partitionIndex()),
                            new ReplicaInfo(p.partitionSize(), p.offsetLag(), p.isFutureKey()));
                }
            }
            ApiException offline = Errors.forCode(dir.errorCode()).exception();
            descriptions.put(
                    dir.logDir(),
                    new LogDirDescription(offline, replicas, dir.totalBytes(), dir.usableBytes(), dir.isCordoned()));
        }
        return descriptions;
    }
}
