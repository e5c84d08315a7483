package io.headrace.broker.api;

import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.common.IsolationLevel;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.log.LogView;
import io.headrace.log.TimestampedOffset;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.headrace.protocol.message.ListOffsetsResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Offsets by time, and those with a name: earliest, latest, of the largest timestamp (KIP-734), and those of tiered
 * storage (KIP-405, KIP-1005, KIP-1023), of which there is none here. Searching by time may read from the disk, so that
 * it is done by the disk's pool.
 */
final class ListOffsetsApi extends Api<ListOffsetsRequest> {

    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    private static final long LATEST_TIERED = -5;
    private static final long EARLIEST_PENDING_UPLOAD = -6;

    private static final int CONSUMER = -1;
    private static final long UNKNOWN = -1;
    private static final int NO_EPOCH = -1;

    private final Services services;

    ListOffsetsApi(Services services) {
        super(ApiKey.LIST_OFFSETS, 1, 11);
        this.services = services;
    }

    @Override
    void handle(Call<ListOffsetsRequest> call) {
        Set<TopicPartition> twice = namedTwice(call.body());
        Set<TopicPartition> answered = new HashSet<>();
        List<ListOffsetsTopicResponse> topics = new ArrayList<>();
        List<CompletableFuture<Void>> searches = new ArrayList<>();
        for (ListOffsetsTopic topic : call.body().topics()) {
            LocalTopic local = services.partitions().table().topic(topic.name());
            List<ListOffsetsPartitionResponse> partitions = new ArrayList<>();
            for (ListOffsetsPartition wanted : topic.partitions()) {
                TopicPartition named = new TopicPartition(topic.name(), wanted.partitionIndex());
                if (!answered.add(named)) {
                    continue;
                }
                ListOffsetsPartitionResponse answer =
                        new ListOffsetsPartitionResponse().partitionIndex(wanted.partitionIndex());
                partitions.add(answer);
                if (twice.contains(named)) {
                    answer.errorCode(Errors.INVALID_REQUEST.code());
                } else {
                    search(call, local, wanted, answer, searches);
                }
            }
            topics.add(new ListOffsetsTopicResponse().name(topic.name()).partitions(partitions));
        }
        ListOffsetsResponse response = new ListOffsetsResponse().topics(topics);
        if (searches.isEmpty()) {
            call.reply(response);
            return;
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(searches.toArray(CompletableFuture[]::new));
        call.when(all, (nothing, failure) -> call.reply(response));
    }

    private static Set<TopicPartition> namedTwice(ListOffsetsRequest body) {
        Set<TopicPartition> once = new HashSet<>();
        Set<TopicPartition> twice = new HashSet<>();
        for (ListOffsetsTopic topic : body.topics()) {
            for (ListOffsetsPartition partition : topic.partitions()) {
                TopicPartition named = new TopicPartition(topic.name(), partition.partitionIndex());
                if (!once.add(named)) {
                    twice.add(named);
                }
            }
        }
        return twice;
    }

    private static void search(
            Call<ListOffsetsRequest> call,
            LocalTopic topic,
            ListOffsetsPartition wanted,
            ListOffsetsPartitionResponse answer,
            List<CompletableFuture<Void>> searches) {
        Partition partition = topic == null ? null : topic.partition(wanted.partitionIndex());
        if (partition == null) {
            Errors error = topic == null ? Errors.UNKNOWN_TOPIC_OR_PARTITION : topic.errorFor(wanted.partitionIndex());
            answer.errorCode(error.code());
            return;
        }
        Errors stale = partition.leadership().checkEpoch(wanted.currentLeaderEpoch());
        if (stale != Errors.NONE) {
            answer.errorCode(stale.code());
            return;
        }
        long timestamp = wanted.timestamp();
        if (call.version() < firstVersionWith(timestamp)) {
            answer.errorCode(Errors.UNSUPPORTED_VERSION.code());
            return;
        }
        long limit = limitFor(partition, call.body());
        if (timestamp == LATEST) {
            found(call, answer, UNKNOWN, limit, partition.leadership().epoch());
        } else if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
            LogView view = partition.view();
            int epoch = view.epochs().epochFor(view.logStartOffset());
            found(call, answer, UNKNOWN, view.logStartOffset(), epoch);
        } else if (timestamp >= 0 || timestamp == MAX_TIMESTAMP) {
            searches.add(CompletableFuture.runAsync(
                    () -> searchLog(call, partition, timestamp, limit, answer), partition.disk()));
        } else {
            // Nothing is tiered and nothing waits to be.
            found(call, answer, UNKNOWN, UNKNOWN, NO_EPOCH);
        }
    }

    private static int firstVersionWith(long timestamp) {
        if (timestamp >= EARLIEST) {
            return 0;
        }
        if (timestamp == MAX_TIMESTAMP) {
            return 7;
        }
        if (timestamp == EARLIEST_LOCAL) {
            return 8;
        }
        if (timestamp == LATEST_TIERED) {
            return 9;
        }
        return timestamp == EARLIEST_PENDING_UPLOAD ? 11 : Integer.MAX_VALUE;
    }

    /** The offset that whoever asks cannot read past. */
    private static long limitFor(Partition partition, ListOffsetsRequest body) {
        if (body.replicaId() != CONSUMER) {
            return partition.view().logEndOffset();
        }
        return body.isolationLevel() == IsolationLevel.READ_COMMITTED.id()
                ? partition.lastStableOffset()
                : partition.highWatermark();
    }

    private static void searchLog(
            Call<ListOffsetsRequest> call,
            Partition partition,
            long timestamp,
            long limit,
            ListOffsetsPartitionResponse answer) {
        try {
            Optional<TimestampedOffset> hit = timestamp == MAX_TIMESTAMP
                    ? partition.log().offsetOfMaxTimestamp()
                    : partition.log().offsetForTimestamp(timestamp);
            if (hit.isPresent() && hit.get().offset() < limit) {
                found(
                        call,
                        answer,
                        hit.get().timestamp(),
                        hit.get().offset(),
                        hit.get().leaderEpoch());
            } else {
                found(call, answer, UNKNOWN, UNKNOWN, NO_EPOCH);
            }
        } catch (RuntimeException e) {
            answer.errorCode(Errors.forException(e).code());
        }
    }

    private static void found(
            Call<ListOffsetsRequest> call,
            ListOffsetsPartitionResponse answer,
            long timestamp,
            long offset,
            int leaderEpoch) {
        answer.timestamp(timestamp).offset(offset);
        if (call.version() >= 4) {
            answer.leaderEpoch(leaderEpoch);
        }
    }
}
