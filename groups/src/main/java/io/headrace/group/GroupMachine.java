package io.headrace.group;

import io.headrace.common.GroupType;
import io.headrace.coordination.CoordinatorMachine;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.ProducerStamp;
import io.headrace.coordination.Timers;
import io.headrace.group.classic.ClassicProtocol;
import io.headrace.group.consumer.ConsumerProtocol;
import io.headrace.group.model.Group;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
import io.headrace.group.offsets.GroupDeletion;
import io.headrace.group.offsets.OffsetCommits;
import io.headrace.group.offsets.OffsetDeletion;
import io.headrace.group.offsets.OffsetExpiry;
import io.headrace.group.offsets.OffsetFetches;
import io.headrace.group.offsets.OffsetStore;
import io.headrace.group.offsets.OrphanedOffsets;
import io.headrace.group.record.GroupMetadataKey;
import io.headrace.group.record.LegacyOffsetCommitKey;
import io.headrace.group.record.OffsetCommitKey;
import io.headrace.group.record.OffsetCommitValue;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest;
import io.headrace.protocol.message.ConsumerGroupHeartbeatResponse;
import io.headrace.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import io.headrace.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.ListGroupsRequest;
import io.headrace.protocol.message.ListGroupsResponse;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.OffsetDeleteRequest;
import io.headrace.protocol.message.OffsetDeleteResponse;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupResponse;
import io.headrace.protocol.message.TxnOffsetCommitRequest;
import io.headrace.protocol.message.TxnOffsetCommitResponse;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The group coordinator of one partition of {@code __consumer_offsets}: groups of all kinds, and committed offsets. It
 * only sends what it is asked to the part that knows.
 *
 * <p>Each method that takes an {@code answer} has it called exactly once, be it by the outcome's {@code committed} or
 * {@code failed}, by a later step, or by {@link #unloaded}. What an answer is given is the receiver's, to keep and to
 * change.
 */
public final class GroupMachine implements CoordinatorMachine {
    private final GroupEnvironment environment;
    private final GroupDirectory groups = new GroupDirectory();
    private final ClassicProtocol classic;
    private final ConsumerProtocol consumer;
    private final OffsetStore offsets = new OffsetStore();
    private final OffsetCommits commits;
    private final OffsetFetches fetches;
    private final OffsetDeletion offsetDeletion;
    private final OrphanedOffsets orphans;
    private final GroupDeletion groupDeletion;
    private final OffsetExpiry expiry;
    private final GroupListing listing;

    /**
     * A coordinator that knows nothing yet.
     *
     * @param config gives the broker's settings as they are now
     * @param uniqueIds gives a text at each call that nobody else has, for member ids; in life a random UUID
     * @param image the cluster as it is; what changes comes by {@link #imageChanged}
     */
    public GroupMachine(Supplier<BrokerConfig> config, Timers timers, Supplier<String> uniqueIds, ClusterImage image) {
        environment = new GroupEnvironment(config, timers, uniqueIds, image);
        classic = new ClassicProtocol(environment, groups);
        consumer = new ConsumerProtocol(environment, groups, classic);
        commits = new OffsetCommits(environment, groups, classic);
        fetches = new OffsetFetches(environment, groups, offsets);
        offsetDeletion = new OffsetDeletion(groups, offsets);
        orphans = new OrphanedOffsets(environment.timers(), offsets);
        groupDeletion = new GroupDeletion(groups, offsets);
        expiry = new OffsetExpiry(environment, groups, offsets);
        listing = new GroupListing(groups);
    }

    /** JoinGroup, of whatever kind the group is now. */
    public Outcome joinGroup(
            GroupRequestContext context, JoinGroupRequest request, Consumer<JoinGroupResponse> answer) {
        return isConsumerGroup(request.groupId())
                ? consumer.classicJoin(context, request, answer)
                : classic.join(context, request, answer);
    }

    /** SyncGroup. */
    public Outcome syncGroup(
            GroupRequestContext context, SyncGroupRequest request, Consumer<SyncGroupResponse> answer) {
        return isConsumerGroup(request.groupId())
                ? consumer.classicSync(context, request, answer)
                : classic.sync(context, request, answer);
    }

    /** Heartbeat. */
    public Outcome heartbeat(
            GroupRequestContext context, HeartbeatRequest request, Consumer<HeartbeatResponse> answer) {
        return isConsumerGroup(request.groupId())
                ? consumer.classicHeartbeat(context, request, answer)
                : classic.heartbeat(context, request, answer);
    }

    /** LeaveGroup, of one member or several. */
    public Outcome leaveGroup(
            GroupRequestContext context, LeaveGroupRequest request, Consumer<LeaveGroupResponse> answer) {
        return isConsumerGroup(request.groupId())
                ? consumer.classicLeave(context, request, answer)
                : classic.leave(context, request, answer);
    }

    /** ConsumerGroupHeartbeat (KIP-848). */
    public Outcome consumerGroupHeartbeat(
            GroupRequestContext context,
            ConsumerGroupHeartbeatRequest request,
            Consumer<ConsumerGroupHeartbeatResponse> answer) {
        return consumer.heartbeat(context, request, answer);
    }

    /** ConsumerGroupDescribe of one group (KIP-848). */
    public Outcome consumerGroupDescribe(
            GroupRequestContext context,
            String groupId,
            Consumer<ConsumerGroupDescribeResponse.DescribedGroup> answer) {
        return consumer.describe(context, groupId, answer);
    }

    /**
     * OffsetCommit of topics that exist. Each topic has its name; its id may be missing, and is then that of the topic of
     * that name.
     */
    public Outcome offsetCommit(
            GroupRequestContext context, OffsetCommitRequest request, Consumer<OffsetCommitResponse> answer) {
        return commits.commit(context, request, answer);
    }

    /** TxnOffsetCommit of topics that exist, by a producer whose transaction is known to be open here. */
    public Outcome transactionalOffsetCommit(
            GroupRequestContext context, TxnOffsetCommitRequest request, Consumer<TxnOffsetCommitResponse> answer) {
        return commits.commitInTransaction(context, request, answer);
    }

    /**
     * OffsetFetch of one group. Each topic has its name, and its id, if the request was by ids. The answer has both as they
     * were asked for; that to a request for all topics (null) has the names, and the ids where they are known.
     */
    public Outcome offsetFetch(
            GroupRequestContext context,
            OffsetFetchRequestGroup request,
            boolean requireStable,
            Consumer<OffsetFetchResponseGroup> answer) {
        return fetches.fetch(request, requireStable, answer);
    }

    /** OffsetDelete. */
    public Outcome offsetDelete(
            GroupRequestContext context, OffsetDeleteRequest request, Consumer<OffsetDeleteResponse> answer) {
        return offsetDeletion.delete(request, answer);
    }

    /** DeleteGroups, of one group. */
    public Outcome deleteGroup(GroupRequestContext context, String groupId, Consumer<DeletableGroupResult> answer) {
        return groupDeletion.delete(groupId, answer);
    }

    /** ListGroups: those of this coordinator. */
    public Outcome listGroups(
            GroupRequestContext context, ListGroupsRequest request, Consumer<ListGroupsResponse> answer) {
        return listing.list(request, answer);
    }

    /** DescribeGroups, of one group. */
    public Outcome describeGroup(GroupRequestContext context, String groupId, Consumer<DescribedGroup> answer) {
        return classic.describe(context, groupId, answer);
    }

    /**
     * The cluster changed. Offsets of topics that are gone go, and what groups subscribe to is looked at again. To be
     * called from the machine's creation on; before {@link #loaded} it only notes the image.
     */
    public Outcome imageChanged(ImageChange change, long nowMs) {
        environment.show(change.after());
        Step step = new Step();
        if (environment.isLoaded()) {
            orphans.topicsDeleted(change.deleted(), step);
            consumer.imageChanged(change, nowMs, step);
        }
        return step.outcome();
    }

    @Override
    public void replay(long offset, ProducerStamp producer, CoordinatorRecord record) {
        if (record.key() instanceof OffsetCommitKey key) {
            replayOffset(offset, producer, key.group(), key.topic(), key.partition(), record);
        } else if (record.key() instanceof LegacyOffsetCommitKey key) {
            replayOffset(offset, producer, key.group(), key.topic(), key.partition(), record);
        } else if (record.key() instanceof GroupMetadataKey key) {
            classic.replay(key, record.value());
            expiry.enlist(key.group());
        } else {
            expiry.enlist(consumer.replay(record));
        }
    }

    private void replayOffset(
            long offset,
            ProducerStamp producer,
            String groupId,
            String topic,
            int partition,
            CoordinatorRecord record) {
        commits.makeRoomFor(groupId, record);
        offsets.replay(offset, producer, groupId, topic, partition, record.value());
        if (record.value() instanceof OffsetCommitValue value && value.expireTimestamp() < 0) {
            expiry.enlistForRetention(groupId);
        } else {
            expiry.enlist(groupId);
        }
    }

    @Override
    public void replayEndOfTransaction(long offset, ProducerStamp producer, boolean committed) {
        offsets.replayEndOfTransaction(producer.producerId(), committed).forEach(expiry::enlist);
    }

    @Override
    public Outcome loaded(long nowMs) {
        environment.setLoaded();
        Step step = new Step();
        classic.loaded(nowMs, step);
        consumer.loaded(nowMs, step);
        orphans.loaded(environment.image(), step);
        expiry.loaded();
        return step.outcome();
    }

    @Override
    public void unloaded() {
        classic.unloaded();
        consumer.unloaded();
    }

    private boolean isConsumerGroup(String groupId) {
        Group group = groups.find(groupId);
        return group != null && group.type() == GroupType.CONSUMER;
    }
}
