package io.headrace.group.offsets;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig;
import io.headrace.group.GroupRig.Reply;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.record.PartitionRecord;
import io.headrace.metadata.record.RemoveTopicRecord;
import io.headrace.metadata.record.TopicRecord;
import io.headrace.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import io.headrace.protocol.message.ListGroupsRequest;
import io.headrace.protocol.message.ListGroupsResponse;
import io.headrace.protocol.message.ListGroupsResponse.ListedGroup;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.OffsetDeleteRequest;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.headrace.protocol.message.OffsetDeleteResponse;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.headrace.protocol.message.TxnOffsetCommitRequest;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import io.headrace.protocol.message.TxnOffsetCommitResponse;
import java.util.List;

/** What tests of offsets begin with: requests of the group "g" for the topic "t". */
abstract class OffsetStory {
    static final long DAY_MS = 24L * 60 * 60 * 1000;

    final GroupRig rig = new GroupRig();

    static OffsetCommitRequest commitRequest(String topic, int partition, long offset) {
        return new OffsetCommitRequest()
                .groupId("g")
                .generationIdOrMemberEpoch(-1)
                .retentionTimeMs(-1)
                .topics(List.of(new OffsetCommitRequestTopic()
                        .name(topic)
                        .partitions(List.of(new OffsetCommitRequestPartition()
                                .partitionIndex(partition)
                                .committedOffset(offset)
                                .committedLeaderEpoch(5)
                                .committedMetadata("note")))));
    }

    Errors commit(int partition, long offset) {
        return commit(9, commitRequest("t", partition, offset));
    }

    Errors commit(int version, OffsetCommitRequest request) {
        Reply<OffsetCommitResponse> reply = sendCommit(version, request);
        return Errors.forCode(reply.get().topics().get(0).partitions().get(0).errorCode());
    }

    Reply<OffsetCommitResponse> sendCommit(int version, OffsetCommitRequest request) {
        return rig.ask(answer -> rig.machine.offsetCommit(rig.context(version, "c"), request, answer));
    }

    static TxnOffsetCommitRequest transactionalRequest(long producerId, int partition, long offset) {
        return new TxnOffsetCommitRequest()
                .groupId("g")
                .transactionalId("tx")
                .producerId(producerId)
                .producerEpoch((short) 0)
                .generationId(-1)
                .topics(List.of(new TxnOffsetCommitRequestTopic()
                        .name("t")
                        .partitions(List.of(new TxnOffsetCommitRequestPartition()
                                .partitionIndex(partition)
                                .committedOffset(offset)
                                .committedMetadata(null)))));
    }

    Errors commitInTransaction(long producerId, int partition, long offset) {
        return commitInTransaction(transactionalRequest(producerId, partition, offset));
    }

    Errors commitInTransaction(TxnOffsetCommitRequest request) {
        Reply<TxnOffsetCommitResponse> reply =
                rig.ask(answer -> rig.machine.transactionalOffsetCommit(rig.context(3, "c"), request, answer));
        return Errors.forCode(reply.get().topics().get(0).partitions().get(0).errorCode());
    }

    OffsetFetchResponseGroup fetch(OffsetFetchRequestGroup request, boolean requireStable) {
        Reply<OffsetFetchResponseGroup> reply =
                rig.ask(answer -> rig.machine.offsetFetch(rig.context(9, "c"), request, requireStable, answer));
        return reply.get();
    }

    OffsetFetchResponsePartitions fetch(int partition, boolean requireStable) {
        OffsetFetchRequestGroup request = new OffsetFetchRequestGroup()
                .groupId("g")
                .topics(List.of(new OffsetFetchRequestTopics().name("t").partitionIndexes(List.of(partition))));
        return fetch(request, requireStable).topics().get(0).partitions().get(0);
    }

    /** The committed offset of a partition of "t", or -1. */
    long fetch(int partition) {
        return fetch(partition, false).committedOffset();
    }

    OffsetDeleteResponse deleteOffsets(String groupId, String topic, int... partitions) {
        List<OffsetDeleteRequestPartition> asked = java.util.Arrays.stream(partitions)
                .mapToObj(partition -> new OffsetDeleteRequestPartition().partitionIndex(partition))
                .toList();
        OffsetDeleteRequest request = new OffsetDeleteRequest()
                .groupId(groupId)
                .topics(List.of(new OffsetDeleteRequestTopic().name(topic).partitions(asked)));
        Reply<OffsetDeleteResponse> reply =
                rig.ask(answer -> rig.machine.offsetDelete(rig.context(0, "c"), request, answer));
        return reply.get();
    }

    Errors deleteGroup(String groupId) {
        Reply<DeletableGroupResult> reply =
                rig.ask(answer -> rig.machine.deleteGroup(rig.context(2, "c"), groupId, answer));
        return Errors.forCode(reply.get().errorCode());
    }

    List<ListedGroup> list(List<String> states, List<String> types) {
        ListGroupsRequest request = new ListGroupsRequest().statesFilter(states).typesFilter(types);
        Reply<ListGroupsResponse> reply =
                rig.ask(answer -> rig.machine.listGroups(rig.context(5, "c"), request, answer));
        return reply.get().groups();
    }

    /** Creates a topic of one partition. */
    void createTopic(String name, Uuid id) {
        show(rig.image.apply(List.of(
                new TopicRecord().name(name).topicId(id),
                new PartitionRecord()
                        .topicId(id)
                        .partitionId(0)
                        .replicas(List.of(1))
                        .isr(List.of(1))
                        .leader(1))));
    }

    void deleteTopic(Uuid id) {
        show(rig.image.apply(List.of(new RemoveTopicRecord().topicId(id))));
    }

    private void show(ImageChange change) {
        rig.image = change.after();
        rig.run(rig.machine.imageChanged(change, rig.nowMs));
    }
}
