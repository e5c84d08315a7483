package io.headrace.group.consumer;

import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.group.model.CommitVerdict;
import io.headrace.group.model.Committer;
import io.headrace.group.model.Group;
import io.headrace.group.record.ConsumerGroupCurrentMemberAssignmentKey;
import io.headrace.group.record.ConsumerGroupCurrentMemberAssignmentValue;
import io.headrace.group.record.ConsumerGroupMemberMetadataKey;
import io.headrace.group.record.ConsumerGroupMemberMetadataValue;
import io.headrace.group.record.ConsumerGroupMetadataKey;
import io.headrace.group.record.ConsumerGroupMetadataValue;
import io.headrace.group.record.ConsumerGroupPartitionMetadataKey;
import io.headrace.group.record.ConsumerGroupRegularExpressionKey;
import io.headrace.group.record.ConsumerGroupRegularExpressionValue;
import io.headrace.group.record.ConsumerGroupTargetAssignmentMemberKey;
import io.headrace.group.record.ConsumerGroupTargetAssignmentMemberValue;
import io.headrace.group.record.ConsumerGroupTargetAssignmentMetadataKey;
import io.headrace.group.record.ConsumerGroupTargetAssignmentMetadataValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A consumer group as its records describe it: members, what each is to have and has, and the epochs of both. Changed by
 * {@link #replay} only, but for a few notes that a restart may lose. Owner: the coordinator's thread.
 */
final class ConsumerGroup implements Group {
    private static final String[] NOBODY = {};

    private final String groupId;
    /** In the order of their ids, so that the same steps lead to the same records everywhere. */
    private final TreeMap<String, ConsumerMember> members = new TreeMap<>();

    private final Map<String, String> staticMembers = new HashMap<>();
    private final Map<String, PartitionSet> targets = new HashMap<>();
    /** Who has a partition, or has not given it up yet; a partition's place is its number. */
    private final Map<Uuid, String[]> owners = new HashMap<>();

    private final TreeMap<String, ResolvedRegex> regexes = new TreeMap<>();
    private int epoch;
    private long metadataHash;
    private int assignmentEpoch;
    private long assignmentTimestampMs;
    private boolean partitionMetadata;

    private long seenImageVersion = -1;
    private long regexesResolvedMs;
    private long changedMs;

    ConsumerGroup(String groupId) {
        this.groupId = groupId;
    }

    /** A group with the same state, that goes its own way from now on. */
    ConsumerGroup copy() {
        ConsumerGroup copy = new ConsumerGroup(groupId);
        copy.members.putAll(members);
        copy.staticMembers.putAll(staticMembers);
        copy.targets.putAll(targets);
        owners.forEach((topic, ofTopic) -> copy.owners.put(topic, ofTopic.clone()));
        copy.regexes.putAll(regexes);
        copy.epoch = epoch;
        copy.metadataHash = metadataHash;
        copy.assignmentEpoch = assignmentEpoch;
        copy.assignmentTimestampMs = assignmentTimestampMs;
        copy.partitionMetadata = partitionMetadata;
        copy.seenImageVersion = seenImageVersion;
        copy.regexesResolvedMs = regexesResolvedMs;
        copy.changedMs = changedMs;
        return copy;
    }

    @Override
    public String groupId() {
        return groupId;
    }

    @Override
    public GroupType type() {
        return GroupType.CONSUMER;
    }

    @Override
    public GroupState state() {
        if (members.isEmpty()) {
            return GroupState.EMPTY;
        }
        if (epoch > assignmentEpoch) {
            return GroupState.ASSIGNING;
        }
        boolean reconciled =
                members.values().stream().allMatch(member -> member.current().isReconciledTo(assignmentEpoch));
        return reconciled ? GroupState.STABLE : GroupState.RECONCILING;
    }

    @Override
    public String protocolType() {
        return "consumer";
    }

    @Override
    public boolean isEmpty() {
        return members.isEmpty();
    }

    @Override
    public boolean isSubscribedTo(String topic) {
        return members.values().stream().anyMatch(member -> subscribes(member.metadata(), topic));
    }

    private boolean subscribes(MemberMetadata metadata, String topic) {
        ResolvedRegex resolved = metadata.regex() == null ? null : regexes.get(metadata.regex());
        return metadata.topics().contains(topic)
                || (resolved != null && resolved.topics().contains(topic));
    }

    @Override
    public CommitVerdict checkCommit(Committer committer) {
        return OffsetFencing.commit(this, committer);
    }

    @Override
    public Errors checkFetch(String memberId, int memberEpoch) {
        return OffsetFencing.fetch(this, memberId, memberEpoch);
    }

    @Override
    public Errors checkOffsetDelete() {
        return Errors.NONE;
    }

    @Override
    public Errors checkDelete() {
        return members.isEmpty() ? Errors.NONE : Errors.NON_EMPTY_GROUP;
    }

    @Override
    public long retainedFromMs(long commitTimestampMs) {
        return commitTimestampMs;
    }

    @Override
    public List<CoordinatorRecord> tombstones() {
        return ConsumerRecords.groupGone(this);
    }

    /** The members by id. */
    Map<String, ConsumerMember> members() {
        return Collections.unmodifiableMap(members);
    }

    /** The member, or null. */
    ConsumerMember member(String memberId) {
        return members.get(memberId);
    }

    /** The static member of that name, or null. */
    ConsumerMember staticMember(String instanceId) {
        String memberId = staticMembers.get(instanceId);
        return memberId == null ? null : members.get(memberId);
    }

    /** What a member is to have. */
    PartitionSet target(String memberId) {
        return targets.getOrDefault(memberId, PartitionSet.EMPTY);
    }

    /** Whether a record says what the member is to have, if only nothing. */
    boolean hasTarget(String memberId) {
        return targets.containsKey(memberId);
    }

    /** What regular expressions stand for, by expression. */
    Map<String, ResolvedRegex> regexes() {
        return Collections.unmodifiableMap(regexes);
    }

    /** How many members subscribe by an expression. */
    int subscribersOf(String regex) {
        int count = 0;
        for (ConsumerMember member : members.values()) {
            count += regex.equals(member.metadata().regex()) ? 1 : 0;
        }
        return count;
    }

    /** Who has a partition, or has not given it up yet; null when nobody. */
    String owner(Uuid topic, int partition) {
        String[] ofTopic = owners.get(topic);
        return ofTopic == null || partition >= ofTopic.length ? null : ofTopic[partition];
    }

    /** Grows with each change of members, subscriptions and topics. */
    int epoch() {
        return epoch;
    }

    /** What the group knew of its topics at its epoch. */
    long metadataHash() {
        return metadataHash;
    }

    /** The group epoch that the targets are for. */
    int assignmentEpoch() {
        return assignmentEpoch;
    }

    /** When the targets were made. */
    long assignmentTimestampMs() {
        return assignmentTimestampMs;
    }

    /** Whether the log has a record, written by Kafka before 4.1, that is to be removed. */
    boolean hasPartitionMetadata() {
        return partitionMetadata;
    }

    /** The version of the image in which the group last looked at its topics; -1 when it never did since the start. */
    long seenImageVersion() {
        return seenImageVersion;
    }

    void noteSeenImage(long version) {
        seenImageVersion = version;
    }

    /** When regular expressions were last looked at because topics came or went; lost by a restart. */
    long regexesResolvedMs() {
        return regexesResolvedMs;
    }

    void noteRegexesResolved(long nowMs) {
        regexesResolvedMs = nowMs;
    }

    /** When the group was last seen to change; for pacing only, lost by a restart. */
    long changedMs() {
        return changedMs;
    }

    void noteChange(long nowMs) {
        changedMs = nowMs;
    }

    /** Takes over what another copy of this group noted beside its records. */
    void adoptNotes(ConsumerGroup other) {
        seenImageVersion = other.seenImageVersion;
        regexesResolvedMs = other.regexesResolvedMs;
        changedMs = other.changedMs;
    }

    /** Whether all members speak the classic protocol; true without members. */
    boolean allClassic() {
        return members.values().stream().allMatch(ConsumerMember::isClassic);
    }

    /** Takes over a record of this group, one that {@link ConsumerRecords} makes. */
    void replay(CoordinatorRecord record) {
        if (record.key() instanceof ConsumerGroupMemberMetadataKey key) {
            replayMember(key.memberId(), (ConsumerGroupMemberMetadataValue) record.value());
        } else if (record.key() instanceof ConsumerGroupCurrentMemberAssignmentKey key) {
            replayCurrent(key.memberId(), (ConsumerGroupCurrentMemberAssignmentValue) record.value());
        } else if (record.key() instanceof ConsumerGroupTargetAssignmentMemberKey key) {
            replayTarget(key.memberId(), (ConsumerGroupTargetAssignmentMemberValue) record.value());
        } else if (record.key() instanceof ConsumerGroupMetadataKey) {
            ConsumerGroupMetadataValue value = (ConsumerGroupMetadataValue) record.value();
            epoch = value == null ? 0 : value.epoch();
            metadataHash = value == null ? 0 : value.metadataHash();
        } else if (record.key() instanceof ConsumerGroupTargetAssignmentMetadataKey) {
            ConsumerGroupTargetAssignmentMetadataValue value =
                    (ConsumerGroupTargetAssignmentMetadataValue) record.value();
            assignmentEpoch = value == null ? 0 : value.assignmentEpoch();
            assignmentTimestampMs = value == null ? 0 : value.assignmentTimestamp();
        } else if (record.key() instanceof ConsumerGroupRegularExpressionKey key) {
            if (record.isTombstone()) {
                regexes.remove(key.regularExpression());
            } else {
                regexes.put(key.regularExpression(), ResolvedRegex.of((ConsumerGroupRegularExpressionValue)
                        record.value()));
            }
        } else if (record.key() instanceof ConsumerGroupPartitionMetadataKey) {
            partitionMetadata = !record.isTombstone();
        } else {
            throw new IllegalArgumentException("not of a consumer group: " + record);
        }
    }

    private void replayMember(String memberId, ConsumerGroupMemberMetadataValue value) {
        ConsumerMember before = members.get(memberId);
        if (before != null && before.metadata().instanceId() != null) {
            staticMembers.remove(before.metadata().instanceId(), memberId);
        }
        if (value == null) {
            if (before != null) {
                members.remove(memberId);
                disown(before);
                trim(before, before.with(CurrentAssignment.NONE));
                targets.remove(memberId);
            }
            return;
        }
        ConsumerMember base = before == null ? ConsumerMember.made(memberId) : before;
        ConsumerMember after = base.with(MemberMetadata.of(value));
        members.put(memberId, after);
        if (after.metadata().instanceId() != null) {
            staticMembers.put(after.metadata().instanceId(), memberId);
        }
    }

    private void replayCurrent(String memberId, ConsumerGroupCurrentMemberAssignmentValue value) {
        ConsumerMember before = members.get(memberId);
        if (before == null) {
            // A compacted log may hold it behind the tombstone of its member, or before the member.
            if (value == null) {
                return;
            }
            before = ConsumerMember.made(memberId);
        }
        disown(before);
        ConsumerMember after = before.with(value == null ? CurrentAssignment.NONE : CurrentAssignment.of(value));
        members.put(memberId, after);
        own(after.id(), after.current().assigned());
        own(after.id(), after.current().revoking());
        trim(before, after);
    }

    private void replayTarget(String memberId, ConsumerGroupTargetAssignmentMemberValue value) {
        if (value == null) {
            targets.remove(memberId);
            return;
        }
        PartitionSet.Builder partitions = new PartitionSet.Builder();
        value.topicPartitions().forEach(topic -> partitions.addAll(topic.topicId(), topic.partitions()));
        targets.put(memberId, partitions.build());
    }

    private void own(String memberId, AssignedPartitions partitions) {
        partitions.partitions().forEach((topic, partition) -> {
            String[] ofTopic = owners.getOrDefault(topic, NOBODY);
            if (partition >= ofTopic.length) {
                ofTopic = Arrays.copyOf(ofTopic, Math.max(partition + 1, 2 * ofTopic.length));
                owners.put(topic, ofTopic);
            }
            ofTopic[partition] = memberId;
        });
    }

    private void disown(ConsumerMember member) {
        disown(member.id(), member.current().assigned());
        disown(member.id(), member.current().revoking());
    }

    private void disown(String memberId, AssignedPartitions partitions) {
        partitions.partitions().forEach((topic, partition) -> {
            if (memberId.equals(owner(topic, partition))) {
                owners.get(topic)[partition] = null;
            }
        });
    }

    /** Gives up the room for topics that nobody has a partition of any more: topics come and go. */
    private void trim(ConsumerMember before, ConsumerMember after) {
        trim(before.current().assigned(), after);
        trim(before.current().revoking(), after);
    }

    private void trim(AssignedPartitions had, ConsumerMember after) {
        for (Uuid topic : had.partitions().topics()) {
            String[] ofTopic = owners.get(topic);
            if (ofTopic != null
                    && !after.current().assigned().partitions().topics().contains(topic)
                    && Arrays.stream(ofTopic).allMatch(Objects::isNull)) {
                owners.remove(topic);
            }
        }
    }

    @Override
    public String toString() {
        return "ConsumerGroup(" + groupId + ", epoch=" + epoch + ", assignmentEpoch=" + assignmentEpoch + ", members="
                + members.keySet() + ")";
    }
}
