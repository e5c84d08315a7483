package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.admin.ListConsumerGroupOffsetsSpec;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.OffsetFetchRequest;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.headrace.protocol.message.OffsetFetchResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks for committed offsets, by group (OffsetFetch); several groups in one request where the broker can. */
public final class CommittedOffsetsOperation implements Operation<String, Map<TopicPartition, OffsetAndMetadata>> {

    private static final int ALL_PARTITIONS = 2;
    private static final int STABLE_ONLY = 7;
    private static final int SEVERAL_GROUPS = 8;

    /** The last version that knows topics by name. */
    private static final int LAST_BY_NAME = 9;

    private static final long NONE_COMMITTED = -1;

    private final Map<String, ListConsumerGroupOffsetsSpec> specs;
    private final boolean requireStable;
    private boolean oneByOne;

    public CommittedOffsetsOperation(Map<String, ListConsumerGroupOffsetsSpec> specs, boolean requireStable) {
        this.specs = specs;
        this.requireStable = requireStable;
    }

    @Override
    public String what(String item) {
        return "the committed offsets of group " + item;
    }

    @Override
    public Route route(String item) {
        return Route.group(item);
    }

    @Override
    public Object sharing(String item) {
        return oneByOne ? item : Operation.class;
    }

    @Override
    public boolean fallsBack(UnsupportedVersionException failure) {
        boolean isFirst = !oneByOne;
        oneByOne = true;
        return isFirst;
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        OffsetFetchRequest request = new OffsetFetchRequest().requireStable(requireStable);
        if (!oneByOne) {
            items.forEach(item -> request.groups()
                    .add(new OffsetFetchRequestGroup().groupId(item).topics(topics(item))));
            return Call.of(request, SEVERAL_GROUPS, LAST_BY_NAME);
        }
        String group = items.get(0);
        request.groupId(group).topics(oldTopics(group));
        int lowest = specs.get(group).topicPartitions() == null ? ALL_PARTITIONS : 1;
        return Call.of(request, requireStable ? STABLE_ONLY : lowest, SEVERAL_GROUPS - 1);
    }

    private List<OffsetFetchRequestTopics> topics(String group) {
        Collection<TopicPartition> wanted = specs.get(group).topicPartitions();
        return wanted == null
                ? null
                : byTopic(wanted).entrySet().stream()
                        .map(topic -> new OffsetFetchRequestTopics()
                                .name(topic.getKey())
                                .partitionIndexes(topic.getValue()))
                        .toList();
    }

    private List<OffsetFetchRequestTopic> oldTopics(String group) {
        Collection<TopicPartition> wanted = specs.get(group).topicPartitions();
        return wanted == null
                ? null
                : byTopic(wanted).entrySet().stream()
                        .map(topic -> new OffsetFetchRequestTopic()
                                .name(topic.getKey())
                                .partitionIndexes(topic.getValue()))
                        .toList();
    }

    private static Map<String, List<Integer>> byTopic(Collection<TopicPartition> partitions) {
        Map<String, List<Integer>> byTopic = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), t -> new ArrayList<>()).add(partition.partition());
        }
        return byTopic;
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<String> items,
            Answers<String, Map<TopicPartition, OffsetAndMetadata>> answers) {
        OffsetFetchResponse fetched = (OffsetFetchResponse) response;
        if (version < SEVERAL_GROUPS) {
            Reading reading = new Reading(items.iterator().next());
            fetched.topics()
                    .forEach(topic -> topic.partitions()
                            .forEach(p -> reading.add(
                                    new TopicPartition(topic.name(), p.partitionIndex()),
                                    p.committedOffset(),
                                    p.committedLeaderEpoch(),
                                    p.metadata(),
                                    p.errorCode())));
            reading.conclude(fetched.errorCode(), answers);
            return;
        }
        fetched.groups().stream()
                .filter(group -> items.contains(group.groupId()))
                .forEach(group -> {
                    Reading reading = new Reading(group.groupId());
                    group.topics()
                            .forEach(topic -> topic.partitions()
                                    .forEach(p -> reading.add(
                                            new TopicPartition(topic.name(), p.partitionIndex()),
                                            p.committedOffset(),
                                            p.committedLeaderEpoch(),
                                            p.metadata(),
                                            p.errorCode())));
                    reading.conclude(group.errorCode(), answers);
                });
    }

    /** What the answer says of one group. */
    private static final class Reading {
        private final String group;
        private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

        /** The first failure of a partition. */
        private Errors partitionError = Errors.NONE;

        Reading(String group) {
            this.group = group;
        }

        void add(TopicPartition partition, long offset, int leaderEpoch, String metadata, short errorCode) {
            Errors error = Errors.forCode(errorCode);
            if (error != Errors.NONE) {
                // Brokers forget the offsets of a partition that does not exist; that is no failure of the group.
                if (partitionError == Errors.NONE && error != Errors.UNKNOWN_TOPIC_OR_PARTITION) {
                    partitionError = error;
                }
                return;
            }
            offsets.put(
                    partition,
                    offset == NONE_COMMITTED
                            ? null
                            : new OffsetAndMetadata(
                                    offset, leaderEpoch < 0 ? Optional.empty() : Optional.of(leaderEpoch), metadata));
        }

        void conclude(short groupError, Answers<String, Map<TopicPartition, OffsetAndMetadata>> answers) {
            Errors error = Errors.forCode(groupError);
            if (error == Errors.NONE) {
                error = partitionError;
            }
            if (error == Errors.NONE) {
                answers.succeed(group, offsets);
            } else if (error == Errors.UNSTABLE_OFFSET_COMMIT) {
                answers.retry(group, error.exception());
            } else {
                GroupAnswers.failed(answers, group, group, error, null);
            }
        }
    }
}
