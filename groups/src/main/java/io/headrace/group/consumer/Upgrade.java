package io.headrace.group.consumer;

import io.headrace.common.errors.GroupIdNotFoundException;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Batches;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.group.classic.ClassicGroup;
import io.headrace.group.classic.ClassicMember;
import io.headrace.group.classic.ClassicProtocol;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.Step;
import io.headrace.group.record.ConsumerGroupMemberMetadataValue;
import io.headrace.group.record.ConsumerGroupMemberMetadataValue.ClassicMemberMetadata;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.protocol.message.ConsumerProtocolAssignment;
import io.headrace.protocol.message.ConsumerProtocolSubscription;
import io.headrace.protocol.wire.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a classic group a consumer group when the first member of the consumer protocol joins. Its members keep what they
 * have, and speak the classic protocol on. Owner: the coordinator's thread.
 */
final class Upgrade {
    private static final Logger log = LoggerFactory.getLogger(Upgrade.class);

    private final GroupEnvironment environment;
    private final ClassicProtocol classic;
    private final MemberTimers timers;

    Upgrade(GroupEnvironment environment, ClassicProtocol classic, MemberTimers timers) {
        this.environment = environment;
        this.classic = classic;
        this.timers = timers;
    }

    /**
     * A draft of the consumer group that a classic group becomes.
     *
     * @throws GroupIdNotFoundException when it cannot become one
     */
    Draft draft(ClassicGroup group, Step step) {
        String groupId = group.groupId();
        // Somebody who was given an id and has not joined with it yet is nobody's member, and will join what is there.
        boolean hasMembers = !group.members().isEmpty();
        if (hasMembers) {
            check(group);
        }
        Draft draft = Draft.ofNew(groupId, group.tombstones());
        step.in(Batches.ONE);
        if (hasMembers) {
            List<ConsumerMember> members = new ArrayList<>();
            try {
                group.members().forEach(member -> members.add(member(group, member)));
            } catch (MalformedMessageException e) {
                throw refused(groupId, "what its members say to each other is not a consumer's");
            }
            convert(draft, group.generation(), members);
            // At once, as it may come to that without ever being confirmed; a timer that meets no member does nothing.
            members.forEach(member -> timers.session(groupId, member));
            log.info("group {}: becomes a consumer group, with {} classic members", groupId, members.size());
        }
        // They are told of another rebalance, and so find their new group.
        classic.release(group, Errors.REBALANCE_IN_PROGRESS, step);
        return draft;
    }

    private void check(ClassicGroup group) {
        if (!environment.config().consumerMigration().upgrades()) {
            throw refused(group.groupId(), "upgrades are disabled");
        }
        if (!group.isOfConsumers()) {
            throw refused(group.groupId(), "it is not a group of consumers");
        }
        if (group.members().size() > environment.config().consumerMaxSize()) {
            throw refused(group.groupId(), "it is too large for one");
        }
    }

    private static GroupIdNotFoundException refused(String groupId, String why) {
        log.info("group {}: does not become a consumer group: {}", groupId, why);
        return new GroupIdNotFoundException(
                "The classic group " + groupId + " cannot become a consumer group: " + why + ".");
    }

    private ConsumerMember member(ClassicGroup group, ClassicMember member) {
        ClusterImage image = environment.image();
        List<ConsumerGroupMemberMetadataValue.ClassicProtocol> protocols = new ArrayList<>();
        member.protocols()
                .forEach((name, metadata) -> protocols.add(new ConsumerGroupMemberMetadataValue.ClassicProtocol()
                        .name(name)
                        .metadata(metadata)));
        byte[] chosen = member.protocols().get(group.protocolName());
        ConsumerProtocolSubscription subscription =
                EmbeddedProtocol.subscription(chosen == null ? protocols.get(0).metadata() : chosen);
        ConsumerProtocolAssignment assignment = EmbeddedProtocol.assignment(member.assignment());
        if (assignment.userData() != null && assignment.userData().length > 0) {
            throw refused(group.groupId(), "its assignor puts data of its own into assignments, which would be lost");
        }
        PartitionSet assigned = EmbeddedProtocol.partitions(assignment, image);
        int generation = group.generation();
        return new ConsumerMember(
                member.memberId(),
                new MemberMetadata(
                        member.instanceId(),
                        subscription.rackId(),
                        member.clientId(),
                        member.clientHost(),
                        new TreeSet<>(subscription.topics()),
                        null,
                        member.rebalanceTimeoutMs(),
                        null,
                        new ClassicMemberMetadata()
                                .sessionTimeoutMs(member.sessionTimeoutMs())
                                .supportedProtocols(protocols)),
                new CurrentAssignment(
                        MemberState.STABLE,
                        generation,
                        generation,
                        AssignedPartitions.of(assigned, generation),
                        AssignedPartitions.EMPTY));
    }

    private void convert(Draft draft, int generation, List<ConsumerMember> members) {
        String groupId = draft.group().groupId();
        members.forEach(member -> draft.append(ConsumerRecords.member(groupId, member)));
        long hash = SubscribedTopics.hash(draft.group(), environment.image());
        draft.append(ConsumerRecords.epoch(groupId, generation, hash));
        members.forEach(member -> draft.append(ConsumerRecords.target(
                groupId, member.id(), member.current().assigned().partitions())));
        draft.append(ConsumerRecords.targetEpoch(groupId, generation, 0));
        members.forEach(member -> draft.append(ConsumerRecords.current(groupId, member)));
    }
}
