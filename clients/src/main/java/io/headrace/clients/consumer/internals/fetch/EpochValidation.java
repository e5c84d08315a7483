package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.headrace.protocol.message.OffsetForLeaderEpochResponse;
import io.headrace.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.headrace.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks new leaders where the epoch ends in which a consumer last read (OffsetForLeaderEpoch, KIP-320): before that, its
 * log is the one that was read.
 */
class EpochValidation implements Operation<Cursor, EpochValidation.End> {

    /** Where an epoch ends; both -1 when the leader knows nothing of it. */
    record End(int leaderEpoch, long endOffset) {

        boolean isKnown() {
            return leaderEpoch >= 0 && endOffset >= 0;
        }
    }

    /** Older versions need the right to act on the cluster, which consumers don't have. */
    private static final int FOR_CONSUMERS = 3;

    private static final int CONSUMER = -1;

    @Override
    public String what(Cursor item) {
        return "the end of leader epoch " + item.offsetEpoch + " of partition " + item.partition;
    }

    @Override
    public Route route(Cursor item) {
        return Route.leader(item.partition);
    }

    @Override
    public Call call(List<Cursor> items, int timeoutMs) {
        Map<String, List<OffsetForLeaderPartition>> byTopic = new HashMap<>();
        for (Cursor item : items) {
            byTopic.computeIfAbsent(item.partition.topic(), t -> new ArrayList<>())
                    .add(new OffsetForLeaderPartition()
                            .partition(item.partition.partition())
                            .currentLeaderEpoch(item.leaderEpoch)
                            .leaderEpoch(item.offsetEpoch));
        }
        List<OffsetForLeaderTopic> topics = new ArrayList<>();
        byTopic.forEach((name, partitions) ->
                topics.add(new OffsetForLeaderTopic().topic(name).partitions(partitions)));
        return Call.of(
                new OffsetForLeaderEpochRequest().replicaId(CONSUMER).topics(topics),
                FOR_CONSUMERS,
                ApiKey.OFFSET_FOR_LEADER_EPOCH.highestStableVersion());
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<Cursor> items, Answers<Cursor, End> answers) {
        Map<TopicPartition, Cursor> asked = new HashMap<>();
        items.forEach(item -> asked.put(item.partition, item));
        for (OffsetForLeaderTopicResult topic : ((OffsetForLeaderEpochResponse) response).topics()) {
            for (EpochEndOffset p : topic.partitions()) {
                Cursor cursor = asked.get(new TopicPartition(topic.topic(), p.partition()));
                if (cursor != null) {
                    read(cursor, p, answers);
                }
            }
        }
    }

    private static void read(Cursor cursor, EpochEndOffset p, Answers<Cursor, End> answers) {
        Errors error = Errors.forCode(p.errorCode());
        if (error == Errors.NONE) {
            answers.succeed(cursor, new End(p.leaderEpoch(), p.endOffset()));
        } else if (error == Errors.TOPIC_AUTHORIZATION_FAILED) {
            answers.fail(cursor, new TopicAuthorizationException(Set.of(cursor.partition.topic())));
        } else if (error.isRetriable() || error == Errors.UNKNOWN_SERVER_ERROR) {
            answers.retry(cursor, error.exception());
        } else {
            answers.fail(cursor, error.exception());
        }
    }
}
