package io.headrace.clients.admin;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A member of a streams group. Immutable. */
public class StreamsGroupMemberDescription {

    private final String memberId;
    private final int memberEpoch;
    private final Optional<String> instanceId;
    private final Optional<String> rackId;
    private final String clientId;
    private final String clientHost;
    private final int topologyEpoch;
    private final String processId;
    private final Optional<Endpoint> userEndpoint;
    private final Map<String, String> clientTags;
    private final List<TaskOffset> taskOffsets;
    private final List<TaskOffset> taskEndOffsets;
    private final StreamsGroupMemberAssignment assignment;
    private final StreamsGroupMemberAssignment targetAssignment;
    private final boolean isClassic;

    /**
     * @param memberId the member's id
     * @param memberEpoch its epoch
     * @param instanceId its name, if it is a static member
     * @param rackId its rack; empty when it named none
     * @param clientId its client id
     * @param clientHost the host it is on
     * @param topologyEpoch the epoch of the topology that it runs
     * @param processId the id of its process
     * @param userEndpoint where it answers queries of its state; empty when it does not
     * @param clientTags what it said of where it runs
     * @param taskOffsets how far its tasks are
     * @param taskEndOffsets where the changelogs of its tasks end
     * @param assignment what it has
     * @param targetAssignment what it is to have
     * @param isClassic whether it speaks the classic protocol
     */
    public StreamsGroupMemberDescription(
            String memberId,
            int memberEpoch,
            Optional<String> instanceId,
            Optional<String> rackId,
            String clientId,
            String clientHost,
            int topologyEpoch,
            String processId,
            Optional<Endpoint> userEndpoint,
            Map<String, String> clientTags,
            List<TaskOffset> taskOffsets,
            List<TaskOffset> taskEndOffsets,
            StreamsGroupMemberAssignment assignment,
            StreamsGroupMemberAssignment targetAssignment,
            boolean isClassic) {
        this.memberId = memberId;
        this.memberEpoch = memberEpoch;
        this.instanceId = Objects.requireNonNull(instanceId, "instanceId");
        this.rackId = Objects.requireNonNull(rackId, "rackId");
        this.clientId = clientId;
        this.clientHost = clientHost;
        this.topologyEpoch = topologyEpoch;
        this.processId = processId;
        this.userEndpoint = Objects.requireNonNull(userEndpoint, "userEndpoint");
        this.clientTags = Map.copyOf(clientTags);
        this.taskOffsets = List.copyOf(taskOffsets);
        this.taskEndOffsets = List.copyOf(taskEndOffsets);
        this.assignment = assignment;
        this.targetAssignment = targetAssignment;
        this.isClassic = isClassic;
    }

    /** The member's id. */
    public String memberId() {
        return memberId;
    }

    /** Its epoch. */
    public int memberEpoch() {
        return memberEpoch;
    }

    /** Its name, if it is a static member. */
    public Optional<String> instanceId() {
        return instanceId;
    }

    /** Its rack; empty when it named none. */
    public Optional<String> rackId() {
        return rackId;
    }

    /** Its client id. */
    public String clientId() {
        return clientId;
    }

    /** The host it is on. */
    public String clientHost() {
        return clientHost;
    }

    /** The epoch of the topology that it runs. */
    public int topologyEpoch() {
        return topologyEpoch;
    }

    /** The id of its process. */
    public String processId() {
        return processId;
    }

    /** Where it answers queries of its state; empty when it does not. */
    public Optional<Endpoint> userEndpoint() {
        return userEndpoint;
    }

    /** What it said of where it runs. */
    public Map<String, String> clientTags() {
        return clientTags;
    }

    /** How far its tasks are. */
    public List<TaskOffset> taskOffsets() {
        return taskOffsets;
    }

    /** Where the changelogs of its tasks end. */
    public List<TaskOffset> taskEndOffsets() {
        return taskEndOffsets;
    }

