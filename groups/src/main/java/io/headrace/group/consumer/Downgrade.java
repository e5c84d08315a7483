package io.headrace.group.consumer;

import io.headrace.coordination.Batches;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.group.classic.ClassicGroup;
import io.headrace.group.classic.ClassicProtocol;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.Step;
import io.headrace.group.record.ConsumerGroupMemberMetadataValue;
import io.headrace.group.record.GroupMetadataKey;
import io.headrace.group.record.GroupMetadataValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a consumer group a classic one, once all who are left speak the classic protocol. Owner: the coordinator's thread. */
final class Downgrade {
    private static final Logger log = LoggerFactory.getLogger(Downgrade.class);

    private final GroupEnvironment environment;
    private final GroupDirectory groups;
    private final ClassicProtocol classic;
    private final MemberTimers timers;

    Downgrade(GroupEnvironment environment, GroupDirectory groups, ClassicProtocol classic, MemberTimers timers) {
        this.environment = environment;
        this.groups = groups;
        this.classic = classic;
        this.timers = timers;
    }

    /** Whether a group that has these members is to become a classic one. */
    boolean isDue(ConsumerGroup group) {
        if (group.isEmpty() || !group.allClassic()) {
            return false;
        }
        if (!environment.config().consumerMigration().downgrades()) {
            log.info("group {}: stays a consumer group, since downgrades are disabled", group.groupId());
            return false;
        }
        if (group.members().size() > environment.config().maxSize()) {
            log.info("group {}: stays a consumer group, since it is too large for a classic one", group.groupId());
            return false;
        }
        return protocol(group) != null;
    }

    /** Appends what makes the group a classic one; its members then join anew. */
    void append(Draft draft, String reason, long nowMs, Step step) {
        ConsumerGroup group = draft.group();
        String groupId = group.groupId();
        List<String> members = List.copyOf(group.members().keySet());
        CoordinatorRecord classicRecord = record(group, nowMs);
        step.in(Batches.ONE);
        draft.append(ConsumerRecords.groupGone(group));
        draft.appendUnseen(classicRecord);
        Runnable handOver = () -> {
            ClassicGroup converted = groups.find(groupId, ClassicGroup.class);
            if (converted != null) {
                log.info("group {}: is a classic group now: {}", groupId, reason);
                members.forEach(member -> timers.stop(groupId, member));
                classic.takeOver(converted, reason, nowMs);
            }
        };
        step.whenCommitted(handOver);
        // What is in the log without being confirmed counts here all the same.
        step.whenFailed(error -> handOver.run());
    }

    private CoordinatorRecord record(ConsumerGroup group, long nowMs) {
        String protocol = protocol(group);
        List<GroupMetadataValue.MemberMetadata> members = new ArrayList<>();
        for (ConsumerMember member : group.members().values()) {
            byte[] subscription = subscription(member, protocol);
            members.add(new GroupMetadataValue.MemberMetadata()
                    .memberId(member.id())
                    .groupInstanceId(member.metadata().instanceId())
                    .clientId(member.metadata().clientId())
                    .clientHost(member.metadata().clientHost())
                    .rebalanceTimeout(member.metadata().rebalanceTimeoutMs())
                    .sessionTimeout(member.metadata().classic().sessionTimeoutMs())
                    .subscription(subscription)
                    .assignment(EmbeddedProtocol.assignment(
                            member.current().assigned().partitions(), environment.image(), subscription)));
        }
        return CoordinatorRecord.of(
                new GroupMetadataKey().group(group.groupId()),
                new GroupMetadataValue()
                        .protocolType(group.protocolType())
                        .generation(group.epoch())
                        .protocol(protocol)
                        // Nobody leads it yet: so a restart knows that its members are still to join anew.
                        .leader(null)
                        .currentStateTimestamp(nowMs)
                        .members(members),
                GroupMetadataValue.HIGHEST_VERSION);
    }

    /** The assignor that all members offer and most would take; null when they have none in common. */
    private static String protocol(ConsumerGroup group) {
        Map<String, Integer> offers = new HashMap<>();
        for (ConsumerMember member : group.members().values()) {
            member.metadata()
                    .classic()
                    .supportedProtocols()
                    .forEach(protocol -> offers.merge(protocol.name(), 1, Integer::sum));
        }
        Map<String, Integer> votes = new HashMap<>();
        for (ConsumerMember member : group.members().values()) {
            member.metadata().classic().supportedProtocols().stream()
                    .map(ConsumerGroupMemberMetadataValue.ClassicProtocol::name)
                    .filter(name -> offers.get(name) == group.members().size())
                    .findFirst()
                    .ifPresent(name -> votes.merge(name, 1, Integer::sum));
        }
        return votes.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static byte[] subscription(ConsumerMember member, String protocol) {
        return member.metadata().classic().supportedProtocols().stream()
                .filter(offered -> offered.name().equals(protocol))
                .findFirst()
                .orElseThrow()
                .metadata();
    }
}
