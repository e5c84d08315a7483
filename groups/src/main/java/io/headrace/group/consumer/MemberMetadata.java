package io.headrace.group.consumer;

import io.headrace.group.record.ConsumerGroupMemberMetadataValue;
import io.headrace.group.record.ConsumerGroupMemberMetadataValue.ClassicMemberMetadata;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a member says of itself. Immutable.
 *
 * @param instanceId of a static member, or null
 * @param rackId where it is, or null
 * @param clientId the client's name
 * @param clientHost where it connects from
 * @param topics the topics it names
 * @param regex topics it subscribes to besides, as an RE2 expression, or null
 * @param rebalanceTimeoutMs how long it may take to give up partitions, in milliseconds
 * @param assignor the assignor it votes for, or null
 * @param classic what it says in the classic protocol, or null when it speaks the consumer protocol; nobody changes it
 */
record MemberMetadata(
        String instanceId,
        String rackId,
        String clientId,
        String clientHost,
        SortedSet<String> topics,
        String regex,
        int rebalanceTimeoutMs,
        String assignor,
        ClassicMemberMetadata classic) {

    /** A member that has not said anything yet. */
    static final MemberMetadata NONE =
            new MemberMetadata(null, null, "", "", Collections.emptySortedSet(), null, -1, null, null);

    /** An empty expression is none. */
    MemberMetadata {
        topics = Collections.unmodifiableSortedSet(topics);
        regex = emptyToNull(regex);
        assignor = emptyToNull(assignor);
    }

    static MemberMetadata of(ConsumerGroupMemberMetadataValue value) {
        return new MemberMetadata(
                value.instanceId(),
                value.rackId(),
                value.clientId(),
                value.clientHost(),
                new TreeSet<>(value.subscribedTopicNames()),
                value.subscribedTopicRegex(),
                value.rebalanceTimeoutMs(),
                value.serverAssignor(),
                value.classicMemberMetadata());
    }

    ConsumerGroupMemberMetadataValue toRecord() {
        return new ConsumerGroupMemberMetadataValue()
                .instanceId(instanceId)
                .rackId(rackId)
                .clientId(clientId)
                .clientHost(clientHost)
                .subscribedTopicNames(List.copyOf(topics))
                .subscribedTopicRegex(regex)
                .rebalanceTimeoutMs(rebalanceTimeoutMs)
                .serverAssignor(assignor)
                .classicMemberMetadata(classic);
    }

    /** Whether it speaks the classic protocol. */
    boolean isClassic() {
        return classic != null;
    }

    private static String emptyToNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
