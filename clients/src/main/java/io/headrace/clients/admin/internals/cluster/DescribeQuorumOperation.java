package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.admin.QuorumInfo;
import io.headrace.clients.admin.RaftVoterEndpoint;
import io.headrace.clients.admin.internals.ControllerOperation;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.errors.UnknownServerException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeQuorumRequest;
import io.headrace.protocol.message.DescribeQuorumResponse;
import io.headrace.protocol.message.DescribeQuorumResponse.PartitionData;
import io.headrace.protocol.message.DescribeQuorumResponse.ReplicaState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Asks for the state of the controllers' quorum (DescribeQuorum, KIP-595). The single item is the operation itself. */
public final class DescribeQuorumOperation implements ControllerOperation<DescribeQuorumOperation, QuorumInfo> {

    /** The log of all metadata has one partition. */
    private static final String TOPIC = "__cluster_metadata";

    private static final int PARTITION = 0;

    @Override
    public String what(DescribeQuorumOperation item) {
        return "the description of the metadata quorum";
    }

    @Override
    public Route route(DescribeQuorumOperation item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<DescribeQuorumOperation> items, int timeoutMs) {
        return Call.of(new DescribeQuorumRequest()
                .topics(List.of(new DescribeQuorumRequest.TopicData()
                        .topicName(TOPIC)
                        .partitions(List.of(new DescribeQuorumRequest.PartitionData().partitionIndex(PARTITION))))));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<DescribeQuorumOperation> items,
            Answers<DescribeQuorumOperation, QuorumInfo> answers) {
        DescribeQuorumResponse described = (DescribeQuorumResponse) response;
        Errors error = Errors.forCode(described.errorCode());
        if (error != Errors.NONE) {
            failed(error, described.errorMessage(), answers);
            return;
        }
        PartitionData log = described.topics().stream()
                .filter(topic -> topic.topicName().equals(TOPIC))
                .flatMap(topic -> topic.partitions().stream())
                .filter(partition -> partition.partitionIndex() == PARTITION)
                .findFirst()
                .orElse(null);
        if (log == null) {
            answers.fail(
                    this,
                    new UnknownServerException("Broker " + nodeId + " told of "
                            + described.topics().size() + " topics, and not of " + TOPIC + "-" + PARTITION));
            return;
        }
        Errors logError = Errors.forCode(log.errorCode());
        if (logError == Errors.NONE) {
            answers.succeed(this, quorum(log, described));
        } else {
            failed(logError, log.errorMessage(), answers);
        }
    }

    private void failed(Errors error, String message, Answers<DescribeQuorumOperation, QuorumInfo> answers) {
        if (error.isRetriable()) {
            answers.retry(this, Wire.failure(error, message));
        } else {
            answers.fail(this, Wire.failure(error, message));
        }
    }

    private static QuorumInfo quorum(PartitionData log, DescribeQuorumResponse described) {
        Map<Integer, QuorumInfo.Node> nodes = new HashMap<>();
        described
                .nodes()
                .forEach(node -> nodes.put(
                        node.nodeId(),
                        new QuorumInfo.Node(
                                node.nodeId(),
                                node.listeners().stream()
                                        .map(listener -> new RaftVoterEndpoint(
                                                listener.name(), listener.host(), listener.port()))
                                        .toList())));
        return new QuorumInfo(
                log.leaderId(),
                log.leaderEpoch(),
                log.highWatermark(),
                log.currentVoters().stream()
                        .map(DescribeQuorumOperation::replica)
                        .toList(),
                log.observers().stream().map(DescribeQuorumOperation::replica).toList(),
                nodes);
    }

    private static QuorumInfo.ReplicaState replica(ReplicaState told) {
        return new QuorumInfo.ReplicaState(
                told.replicaId(),
                told.replicaDirectoryId(),
                told.logEndOffset(),
                time(told.lastFetchTimestamp()),
                time(told.lastCaughtUpTimestamp()));
    }

    private static OptionalLong time(long told) {
        return told < 0 ? OptionalLong.empty() : OptionalLong.of(told);
    }
}
