package io.headrace.clients.admin;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.GroupIdNotFoundException;
import io.headrace.common.errors.GroupNotEmptyException;
import io.headrace.common.errors.UnknownMemberIdException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The groups of a {@link MockAdminClient}, and what they have committed. A group is there when it was described by the test,
 * or has committed something.
 *
 * <p>Owner: that client, under its lock.
 */
final class MockGroups {

    private static final String CONSUMERS = "consumer";

    private final Map<String, ConsumerGroupDescription> described = new TreeMap<>();
    private final Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets = new TreeMap<>();

    void add(ConsumerGroupDescription group) {
        described.put(group.groupId(), group);
        offsets.computeIfAbsent(group.groupId(), id -> new HashMap<>());
    }

    private boolean isThere(String groupId) {
        return offsets.containsKey(groupId);
    }

    private void requireThere(String groupId) {
        if (!isThere(groupId)) {
            throw new GroupIdNotFoundException("Group " + groupId + " not found.");
        }
    }

    ConsumerGroupDescription description(String groupId) {
        requireThere(groupId);
        ConsumerGroupDescription told = described.get(groupId);
        return told != null
                ? told
                : new ConsumerGroupDescription(
                        groupId,
                        true,
                        List.of(),
                        "",
                        GroupType.CLASSIC,
                        GroupState.EMPTY,
                        null,
                        null,
                        Optional.empty(),
                        Optional.empty());
    }

    Collection<GroupListing> listings(ListGroupsOptions options) {
        List<GroupListing> listings = new ArrayList<>();
        for (String groupId : offsets.keySet()) {
            ConsumerGroupDescription group = description(groupId);
            String protocol = group.isSimpleConsumerGroup() ? "" : CONSUMERS;
            if (isWanted(options.types(), group.type())
                    && isWanted(options.groupStates(), group.groupState())
                    && isWanted(options.protocolTypes(), protocol)) {
                listings.add(new GroupListing(
                        groupId, Optional.of(group.type()), protocol, Optional.of(group.groupState())));
            }
        }
        return listings;
    }

    private static <T> boolean isWanted(Collection<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    Map<TopicPartition, OffsetAndMetadata> committed(String groupId, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> all = offsets.getOrDefault(groupId, Map.of());
        if (partitions == null) {
            return new HashMap<>(all);
        }
        Map<TopicPartition, OffsetAndMetadata> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, all.get(partition)));
        return wanted;
    }

    void commit(String groupId, TopicPartition partition, OffsetAndMetadata offset) {
        if (isThere(groupId) && !description(groupId).members().isEmpty()) {
            throw new UnknownMemberIdException("Group " + groupId + " has members, which alone may commit for it");
        }
        offsets.computeIfAbsent(groupId, id -> new HashMap<>()).put(partition, offset);
    }

    void forget(String groupId, TopicPartition partition) {
        requireThere(groupId);
        offsets.get(groupId).remove(partition);
    }

    void delete(String groupId) {
        if (!description(groupId).members().isEmpty()) {
            throw new GroupNotEmptyException("Group " + groupId + " has members");
        }
        offsets.remove(groupId);
        described.remove(groupId);
    }
}
