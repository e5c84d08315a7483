package io.headrace.broker.api;

import io.headrace.broker.fetch.FetchPosition.FetchKey;
import io.headrace.broker.fetch.FileBytes;
import io.headrace.broker.fetch.PartitionAnswer;
import io.headrace.broker.net.Reply;
import io.headrace.broker.quota.QuotaType;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.FetchResponse.AbortedTransaction;
import io.headrace.protocol.message.FetchResponse.EpochEndOffset;
import io.headrace.protocol.message.FetchResponse.FetchableTopicResponse;
import io.headrace.protocol.message.FetchResponse.LeaderIdAndEpoch;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.protocol.wire.RecordBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Turns what a fetch found into its answer. Large pieces of records stay on disk until the peer takes them; small ones
 * are copied in, by the disk's pool when reading them may block.
 *
 * <p>Owner: the loop of the connection. Releases the slices of what it is given, or passes them on with the answer.
 */
final class FetchReply {

    private final Call<FetchRequest> call;
    private final int sessionId;
    private final boolean committedOnly;

    FetchReply(Call<FetchRequest> call, int sessionId, boolean committedOnly) {
        this.call = call;
        this.sessionId = sessionId;
        this.committedOnly = committedOnly;
    }

    /** Records on disk, and where they belong in the answer. */
    private record Filling(PartitionData data, FileBytes bytes) {

        boolean isSmall() {
            return bytes.size() < ReplyEncoder.LEAST_PART_BYTES;
        }
    }

    /** Sends what was found. Takes the slices. */
    void send(List<PartitionAnswer> answers) {
        long bytes = 0;
        for (PartitionAnswer answer : answers) {
            if (answer.bytes() > 0) {
                bytes += answer.bytes();
                call.meter().fetched(answer.partition().topicPartition().topic(), answer.bytes());
            }
        }
        call.throttle().use(QuotaType.FETCH, (double) bytes);
        List<Filling> fillings = new ArrayList<>();
        FetchResponse response = describe(answers, fillings);
        List<Filling> cold = new ArrayList<>();
        for (Filling filling : fillings) {
            if (filling.isSmall() && filling.bytes().mayBlock(0)) {
                cold.add(filling);
            }
        }
        if (cold.isEmpty()) {
            encode(response, fillings);
        } else {
            loadThenEncode(response, fillings, cold);
        }
    }

    private FetchResponse describe(List<PartitionAnswer> answers, List<Filling> fillings) {
        Map<Object, FetchableTopicResponse> topics = new LinkedHashMap<>();
        for (PartitionAnswer answer : answers) {
            FetchKey key = answer.position().key();
            Object topicKey = key.topicId() == null ? key.topic() : key.topicId();
            FetchableTopicResponse topic = topics.get(topicKey);
            if (topic == null) {
                topic = new FetchableTopicResponse();
                if (key.topicId() == null) {
                    topic.topic(key.topic());
                } else {
                    topic.topicId(key.topicId());
                }
                topics.put(topicKey, topic);
            }
            topic.partitions().add(describe(answer, fillings));
        }
        return new FetchResponse().sessionId(sessionId).responses(new ArrayList<>(topics.values()));
    }

    private PartitionData describe(PartitionAnswer answer, List<Filling> fillings) {
        PartitionData data = new PartitionData()
                .partitionIndex(answer.position().key().partition())
                .errorCode(answer.error().code())
                .highWatermark(answer.highWatermark())
                .lastStableOffset(answer.lastStableOffset())
                .logStartOffset(answer.logStartOffset())
                .abortedTransactions(committedOnly ? aborted(answer) : null)
                .records(RecordBytes.EMPTY);
        if (answer.diverging() != null) {
            data.divergingEpoch(new EpochEndOffset()
                    .epoch(answer.diverging().epoch())
                    .endOffset(answer.diverging().endOffset()));
        }
        if (answer.error() == Errors.FENCED_LEADER_EPOCH || answer.error() == Errors.NOT_LEADER_OR_FOLLOWER) {
            data.currentLeader(new LeaderIdAndEpoch()
                    .leaderId(answer.partition().leadership().leaderId())
                    .leaderEpoch(answer.partition().leadership().epoch()));
        }
        if (answer.bytes() > 0) {
            FileBytes bytes = answer.records();
            data.records(bytes);
            fillings.add(new Filling(data, bytes));
        }
        return data;
    }

    private static List<AbortedTransaction> aborted(PartitionAnswer answer) {
        if (answer.aborted().isEmpty()) {
            return List.of();
        }
        return answer.aborted().stream()
                .map(each ->
                        new AbortedTransaction().producerId(each.producerId()).firstOffset(each.firstOffset()))
                .toList();
    }

    private void encode(FetchResponse response, List<Filling> fillings) {
        Reply reply;
        try {
            reply = call.encode(response);
        } catch (RuntimeException e) {
            fillings.forEach(filling -> filling.bytes().release());
            call.request().fail(e);
            return;
        }
        // The small ones have been copied; the others go with the answer.
        fillings.stream()
                .filter(Filling::isSmall)
                .forEach(filling -> filling.bytes().release());
        call.send(reply);
    }

    private void loadThenEncode(FetchResponse response, List<Filling> fillings, List<Filling> cold) {
        List<Filling> rest = new ArrayList<>(fillings);
        rest.removeAll(cold);
        ByteBuf loaded = PooledByteBufAllocator.DEFAULT.directBuffer();
        CompletionStage<Void> loading = CompletableFuture.runAsync(
                () -> load(cold, loaded), cold.get(0).bytes().disk());
        loading.whenComplete((nothing, failure) -> {
            cold.forEach(filling -> filling.bytes().release());
            Runnable then = () -> {
                if (failure == null) {
                    encode(response, rest);
                } else {
                    rest.forEach(filling -> filling.bytes().release());
                    call.request().fail(failure);
                }
                loaded.release();
            };
            if (!call.loop().offer(then)) {
                rest.forEach(filling -> filling.bytes().release());
                loaded.release();
            }
        });
    }

    private static void load(List<Filling> cold, ByteBuf into) {
        int total = 0;
        for (Filling filling : cold) {
            total += filling.bytes().size();
        }
        into.ensureWritable(total);
        for (Filling filling : cold) {
            int from = into.writerIndex();
            filling.bytes().writeTo(into);
            filling.data()
                    .records(new BufferRecordBytes(
                            into.slice(from, filling.bytes().size())));
        }
    }
}
