package io.headrace.metadata.plan;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.BrokerImage;
import io.headrace.metadata.image.ClusterImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Which brokers hold the partitions. Pure. */
final class Placement {
    private Placement() {}

    /** The brokers that can be given partitions, by id. */
    static List<Integer> usableBrokers(ClusterImage image) {
        return image.brokers().stream()
                .filter(broker -> !broker.fenced())
                .map(BrokerImage::id)
                .toList();
    }

    /**
     * Replicas of partitions {@code first} to {@code first + count - 1}. Leaders go round the brokers, beginning at
     * {@code start}; the further replicas follow at a distance that grows with each round, so that a broker's partitions
     * do not all have their second replica on the same other broker.
     *
     * @throws Refusal when there are fewer brokers than replicas are asked for
     */
    static List<List<Integer>> spread(ClusterImage image, int first, int count, int replicationFactor, int start) {
        List<Integer> brokers = usableBrokers(image);
        if (replicationFactor > brokers.size()) {
            throw new Refusal(
                    Errors.INVALID_REPLICATION_FACTOR,
                    "Replication factor " + replicationFactor + " is larger than the number of available brokers: "
                            + brokers.size());
        }
        List<List<Integer>> partitions = new ArrayList<>(count);
        for (int partition = first; partition < first + count; partition++) {
            partitions.add(replicas(brokers, partition, replicationFactor, start));
        }
        return partitions;
    }

    private static List<Integer> replicas(List<Integer> brokers, int partition, int replicationFactor, int start) {
        int n = brokers.size();
        int leader = Math.floorMod(start + partition, n);
        List<Integer> replicas = new ArrayList<>(replicationFactor);
        replicas.add(brokers.get(leader));
        int shift = n > 1 ? (partition / n) % (n - 1) : 0;
        for (int i = 0; i < replicationFactor - 1; i++) {
            replicas.add(brokers.get((leader + 1 + (shift + i) % (n - 1)) % n));
        }
        return replicas;
    }

    /**
     * Checks the replicas that someone chose for one partition.
     *
     * @throws Refusal naming what is wrong
     */
    static void check(ClusterImage image, int partition, List<Integer> replicas, int replicationFactor) {
        String of = "The assignment of partition " + partition;
        if (replicas.isEmpty()) {
            throw new Refusal(Errors.INVALID_REPLICA_ASSIGNMENT, of + " names no broker");
        }
        if (new HashSet<>(replicas).size() < replicas.size()) {
            throw new Refusal(Errors.INVALID_REPLICA_ASSIGNMENT, of + " names a broker more than once: " + replicas);
        }
        for (Integer broker : replicas) {
            if (image.broker(broker) == null) {
                throw new Refusal(
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        of + " names broker " + broker + ", which is not registered");
            }
        }
        if (replicas.size() != replicationFactor) {
            throw new Refusal(
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    of + " names " + replicas.size() + " brokers, but other partitions of the topic have "
                            + replicationFactor + " replicas");
        }
    }

    /** The in-sync replicas of a new partition: those whose brokers are there. */
    static List<Integer> inSync(ClusterImage image, int partition, List<Integer> replicas) {
        List<Integer> available = replicas.stream()
                .filter(broker -> !image.broker(broker).fenced())
                .toList();
        if (available.isEmpty()) {
            throw new Refusal(
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    "None of the brokers assigned to partition " + partition + " is available: " + replicas);
        }
        return available;
    }
}
