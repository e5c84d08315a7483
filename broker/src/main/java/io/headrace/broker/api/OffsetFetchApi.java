package io.headrace.broker.api;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.OffsetFetchRequest;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.headrace.protocol.message.OffsetFetchResponse;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.ArrayList;
import java.util.List;

/**
 * Committed offsets: of one group before version 8, of several from then on (KIP-709), with topics by id from version 10
 * on. Coordinators are asked for each group in the newest form.
 */
final class OffsetFetchApi extends GroupApi<OffsetFetchRequest> {

    private static final int FIRST_WITH_GROUP_ERROR = 2;
    private static final int FIRST_WITH_GROUPS = 8;
    private static final int FIRST_BY_ID = 10;
    private static final long NO_OFFSET = -1;

    OffsetFetchApi(Services services) {
        super(ApiKey.OFFSET_FETCH, 1, 10, services);
    }

    @Override
    void handle(Call<OffsetFetchRequest> call) {
        OffsetFetchRequest body = call.body();
        List<OffsetFetchRequestGroup> groups =
                call.version() >= FIRST_WITH_GROUPS ? body.groups() : List.of(onlyGroup(body));
        Gathering<OffsetFetchResponseGroup> gathering =
                new Gathering<>(call, groups.size(), answers -> reply(call, groups, answers));
        for (int i = 0; i < groups.size(); i++) {
            fetch(call, groups.get(i), gathering, i);
        }
    }

    private void fetch(
            Call<OffsetFetchRequest> call,
            OffsetFetchRequestGroup group,
            Gathering<OffsetFetchResponseGroup> gathering,
            int index) {
        List<OffsetFetchResponseTopics> unknown = new ArrayList<>();
        OffsetFetchRequestGroup known =
                call.version() >= FIRST_BY_ID && group.topics() != null ? named(group, unknown) : group;
        boolean requireStable = call.body().requireStable();
        ask(
                call,
                group.groupId(),
                (machine, context, answer) -> machine.offsetFetch(context, known, requireStable, answer),
                error -> new OffsetFetchResponseGroup().groupId(group.groupId()).errorCode(error.code()),
                answer -> gathering.part(index).accept(withUnknown(answer, unknown)));
    }

    private static OffsetFetchRequestGroup onlyGroup(OffsetFetchRequest body) {
        OffsetFetchRequestGroup group = new OffsetFetchRequestGroup().groupId(body.groupId());
        return group.topics(
                body.topics() == null
                        ? null
                        : body.topics().stream()
                                .map(topic -> new OffsetFetchRequestTopics()
                                        .name(topic.name())
                                        .partitionIndexes(topic.partitionIndexes()))
                                .toList());
    }

    /** The group with the names of its topics; those whose id is not known are answered. */
    private OffsetFetchRequestGroup named(OffsetFetchRequestGroup group, List<OffsetFetchResponseTopics> unknown) {
        ClusterImage image = services().controller().image();
        List<OffsetFetchRequestTopics> known = new ArrayList<>();
        for (OffsetFetchRequestTopics topic : group.topics()) {
            TopicImage found = image.topic(topic.topicId());
            if (found != null) {
                known.add(topic.name(found.name()));
            } else {
                unknown.add(refusal(topic, Errors.UNKNOWN_TOPIC_ID));
            }
        }
        return new OffsetFetchRequestGroup()
                .groupId(group.groupId())
                .memberId(group.memberId())
                .memberEpoch(group.memberEpoch())
                .topics(known);
    }

    private static OffsetFetchResponseTopics refusal(OffsetFetchRequestTopics topic, Errors error) {
        return new OffsetFetchResponseTopics()
                .name(topic.name())
                .topicId(topic.topicId())
                .partitions(topic.partitionIndexes().stream()
                        .map(partition -> new OffsetFetchResponsePartitions()
                                .partitionIndex(partition)
                                .committedOffset(NO_OFFSET)
                                .metadata("")
                                .errorCode(error.code()))
                        .toList());
    }

    private static OffsetFetchResponseGroup withUnknown(
            OffsetFetchResponseGroup answer, List<OffsetFetchResponseTopics> unknown) {
        if (answer.errorCode() != Errors.NONE.code() || unknown.isEmpty()) {
            return answer;
        }
        List<OffsetFetchResponseTopics> topics = new ArrayList<>(answer.topics());
        topics.addAll(unknown);
        return answer.topics(topics);
    }

    private static void reply(
            Call<OffsetFetchRequest> call,
            List<OffsetFetchRequestGroup> groups,
            List<OffsetFetchResponseGroup> answers) {
        if (call.version() < FIRST_WITH_GROUPS) {
            call.reply(oldForm(call.version(), groups.get(0), answers.get(0)));
            return;
        }
        if (call.version() >= FIRST_BY_ID) {
            for (OffsetFetchResponseGroup group : answers) {
                // Offsets of a topic that is gone have no id under which they could be told.
                group.topics(group.topics().stream()
                        .filter(topic -> !topic.topicId().equals(Uuid.ZERO_UUID))
                        .toList());
            }
        }
        call.reply(new OffsetFetchResponse().groups(answers));
    }

    private static OffsetFetchResponse oldForm(
            int version, OffsetFetchRequestGroup asked, OffsetFetchResponseGroup answer) {
        OffsetFetchResponse response = new OffsetFetchResponse().errorCode(answer.errorCode());
        List<OffsetFetchResponseTopics> topics = answer.topics();
        if (answer.errorCode() != Errors.NONE.code()) {
            // Without a place for the error of the group, each partition has it.
            topics = version < FIRST_WITH_GROUP_ERROR && asked.topics() != null
                    ? asked.topics().stream()
                            .map(topic -> refusal(topic, Errors.forCode(answer.errorCode())))
                            .toList()
                    : List.of();
        }
        return response.topics(topics.stream().map(OffsetFetchApi::oldForm).toList());
    }

    private static OffsetFetchResponseTopic oldForm(OffsetFetchResponseTopics topic) {
        return new OffsetFetchResponseTopic()
                .name(topic.name())
                .partitions(topic.partitions().stream()
                        .map(partition -> new OffsetFetchResponsePartition()
                                .partitionIndex(partition.partitionIndex())
                                .committedOffset(partition.committedOffset())
                                .committedLeaderEpoch(partition.committedLeaderEpoch())
                                .metadata(partition.metadata())
                                .errorCode(partition.errorCode()))
                        .toList());
    }
}
