package io.headrace.clients.admin;

import io.headrace.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import io.headrace.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import io.headrace.clients.admin.internals.AdminCore;
import io.headrace.clients.admin.internals.CreatePartitionsOperation;
import io.headrace.clients.admin.internals.CreateTopicsOperation;
import io.headrace.clients.admin.internals.DeleteRecordsOperation;
import io.headrace.clients.admin.internals.DeleteTopicsOperation;
import io.headrace.clients.admin.internals.DescribeTopicPartitionsOperation;
import io.headrace.clients.admin.internals.DescribeTopicsOperation;
import io.headrace.clients.admin.internals.ListTopicsOperation;
import io.headrace.clients.internals.calls.FoundOffset;
import io.headrace.clients.internals.calls.ListOffsetsOperation;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicCollection;
import io.headrace.common.TopicCollection.TopicIdCollection;
import io.headrace.common.TopicCollection.TopicNameCollection;
import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of {@link KafkaAdminClient} that is about topics, their records and offsets. Thread safe. */
final class TopicCalls {

    private static final int UNKNOWN_EPOCH = -1;

    private final AdminCore core;

    TopicCalls(AdminCore core) {
        this.core = core;
    }

    CreateTopicsResult create(Collection<NewTopic> newTopics, CreateTopicsOptions options) {
        Map<String, NewTopic> byName = new LinkedHashMap<>();
        newTopics.forEach(topic -> byName.putIfAbsent(topic.name(), topic));
        Map<String, KafkaFuture<TopicMetadataAndConfig>> futures =
                core.askAboutTopics(new CreateTopicsOperation(byName, options), byName.keySet(), options.timeoutMs());
        return new CreateTopicsResult(futures);
    }

    DeleteTopicsResult delete(TopicCollection topics, DeleteTopicsOptions options) {
        if (topics instanceof TopicIdCollection ids) {
            return new DeleteTopicsResult(
                    core.askAboutTopicIds(DeleteTopicsOperation.byId(options), ids.topicIds(), options.timeoutMs()),
                    null);
        }
        return new DeleteTopicsResult(
                null, core.askAboutTopics(DeleteTopicsOperation.byName(options), names(topics), options.timeoutMs()));
    }

    ListTopicsResult list(ListTopicsOptions options) {
        ListTopicsOperation operation = new ListTopicsOperation(options);
        return new ListTopicsResult(
                core.ask(operation, List.of(operation), options.timeoutMs()).get(operation));
    }

    DescribeTopicsResult describe(TopicCollection topics, DescribeTopicsOptions options) {
        if (topics instanceof TopicIdCollection ids) {
            return new DescribeTopicsResult(
                    core.askAboutTopicIds(DescribeTopicsOperation.byId(options), ids.topicIds(), options.timeoutMs()),
                    null);
        }
        return new DescribeTopicsResult(
                null,
                core.askAboutTopics(new DescribeTopicPartitionsOperation(options), names(topics), options.timeoutMs()));
    }

    CreatePartitionsResult grow(Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options) {
        return new CreatePartitionsResult(core.askAboutTopics(
                new CreatePartitionsOperation(new HashMap<>(newPartitions), options),
                newPartitions.keySet(),
                options.timeoutMs()));
    }

    DeleteRecordsResult deleteRecords(
            Map<TopicPartition, RecordsToDelete> recordsToDelete, DeleteRecordsOptions options) {
        return new DeleteRecordsResult(core.ask(
                new DeleteRecordsOperation(Map.copyOf(recordsToDelete)),
                recordsToDelete.keySet(),
                options.timeoutMs()));
    }

    ListOffsetsResult offsets(Map<TopicPartition, OffsetSpec> topicPartitionOffsets, ListOffsetsOptions options) {
        // A broker that does not know one kind of offset still answers for the others.
        Map<Integer, Map<TopicPartition, Long>> byVersion = new HashMap<>();
        topicPartitionOffsets.forEach((partition, spec) -> byVersion
                .computeIfAbsent(ListOffsetsOperation.lowestVersion(spec.queryTimestamp()), v -> new HashMap<>())
                .put(partition, spec.queryTimestamp()));
        Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> results = new HashMap<>();
        for (Map<TopicPartition, Long> timestamps : byVersion.values()) {
            ListOffsetsOperation operation =
                    new ListOffsetsOperation(timestamps, options.isolationLevel(), partition -> UNKNOWN_EPOCH);
            core.ask(operation, timestamps.keySet(), options.timeoutMs())
                    .forEach((partition, found) -> results.put(partition, found.thenApply(TopicCalls::info)));
        }
        return new ListOffsetsResult(results);
    }

    private static Collection<String> names(TopicCollection topics) {
        if (topics instanceof TopicNameCollection names) {
            return names.topicNames();
        }
        throw new IllegalArgumentException(
                "The TopicCollection: " + topics + " provided did not match any supported classes");
    }

    private static ListOffsetsResultInfo info(FoundOffset found) {
        return new ListOffsetsResultInfo(
                found.offset(),
                found.timestamp(),
                found.leaderEpoch() == UNKNOWN_EPOCH ? Optional.empty() : Optional.of(found.leaderEpoch()));
    }
}
