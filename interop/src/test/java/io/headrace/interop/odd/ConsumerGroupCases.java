package io.headrace.interop.odd;

import io.headrace.common.Uuid;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ConsumerGroupDescribeRequest;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest.TopicPartitions;
import io.headrace.protocol.message.ConsumerGroupHeartbeatResponse;
import io.headrace.protocol.message.DeleteGroupsRequest;
import io.headrace.protocol.message.DescribeGroupsRequest;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetFetchRequest;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.SyncGroupRequest;
import java.util.List;

/** Groups of the consumer protocol (KIP-848), with requests that make no sense, and with those of the classic protocol. */
final class ConsumerGroupCases {

    static final CaseList ALL = new CaseList();

    private static final String MEMBER = "AAAAAAAAAAAAAAAAAAAAAQ";
    private static final int TIMEOUT_MS = 60_000;

    static {
        beat("an empty group", (s, r) -> r.groupId(""));
        beat("a blank group", (s, r) -> r.groupId(" "));
        beat("no time to rebalance in", (s, r) -> r.rebalanceTimeoutMs(-1));
        beat("no subscription", (s, r) -> r.subscribedTopicNames(null));
        beat("a subscription to nothing", (s, r) -> r.subscribedTopicNames(List.of()));
        beat(
                "partitions of a member that joins",
                (s, r) -> r.topicPartitions(
                        List.of(new TopicPartitions().topicId(new Uuid(1, 2)).partitions(List.of(0)))));
        beat("no partitions of a member that joins", (s, r) -> r.topicPartitions(null));
        beat("an unknown assignor", (s, r) -> r.serverAssignor("lottery"));
        beat("an empty assignor", (s, r) -> r.serverAssignor(""));
        beat("an empty rack", (s, r) -> r.rackId(""));
        beat("an empty instance", (s, r) -> r.instanceId(""));
        beat("an epoch of -3", (s, r) -> r.memberEpoch(-3));
        beat("a member of a group that is not there", (s, r) -> r.memberEpoch(4));
        beat("leaving a group that is not there", (s, r) -> r.memberEpoch(-1));
        beat("a static member leaving without instance", (s, r) -> r.memberEpoch(-2));
        beat("an empty topic", (s, r) -> r.subscribedTopicNames(List.of("")));
        ALL.add(
                ApiKey.CONSUMER_GROUP_HEARTBEAT,
                1,
                "no member",
                (s, v) -> joining(s).memberId(""));
        ALL.add(
                ApiKey.CONSUMER_GROUP_HEARTBEAT,
                1,
                "an expression that is none",
                (s, v) -> joining(s).subscribedTopicNames(null).subscribedTopicRegex("(["));
        ALL.add(
                ApiKey.CONSUMER_GROUP_HEARTBEAT,
                1,
                "an expression that RE2 does not know",
                (s, v) -> joining(s).subscribedTopicNames(null).subscribedTopicRegex("(?=a)b"));
        ALL.add(
                ApiKey.CONSUMER_GROUP_HEARTBEAT,
                1,
                "an empty expression",
                (s, v) -> joining(s).subscribedTopicNames(null).subscribedTopicRegex(""));
        ALL.add(
                ApiKey.CONSUMER_GROUP_HEARTBEAT,
                1,
                "topics and an expression",
                (s, v) -> joining(s).subscribedTopicRegex("a.*"));

        again("an epoch that is old", (s, r) -> r.memberEpoch(0));
        again("an epoch to come", (s, r) -> r.memberEpoch(99));
        again("a stranger", (s, r) -> r.memberId("stranger"));
        again("a stranger who leaves", (s, r) -> r.memberId("stranger").memberEpoch(-1));
        again(
                "partitions that are not assigned",
                (s, r) -> r.topicPartitions(
                        List.of(new TopicPartitions().topicId(new Uuid(1, 2)).partitions(List.of(0)))));
        again("nothing new", (s, r) -> {});
        again("an instance that it did not have", (s, r) -> r.instanceId("i"));
        again("leaving", (s, r) -> r.memberEpoch(-1));
        again("leaving for a while without instance", (s, r) -> r.memberEpoch(-2));
        again("an unknown assignor later", (s, r) -> r.serverAssignor("lottery"));
        again("another subscription", (s, r) -> r.subscribedTopicNames(List.of("absent")));
        again("the subscription taken away", (s, r) -> r.subscribedTopicNames(List.of()));
        ALL.add(ApiKey.CONSUMER_GROUP_HEARTBEAT, "a second member with an instance that is taken", (s, v) -> {
            s.call(joining(s).instanceId("i"), 1);
            return joining(s).instanceId("i").memberId("BBBBBBBBBBBBBBBBBBBBBQ");
        });
        ALL.add(ApiKey.CONSUMER_GROUP_HEARTBEAT, "a classic group with members", (s, v) -> {
            GroupCases.member(s, 3);
            return joining(s);
        });

        ALL.add(ApiKey.CONSUMER_GROUP_DESCRIBE, "no group", (s, v) -> new ConsumerGroupDescribeRequest());
        ALL.add(
                ApiKey.CONSUMER_GROUP_DESCRIBE,
                "an empty group",
                (s, v) -> new ConsumerGroupDescribeRequest().groupIds(List.of("")));
        ALL.add(
                ApiKey.CONSUMER_GROUP_DESCRIBE,
                "a group that is not there",
                (s, v) -> new ConsumerGroupDescribeRequest().groupIds(List.of("absent")));
        ALL.add(ApiKey.CONSUMER_GROUP_DESCRIBE, "a classic group", (s, v) -> {
            GroupCases.member(s, 3);
            return new ConsumerGroupDescribeRequest().groupIds(List.of(s.name("g")));
        });
        ALL.add(ApiKey.CONSUMER_GROUP_DESCRIBE, "a group twice", (s, v) -> {
            joined(s);
            return new ConsumerGroupDescribeRequest().groupIds(List.of(s.name("g"), s.name("g")));
        });

        ALL.add(ApiKey.DESCRIBE_GROUPS, "a group of the consumer protocol", (s, v) -> {
            joined(s);
            return new DescribeGroupsRequest().groups(List.of(s.name("g")));
        });
        ALL.add(ApiKey.DELETE_GROUPS, "a group of the consumer protocol with members", (s, v) -> {
            joined(s);
            return new DeleteGroupsRequest().groupsNames(List.of(s.name("g")));
        });
        ALL.add(ApiKey.HEARTBEAT, "a group of the consumer protocol", (s, v) -> {
            joined(s);
            return new HeartbeatRequest().groupId(s.name("g")).generationId(1).memberId(MEMBER);
        });
        ALL.add(ApiKey.SYNC_GROUP, "a group of the consumer protocol", (s, v) -> {
            joined(s);
            SyncGroupRequest request =
                    new SyncGroupRequest().groupId(s.name("g")).generationId(1).memberId(MEMBER);
            return v < 5 ? request : request.protocolType("consumer").protocolName("range");
        });
        ALL.add(ApiKey.LEAVE_GROUP, 3, "a stranger in a group of the consumer protocol", (s, v) -> {
            joined(s);
            return new LeaveGroupRequest()
                    .groupId(s.name("g"))
                    .members(List.of(new MemberIdentity().memberId("stranger")));
        });
        ALL.add(ApiKey.LEAVE_GROUP, 3, "a member of the consumer protocol", (s, v) -> {
            joined(s);
            return new LeaveGroupRequest().groupId(s.name("g")).members(List.of(new MemberIdentity().memberId(MEMBER)));
        });
        ALL.add(ApiKey.JOIN_GROUP, "a group of the consumer protocol with nonsense", (s, v) -> {
            joined(s);
            JoinGroupRequest request = new JoinGroupRequest()
                    .groupId(s.name("g"))
                    .sessionTimeoutMs(30_000)
                    .protocolType("consumer")
                    .protocols(
                            List.of(new JoinGroupRequestProtocol().name("range").metadata(new byte[] {1})));
            return v < 1 ? request : request.rebalanceTimeoutMs(TIMEOUT_MS);
        });
        ALL.add(ApiKey.JOIN_GROUP, "a group of the consumer protocol with another type", (s, v) -> {
            joined(s);
            JoinGroupRequest request = new JoinGroupRequest()
                    .groupId(s.name("g"))
                    .sessionTimeoutMs(30_000)
                    .protocolType("connect")
                    .protocols(
                            List.of(new JoinGroupRequestProtocol().name("range").metadata(new byte[] {1})));
            return v < 1 ? request : request.rebalanceTimeoutMs(TIMEOUT_MS);
        });
        ALL.add(ApiKey.OFFSET_COMMIT, 2, 9, "an old epoch of the consumer protocol", (s, v) -> {
            joined(s);
            return commit(s).memberId(MEMBER).generationIdOrMemberEpoch(0);
        });
        ALL.add(ApiKey.OFFSET_COMMIT, 2, 9, "an epoch to come of the consumer protocol", (s, v) -> {
            joined(s);
            return commit(s).memberId(MEMBER).generationIdOrMemberEpoch(9);
        });
        ALL.add(ApiKey.OFFSET_COMMIT, 2, 9, "a stranger to the consumer protocol", (s, v) -> {
            joined(s);
            return commit(s).memberId("stranger").generationIdOrMemberEpoch(1);
        });
        ALL.add(ApiKey.OFFSET_COMMIT, 2, 9, "nobody, in a group of the consumer protocol", (s, v) -> {
            joined(s);
            return commit(s).generationIdOrMemberEpoch(-1);
        });
        ALL.add(ApiKey.OFFSET_FETCH, 9, "an epoch to come of the consumer protocol", (s, v) -> {
            joined(s);
            return new OffsetFetchRequest()
                    .groups(List.of(new OffsetFetchRequestGroup()
                            .groupId(s.name("g"))
                            .memberId(MEMBER)
                            .memberEpoch(9)
                            .topics(null)));
        });
        ALL.add(ApiKey.OFFSET_FETCH, 9, "a stranger to the consumer protocol", (s, v) -> {
            joined(s);
            return new OffsetFetchRequest()
                    .groups(List.of(new OffsetFetchRequestGroup()
                            .groupId(s.name("g"))
                            .memberId("stranger")
                            .memberEpoch(1)
                            .topics(null)));
        });
    }

