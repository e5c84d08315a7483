package io.headrace.metadata.plan;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.metadata.record.RemoveTopicRecord;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deletes topics: all that exist are, in one commit; for the others it is said why not. */
public final class DeleteTopics implements Planner<List<DeleteTopics.Result>> {
    private final BrokerConfig config;
    private final List<TopicRef> topics;

    /**
     * What became of one topic.
     *
     * @param name its name; null when it was named by an id that is not known
     * @param id its id; {@link Uuid#ZERO_UUID} when it was named by a name that is not known
     * @param error {@link Errors#NONE} when it was deleted
     * @param message why it was not, else null
     */
    public record Result(String name, Uuid id, Errors error, String message) {}

    private DeleteTopics(BrokerConfig config, List<TopicRef> topics) {
        this.config = config;
        this.topics = List.copyOf(topics);
    }

    /** Deletes topics; what becomes of each is told once, in the order given. One that is named twice is not deleted. */
    public static DeleteTopics of(BrokerConfig config, List<TopicRef> topics) {
        return new DeleteTopics(config, topics);
    }

    @Override
    public Plan<List<Result>> plan(ClusterImage image, long nowMs) {
        Map<Object, List<TopicRef>> mentions = new LinkedHashMap<>();
        for (TopicRef ref : topics) {
            TopicImage topic = find(image, ref);
            mentions.computeIfAbsent(topic == null ? ref : topic.id(), named -> new ArrayList<>(1))
                    .add(ref);
        }
        List<TypedRecord> records = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        for (List<TopicRef> same : mentions.values()) {
            TopicRef ref = same.get(0);
            try {
                TopicImage topic = existing(image, ref);
                if (same.size() > 1) {
                    throw new Refusal(Errors.INVALID_REQUEST, "Topic '" + topic.name() + "' is named more than once");
                }
                records.add(new RemoveTopicRecord().topicId(topic.id()));
                results.add(new Result(topic.name(), topic.id(), Errors.NONE, null));
            } catch (Refusal refusal) {
                results.add(new Result(ref.name(), ref.id(), refusal.error(), refusal.getMessage()));
            }
        }
        return new Plan<>(records, results);
    }

    private TopicImage existing(ClusterImage image, TopicRef ref) {
        boolean byId = !ref.id().equals(Uuid.ZERO_UUID);
        if (!config.deleteTopicsEnabled()) {
            throw new Refusal(Errors.TOPIC_DELETION_DISABLED, "Topics cannot be deleted: delete.topic.enable is false");
        }
        if (byId == (ref.name() != null)) {
            throw new Refusal(Errors.INVALID_REQUEST, "A topic is named either by its name or by its id");
        }
        TopicImage topic = find(image, ref);
        if (topic == null) {
            throw byId
                    ? new Refusal(Errors.UNKNOWN_TOPIC_ID, "No topic has the id " + ref.id())
                    : new Refusal(Errors.UNKNOWN_TOPIC_OR_PARTITION, "Topic '" + ref.name() + "' does not exist");
        }
        return topic;
    }

    private static TopicImage find(ClusterImage image, TopicRef ref) {
        return ref.name() != null ? image.topic(ref.name()) : image.topic(ref.id());
    }
}
