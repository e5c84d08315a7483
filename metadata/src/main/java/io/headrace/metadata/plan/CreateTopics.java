package io.headrace.metadata.plan;

import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.internals.Topic;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.config.ConfigRules;
import io.headrace.metadata.config.ConfigView;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.metadata.record.TopicRecord;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Creates topics: all that can be created are, in one commit; the others are refused one by one.
 *
 * <p>Where several things are wrong with a topic, the first of these is told: named twice in the command, name, exists
 * already, name too similar to another's, partitions and replicas, settings, size of the whole command.
 */
public final class CreateTopics implements Planner<List<CreateTopics.Result>> {
    /** The most partitions that one command may create, as in Kafka: a slip of the keyboard should not fill a disk. */
    static final int MOST_PARTITIONS = 10_000;

    private final BrokerConfig config;
    private final List<NewTopic> topics;
    private final boolean validateOnly;
    private final boolean existingIsFine;
    private final Supplier<Uuid> ids;

    /**
     * What became of one topic.
     *
     * @param name its name
     * @param id its id; {@link Uuid#ZERO_UUID} when it was refused or only validated
     * @param error {@link Errors#NONE} when it was created, or would have been
     * @param message why it was refused, else null
     * @param partitions how many partitions it has, or -1 when it was refused
     * @param replicationFactor how many replicas, or -1 when it was refused
     * @param configs all its settings; empty when it was refused
     */
    public record Result(
            String name,
            Uuid id,
            Errors error,
            String message,
            int partitions,
            short replicationFactor,
            List<ConfigView.Entry> configs) {
        static Result refused(String name, Errors error, String message) {
            return new Result(name, Uuid.ZERO_UUID, error, message, -1, (short) -1, List.of());
        }
    }

    private CreateTopics(
            BrokerConfig config,
            List<NewTopic> topics,
            boolean validateOnly,
            boolean existingIsFine,
            Supplier<Uuid> ids) {
        this.config = config;
        this.topics = List.copyOf(topics);
        this.validateOnly = validateOnly;
        this.existingIsFine = existingIsFine;
        this.ids = ids;
    }

    /** Creates topics, or only says what would become of them. */
    public static CreateTopics of(BrokerConfig config, List<NewTopic> topics, boolean validateOnly) {
        return new CreateTopics(config, topics, validateOnly, false, Uuid::randomUuid);
    }

    /** As {@link #of}, with ids from {@code ids}. */
    static CreateTopics of(BrokerConfig config, List<NewTopic> topics, boolean validateOnly, Supplier<Uuid> ids) {
        return new CreateTopics(config, topics, validateOnly, false, ids);
    }

    /** Creates topics that are needed, or that a client asked about; one that is there already is fine. */
    public static CreateTopics automatic(BrokerConfig config, List<NewTopic> topics) {
        return new CreateTopics(config, topics, false, true, Uuid::randomUuid);
    }

    @Override
    public Plan<List<Result>> plan(ClusterImage image, long nowMs) {
        Set<String> twice = namedTwice();
        Map<String, String> newCollisionKeys = new HashMap<>();
        List<TypedRecord> records = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Map<Map<String, String>, List<ConfigView.Entry>> views = new HashMap<>();
        int partitions = 0;
        for (NewTopic topic : topics) {
            if (!seen.add(topic.name())) {
                continue;
            }
            try {
                if (twice.contains(topic.name())) {
                    throw new Refusal(Errors.INVALID_REQUEST, "Topic '" + topic.name() + "' is named more than once");
                }
                checkName(topic.name());
                TopicImage existing = image.topic(topic.name());
                if (existing != null) {
                    results.add(existing(image, existing));
                    continue;
                }
                checkCollision(image, topic.name(), newCollisionKeys);
                List<List<Integer>> assignment = assignment(image, topic);
                checkConfigs(topic.configs());
                partitions += assignment.size();
                if (partitions > MOST_PARTITIONS) {
                    return Plan.unchanged(tooLarge());
                }
                results.add(create(image, topic, assignment, views, records));
            } catch (Refusal refusal) {
                results.add(Result.refused(topic.name(), refusal.error(), refusal.getMessage()));
            }
        }
        return new Plan<>(validateOnly ? List.of() : records, results);
    }

    private Set<String> namedTwice() {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (NewTopic topic : topics) {
            if (!seen.add(topic.name())) {
                twice.add(topic.name());
            }
        }
        return twice;
    }

    private static void checkName(String name) {
        try {
            Topic.validate(name);
        } catch (InvalidTopicException e) {
            throw new Refusal(Errors.INVALID_TOPIC_EXCEPTION, e.getMessage());
        }
    }

    private Result existing(ClusterImage image, TopicImage topic) {
        if (!existingIsFine) {
            throw new Refusal(Errors.TOPIC_ALREADY_EXISTS, "Topic '" + topic.name() + "' already exists");
        }
        return new Result(
                topic.name(),
                topic.id(),
                Errors.NONE,
                null,
                topic.partitions().size(),
                (short) topic.partition(0).replicas().size(),
                ConfigView.topic(config, image, topic.name()));
    }