    /** What it has. */
    public StreamsGroupMemberAssignment assignment() {
        return assignment;
    }

    /** What it is to have. */
    public StreamsGroupMemberAssignment targetAssignment() {
        return targetAssignment;
    }

    /** Whether it speaks the classic protocol. */
    public boolean isClassic() {
        return isClassic;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamsGroupMemberDescription that
                && memberId.equals(that.memberId)
                && memberEpoch == that.memberEpoch
                && instanceId.equals(that.instanceId)
                && rackId.equals(that.rackId)
                && clientId.equals(that.clientId)
                && clientHost.equals(that.clientHost)
                && topologyEpoch == that.topologyEpoch
                && processId.equals(that.processId)
                && userEndpoint.equals(that.userEndpoint)
                && clientTags.equals(that.clientTags)
                && taskOffsets.equals(that.taskOffsets)
                && taskEndOffsets.equals(that.taskEndOffsets)
                && assignment.equals(that.assignment)
                && targetAssignment.equals(that.targetAssignment)
                && isClassic == that.isClassic;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                memberId,
                memberEpoch,
                instanceId,
                rackId,
                clientId,
                clientHost,
                topologyEpoch,
                processId,
                userEndpoint,
                clientTags,
                taskOffsets,
                taskEndOffsets,
                assignment,
                targetAssignment,
                isClassic);
    }

    @Override
    public String toString() {
        return "StreamsGroupMemberDescription(memberId=" + memberId + ", memberEpoch=" + memberEpoch + ", instanceId="
                + instanceId.orElse(null) + ", rackId=" + rackId.orElse(null) + ", clientId=" + clientId
                + ", clientHost=" + clientHost + ", topologyEpoch=" + topologyEpoch + ", processId=" + processId
                + ", userEndpoint=" + userEndpoint.orElse(null) + ", clientTags=" + clientTags + ", taskOffsets="
                + taskOffsets + ", taskEndOffsets=" + taskEndOffsets + ", assignment=" + assignment
                + ", targetAssignment=" + targetAssignment + ", isClassic=" + isClassic + ")";
    }

    /** Where an application answers queries of its state. Immutable. */
    public static class Endpoint {

        private final String host;
        private final int port;

        /**
         * @param host the host
         * @param port the port
         */
        public Endpoint(String host, int port) {
            this.host = host;
            this.port = port;
        }

        /** The host. */
        public String host() {
            return host;
        }

        /** The port. */
        public int port() {
            return port;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Endpoint that && host.equals(that.host) && port == that.port;
        }

        @Override
        public int hashCode() {
            return Objects.hash(host, port);
        }

        @Override
        public String toString() {
            return "Endpoint(host=" + host + ", port=" + port + ")";
        }
    }

    /** How far a task is. Immutable. */
    public static class TaskOffset {

        private final String subtopologyId;
        private final int partition;
        private final long offset;

        /**
         * @param subtopologyId the subtopology
         * @param partition the partition
         * @param offset the sum of the task's offsets in its changelogs
         */
        public TaskOffset(String subtopologyId, int partition, long offset) {
            this.subtopologyId = subtopologyId;
            this.partition = partition;
            this.offset = offset;
        }

        /** The subtopology. */
        public String subtopologyId() {
            return subtopologyId;
        }

        /** The partition. */
        public int partition() {
            return partition;
        }

        /** The sum of the task's offsets in its changelogs. */
        public long offset() {
            return offset;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TaskOffset that
                    && subtopologyId.equals(that.subtopologyId)
                    && partition == that.partition
                    && offset == that.offset;
        }

        @Override
        public int hashCode() {
            return Objects.hash(subtopologyId, partition, offset);
        }

        @Override
        public String toString() {
            return "TaskOffset(subtopologyId=" + subtopologyId + ", partition=" + partition + ", offset=" + offset
                    + ")";
        }
    }
}
