package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;

/** What comes of describing the metadata quorum. Thread safe. */
public class DescribeMetadataQuorumResult {

    private final KafkaFuture<QuorumInfo> quorumInfo;

    DescribeMetadataQuorumResult(KafkaFuture<QuorumInfo> quorumInfo) {
        this.quorumInfo = quorumInfo;
    }

    /** The quorum. */
    public KafkaFuture<QuorumInfo> quorumInfo() {
        return quorumInfo;
    }
}