    private static void checkCollision(ClusterImage image, String name, Map<String, String> newKeys) {
        String other = image.collidingTopic(name);
        if (other == null && Topic.hasCollisionChars(name)) {
            other = newKeys.putIfAbsent(Topic.unifyCollisionChars(name), name);
        }
        if (other != null) {
            throw new Refusal(
                    Errors.INVALID_TOPIC_EXCEPTION,
                    "Topic '" + name + "' collides with topic '" + other
                            + "': the two differ only in dots and underscores, which metrics cannot tell apart");
        }
    }

    private List<List<Integer>> assignment(ClusterImage image, NewTopic topic) {
        return topic.assignments().isEmpty() ? spread(image, topic) : chosen(image, topic);
    }

    private List<List<Integer>> spread(ClusterImage image, NewTopic topic) {
        int partitions = topic.partitions() == NewTopic.BROKER_DEFAULT ? config.numPartitions() : topic.partitions();
        if (partitions <= 0) {
            throw new Refusal(
                    Errors.INVALID_PARTITIONS,
                    "Number of partitions must be larger than 0, or -1 for the default: " + partitions);
        }
        if (partitions > MOST_PARTITIONS) {
            throw new Refusal(
                    Errors.INVALID_PARTITIONS,
                    "Number of partitions " + partitions + " is larger than " + MOST_PARTITIONS
                            + ", the most that one request may create");
        }
        int replicationFactor = topic.replicationFactor() == NewTopic.BROKER_DEFAULT
                ? config.defaultReplicationFactor()
                : topic.replicationFactor();
        if (replicationFactor <= 0) {
            throw new Refusal(
                    Errors.INVALID_REPLICATION_FACTOR,
                    "Replication factor must be larger than 0, or -1 for the default: " + replicationFactor);
        }
        return Placement.spread(
                image, 0, partitions, replicationFactor, topic.name().hashCode());
    }

    private static List<List<Integer>> chosen(ClusterImage image, NewTopic topic) {
        if (topic.partitions() != NewTopic.BROKER_DEFAULT || topic.replicationFactor() != NewTopic.BROKER_DEFAULT) {
            throw new Refusal(
                    Errors.INVALID_REQUEST,
                    "A topic with assignments must leave partitions and replication factor at -1, but they are "
                            + topic.partitions() + " and " + topic.replicationFactor());
        }
        int replicationFactor =
                topic.assignments().get(topic.assignments().firstKey()).size();
        List<List<Integer>> partitions = new ArrayList<>();
        topic.assignments().forEach((partition, replicas) -> {
            if (partition != partitions.size()) {
                throw new Refusal(
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "Assignments must be for partitions 0, 1, 2 ... without gaps; partition " + partitions.size()
                                + " is missing");
            }
            Placement.check(image, partition, replicas, replicationFactor);
            partitions.add(replicas);
        });
        return partitions;
    }

    private static void checkConfigs(Map<String, String> configs) {
        try {
            ConfigRules.validateTopic(configs);
        } catch (ConfigException e) {
            throw new Refusal(Errors.INVALID_CONFIG, e.getMessage());
        }
    }

    private Result create(
            ClusterImage image,
            NewTopic topic,
            List<List<Integer>> assignment,
            Map<Map<String, String>, List<ConfigView.Entry>> views,
            List<TypedRecord> records) {
        Uuid id = ids.get();
        List<TypedRecord> created = new ArrayList<>();
        created.add(new TopicRecord().name(topic.name()).topicId(id));
        for (int partition = 0; partition < assignment.size(); partition++) {
            created.add(TopicRecords.partition(image, id, partition, assignment.get(partition)));
        }
        topic.configs()
                .forEach((name, value) ->
                        created.add(TopicRecords.config(ConfigResource.Type.TOPIC.id(), topic.name(), name, value)));
        // Only now: a refusal half way must leave nothing of its topic behind.
        records.addAll(created);
        return new Result(
                topic.name(),
                validateOnly ? Uuid.ZERO_UUID : id,
                Errors.NONE,
                null,
                assignment.size(),
                (short) assignment.get(0).size(),
                // A thousand topics of one command mostly have the same settings.
                views.computeIfAbsent(topic.configs(), configs -> ConfigView.topic(config, image, configs)));
    }

    private List<Result> tooLarge() {
        List<Result> results = new ArrayList<>();
        for (String name :
                new LinkedHashSet<>(topics.stream().map(NewTopic::name).toList())) {
            results.add(Result.refused(
                    name,
                    Errors.POLICY_VIOLATION,
                    "The request would create more than " + MOST_PARTITIONS
                            + " partitions, the most that one request may create"));
        }
        return results;
    }
}
