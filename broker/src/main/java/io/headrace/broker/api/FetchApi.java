package io.headrace.broker.api;

import io.headrace.broker.fetch.Fetch;
import io.headrace.broker.fetch.FetchPosition.FetchKey;
import io.headrace.broker.fetch.FetchPosition.Wanted;
import io.headrace.broker.fetch.FetchScope;
import io.headrace.broker.fetch.FetchSessions;
import io.headrace.broker.fetch.FetchSubscription;
import io.headrace.broker.quota.QuotaType;
import io.headrace.common.IsolationLevel;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchRequest.FetchPartition;
import io.headrace.protocol.message.FetchRequest.FetchTopic;
import io.headrace.protocol.message.FetchRequest.ForgottenTopic;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.FetchResponse.FetchableTopicResponse;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import io.headrace.protocol.wire.RecordBytes;
import java.util.ArrayList;
import java.util.List;

/** Reads records for consumers: outside of sessions, or within one (KIP-227), by topic name or id (KIP-516). */
final class FetchApi extends Api<FetchRequest> {

    private static final int FIRST_BY_ID = 13;
    private static final int FIRST_WITH_REPLICA_STATE = 15;
    private static final int CONSUMER = -1;
    private static final long UNKNOWN_OFFSET = -1;

    private final Services services;

    FetchApi(Services services) {
        super(ApiKey.FETCH, 4, 18);
        this.services = services;
    }

    @Override
    void handle(Call<FetchRequest> call) {
        FetchRequest body = call.body();
        int replicaId = call.version() < FIRST_WITH_REPLICA_STATE
                ? body.replicaId()
                : body.replicaState().replicaId();
        if (replicaId > CONSUMER) {
            // No partition of a cluster of one broker has a follower.
            call.reply(notFollowed(call));
            return;
        }
        FetchSessions sessions = services.fetchSessions().get(call.loop().index());
        FetchSubscription.Resolved resolved = new FetchSubscription(sessions)
                .resolve(
                        body.sessionId(),
                        body.sessionEpoch(),
                        isById(call),
                        wanted(call),
                        forgotten(call),
                        services.clockMs().getAsLong());
        if (resolved.error() != Errors.NONE) {
            call.reply(new FetchResponse().errorCode(resolved.error().code()));
            return;
        }
        FetchScope scope = resolved.scope();
        Fetch.Wish wish = new Fetch.Wish(
                body.minBytes(),
                (int) Math.min(
                        Math.min(body.maxBytes(), services.config().fetchMaxBytes()),
                        call.throttle().burst(QuotaType.FETCH)),
                maxWaitMs(body.maxWaitMs()),
                body.isolationLevel() == IsolationLevel.READ_COMMITTED.id());
        FetchReply reply = new FetchReply(call, scope.sessionId(), wish.committedOnly());
        new Fetch(call.request(), scope, wish, services.partitions()::table, reply::send).start();
    }

    private static FetchResponse notFollowed(Call<FetchRequest> call) {
        List<FetchableTopicResponse> topics = new ArrayList<>();
        for (FetchTopic topic : call.body().topics()) {
            List<PartitionData> partitions = new ArrayList<>();
            for (FetchPartition partition : topic.partitions()) {
                partitions.add(new PartitionData()
                        .partitionIndex(partition.partition())
                        .errorCode(Errors.NOT_LEADER_OR_FOLLOWER.code())
                        .highWatermark(UNKNOWN_OFFSET)
                        .records(RecordBytes.EMPTY));
            }
            FetchableTopicResponse answer = new FetchableTopicResponse().partitions(partitions);
            topics.add(isById(call) ? answer.topicId(topic.topicId()) : answer.topic(topic.topic()));
        }
        return new FetchResponse().responses(topics);
    }

    /** A client that is gone is found out when it is answered, and until then keeps its place. */
    private int maxWaitMs(int wanted) {
        long idleMs = services.config().connectionsMaxIdleMs();
        return idleMs < 0 ? wanted : (int) Math.min(wanted, idleMs);
    }

    private static boolean isById(Call<FetchRequest> call) {
        return call.version() >= FIRST_BY_ID;
    }

    private static List<Wanted> wanted(Call<FetchRequest> call) {
        List<Wanted> wanted = new ArrayList<>();
        for (FetchTopic topic : call.body().topics()) {
            for (FetchPartition partition : topic.partitions()) {
                FetchKey key = isById(call)
                        ? new FetchKey(null, topic.topicId(), partition.partition())
                        : new FetchKey(topic.topic(), null, partition.partition());
                wanted.add(new Wanted(
                        key,
                        partition.fetchOffset(),
                        partition.partitionMaxBytes(),
                        partition.currentLeaderEpoch(),
                        partition.lastFetchedEpoch()));
            }
        }
        return wanted;
    }

    private static List<FetchKey> forgotten(Call<FetchRequest> call) {
        List<FetchKey> forgotten = new ArrayList<>();
        for (ForgottenTopic topic : call.body().forgottenTopicsData()) {
            for (int partition : topic.partitions()) {
                forgotten.add(
                        isById(call)
                                ? new FetchKey(null, topic.topicId(), partition)
                                : new FetchKey(topic.topic(), null, partition));
            }
        }
        return forgotten;
    }
}
