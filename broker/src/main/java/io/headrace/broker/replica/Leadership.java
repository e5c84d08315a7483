package io.headrace.broker.replica;

import io.headrace.common.protocol.Errors;

/**
 * Who leads a partition, as of the cluster image that was applied last.
 *
 * @param leaderId the leading broker
 * @param epoch the leader epoch
 * @param inSyncReplicas how many replicas are in sync
 */
public record Leadership(int leaderId, int epoch, int inSyncReplicas) {

    /** What a client that believes in {@code clientEpoch} is told; -1 stands for a client that does not say. */
    public Errors checkEpoch(int clientEpoch) {
        if (clientEpoch < 0 || clientEpoch == epoch) {
            return Errors.NONE;
        }
        return clientEpoch < epoch ? Errors.FENCED_LEADER_EPOCH : Errors.UNKNOWN_LEADER_EPOCH;
    }
}