    private ConsumerGroupCases() {}

    private static ConsumerGroupHeartbeatRequest joining(Scene scene) {
        return new ConsumerGroupHeartbeatRequest()
                .groupId(scene.name("g"))
                .memberId(MEMBER)
                .memberEpoch(0)
                .rebalanceTimeoutMs(TIMEOUT_MS)
                .subscribedTopicNames(List.of(scene.name("t")))
                .topicPartitions(List.of());
    }

    private static ConsumerGroupHeartbeatResponse joined(Scene scene) throws Exception {
        ConsumerGroupHeartbeatResponse response = scene.call(joining(scene), 1);
        if (response.errorCode() != 0) {
            throw new AssertionError(response.toString());
        }
        return response;
    }

    private static OffsetCommitRequest commit(Scene scene) throws Exception {
        scene.topic(scene.name("t"), 1);
        return new OffsetCommitRequest()
                .groupId(scene.name("g"))
                .topics(List.of(new OffsetCommitRequest.OffsetCommitRequestTopic()
                        .name(scene.name("t"))
                        .partitions(List.of(new OffsetCommitRequest.OffsetCommitRequestPartition()
                                .partitionIndex(0)
                                .committedOffset(1)))));
    }

    private interface OddBeat {
        void make(Scene scene, ConsumerGroupHeartbeatRequest request);
    }

    private static void beat(String name, OddBeat odd) {
        ALL.add(ApiKey.CONSUMER_GROUP_HEARTBEAT, name, (scene, version) -> {
            ConsumerGroupHeartbeatRequest request = joining(scene);
            odd.make(scene, request);
            return request;
        });
    }

    /** The second heartbeat of a member. */
    private static void again(String name, OddBeat odd) {
        ALL.add(ApiKey.CONSUMER_GROUP_HEARTBEAT, name, (scene, version) -> {
            ConsumerGroupHeartbeatResponse joined = joined(scene);
            ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                    .groupId(scene.name("g"))
                    .memberId(MEMBER)
                    .memberEpoch(joined.memberEpoch())
                    .rebalanceTimeoutMs(-1);
            odd.make(scene, request);
            return request;
        });
    }
}
