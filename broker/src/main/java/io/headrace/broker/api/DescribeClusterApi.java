package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.BrokerImage;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.Endpoint;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DescribeClusterRequest;
import io.headrace.protocol.message.DescribeClusterResponse;
import io.headrace.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import java.util.ArrayList;
import java.util.List;

/** The brokers of the cluster (KIP-700; endpoint types KIP-919, fenced brokers KIP-1073). */
final class DescribeClusterApi extends Api<DescribeClusterRequest> {

    private static final byte BROKERS = 1;
    private static final byte CONTROLLERS = 2;

    private final Services services;

    DescribeClusterApi(Services services) {
        super(ApiKey.DESCRIBE_CLUSTER, 0, 2);
        this.services = services;
    }

    @Override
    void handle(Call<DescribeClusterRequest> call) {
        DescribeClusterRequest body = call.body();
        if (body.endpointType() != BROKERS) {
            call.reply(refusal(body.endpointType()));
            return;
        }
        ClusterImage image = services.controller().image();
        List<DescribeClusterBroker> brokers = new ArrayList<>();
        for (BrokerImage broker : image.brokers()) {
            if (!broker.fenced() || body.includeFencedBrokers()) {
                Endpoint endpoint = broker.endpoints().get(0);
                brokers.add(new DescribeClusterBroker()
                        .brokerId(broker.id())
                        .host(endpoint.host())
                        .port(endpoint.port())
                        .rack(broker.rack())
                        .isFenced(broker.fenced()));
            }
        }
        DescribeClusterResponse response = new DescribeClusterResponse()
                .clusterId(image.clusterId())
                .controllerId(services.config().nodeId())
                .brokers(brokers);
        if (body.includeClusterAuthorizedOperations()) {
            response.clusterAuthorizedOperations(AuthorizedOperations.ON_CLUSTER);
        }
        call.reply(response);
    }

    private DescribeClusterResponse refusal(byte endpointType) {
        DescribeClusterResponse response = new DescribeClusterResponse()
                .clusterId(services.controller().image().clusterId())
                .endpointType(endpointType);
        if (endpointType == CONTROLLERS) {
            return response.errorCode(Errors.MISMATCHED_ENDPOINT_TYPE.code())
                    .errorMessage("this is an endpoint of a broker, not of a controller");
        }
        return response.errorCode(Errors.UNSUPPORTED_ENDPOINT_TYPE.code())
                .errorMessage("endpoint type " + endpointType + " is not known");
    }
}
