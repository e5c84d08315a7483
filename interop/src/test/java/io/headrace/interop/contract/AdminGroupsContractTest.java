package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ClassicGroupDescription;
import io.headrace.clients.admin.ConsumerGroupDescription;
import io.headrace.clients.admin.ConsumerGroupListing;
import io.headrace.clients.admin.GroupListing;
import io.headrace.clients.admin.ListConsumerGroupOffsetsSpec;
import io.headrace.clients.admin.ListConsumerGroupsOptions;
import io.headrace.clients.admin.ListGroupsOptions;
import io.headrace.clients.admin.MemberDescription;
import io.headrace.clients.admin.MemberToRemove;
import io.headrace.clients.admin.RemoveMembersFromConsumerGroupOptions;
import io.headrace.clients.admin.RemoveMembersFromConsumerGroupResult;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.ClassicGroupState;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.GroupIdNotFoundException;
import io.headrace.common.errors.GroupNotEmptyException;
import io.headrace.common.errors.GroupSubscribedToTopicException;
import io.headrace.common.errors.UnknownMemberIdException;
import io.headrace.interop.PollingMember;
import io.headrace.interop.Target;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Target.class)
@SuppressWarnings({"deprecation", "removal"}) // Apache's listConsumerGroups; many use it.
class AdminGroupsContractTest {

    @Parameter
    Target target;

