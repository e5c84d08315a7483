package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.OffsetDeleteRequest;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.headrace.protocol.message.OffsetDeleteResponse;
import io.headrace.protocol.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import io.headrace.protocol.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import java.util.ArrayList;
import java.util.List;

/** Deletes committed offsets of partitions that nobody in the group is subscribed to (KIP-496). */
final class OffsetDeleteApi extends GroupApi<OffsetDeleteRequest> {

    OffsetDeleteApi(Services services) {
        super(ApiKey.OFFSET_DELETE, 0, 0, services);
    }

    @Override
    void handle(Call<OffsetDeleteRequest> call) {
        OffsetDeleteRequest body = call.body();
        if (body.groupId().isEmpty()) {
            call.reply(refusal(Errors.INVALID_GROUP_ID));
            return;
        }
        List<OffsetDeleteResponseTopic> unknown = new ArrayList<>();
        body.topics(existing(body, unknown));
        ask(
                call,
                body.groupId(),
                (machine, context, answer) -> machine.offsetDelete(context, body, answer),
                OffsetDeleteApi::refusal,
                response -> call.goOn(() -> call.reply(merged(response, unknown))));
    }

    private List<OffsetDeleteRequestTopic> existing(OffsetDeleteRequest body, List<OffsetDeleteResponseTopic> unknown) {
        ClusterImage image = services().controller().image();
        List<OffsetDeleteRequestTopic> existing = new ArrayList<>();
        for (OffsetDeleteRequestTopic topic : body.topics()) {
            TopicImage known = image.topic(topic.name());
            List<OffsetDeleteRequestPartition> there = new ArrayList<>();
            List<OffsetDeleteResponsePartition> missing = new ArrayList<>();
            for (OffsetDeleteRequestPartition partition : topic.partitions()) {
                if (known != null && known.partition(partition.partitionIndex()) != null) {
                    there.add(partition);
                } else {
                    missing.add(new OffsetDeleteResponsePartition()
                            .partitionIndex(partition.partitionIndex())
                            .errorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code()));
                }
            }
            if (!there.isEmpty()) {
                existing.add(new OffsetDeleteRequestTopic().name(topic.name()).partitions(there));
            }
            if (!missing.isEmpty()) {
                unknown.add(new OffsetDeleteResponseTopic().name(topic.name()).partitions(missing));
            }
        }
        return existing;
    }

    private static OffsetDeleteResponse merged(OffsetDeleteResponse response, List<OffsetDeleteResponseTopic> unknown) {
        if (response.errorCode() != Errors.NONE.code() || unknown.isEmpty()) {
            return response;
        }
        List<OffsetDeleteResponseTopic> topics = new ArrayList<>(response.topics());
        for (OffsetDeleteResponseTopic missing : unknown) {
            topics.stream()
                    .filter(topic -> topic.name().equals(missing.name()))
                    .findFirst()
                    .ifPresentOrElse(
                            topic -> {
                                List<OffsetDeleteResponsePartition> all = new ArrayList<>(topic.partitions());
                                all.addAll(missing.partitions());
                                topic.partitions(all);
                            },
                            () -> topics.add(missing));
        }
        return response.topics(topics);
    }

    private static OffsetDeleteResponse refusal(Errors error) {
        return new OffsetDeleteResponse().errorCode(error.code());
    }
}
