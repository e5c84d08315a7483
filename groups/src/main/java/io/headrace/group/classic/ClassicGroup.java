package io.headrace.group.classic;

import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.group.model.CommitVerdict;
import io.headrace.group.model.Committer;
import io.headrace.group.model.Group;
import io.headrace.group.record.GroupMetadataKey;
import io.headrace.group.record.GroupMetadataValue;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group of the classic protocol: its members, its generation, and its state. Owner: the coordinator's thread.
 *
 * <p>A record describes a generation that is complete: who is in it and what everyone was assigned. {@link #adopt} takes
 * over what a record says. Between two such records the group forms the next generation; that, and all in
 * {@link #waiting}, is soft: a restart falls back to the last record, and the members find out and join again.
 */
public final class ClassicGroup implements Group {
    private static final Logger log = LoggerFactory.getLogger(ClassicGroup.class);

    private final String groupId;
    private final Map<String, ClassicMember> members = new LinkedHashMap<>();
    private final Map<String, String> staticMembers = new HashMap<>();
    private final ProtocolVotes votes = new ProtocolVotes();
    private final Waiting waiting = new Waiting();

    private ClassicState state = ClassicState.EMPTY;
    private ClassicState previousState = ClassicState.EMPTY;
    private long stateTimestampMs = -1;
    private int generation;
    private String protocolType;
    private String protocolName;
    private String leaderId;
    private Set<String> subscribedTopics;
    private boolean recorded;
    private ClassicMember successor;

    /** A group without members, of which no record says anything. */
    public ClassicGroup(String groupId) {
        this.groupId = groupId;
    }

    @Override
    public String groupId() {
        return groupId;
    }

    @Override
    public GroupType type() {
        return GroupType.CLASSIC;
    }

    @Override
    public GroupState state() {
        return state.shown();
    }

    @Override
    public String protocolType() {
        return protocolType == null ? "" : protocolType;
    }

    @Override
    public boolean isEmpty() {
        return state == ClassicState.EMPTY && waiting.expectedJoins().isEmpty();
    }

    @Override
    public boolean isSubscribedTo(String topic) {
        return isOfConsumers() && (subscribedTopics == null || subscribedTopics.contains(topic));
    }

    @Override
    public CommitVerdict checkCommit(Committer committer) {
        Errors error = commitError(committer);
        return error == Errors.NONE ? CommitVerdict.ALLOWED : CommitVerdict.refused(error);
    }

    private Errors commitError(Committer committer) {
        if (state == ClassicState.DEAD) {
            return Errors.COORDINATOR_NOT_AVAILABLE;
        }
        if (committer.generationOrEpoch() < 0 && state == ClassicState.EMPTY) {
            return Errors.NONE; // an admin client, or a consumer that only stores its offsets here
        }
        if (committer.generationOrEpoch() >= 0 || !committer.memberId().isEmpty() || committer.instanceId() != null) {
            Errors error = checkMember(committer.memberId(), committer.instanceId());
            if (error != Errors.NONE) {
                return error;
            }
            if (committer.generationOrEpoch() != generation) {
                return Errors.ILLEGAL_GENERATION;
            }
        } else if (!committer.transactional() && state != ClassicState.EMPTY) {
            return Errors.UNKNOWN_MEMBER_ID; // old transactional commits do not name the member
        }
        // The member knows the new generation but not yet what it is assigned, so it has nothing to commit in it.
        return !committer.transactional() && state == ClassicState.COMPLETING_REBALANCE
                ? Errors.REBALANCE_IN_PROGRESS
                : Errors.NONE;
    }

    @Override
    public Errors checkFetch(String memberId, int memberEpoch) {
        return state == ClassicState.DEAD ? Errors.GROUP_ID_NOT_FOUND : Errors.NONE;
    }

    @Override
    public Errors checkOffsetDelete() {
        return switch (state) {
            case DEAD -> Errors.GROUP_ID_NOT_FOUND;
            case EMPTY -> Errors.NONE;
            default -> isOfConsumers() ? Errors.NONE : Errors.NON_EMPTY_GROUP;
        };
    }

    @Override
    public Errors checkDelete() {
        return switch (state) {
            case DEAD -> Errors.GROUP_ID_NOT_FOUND;
            case EMPTY -> Errors.NONE;
            default -> Errors.NON_EMPTY_GROUP;
        };
    }

    /** KIP-211: since the group is empty; for topics that nobody subscribes to any more, since the commit. */
    @Override
    public long retainedFromMs(long commitTimestampMs) {
        if (protocolType == null) {
            return commitTimestampMs;
        }
        if (state == ClassicState.EMPTY) {
            return stateTimestampMs < 0 ? commitTimestampMs : stateTimestampMs;
        }
        boolean subscriptionsKnown = isOfConsumers() && subscribedTopics != null;
        return subscriptionsKnown && state == ClassicState.STABLE ? commitTimestampMs : NEVER;
    }

    @Override
    public List<CoordinatorRecord> tombstones() {
        return List.of(CoordinatorRecord.tombstone(new GroupMetadataKey().group(groupId)));
    }

    /** What the members call their protocol, or null. */
    public String protocolTypeOrNull() {
        return protocolType;
    }

    /** The protocol that the generation uses, or null. */
    public String protocolName() {
        return protocolName;
    }

    public int generation() {
        return generation;
    }

    /** The member that assigns, or null. */
    public String leaderId() {
        return leaderId;
    }

    /** The members, those first that came first. */
    public Collection<ClassicMember> members() {
        return Collections.unmodifiableCollection(members.values());
    }

    /** The member of that id, or null. */
    public ClassicMember member(String memberId) {
        return members.get(memberId);
    }

    /** The id of the static member of that name, or null. */
    public String staticMemberId(String instanceId) {
        return staticMembers.get(instanceId);
    }

    /** Whether the members are consumers. */
    public boolean isOfConsumers() {
        return Subscriptions.CONSUMER.equals(protocolType);
    }

    boolean is(ClassicState asked) {
        return state == asked;
    }

    /** Whether the first rebalance of a group that was empty is being prepared. */
    boolean isBeginning() {
        return state == ClassicState.PREPARING_REBALANCE && previousState == ClassicState.EMPTY;
    }

    boolean mayRebalance() {
        return state.mayRebalance();
    }

    Waiting waiting() {
        return waiting;
    }

    boolean isLeader(String memberId) {
        return memberId.equals(leaderId);
    }

    /** Whether a record speaks of the group, or of offsets of it. */
    boolean isRecorded() {
        return recorded;
    }

    /** A record speaks of offsets of the group. */
    public void setRecorded() {
        recorded = true;
    }

    /** Goes from one state to another. */
    void moveTo(ClassicState next, long nowMs) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("group " + groupId + " cannot go from " + state + " to " + next);
        }
        previousState = state;
        state = next;
        stateTimestampMs = nowMs;
    }

    /** The group is gone, or is one of another kind from now on. */
    void die() {
        state = ClassicState.DEAD;
    }

    /** Whether a member is who it says it is: NONE, UNKNOWN_MEMBER_ID or FENCED_INSTANCE_ID. */
    Errors checkMember(String memberId, String instanceId) {
        if (instanceId == null) {
            return members.containsKey(memberId) ? Errors.NONE : Errors.UNKNOWN_MEMBER_ID;
        }
        String current = staticMembers.get(instanceId);
        if (current == null) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        return current.equals(memberId) ? Errors.NONE : Errors.FENCED_INSTANCE_ID;
    }

    /** Whether a member that offers this could be in the group, beside those that are. */
    boolean accepts(JoinGroupRequest request) {
        if (members.isEmpty()) {
            return !request.protocolType().isEmpty() && !request.protocols().isEmpty();
        }
        return request.protocolType().equals(protocolType)
                && votes.anyOfferedByAll(ClassicMember.offered(request).keySet(), members.size());
    }

    /** A member comes; the first decides what the group's protocols are called, and leads. */
    void add(ClassicMember member, String type) {
        if (members.isEmpty()) {
            protocolType = type;
        }
        members.put(member.memberId(), member);
        votes.add(member.protocols().keySet());
        if (member.isStatic()) {
            staticMembers.put(member.instanceId(), member.memberId());
        }
        if (leaderId == null) {
            leaderId = member.memberId();
        }
        waiting.expectJoinNoMore(member.memberId());
    }

    /** A member goes. What it waits for has been taken out before. */
    void remove(ClassicMember member) {
        String memberId = member.memberId();
        if (members.remove(memberId) == null) {
            return;
        }
        votes.remove(member.protocols().keySet());
        if (member.isStatic()) {
            staticMembers.remove(member.instanceId(), memberId);
        }
        waiting.expectSyncNoMore(memberId);
        if (isLeader(memberId)) {
            leaderId = members.isEmpty() ? null : members.keySet().iterator().next();
        }
    }

    /** A member offers and asks for something else than before. */
    void update(ClassicMember member, JoinGroupRequest request) {
        votes.remove(member.protocols().keySet());
        member.update(request);
        votes.add(member.protocols().keySet());
    }

    /** A static member goes on under another id; its place and its assignment stay. */
    void replace(ClassicMember old, ClassicMember heir) {
        boolean led = isLeader(old.memberId());
        Map<String, ClassicMember> others = new LinkedHashMap<>(members);
        members.clear();
        others.forEach((id, member) -> {
            ClassicMember kept = member == old ? heir : member;
            members.put(kept.memberId(), kept);
        });
        votes.remove(old.protocols().keySet());
        votes.add(heir.protocols().keySet());
        staticMembers.put(heir.instanceId(), heir.memberId());
        heir.assignment(old.assignment());
        waiting.expectSyncOf(heir.memberId(), old.memberId());
        if (led) {
            leaderId = heir.memberId();
        }
    }

    /** Who is to take the place of a static member once the record says so; null for nobody after all. */
    void successor(ClassicMember member) {
        successor = member;
    }

    /** The protocol that the members vote for if one of them is replaced by another. */
    String winnerWith(ClassicMember old, ClassicMember heir) {
        List<ClassicMember> voters = new ArrayList<>();
        ProtocolVotes ballot = new ProtocolVotes();
        for (ClassicMember member : members.values()) {
            ClassicMember voter = member == old ? heir : member;
            voters.add(voter);
            ballot.add(voter.protocols().keySet());
        }
        return ballot.winner(voters);
    }

    /** Whether all members, and all that are expected to become one, have joined. */
    boolean hasEveryoneJoined() {
        return waiting.joining() == members.size() && waiting.expectedJoins().isEmpty();
    }

    /** The members that have not joined. */
    List<ClassicMember> absent() {
        List<ClassicMember> absent = new ArrayList<>(members.values());
        absent.removeIf(member -> waiting.isJoining(member.memberId()));
        return absent;
    }

    /** Sees to it that the leader is one that has joined; false when nobody has. */
    boolean electLeader() {
        if (leaderId != null && waiting.isJoining(leaderId)) {
            return true;
        }
        for (ClassicMember member : members.values()) {
            if (waiting.isJoining(member.memberId())) {
                leaderId = member.memberId();
                return true;
            }
        }
        return false;
    }

    /** All that joined form a new generation. */
    void beginGeneration(long nowMs) {
        generation = nextGeneration();
        protocolName = votes.winner(members.values());
        subscribedTopics = topicsSubscribedTo();
        waiting.expectNoSyncs();
        moveTo(ClassicState.COMPLETING_REBALANCE, nowMs);
    }

    /** The number after that of this generation; 0 follows the largest. */
    int nextGeneration() {
        return generation == Integer.MAX_VALUE ? 0 : generation + 1;
    }

    /** The longest time that a member may take to join. */
    int rebalanceTimeoutMs() {
        int longest = 0;
        for (ClassicMember member : members.values()) {
            longest = Math.max(longest, member.rebalanceTimeoutMs());
        }
        return longest;
    }

    /** All members as the leader is told of them. */
    List<JoinGroupResponseMember> forLeader() {
        List<JoinGroupResponseMember> all = new ArrayList<>(members.size());
        members.values().forEach(member -> all.add(forLeader(member)));
        return all;
    }

    /** All members as the leader is told of them, with one in the place of another. */
    List<JoinGroupResponseMember> forLeader(ClassicMember old, ClassicMember heir) {
        List<JoinGroupResponseMember> all = new ArrayList<>(members.size());
        members.values().forEach(member -> all.add(forLeader(member == old ? heir : member)));
        return all;
    }

    private JoinGroupResponseMember forLeader(ClassicMember member) {
        return new JoinGroupResponseMember()
                .memberId(member.memberId())
                .groupInstanceId(member.instanceId())
                .metadata(member.metadata(protocolName));
    }

    /** When the group came into its state, in milliseconds since the epoch, or -1. */
    long stateTimestampMs() {
        return stateTimestampMs;
    }

    /**
     * Takes over a generation as a record has it.
     *
     * @param keepsMembers whether members that are here know more than the record, and stay the same objects
     */
    void adopt(GroupMetadataValue value, boolean keepsMembers) {
        recorded = true;
        generation = value.generation();
        protocolType = value.protocolType().isEmpty() ? null : value.protocolType();
        protocolName = value.protocol();
        leaderId = value.leader();
        Map<String, ClassicMember> known = keepsMembers ? new HashMap<>(members) : Map.of();
        if (successor != null) {
            waiting.expectSyncOf(successor.memberId(), staticMembers.get(successor.instanceId()));
        }
        members.clear();
        staticMembers.clear();
        votes.clear();
        for (GroupMetadataValue.MemberMetadata stored : value.members()) {
            ClassicMember member = known.get(stored.memberId());
            if (member == null) {
                member = successor != null && successor.memberId().equals(stored.memberId())
                        ? successor
                        : ClassicMember.restored(stored, protocolName);
            }
            member.assignment(stored.assignment());
            members.put(member.memberId(), member);
            votes.add(member.protocols().keySet());
            if (member.isStatic()) {
                staticMembers.put(member.instanceId(), member.memberId());
            }
        }
        successor = null;
        subscribedTopics = topicsSubscribedTo();
        waiting.expectSyncsOnlyOf(members.keySet());
        settle(members.isEmpty() ? ClassicState.EMPTY : ClassicState.STABLE, value.currentStateTimestamp());
    }

    /** A complete generation is what a record says it is, whatever the state before. */
    private void settle(ClassicState settled, long timestampMs) {
        if (state != settled) {
            log.debug("group {} goes from {} to {} with generation {}", groupId, state, settled, generation);
            previousState = state;
            state = settled;
        }
        stateTimestampMs = timestampMs;
    }

    /** Takes over an empty generation that could not be recorded: a restart finds the one before, and its members expire. */
    void emptyUnrecorded(long nowMs) {
        generation = nextGeneration();
        protocolName = null;
        leaderId = null;
        subscribedTopics = topicsSubscribedTo();
        waiting.expectNoSyncs();
        settle(ClassicState.EMPTY, nowMs);
    }

    private Set<String> topicsSubscribedTo() {
        if (!isOfConsumers()) {
            return null;
        }
        return members.isEmpty() ? Set.of() : Subscriptions.topics(members.values(), protocolName);
    }

    @Override
    public String toString() {
        return "ClassicGroup(groupId=" + groupId + ", state=" + state + ", generation=" + generation + ", protocol="
                + protocolType + "/" + protocolName + ", leader=" + leaderId + ", members=" + members.keySet() + ")";
    }
}
