package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.Node;
import io.headrace.common.acl.AclOperation;
import java.util.Collection;
import java.util.Set;

/** What comes of describing the cluster. Thread safe. */
public class DescribeClusterResult {

    private final KafkaFuture<Collection<Node>> nodes;
    private final KafkaFuture<Node> controller;
    private final KafkaFuture<String> clusterId;
    private final KafkaFuture<Set<AclOperation>> authorizedOperations;

    DescribeClusterResult(
            KafkaFuture<Collection<Node>> nodes,
            KafkaFuture<Node> controller,
            KafkaFuture<String> clusterId,
            KafkaFuture<Set<AclOperation>> authorizedOperations) {
        this.nodes = nodes;
        this.controller = controller;
        this.clusterId = clusterId;
        this.authorizedOperations = authorizedOperations;
    }

    /** The brokers. */
    public KafkaFuture<Collection<Node>> nodes() {
        return nodes;
    }

    /** The broker to send changes to; null when the cluster has none at the moment. */
    public KafkaFuture<Node> controller() {
        return controller;
    }

    /** The cluster's id; null when the broker is too old to know one. */
    public KafkaFuture<String> clusterId() {
        return clusterId;
    }

    /** What the client may do with the cluster; null when it did not ask or the broker does not say. */
    public KafkaFuture<Set<AclOperation>> authorizedOperations() {
        return authorizedOperations;
    }
}
