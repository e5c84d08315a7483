package io.headrace.clients.internals;

import io.headrace.clients.CommonClientConfigs;
import io.headrace.common.errors.MismatchedEndpointTypeException;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeClusterRequest;
import io.headrace.protocol.message.DescribeClusterResponse;
import io.headrace.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseBroker;
import java.util.ArrayList;
import java.util.List;

/**
 * Which nodes of a cluster a client talks to: brokers, or without any broker the controllers (KIP-919). They differ in the
 * setting that names the first of them, and in how they are asked who the others are. Stateless.
 */
public enum Endpoints {
    /** The nodes that keep records. */
    BROKERS(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) {
        @Override
        Call metadata(Call ofBrokers) {
            return ofBrokers;
        }

        @Override
        ResponseHandler<ApiMessage> reader(ResponseHandler<MetadataResponse> handler) {
            return new Reader(handler) {
                @Override
                public void onResponse(ApiMessage response, int version, int nodeId) {
                    to.onResponse((MetadataResponse) response, version, nodeId);
                }
            };
        }
    },

    /** The nodes that keep what is known of the cluster. Topics are not to be learnt from them. */
    CONTROLLERS("bootstrap.controllers") {
        @Override
        Call metadata(Call ofBrokers) {
            return Call.of(
                    new DescribeClusterRequest().endpointType(CONTROLLER),
                    FIRST_WITH_ENDPOINT_TYPE,
                    ApiKey.DESCRIBE_CLUSTER.highestStableVersion());
        }

        @Override
        ResponseHandler<ApiMessage> reader(ResponseHandler<MetadataResponse> handler) {
            return new Reader(handler) {
                @Override
                public void onResponse(ApiMessage response, int version, int nodeId) {
                    DescribeClusterResponse described = (DescribeClusterResponse) response;
                    if (described.errorCode() == 0 && described.endpointType() != CONTROLLER) {
                        to.onFailure(new MismatchedEndpointTypeException("a node that " + key()
                                + " names answered as one of endpoint type " + described.endpointType()
                                + "; a controller's is " + CONTROLLER));
                        return;
                    }
                    to.onResponse(asMetadata(described), version, nodeId);
                }
            };
        }
    };

    private static final byte CONTROLLER = 2;
    private static final int FIRST_WITH_ENDPOINT_TYPE = 1;

    private final String key;

    Endpoints(String key) {
        this.key = key;
    }

    /** The setting that names some of them. */
    public String key() {
        return key;
    }

    /**
     * How these nodes are asked about the cluster.
     *
     * @param ofBrokers how brokers are
     */
    abstract Call metadata(Call ofBrokers);

    /** Reads the answer, as if a broker had told. */
    abstract ResponseHandler<ApiMessage> reader(ResponseHandler<MetadataResponse> handler);

    private static MetadataResponse asMetadata(DescribeClusterResponse described) {
        List<MetadataResponseBroker> nodes = new ArrayList<>();
        for (DescribeClusterBroker node : described.brokers()) {
            nodes.add(new MetadataResponseBroker()
                    .nodeId(node.brokerId())
                    .host(node.host())
                    .port(node.port())
                    .rack(node.rack()));
        }
        return new MetadataResponse()
                .errorCode(described.errorCode())
                .clusterId(described.clusterId())
                .controllerId(described.controllerId())
                .brokers(nodes);
    }

    /** Hands failures on as they are. */
    private abstract static class Reader implements ResponseHandler<ApiMessage> {
        final ResponseHandler<MetadataResponse> to;

        Reader(ResponseHandler<MetadataResponse> to) {
            this.to = to;
        }

        @Override
        public void onFailure(RuntimeException failure) {
            to.onFailure(failure);
        }
    }
}
