package io.headrace.cli.logdirs;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.PartitionChoice;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.Admin;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionInfo;
import io.headrace.common.TopicPartitionReplica;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the replicas that a command line names. */
final class ReplicaChoice {
    private ReplicaChoice() {}

    /**
     * The replicas of partitions, as the cluster has assigned them.
     *
     * @param brokers only those on these brokers; empty for all
     * @throws CommandFailure when a topic or partition does not exist, or a broker holds nothing of what is named
     */
    static List<TopicPartitionReplica> replicas(
            Admin admin, List<PartitionChoice> choices, Collection<Integer> brokers, ConnectOptions connect) {
        Set<TopicPartitionReplica> found = new LinkedHashSet<>();
        Set<Integer> holders = new LinkedHashSet<>();
        for (PartitionChoice choice : choices) {
            List<TopicPartition> partitions =
                    TopicLookup.partitions(admin, choice.topic(), choice.partitions(), connect);
            Map<Integer, TopicPartitionInfo> infos =
                    TopicLookup.require(admin, choice.topic(), connect).partitions().stream()
                            .collect(Collectors.toMap(TopicPartitionInfo::partition, Function.identity()));
            for (TopicPartition partition : partitions) {
                for (Node node : infos.get(partition.partition()).replicas()) {
                    holders.add(node.id());
                    if (brokers.isEmpty() || brokers.contains(node.id())) {
                        found.add(new TopicPartitionReplica(partition.topic(), partition.partition(), node.id()));
                    }
                }
            }
        }
        for (int broker : brokers) {
            if (!holders.contains(broker)) {
                throw CommandFailure.failed("broker " + broker + " holds none of these partitions: they are on "
                        + holders.stream().sorted().toList());
            }
        }
        return new ArrayList<>(found);
    }
}