    private Contract contract() {
        return new Contract(target);
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static Throwable failure(KafkaFuture<?> future) {
        return assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS))
                .getCause();
    }

    private static void assertFails(Class<? extends Throwable> expected, KafkaFuture<?> future) {
        Throwable failure = failure(future);
        assertInstanceOf(expected, failure);
        assertNotNull(failure.getMessage());
    }

    private static Set<TopicPartition> partitions(String topic, int count) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (int p = 0; p < count; p++) {
            partitions.add(new TopicPartition(topic, p));
        }
        return partitions;
    }

    private static ConsumerGroupDescription describe(Admin admin, String group) throws Exception {
        return get(admin.describeConsumerGroups(List.of(group)).all()).get(group);
    }

    @Test
    void aClassicGroupIsListedAndDescribed() throws Exception {
        String topic = contract().newTopic("classic", 3);
        String group = Target.topic("g");
        try (Admin admin = contract().admin();
                PollingMember one = new PollingMember(target, group, topic, "client.id", "first").with(3)) {
            assertNull(one.failure());
            ConsumerGroupDescription described = describe(admin, group);
            assertEquals(group, described.groupId());
            assertEquals(GroupType.CLASSIC, described.type());
            assertEquals(GroupState.STABLE, described.groupState());
            assertEquals("range", described.partitionAssignor());
            assertFalse(described.isSimpleConsumerGroup());
            assertEquals(Optional.empty(), described.groupEpoch());
            assertNull(described.authorizedOperations());
            assertTrue(described.coordinator().port() > 0);
            MemberDescription member = described.members().iterator().next();
            assertEquals("first", member.clientId());
            assertTrue(member.consumerId().startsWith("first-"), member.consumerId());
            assertTrue(member.host().contains("127.0.0.1"), member.host());
            assertEquals(partitions(topic, 3), member.assignment().topicPartitions());

            ClassicGroupDescription classic =
                    get(admin.describeClassicGroups(List.of(group)).all()).get(group);
            assertEquals("consumer", classic.protocol());
            assertEquals("range", classic.protocolData());
            assertEquals(ClassicGroupState.STABLE, classic.state());
            assertEquals(
                    partitions(topic, 3),
                    classic.members().iterator().next().assignment().topicPartitions());

            GroupListing listing = find(get(admin.listGroups().all()), group);
            assertEquals(Optional.of(GroupType.CLASSIC), listing.type());
            assertEquals("consumer", listing.protocol());
            assertEquals(Optional.of(GroupState.STABLE), listing.groupState());
            ConsumerGroupListing asConsumers = get(admin.listConsumerGroups(
                                    new ListConsumerGroupsOptions().inGroupStates(Set.of(GroupState.STABLE)))
                            .all())
                    .stream()
                    .filter(g -> g.groupId().equals(group))
                    .findFirst()
                    .orElseThrow();
            assertEquals(Optional.of(GroupState.STABLE), asConsumers.groupState());
            assertFalse(get(admin.listConsumerGroups(
                                    new ListConsumerGroupsOptions().inGroupStates(Set.of(GroupState.EMPTY)))
                            .valid())
                    .stream()
                    .anyMatch(g -> g.groupId().equals(group)));
            assertNull(find(
                    get(admin.listGroups(ListGroupsOptions.forShareGroups()).valid()), group));
        }
    }

    private static GroupListing find(Collection<GroupListing> listings, String group) {
        return listings.stream()
                .filter(listing -> listing.groupId().equals(group))
                .findFirst()
                .orElse(null);
    }

    @Test
    void aGroupOfTheConsumerProtocolIsListedAndDescribed() throws Exception {
        String topic = contract().newTopic("kip848", 4);
        String group = Target.topic("g");
        try (Admin admin = contract().admin();
                PollingMember one = new PollingMember(
                                target,
                                group,
                                topic,
                                "group.protocol",
                                "consumer",
                                "group.instance.id",
                                "static-1",
                                "client.rack",
                                "r1")
                        .with(4)) {
            assertNull(one.failure());
            ConsumerGroupDescription described = describe(admin, group);
            assertEquals(GroupType.CONSUMER, described.type());
            assertEquals(GroupState.STABLE, described.groupState());
            assertEquals("uniform", described.partitionAssignor());
            assertTrue(described.groupEpoch().orElseThrow() > 0);
            assertEquals(described.groupEpoch(), described.targetAssignmentEpoch());
            MemberDescription member = described.members().iterator().next();
            assertEquals(Optional.of("static-1"), member.groupInstanceId());
            assertEquals(Optional.of("r1"), member.rackId());
            assertEquals(described.groupEpoch(), member.memberEpoch());
            assertEquals(Optional.of(true), member.upgraded());
            assertEquals(partitions(topic, 4), member.assignment().topicPartitions());
            assertEquals(
                    partitions(topic, 4),
                    member.targetAssignment().orElseThrow().topicPartitions());
            assertEquals(
                    Optional.of(GroupType.CONSUMER),
                    find(
                                    get(admin.listGroups(ListGroupsOptions.forConsumerGroups())
                                            .all()),
                                    group)
                            .type());
        }
    }

    @Test
    void offsetsAreSetReadAndDeleted() throws Exception {
        String topic = contract().newTopic("offsets", 3);
        String group = Target.topic("g");
        TopicPartition p0 = new TopicPartition(topic, 0);
        TopicPartition p1 = new TopicPartition(topic, 1);
        TopicPartition p2 = new TopicPartition(topic, 2);
        try (Admin admin = contract().admin()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            offsets.put(p0, new OffsetAndMetadata(5, Optional.of(0), "a note"));
            offsets.put(p1, new OffsetAndMetadata(7));
            get(admin.alterConsumerGroupOffsets(group, offsets).all());
            assertEquals(offsets, get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));

            String other = Target.topic("none");
            Map<String, Map<TopicPartition, OffsetAndMetadata>> both = get(admin.listConsumerGroupOffsets(Map.of(
                            group,
                            new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(p1, p2)),
                            other,
                            new ListConsumerGroupOffsetsSpec()))
                    .all());
            assertEquals(new OffsetAndMetadata(7), both.get(group).get(p1));
            assertTrue(both.get(group).containsKey(p2));
            assertNull(both.get(group).get(p2));
            assertFalse(both.get(group).containsKey(p0));
            assertEquals(Map.of(), both.get(other));

            ConsumerGroupDescription described = describe(admin, group);
            assertTrue(described.isSimpleConsumerGroup());
            assertEquals(GroupState.EMPTY, described.groupState());
            assertTrue(find(get(admin.listGroups().all()), group).isSimpleConsumerGroup());

            get(admin.deleteConsumerGroupOffsets(group, Set.of(p0)).all());
            assertEquals(
                    Set.of(p1),
                    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                            .keySet());
            get(admin.deleteConsumerGroups(List.of(group)).all());
            assertEquals(Map.of(), get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
            assertFails(
                    GroupIdNotFoundException.class,
                    admin.deleteConsumerGroups(List.of(group)).all());
            assertFails(
                    GroupIdNotFoundException.class,
                    admin.describeConsumerGroups(List.of(group)).all());
            assertFails(
                    GroupIdNotFoundException.class,
                    admin.describeClassicGroups(List.of(group)).all());
            assertFails(
                    GroupIdNotFoundException.class,
                    admin.deleteConsumerGroupOffsets(group, Set.of(p0)).all());
        }
    }

    @Test
    void aGroupWithMembersIsLeftAlone() throws Exception {
        String topic = contract().newTopic("busy", 2);
        String group = Target.topic("g");
        TopicPartition p0 = new TopicPartition(topic, 0);
        try (Admin admin = contract().admin();
                PollingMember one = new PollingMember(target, group, topic).with(2)) {
            assertNull(one.failure());
            assertFails(
                    GroupNotEmptyException.class,
                    admin.deleteConsumerGroups(List.of(group)).all());
            assertFails(
                    UnknownMemberIdException.class,
                    admin.alterConsumerGroupOffsets(group, Map.of(p0, new OffsetAndMetadata(1)))
                            .all());
            assertFails(
                    GroupSubscribedToTopicException.class,
                    admin.deleteConsumerGroupOffsets(group, Set.of(p0)).partitionResult(p0));
            // Each item fails for itself.
            String none = Target.topic("none");
            Map<String, KafkaFuture<Void>> deleted =
                    admin.deleteConsumerGroups(List.of(group, none)).deletedGroups();
            assertFails(GroupNotEmptyException.class, deleted.get(group));
            assertFails(GroupIdNotFoundException.class, deleted.get(none));
        }
    }

    @Test
    void membersAreRemoved() throws Exception {
        String topic = contract().newTopic("removed", 2);
        String group = Target.topic("g");
        try (Admin admin = contract().admin()) {
            PollingMember member = new PollingMember(
                            target, group, topic, "group.instance.id", "one", "session.timeout.ms", "30000")
                    .with(2);
            // A static member that goes keeps its place, until somebody takes it away.
            member.close();
            assertEquals(1, describe(admin, group).members().size());
            MemberToRemove one = new MemberToRemove("one");
            MemberToRemove nobody = new MemberToRemove("nobody");
            RemoveMembersFromConsumerGroupResult removed = admin.removeMembersFromConsumerGroup(
                    group, new RemoveMembersFromConsumerGroupOptions(List.of(one, nobody)));
            get(removed.memberResult(one));
            assertFails(UnknownMemberIdException.class, removed.memberResult(nobody));
            assertInstanceOf(UnknownMemberIdException.class, failure(removed.all()));
            assertThrows(IllegalArgumentException.class, () -> removed.memberResult(new MemberToRemove("unasked")));
            assertEquals(0, describe(admin, group).members().size());
        }
    }

    @Test
    void allMembersAreRemoved() throws Exception {
        String topic = contract().newTopic("cleared", 2);
        String group = Target.topic("g");
        try (Admin admin = contract().admin()) {
            new PollingMember(target, group, topic, "group.instance.id", "a")
                    .with(2)
                    .close();
            get(admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all());
            ConsumerGroupDescription described = describe(admin, group);
            assertEquals(0, described.members().size());
            assertEquals(GroupState.EMPTY, described.groupState());
            get(admin.deleteConsumerGroups(List.of(group)).all());
        }
    }
}
