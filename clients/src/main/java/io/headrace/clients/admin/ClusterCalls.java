package io.headrace.clients.admin;

import io.headrace.clients.admin.internals.AdminCore;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.admin.internals.cluster.AddVoterOperation;
import io.headrace.clients.admin.internals.cluster.AlterReassignmentsOperation;
import io.headrace.clients.admin.internals.cluster.AlterReplicaDirsOperation;
import io.headrace.clients.admin.internals.cluster.DescribeFeaturesOperation;
import io.headrace.clients.admin.internals.cluster.DescribeQuorumOperation;
import io.headrace.clients.admin.internals.cluster.DescribeReplicaDirsOperation;
import io.headrace.clients.admin.internals.cluster.ElectLeadersOperation;
import io.headrace.clients.admin.internals.cluster.ListReassignmentsOperation;
import io.headrace.clients.admin.internals.cluster.RemoveVoterOperation;
import io.headrace.clients.admin.internals.cluster.UnregisterBrokerOperation;
import io.headrace.clients.admin.internals.cluster.UpdateFeaturesOperation;
import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.common.ElectionType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionReplica;
import io.headrace.common.Uuid;
import io.headrace.common.errors.InvalidTopicException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The part of {@link KafkaAdminClient} that is about nodes, features, and where replicas are. Thread safe. */
final class ClusterCalls {

    private final AdminCore core;

    ClusterCalls(AdminCore core) {
        this.core = core;
    }

    /** Of an operation that is its own single item. */
    private <V, O extends Operation<O, V>> KafkaFuture<V> ask(O operation, AbstractOptions<?> options) {
        return core.ask(operation, List.of(operation), options.timeoutMs()).get(operation);
    }

    private KafkaFuture<Void> ask(Operation<Integer, Void> operation, int nodeId, AbstractOptions<?> options) {
        return core.ask(operation, List.of(nodeId), options.timeoutMs()).get(nodeId);
    }

    DescribeFeaturesResult describe(DescribeFeaturesOptions options) {
        return new DescribeFeaturesResult(
                ask(new DescribeFeaturesOperation(options.nodeId(), ClientCore.softwareVersion()), options));
    }

    UpdateFeaturesResult update(Map<String, FeatureUpdate> updates, UpdateFeaturesOptions options) {
        if (updates.isEmpty()) {
            throw new IllegalArgumentException("At least one feature must be given");
        }
        if (updates.keySet().stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("The name of a feature must not be empty");
        }
        return new UpdateFeaturesResult(core.ask(
                new UpdateFeaturesOperation(Map.copyOf(updates), options.validateOnly()),
                updates.keySet(),
                options.timeoutMs()));
    }

    DescribeMetadataQuorumResult describe(DescribeMetadataQuorumOptions options) {
        return new DescribeMetadataQuorumResult(ask(new DescribeQuorumOperation(), options));
    }

    AddRaftVoterResult add(
            int voterId, Uuid directoryId, Set<RaftVoterEndpoint> endpoints, AddRaftVoterOptions options) {
        return new AddRaftVoterResult(
                ask(new AddVoterOperation(options.clusterId(), directoryId, Set.copyOf(endpoints)), voterId, options));
    }

    RemoveRaftVoterResult remove(int voterId, Uuid directoryId, RemoveRaftVoterOptions options) {
        return new RemoveRaftVoterResult(
                ask(new RemoveVoterOperation(options.clusterId(), directoryId), voterId, options));
    }

    UnregisterBrokerResult unregister(int brokerId, UnregisterBrokerOptions options) {
        return new UnregisterBrokerResult(ask(new UnregisterBrokerOperation(), brokerId, options));
    }

    ElectLeadersResult elect(ElectionType type, Set<TopicPartition> partitions, ElectLeadersOptions options) {
        return new ElectLeadersResult(
                ask(new ElectLeadersOperation(type, partitions == null ? null : Set.copyOf(partitions)), options));
    }

    AlterPartitionReassignmentsResult alter(
            Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
            AlterPartitionReassignmentsOptions options) {
        return new AlterPartitionReassignmentsResult(core.askAboutUsable(
                new AlterReassignmentsOperation(Map.copyOf(reassignments), options.allowReplicationFactorChange()),
                reassignments.keySet(),
                ClusterCalls::unusable,
                options.timeoutMs()));
    }

    ListPartitionReassignmentsResult list(
            Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options) {
        RuntimeException unusable = partitions.stream()
                .flatMap(Set::stream)
                .map(ClusterCalls::unusable)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        ListReassignmentsOperation operation = new ListReassignmentsOperation(partitions.map(Set::copyOf));
        return new ListPartitionReassignmentsResult(
                core.askAboutUsable(operation, List.of(operation), item -> unusable, options.timeoutMs())
                        .get(operation));
    }

    private static RuntimeException unusable(TopicPartition partition) {
        return partition.partition() < 0
                ? new InvalidTopicException("The number of partition " + partition + " is negative")
                : Wire.unusableName(partition.topic());
    }

    AlterReplicaLogDirsResult alter(Map<TopicPartitionReplica, String> dirs, AlterReplicaLogDirsOptions options) {
        return new AlterReplicaLogDirsResult(
                core.ask(new AlterReplicaDirsOperation(Map.copyOf(dirs)), dirs.keySet(), options.timeoutMs()));
    }

    DescribeReplicaLogDirsResult describe(
            Collection<TopicPartitionReplica> replicas, DescribeReplicaLogDirsOptions options) {
        return new DescribeReplicaLogDirsResult(
                core.ask(new DescribeReplicaDirsOperation(), new LinkedHashSet<>(replicas), options.timeoutMs()));
    }
}
