package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.DescribeClusterOptions;
import io.headrace.clients.admin.EndpointType;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.Node;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeClusterRequest;
import io.headrace.protocol.message.DescribeClusterResponse;
import io.headrace.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Describes the cluster (DescribeCluster, or Metadata when the broker does not know that). The single item is the operation
 * itself.
 */
public final class DescribeClusterOperation
        implements ControllerOperation<DescribeClusterOperation, DescribeClusterOperation.Description> {

    /**
     * A cluster. Immutable.
     *
     * @param nodes the brokers, or the controllers
     * @param controller null when there is none
     * @param clusterId null when the broker is too old to know one
     * @param operations null when they were not asked for
     */
    public record Description(
            Collection<Node> nodes, Node controller, String clusterId, Set<AclOperation> operations) {}

    private static final int WITH_ENDPOINT_TYPE = 1;
    private static final int WITH_FENCED_BROKERS = 2;
    private static final int METADATA_WITH_CONTROLLER = 1;
    private static final int METADATA_WITH_OPERATIONS = 8;
    private static final int METADATA_LAST_WITH_OPERATIONS = 10;

    private final DescribeClusterOptions options;
    private final EndpointType nodes;
    private boolean byMetadata;

    /**
     * @param nodes which are listed; also those that are asked
     */
    public DescribeClusterOperation(DescribeClusterOptions options, EndpointType nodes) {
        this.options = options;
        this.nodes = nodes;
    }

    @Override
    public String what(DescribeClusterOperation item) {
        return "the description of the cluster";
    }

    @Override
    public Route route(DescribeClusterOperation item) {
        return Route.ANY;
    }

    /** Metadata does not know of fenced brokers. */
    @Override
    public boolean fallsBack(UnsupportedVersionException failure) {
        boolean isFirst = !byMetadata;
        byMetadata = true;
        return isFirst && !options.includeFencedBrokers();
    }

    @Override
    public Call call(List<DescribeClusterOperation> items, int timeoutMs) {
        if (!byMetadata) {
            DescribeClusterRequest request = new DescribeClusterRequest()
                    .endpointType(nodes.id())
                    .includeClusterAuthorizedOperations(options.includeAuthorizedOperations())
                    .includeFencedBrokers(options.includeFencedBrokers());
            return Call.of(request, lowestVersion(), ApiKey.DESCRIBE_CLUSTER.highestStableVersion());
        }
        MetadataRequest request = new MetadataRequest()
                .topics(new ArrayList<>())
                .allowAutoTopicCreation(true)
                .includeClusterAuthorizedOperations(options.includeAuthorizedOperations());
        return options.includeAuthorizedOperations()
                ? Call.of(request, METADATA_WITH_OPERATIONS, METADATA_LAST_WITH_OPERATIONS)
                : Call.of(request, METADATA_WITH_CONTROLLER, ApiKey.METADATA.highestStableVersion());
    }

    private int lowestVersion() {
        if (options.includeFencedBrokers()) {
            return WITH_FENCED_BROKERS;
        }
        return nodes == EndpointType.BROKER ? ApiKey.DESCRIBE_CLUSTER.lowestVersion() : WITH_ENDPOINT_TYPE;
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<DescribeClusterOperation> items,
            Answers<DescribeClusterOperation, Description> answers) {
        if (response instanceof MetadataResponse metadata) {
            Map<Integer, Node> nodes = Wire.nodes(metadata.brokers());
            answers.succeed(
                    this,
                    new Description(
                            List.copyOf(nodes.values()),
                            nodes.get(metadata.controllerId()),
                            metadata.clusterId(),
                            Wire.operations(metadata.clusterAuthorizedOperations())));
            return;
        }
        DescribeClusterResponse described = (DescribeClusterResponse) response;
        Errors error = Errors.forCode(described.errorCode());
        if (error == Errors.NONE) {
            answers.succeed(this, description(described));
        } else if (error.isRetriable()) {
            answers.retry(this, Wire.failure(error, described.errorMessage()));
        } else {
            answers.fail(this, Wire.failure(error, described.errorMessage()));
        }
    }

    private static Description description(DescribeClusterResponse described) {
        Map<Integer, Node> nodes = new LinkedHashMap<>();
        for (DescribeClusterBroker broker : described.brokers()) {
            nodes.put(
                    broker.brokerId(),
                    new Node(broker.brokerId(), broker.host(), broker.port(), broker.rack(), broker.isFenced()));
        }
        return new Description(
                List.copyOf(nodes.values()),
                nodes.get(described.controllerId()),
                described.clusterId(),
                Wire.operations(described.clusterAuthorizedOperations()));
    }
}
