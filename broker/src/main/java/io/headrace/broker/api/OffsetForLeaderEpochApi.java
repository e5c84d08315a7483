package io.headrace.broker.api;

import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.common.protocol.Errors;
import io.headrace.log.LogView;
import io.headrace.log.epoch.LeaderEpochs;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.headrace.protocol.message.OffsetForLeaderEpochResponse;
import io.headrace.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import java.util.ArrayList;
import java.util.List;

/** Where a leader epoch ended, so that a client sees whether what it read is still there (KIP-101, KIP-320). */
final class OffsetForLeaderEpochApi extends Api<OffsetForLeaderEpochRequest> {

    private final Services services;

    OffsetForLeaderEpochApi(Services services) {
        super(ApiKey.OFFSET_FOR_LEADER_EPOCH, 2, 4);
        this.services = services;
    }

    @Override
    void handle(Call<OffsetForLeaderEpochRequest> call) {
        List<OffsetForLeaderTopicResult> results = new ArrayList<>();
        for (OffsetForLeaderTopic topic : call.body().topics()) {
            LocalTopic local = services.partitions().table().topic(topic.topic());
            List<OffsetForLeaderEpochResponse.EpochEndOffset> partitions = new ArrayList<>();
            for (OffsetForLeaderPartition wanted : topic.partitions()) {
                partitions.add(answer(local, wanted).partition(wanted.partition()));
            }
            results.add(new OffsetForLeaderTopicResult().topic(topic.topic()).partitions(partitions));
        }
        call.reply(new OffsetForLeaderEpochResponse().topics(results));
    }

    private static OffsetForLeaderEpochResponse.EpochEndOffset answer(
            LocalTopic topic, OffsetForLeaderPartition wanted) {
        OffsetForLeaderEpochResponse.EpochEndOffset answer = new OffsetForLeaderEpochResponse.EpochEndOffset();
        Partition partition = topic == null ? null : topic.partition(wanted.partition());
        if (partition == null) {
            Errors error = topic == null ? Errors.UNKNOWN_TOPIC_OR_PARTITION : topic.errorFor(wanted.partition());
            return answer.errorCode(error.code());
        }
        Errors stale = partition.leadership().checkEpoch(wanted.currentLeaderEpoch());
        if (stale != Errors.NONE) {
            return answer.errorCode(stale.code());
        }
        LogView view = partition.view();
        LeaderEpochs.EpochEndOffset end = view.epochs().endOffsetFor(wanted.leaderEpoch(), view.logEndOffset());
        return answer.leaderEpoch(end.epoch()).endOffset(end.endOffset());
    }
}
