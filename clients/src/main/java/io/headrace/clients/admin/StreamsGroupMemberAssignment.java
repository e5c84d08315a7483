package io.headrace.clients.admin;

import java.util.List;
import java.util.Objects;

/** The tasks of a member of a streams group. Immutable. */
public class StreamsGroupMemberAssignment {

    private final List<TaskIds> activeTasks;
    private final List<TaskIds> standbyTasks;
    private final List<TaskIds> warmupTasks;

    /**
     * @param activeTasks tasks that it works on
     * @param standbyTasks tasks whose state it keeps in case another member fails
     * @param warmupTasks tasks whose state it prepares in order to take them over
     */
    public StreamsGroupMemberAssignment(
            List<TaskIds> activeTasks, List<TaskIds> standbyTasks, List<TaskIds> warmupTasks) {
        this.activeTasks = List.copyOf(activeTasks);
        this.standbyTasks = List.copyOf(standbyTasks);
        this.warmupTasks = List.copyOf(warmupTasks);
    }

    /** Tasks that it works on. */
    public List<TaskIds> activeTasks() {
        return activeTasks;
    }

    /** Tasks whose state it keeps in case another member fails. */
    public List<TaskIds> standbyTasks() {
        return standbyTasks;
    }

    /** Tasks whose state it prepares in order to take them over. */
    public List<TaskIds> warmupTasks() {
        return warmupTasks;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamsGroupMemberAssignment that
                && activeTasks.equals(that.activeTasks)
                && standbyTasks.equals(that.standbyTasks)
                && warmupTasks.equals(that.warmupTasks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(activeTasks, standbyTasks, warmupTasks);
    }

    @Override
    public String toString() {
        return "StreamsGroupMemberAssignment(activeTasks=" + activeTasks + ", standbyTasks=" + standbyTasks
                + ", warmupTasks=" + warmupTasks + ")";
    }

    /** Tasks of one subtopology. Immutable. */
    public static class TaskIds {

        private final String subtopologyId;
        private final List<Integer> partitions;

        /**
         * @param subtopologyId the subtopology
         * @param partitions the partitions of the tasks
         */
        public TaskIds(String subtopologyId, List<Integer> partitions) {
            this.subtopologyId = subtopologyId;
            this.partitions = List.copyOf(partitions);
        }

        /** The subtopology. */
        public String subtopologyId() {
            return subtopologyId;
        }

        /** The partitions of the tasks. */
        public List<Integer> partitions() {
            return partitions;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TaskIds that
                    && subtopologyId.equals(that.subtopologyId)
                    && partitions.equals(that.partitions);
        }

        @Override
        public int hashCode() {
            return Objects.hash(subtopologyId, partitions);
        }

        @Override
        public String toString() {
            return "TaskIds(subtopologyId=" + subtopologyId + ", partitions=" + partitions + ")";
        }
    }
}
