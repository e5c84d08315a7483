package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.headrace.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Commits offsets. Partitions that do not exist are answered here, the others by the group's coordinator, which knows
 * topics by name; from version 10 on requests name them by id.
 */
final class OffsetCommitApi extends GroupApi<OffsetCommitRequest> {

    private static final int FIRST_BY_ID = 10;

    OffsetCommitApi(Services services) {
        super(ApiKey.OFFSET_COMMIT, 2, 10, services);
    }

    @Override
    void handle(Call<OffsetCommitRequest> call) {
        OffsetCommitRequest body = call.body();
        Answers answers = new Answers();
        List<OffsetCommitRequestTopic> existing = existing(call, answers);
        if (existing.isEmpty()) {
            call.reply(answers.response());
            return;
        }
        body.topics(existing);
        ask(
                call,
                body.groupId(),
                (machine, context, answer) -> machine.offsetCommit(context, body, answer),
                error -> refusal(existing, error),
                response -> call.goOn(() -> {
                    answers.add(response);
                    call.reply(answers.response());
                }));
    }

    /** What of the request exists, with names and ids; the rest is answered. */
    private List<OffsetCommitRequestTopic> existing(Call<OffsetCommitRequest> call, Answers answers) {
        ClusterImage image = services().controller().image();
        boolean byId = call.version() >= FIRST_BY_ID;
        List<OffsetCommitRequestTopic> existing = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : call.body().topics()) {
            TopicImage known = byId ? image.topic(topic.topicId()) : image.topic(topic.name());
            if (known != null) {
                topic.name(known.name()).topicId(known.id());
            }
            Errors unknown = known == null && byId ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION;
            List<OffsetCommitRequestPartition> there = new ArrayList<>();
            for (OffsetCommitRequestPartition partition : topic.partitions()) {
                if (known != null && known.partition(partition.partitionIndex()) != null) {
                    there.add(partition);
                } else {
                    answers.add(topic, partition.partitionIndex(), unknown);
                }
            }
            if (!there.isEmpty()) {
                existing.add(topic.partitions(there));
            }
        }
        return existing;
    }

    private static OffsetCommitResponse refusal(List<OffsetCommitRequestTopic> topics, Errors error) {
        Answers answers = new Answers();
        topics.forEach(topic ->
                topic.partitions().forEach(partition -> answers.add(topic, partition.partitionIndex(), error)));
        return answers.response();
    }

    /** What is answered so far, by topic. Owner: whoever fills it. */
    private static final class Answers {

        /** By name and id: where the topic is not known, one of the two is empty. */
        private final Map<List<Object>, OffsetCommitResponseTopic> topics = new LinkedHashMap<>();

        void add(OffsetCommitRequestTopic topic, int partition, Errors error) {
            topics.computeIfAbsent(
                            List.of(topic.name(), topic.topicId()),
                            key -> new OffsetCommitResponseTopic()
                                    .name(topic.name())
                                    .topicId(topic.topicId())
                                    .partitions(new ArrayList<>()))
                    .partitions()
                    .add(new OffsetCommitResponsePartition()
                            .partitionIndex(partition)
                            .errorCode(error.code()));
        }

        void add(OffsetCommitResponse response) {
            for (OffsetCommitResponseTopic topic : response.topics()) {
                topics.merge(List.of(topic.name(), topic.topicId()), topic, (known, more) -> {
                    known.partitions().addAll(more.partitions());
                    return known;
                });
            }
        }

        OffsetCommitResponse response() {
            return new OffsetCommitResponse().topics(new ArrayList<>(topics.values()));
        }
    }
}
