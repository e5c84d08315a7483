package io.headrace.group.offsets;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.AppendErrors;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.ProducerStamp;
import io.headrace.group.classic.ClassicGroup;
import io.headrace.group.classic.ClassicProtocol;
import io.headrace.group.model.CommitVerdict;
import io.headrace.group.model.Committer;
import io.headrace.group.model.Group;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.headrace.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import io.headrace.protocol.message.TxnOffsetCommitRequest;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import io.headrace.protocol.message.TxnOffsetCommitResponse;
import io.headrace.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition;
import io.headrace.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** OffsetCommit and TxnOffsetCommit: who may commit, and what becomes a record. Owner: the coordinator's thread. */
public final class OffsetCommits {
    /** From that version on the errors of KIP-848 are known. */
    private static final int MEMBER_EPOCH_VERSION = 9;

    private final GroupEnvironment environment;
    private final GroupDirectory groups;
    private final ClassicProtocol classic;

    /** Commits for these groups. */
    public OffsetCommits(GroupEnvironment environment, GroupDirectory groups, ClassicProtocol classic) {
        this.environment = environment;
        this.groups = groups;
        this.classic = classic;
    }

    /** Offsets are committed to groups that somebody joined, and to groups that are nothing but offsets. */
    public void makeRoomFor(String groupId, CoordinatorRecord record) {
        if (record.isTombstone()) {
            return;
        }
        Group group = groups.find(groupId);
        if (group == null) {
            group = new ClassicGroup(groupId);
            groups.put(group);
        }
        if (group instanceof ClassicGroup simple) {
            simple.setRecorded();
        }
    }

    /** OffsetCommit. */
    public Outcome commit(
            GroupRequestContext context, OffsetCommitRequest request, Consumer<OffsetCommitResponse> answer) {
        CommitVerdict verdict = verdict(context, request);
        Step step = new Step();
        OffsetCommitResponse response = new OffsetCommitResponse().topics(new ArrayList<>());
        for (OffsetCommitRequestTopic topic : request.topics()) {
            Uuid topicId = topicId(topic.topicId(), topic.name());
            List<OffsetCommitResponsePartition> partitions = new ArrayList<>();
            for (OffsetCommitRequestPartition partition : topic.partitions()) {
                Errors error = verdict.of(topic.name(), topicId, partition.partitionIndex());
                if (error == Errors.NONE && isTooLong(partition.committedMetadata())) {
                    error = Errors.OFFSET_METADATA_TOO_LARGE;
                }
                if (error == Errors.NONE) {
                    step.append(offset(context, request, partition, topicId)
                            .toRecord(request.groupId(), topic.name(), partition.partitionIndex()));
                }
                partitions.add(new OffsetCommitResponsePartition()
                        .partitionIndex(partition.partitionIndex())
                        .errorCode(error.code()));
            }
            response.topics()
                    .add(new OffsetCommitResponseTopic()
                            .name(topic.name())
                            .topicId(topic.topicId())
                            .partitions(partitions));
        }
        if (verdict.ofAll() == Errors.NONE
                && groups.find(request.groupId()) instanceof ClassicGroup group
                && !request.memberId().isEmpty()) {
            classic.showedLife(group, request.memberId(), context.nowMs());
        }
        step.whenCommitted(() -> answer.accept(response));
        step.whenFailed(error -> answer.accept(failed(response, AppendErrors.ofCommit(error))));
        return step.outcome();
    }

    private CommitVerdict verdict(GroupRequestContext context, OffsetCommitRequest request) {
        boolean knowsEpochs = context.apiVersion() >= MEMBER_EPOCH_VERSION;
        Group group = groups.find(request.groupId());
        if (group == null) {
            if (request.generationIdOrMemberEpoch() < 0) {
                return CommitVerdict.ALLOWED;
            }
            return CommitVerdict.refused(knowsEpochs ? Errors.GROUP_ID_NOT_FOUND : Errors.ILLEGAL_GENERATION);
        }
        CommitVerdict verdict = group.checkCommit(new Committer(
                request.memberId(),
                request.groupInstanceId(),
                request.generationIdOrMemberEpoch(),
                false,
                context.apiVersion()));
        return knowsEpochs ? verdict : verdict.replacing(Errors.STALE_MEMBER_EPOCH, Errors.UNSUPPORTED_VERSION);
    }

