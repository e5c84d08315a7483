package io.headrace.metadata.plan;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives topics more partitions; which keys go to which partition changes with it. */
public final class CreatePartitions implements Planner<List<CreatePartitions.Result>> {
    private final List<Growth> growths;
    private final boolean validateOnly;

    /**
     * A topic to grow.
     *
     * @param topic its name
     * @param totalCount how many partitions it is to have, those it has included
     * @param newAssignments brokers of each new partition, preferred leader first, or null to have them chosen
     */
    public record Growth(String topic, int totalCount, List<List<Integer>> newAssignments) {}

    /**
     * What became of one topic.
     *
     * @param topic its name
     * @param error {@link Errors#NONE} when it has grown, or would have
     * @param message why it has not, else null
     */
    public record Result(String topic, Errors error, String message) {}

    private CreatePartitions(List<Growth> growths, boolean validateOnly) {
        this.growths = List.copyOf(growths);
        this.validateOnly = validateOnly;
    }

    /** Grows topics, or only says what would become of them. */
    public static CreatePartitions of(List<Growth> growths, boolean validateOnly) {
        return new CreatePartitions(growths, validateOnly);
    }

    @Override
    public Plan<List<Result>> plan(ClusterImage image, long nowMs) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        growths.stream().map(Growth::topic).filter(topic -> !seen.add(topic)).forEach(twice::add);
        List<TypedRecord> records = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        int partitions = 0;
        for (Growth growth : growths) {
            if (!seen.remove(growth.topic())) {
                continue;
            }
            try {
                if (twice.contains(growth.topic())) {
                    throw new Refusal(Errors.INVALID_REQUEST, "Topic '" + growth.topic() + "' is named more than once");
                }
                List<TypedRecord> grown = grow(image, growth);
                partitions += grown.size();
                if (partitions > CreateTopics.MOST_PARTITIONS) {
                    throw new Refusal(
                            Errors.POLICY_VIOLATION,
                            "The request would create more than " + CreateTopics.MOST_PARTITIONS
                                    + " partitions, the most that one request may create");
                }
                records.addAll(grown);
                results.add(new Result(growth.topic(), Errors.NONE, null));
            } catch (Refusal refusal) {
                results.add(new Result(growth.topic(), refusal.error(), refusal.getMessage()));
            }
        }
        return new Plan<>(validateOnly ? List.of() : records, results);
    }

    private static List<TypedRecord> grow(ClusterImage image, Growth growth) {
        TopicImage topic = image.topic(growth.topic());
        if (topic == null) {
            throw new Refusal(Errors.UNKNOWN_TOPIC_OR_PARTITION, "Topic '" + growth.topic() + "' does not exist");
        }
        int has = topic.partitions().size();
        if (growth.totalCount() <= has) {
            throw new Refusal(
                    Errors.INVALID_PARTITIONS,
                    "Topic '" + topic.name() + "' has " + has + (has == 1 ? " partition" : " partitions")
                            + "; it can be given more, but not " + growth.totalCount());
        }
        int added = growth.totalCount() - has;
        if (added > CreateTopics.MOST_PARTITIONS) {
            throw new Refusal(
                    Errors.INVALID_PARTITIONS,
                    added + " new partitions are more than " + CreateTopics.MOST_PARTITIONS
                            + ", the most that one request may create");
        }
        List<List<Integer>> assignments = assignments(image, topic, growth, added);
        List<TypedRecord> records = new ArrayList<>(added);
        for (int i = 0; i < added; i++) {
            records.add(TopicRecords.partition(image, topic.id(), has + i, assignments.get(i)));
        }
        return records;
    }

    private static List<List<Integer>> assignments(ClusterImage image, TopicImage topic, Growth growth, int added) {
        int has = topic.partitions().size();
        int replicationFactor = topic.partition(0).replicas().size();
        if (growth.newAssignments() == null) {
            return Placement.spread(
                    image, has, added, replicationFactor, topic.name().hashCode());
        }
        if (growth.newAssignments().size() != added) {
            throw new Refusal(
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    added + " new partitions need as many assignments, but there are "
                            + growth.newAssignments().size());
        }
        for (int i = 0; i < added; i++) {
            Placement.check(image, has + i, growth.newAssignments().get(i), replicationFactor);
        }
        return growth.newAssignments();
    }
}
