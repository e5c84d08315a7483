package io.headrace.clients.admin;

import io.headrace.common.Uuid;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** The controllers that keep a cluster's metadata, and who follows them (KIP-595, KIP-836, KIP-853). Immutable. */
public class QuorumInfo {

    private final int leaderId;
    private final long leaderEpoch;
    private final long highWatermark;
    private final List<ReplicaState> voters;
    private final List<ReplicaState> observers;
    private final Map<Integer, Node> nodes;

    /**
     * @param leaderId the id of the leader, which is the active controller
     * @param leaderEpoch the leader's epoch
     * @param highWatermark the offset up to which metadata is committed
     * @param voters who votes
     * @param observers who follows without a vote: brokers, and controllers that were not added
     * @param nodes where voters can be reached, by id; empty when the cluster is too old to tell
     */
    public QuorumInfo(
            int leaderId,
            long leaderEpoch,
            long highWatermark,
            List<ReplicaState> voters,
            List<ReplicaState> observers,
            Map<Integer, Node> nodes) {
        this.leaderId = leaderId;
        this.leaderEpoch = leaderEpoch;
        this.highWatermark = highWatermark;
        this.voters = List.copyOf(voters);
        this.observers = List.copyOf(observers);
        this.nodes = Map.copyOf(nodes);
    }

    /** The id of the leader, which is the active controller. */
    public int leaderId() {
        return leaderId;
    }

    /** The leader's epoch. */
    public long leaderEpoch() {
        return leaderEpoch;
    }

    /** The offset up to which metadata is committed. */
    public long highWatermark() {
        return highWatermark;
    }

    /** Who votes. */
    public List<ReplicaState> voters() {
        return voters;
    }

    /** Who follows without a vote: brokers, and controllers that were not added. */
    public List<ReplicaState> observers() {
        return observers;
    }

    /** Where voters can be reached, by id; empty when the cluster is too old to tell. */
    public Map<Integer, Node> nodes() {
        return nodes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuorumInfo that
                && leaderId == that.leaderId
                && leaderEpoch == that.leaderEpoch
                && highWatermark == that.highWatermark
                && voters.equals(that.voters)
                && observers.equals(that.observers)
                && nodes.equals(that.nodes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(leaderId, leaderEpoch, highWatermark, voters, observers, nodes);
    }

    @Override
    public String toString() {
        return "QuorumInfo(leaderId=" + leaderId + ", leaderEpoch=" + leaderEpoch + ", highWatermark=" + highWatermark
                + ", voters=" + voters + ", observers=" + observers + ", nodes=" + nodes + ")";
    }

    /** How far a replica of the metadata is. Immutable. */
    public static class ReplicaState {

        private final int replicaId;
        private final Uuid replicaDirectoryId;
        private final long logEndOffset;
        private final OptionalLong lastFetchTimestamp;
        private final OptionalLong lastCaughtUpTimestamp;

        /**
         * @param replicaId the id of the node
         * @param replicaDirectoryId the id of its metadata directory; zero when the cluster does not keep it
         * @param logEndOffset the offset after its last record; -1 when the leader does not know
         * @param lastFetchTimestamp when it last fetched, in ms since 1970; empty when that is not known
         * @param lastCaughtUpTimestamp when it last had all that the leader had, in ms since 1970; empty when that is not known
         */
        public ReplicaState(
                int replicaId,
                Uuid replicaDirectoryId,
                long logEndOffset,
                OptionalLong lastFetchTimestamp,
                OptionalLong lastCaughtUpTimestamp) {
            this.replicaId = replicaId;
            this.replicaDirectoryId = replicaDirectoryId;
            this.logEndOffset = logEndOffset;
            this.lastFetchTimestamp = Objects.requireNonNull(lastFetchTimestamp, "lastFetchTimestamp");
            this.lastCaughtUpTimestamp = Objects.requireNonNull(lastCaughtUpTimestamp, "lastCaughtUpTimestamp");
        }

        /** The id of the node. */
        public int replicaId() {
            return replicaId;
        }

        /** The id of its metadata directory; zero when the cluster does not keep it. */
        public Uuid replicaDirectoryId() {
            return replicaDirectoryId;
        }

        /** The offset after its last record; -1 when the leader does not know. */
        public long logEndOffset() {
            return logEndOffset;
        }

        /** When it last fetched, in ms since 1970; empty when that is not known. */
        public OptionalLong lastFetchTimestamp() {
            return lastFetchTimestamp;
        }

        /** When it last had all that the leader had, in ms since 1970; empty when that is not known. */
        public OptionalLong lastCaughtUpTimestamp() {
            return lastCaughtUpTimestamp;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ReplicaState that
                    && replicaId == that.replicaId
                    && replicaDirectoryId.equals(that.replicaDirectoryId)
                    && logEndOffset == that.logEndOffset
                    && lastFetchTimestamp.equals(that.lastFetchTimestamp)
                    && lastCaughtUpTimestamp.equals(that.lastCaughtUpTimestamp);
        }

        @Override
        public int hashCode() {
            return Objects.hash(replicaId, replicaDirectoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp);
        }

        @Override
        public String toString() {
            return "ReplicaState(replicaId=" + replicaId + ", replicaDirectoryId=" + replicaDirectoryId
                    + ", logEndOffset=" + logEndOffset + ", lastFetchTimestamp=" + lastFetchTimestamp
                    + ", lastCaughtUpTimestamp=" + lastCaughtUpTimestamp + ")";
        }
    }

    /** A node that votes, and where it can be reached. Immutable. */
    public static class Node {

        private final int nodeId;
        private final List<RaftVoterEndpoint> endpoints;

        /**
         * @param nodeId its id
         * @param endpoints its endpoints, one for each listener of controllers
         */
        public Node(int nodeId, List<RaftVoterEndpoint> endpoints) {
            this.nodeId = nodeId;
            this.endpoints = List.copyOf(endpoints);
        }

        /** Its id. */
        public int nodeId() {
            return nodeId;
        }

        /** Its endpoints, one for each listener of controllers. */
        public List<RaftVoterEndpoint> endpoints() {
            return endpoints;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Node that && nodeId == that.nodeId && endpoints.equals(that.endpoints);
        }

        @Override
        public int hashCode() {
            return Objects.hash(nodeId, endpoints);
        }

        @Override
        public String toString() {
            return "Node(nodeId=" + nodeId + ", endpoints=" + endpoints + ")";
        }
    }
}