    private static CommittedOffset offset(
            GroupRequestContext context,
            OffsetCommitRequest request,
            OffsetCommitRequestPartition partition,
            Uuid topicId) {
        boolean expires = request.retentionTimeMs() >= 0;
        return new CommittedOffset(
                partition.committedOffset(),
                partition.committedLeaderEpoch(),
                metadata(partition.committedMetadata()),
                context.nowMs(),
                expires ? context.nowMs() + request.retentionTimeMs() : CommittedOffset.NO_EXPIRY,
                topicId,
                -1);
    }

    private static OffsetCommitResponse failed(OffsetCommitResponse response, Errors error) {
        response.topics()
                .forEach(topic -> topic.partitions().forEach(partition -> {
                    if (partition.errorCode() == Errors.NONE.code()) {
                        partition.errorCode(error.code());
                    }
                }));
        return response;
    }

    /** TxnOffsetCommit. */
    public Outcome commitInTransaction(
            GroupRequestContext context, TxnOffsetCommitRequest request, Consumer<TxnOffsetCommitResponse> answer) {
        CommitVerdict verdict = verdict(context, request);
        Step step = new Step().inTransaction(new ProducerStamp(request.producerId(), request.producerEpoch()));
        TxnOffsetCommitResponse response = new TxnOffsetCommitResponse().topics(new ArrayList<>());
        for (TxnOffsetCommitRequestTopic topic : request.topics()) {
            Uuid topicId = topicId(Uuid.ZERO_UUID, topic.name());
            List<TxnOffsetCommitResponsePartition> partitions = new ArrayList<>();
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                Errors error = verdict.of(topic.name(), topicId, partition.partitionIndex());
                if (error == Errors.NONE && isTooLong(partition.committedMetadata())) {
                    error = Errors.OFFSET_METADATA_TOO_LARGE;
                }
                if (error == Errors.NONE) {
                    step.append(new CommittedOffset(
                                    partition.committedOffset(),
                                    partition.committedLeaderEpoch(),
                                    metadata(partition.committedMetadata()),
                                    context.nowMs(),
                                    CommittedOffset.NO_EXPIRY,
                                    topicId,
                                    -1)
                            .toRecord(request.groupId(), topic.name(), partition.partitionIndex()));
                }
                partitions.add(new TxnOffsetCommitResponsePartition()
                        .partitionIndex(partition.partitionIndex())
                        .errorCode(error.code()));
            }
            response.topics()
                    .add(new TxnOffsetCommitResponseTopic().name(topic.name()).partitions(partitions));
        }
        step.whenCommitted(() -> answer.accept(response));
        step.whenFailed(error -> answer.accept(failed(response, AppendErrors.ofCommit(error))));
        return step.outcome();
    }

    private CommitVerdict verdict(GroupRequestContext context, TxnOffsetCommitRequest request) {
        if (request.groupId().isEmpty()) {
            return CommitVerdict.refused(Errors.INVALID_GROUP_ID);
        }
        Group group = groups.find(request.groupId());
        if (group == null) {
            return request.generationId() < 0
                    ? CommitVerdict.ALLOWED
                    : CommitVerdict.refused(Errors.ILLEGAL_GENERATION);
        }
        return group.checkCommit(new Committer(
                        request.memberId(),
                        request.groupInstanceId(),
                        request.generationId(),
                        true,
                        context.apiVersion()))
                .replacing(Errors.STALE_MEMBER_EPOCH, Errors.ILLEGAL_GENERATION);
    }

    private static TxnOffsetCommitResponse failed(TxnOffsetCommitResponse response, Errors error) {
        response.topics()
                .forEach(topic -> topic.partitions().forEach(partition -> {
                    if (partition.errorCode() == Errors.NONE.code()) {
                        partition.errorCode(error.code());
                    }
                }));
        return response;
    }

    private Uuid topicId(Uuid requested, String name) {
        if (!requested.equals(Uuid.ZERO_UUID)) {
            return requested;
        }
        TopicImage topic = environment.image().topic(name);
        return topic == null ? Uuid.ZERO_UUID : topic.id();
    }

    private boolean isTooLong(String metadata) {
        return metadata != null && metadata.length() > environment.config().offsetMetadataMaxBytes();
    }

    private static String metadata(String given) {
        return given == null ? "" : given;
    }
}
