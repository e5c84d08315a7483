package io.headrace.interop.odd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DeleteGroupsRequest;
import io.headrace.protocol.message.DescribeGroupsRequest;
import io.headrace.protocol.message.FindCoordinatorRequest;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.headrace.protocol.message.ListGroupsRequest;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import java.util.List;
import java.util.stream.Stream;

/** Classic groups: joined, synchronized, kept, left, described and deleted with requests that make no sense. */
final class GroupCases {

    static final CaseList ALL = new CaseList();

    private static final int SESSION_MS = 30_000;

    static {
        join("an empty group", (s, r) -> r.groupId(""));
        join("a member that is not there", (s, r) -> r.memberId("stranger"));
        join("a session too short", (s, r) -> r.sessionTimeoutMs(10));
        join("a session too long", (s, r) -> r.sessionTimeoutMs(10_000_000));
        join("a negative session", (s, r) -> r.sessionTimeoutMs(-1));
        join("no protocol type", (s, r) -> r.protocolType(""));
        join("no protocols", (s, r) -> r.protocols(List.of()));
        join("neither type nor protocols", (s, r) -> r.protocolType("").protocols(List.of()));
        join("a protocol without name", (s, r) -> r.protocols(protocols("")));
        // Below version 4, Apache's broker never answers that.
        joinFrom(4, "a protocol twice", (s, r) -> r.protocols(protocols("range", "range")));
        join("another protocol type than the group's", (s, r) -> {
            member(s, 3);
            r.protocolType("connect");
        });
        join("no protocol in common with the group", (s, r) -> {
            member(s, 3);
            r.protocols(protocols("sticky"));
        });
        join("a first member", (s, r) -> {});
        joinFrom(1, "a negative time to rebalance in", (s, r) -> r.rebalanceTimeoutMs(-1));
        joinFrom(5, "an empty instance", (s, r) -> r.groupInstanceId(""));
        joinFrom(5, "an instance with a slash", (s, r) -> r.groupInstanceId("a/b"));
        joinFrom(5, "an instance of 250 characters", (s, r) -> r.groupInstanceId("i".repeat(250)));
        joinFrom(
                5,
                "a member of an instance that is not there",
                (s, r) -> r.groupInstanceId("i").memberId("stranger"));
        joinFrom(5, "an instance that somebody else has", (s, r) -> {
            staticMember(s, "i");
            r.groupInstanceId("i").memberId("stranger");
        });
        joinFrom(8, "a long reason", (s, r) -> r.reason("why ".repeat(500)));

        sync("an empty group", (r, m) -> r.groupId(""));
        sync("a group that is not there", (r, m) -> r.groupId("absent"));
        sync("a member that is not there", (r, m) -> r.memberId("stranger"));
        sync("no member", (r, m) -> r.memberId(""));
        sync("an old generation", (r, m) -> r.generationId(0));
        sync("a generation to come", (r, m) -> r.generationId(9));
        sync(
                "assignments for strangers",
                (r, m) -> r.assignments(List.of(
                        new SyncGroupRequestAssignment().memberId("stranger").assignment(new byte[1]))));
        sync("no assignments", (r, m) -> r.assignments(List.of()));
        syncFrom(3, "an instance that is not there", (r, m) -> r.groupInstanceId("nobody"));
        syncFrom(5, "another protocol type", (r, m) -> r.protocolType("connect"));
        syncFrom(5, "another protocol", (r, m) -> r.protocolName("sticky"));

        beat("an empty group", (r, m) -> r.groupId(""));
        beat("a group that is not there", (r, m) -> r.groupId("absent"));
        beat("a member that is not there", (r, m) -> r.memberId("stranger"));
        beat("no member", (r, m) -> r.memberId(""));
        beat("an old generation", (r, m) -> r.generationId(0));
        beat("a generation to come", (r, m) -> r.generationId(9));
        beat("a negative generation", (r, m) -> r.generationId(-1));
        beatFrom(3, "an instance that is not there", (r, m) -> r.groupInstanceId("nobody"));
        ALL.add(ApiKey.HEARTBEAT, 3, "an instance with another member", (scene, version) -> {
            JoinGroupResponse joined = staticMember(scene, "i");
            return new HeartbeatRequest()
                    .groupId(scene.name("g"))
                    .generationId(joined.generationId())
                    .memberId("stranger")
                    .groupInstanceId("i");
        });

        ALL.add(
                ApiKey.LEAVE_GROUP,
                0,
                2,
                "a member that is not there",
                (scene, version) ->
                        new LeaveGroupRequest().groupId(group(scene)).memberId("stranger"));
        ALL.add(
                ApiKey.LEAVE_GROUP,
                0,
                2,
                "an empty group",
                (scene, version) -> new LeaveGroupRequest().groupId("").memberId("m"));
        ALL.add(
                ApiKey.LEAVE_GROUP,
                0,
                2,
                "a group that is not there",
                (scene, version) -> new LeaveGroupRequest().groupId("absent").memberId("m"));
        leave("an empty group", m -> List.of(new MemberIdentity().memberId(m)), "");
        leave("a group that is not there", m -> List.of(new MemberIdentity().memberId(m)), "absent");
        leave("a member that is not there", m -> List.of(new MemberIdentity().memberId("stranger")), null);
        leave("nobody", m -> List.of(), null);
        leave("neither member nor instance", m -> List.of(new MemberIdentity()), null);
        leave("an instance that is not there", m -> List.of(new MemberIdentity().groupInstanceId("nobody")), null);
        leave(
                "a member with an instance that it has not",
                m -> List.of(new MemberIdentity().memberId(m).groupInstanceId("nobody")),
                null);
        leave("a member twice", m -> List.of(new MemberIdentity().memberId(m), new MemberIdentity().memberId(m)), null);
        leave(
                "a member and a stranger",
                m -> List.of(new MemberIdentity().memberId(m), new MemberIdentity().memberId("stranger")),
                null);
        ALL.add(ApiKey.LEAVE_GROUP, 3, "an instance with another member", (scene, version) -> {
            staticMember(scene, "i");
            return new LeaveGroupRequest()
                    .groupId(scene.name("g"))
                    .members(List.of(new MemberIdentity().memberId("stranger").groupInstanceId("i")));
        });

        ALL.add(ApiKey.DESCRIBE_GROUPS, "no group", (scene, version) -> new DescribeGroupsRequest());
        describe("an empty group", s -> List.of(""));
        describe("a group that is not there", s -> List.of(s.name("absent")));
        describe("a group twice", s -> List.of(group(s), s.name("g")));
        ALL.add(
                ApiKey.DESCRIBE_GROUPS,
                3,
                "all operations allowed",
                (scene, version) -> new DescribeGroupsRequest()
                        .groups(List.of(group(scene)))
                        .includeAuthorizedOperations(true));

        delete("an empty group", s -> List.of(""));
        delete("a group that is not there", s -> List.of(s.name("absent")));
        delete("a group with members", s -> List.of(group(s)));
        delete("a group twice", s -> List.of(left(s), s.name("g")));
        delete("a group without members", s -> List.of(left(s)));

        ALL.add(
                ApiKey.LIST_GROUPS,
                4,
                "a state that is none",
                (scene, version) -> new ListGroupsRequest().statesFilter(List.of("Bored")));
        ALL.add(
                ApiKey.LIST_GROUPS,
                4,
                "an empty state",
                (scene, version) -> new ListGroupsRequest().statesFilter(List.of("")));
        ALL.add(
                ApiKey.LIST_GROUPS,
                5,
                "a type that is none",
                (scene, version) -> new ListGroupsRequest().typesFilter(List.of("chess")));
        ALL.add(ApiKey.LIST_GROUPS, "all", (scene, version) -> new ListGroupsRequest());

        ALL.add(ApiKey.FIND_COORDINATOR, 0, 3, "an empty key", (scene, version) -> new FindCoordinatorRequest());
        ALL.add(
                ApiKey.FIND_COORDINATOR,
                1,
                3,
                "a type that is none",
                (scene, version) -> new FindCoordinatorRequest().key("k").keyType((byte) 9));
        ALL.add(
                ApiKey.FIND_COORDINATOR,
                1,
                3,
                "a negative type",
                (scene, version) -> new FindCoordinatorRequest().key("k").keyType((byte) -1));
        ALL.add(
                ApiKey.FIND_COORDINATOR,
                1,
                3,
                "a share group",
                (scene, version) -> new FindCoordinatorRequest()
                        .key("g:AAAAAAAAAAAAAAAAAAAAAQ:0")
                        .keyType((byte) 2));
        ALL.add(
                ApiKey.FIND_COORDINATOR,
                1,
                3,
                "an empty transactional id",
                (scene, version) -> new FindCoordinatorRequest().keyType((byte) 1));
        find("no key", 0);
        find("an empty key", 0, "");
        find("an empty transactional id", 1, "");
        find("a key twice", 0, "g", "g");
        find("a type that is none", 9, "k");
        find("a negative type", -1, "k");
        ALL.add(
                ApiKey.FIND_COORDINATOR,
                4,
                5,
                "a share group",
                (scene, version) -> new FindCoordinatorRequest()
                        .coordinatorKeys(List.of("g:AAAAAAAAAAAAAAAAAAAAAQ:0"))
                        .keyType((byte) 2));
        ALL.add(
                ApiKey.FIND_COORDINATOR,
                6,
                "a key that no share group has",
                (scene, version) -> new FindCoordinatorRequest()
                        .coordinatorKeys(List.of("nonsense"))
                        .keyType((byte) 2));
    }

    private GroupCases() {}

    private static List<JoinGroupRequestProtocol> protocols(String... names) {
        return Stream.of(names)
                .map(name -> new JoinGroupRequestProtocol().name(name).metadata("m".getBytes(UTF_8)))
                .toList();
    }

    private static JoinGroupRequest joining(Scene scene, int version) {
        JoinGroupRequest request = new JoinGroupRequest()
                .groupId(scene.name("g"))
                .sessionTimeoutMs(SESSION_MS)
                .protocolType("consumer")
                .protocols(protocols("range", "roundrobin"));
        return version < 1 ? request : request.rebalanceTimeoutMs(SESSION_MS);
    }

    /** Joins as the only member, and becomes stable. */
    static JoinGroupResponse member(Scene scene, int version) throws Exception {
        return stable(scene, scene.call(joining(scene, version), version));
    }

    /** The same with an instance of its own. */
    static JoinGroupResponse staticMember(Scene scene, String instance) throws Exception {
        JoinGroupRequest request = joining(scene, 5).groupInstanceId(instance);
        JoinGroupResponse joined = scene.call(request, 5);
        if (joined.errorCode() != 0) {
            joined = scene.call(request.memberId(joined.memberId()), 5);
        }
        return stable(scene, joined);
    }

    private static JoinGroupResponse stable(Scene scene, JoinGroupResponse joined) throws Exception {
        if (joined.errorCode() != 0) {
            throw new AssertionError(joined.toString());
        }
        scene.call(syncing(scene, joined), 1);
        return joined;
    }

    private static SyncGroupRequest syncing(Scene scene, JoinGroupResponse joined) {
        return new SyncGroupRequest()
                .groupId(scene.name("g"))
                .generationId(joined.generationId())
                .memberId(joined.memberId())
                .assignments(List.of(new SyncGroupRequestAssignment()
                        .memberId(joined.memberId())
                        .assignment(new byte[] {1})));
    }

    private static String group(Scene scene) throws Exception {
        member(scene, 3);
        return scene.name("g");
    }

    private static String left(Scene scene) throws Exception {
        JoinGroupResponse joined = member(scene, 3);
        scene.call(new LeaveGroupRequest().groupId(scene.name("g")).memberId(joined.memberId()), 1);
        return scene.name("g");
    }

    private interface OddJoin {
        void make(Scene scene, JoinGroupRequest request) throws Exception;
    }

    private static void join(String name, OddJoin odd) {
        joinFrom(0, name, odd);
    }

    private static void joinFrom(int from, String name, OddJoin odd) {
        ALL.add(ApiKey.JOIN_GROUP, from, name, (scene, version) -> {
            JoinGroupRequest request = joining(scene, version);
            odd.make(scene, request);
            return request;
        });
    }

    private interface Odd<R> {
        void make(R request, String member) throws Exception;
    }

    private static void sync(String name, Odd<SyncGroupRequest> odd) {
        syncFrom(0, name, odd);
    }

    private static void syncFrom(int from, String name, Odd<SyncGroupRequest> odd) {
        ALL.add(ApiKey.SYNC_GROUP, from, name, (scene, version) -> {
            JoinGroupResponse joined = member(scene, 3);
            SyncGroupRequest request = syncing(scene, joined);
            if (version >= 5) {
                request.protocolType("consumer").protocolName("range");
            }
            odd.make(request, joined.memberId());
            return request;
        });
    }

    private static void beat(String name, Odd<HeartbeatRequest> odd) {
        beatFrom(0, name, odd);
    }

    private static void beatFrom(int from, String name, Odd<HeartbeatRequest> odd) {
        ALL.add(ApiKey.HEARTBEAT, from, name, (scene, version) -> {
            JoinGroupResponse joined = member(scene, 3);
            HeartbeatRequest request = new HeartbeatRequest()
                    .groupId(scene.name("g"))
                    .generationId(joined.generationId())
                    .memberId(joined.memberId());
            odd.make(request, joined.memberId());
            return request;
        });
    }

    private interface Leaving {
        List<MemberIdentity> of(String member);
    }

    private static void leave(String name, Leaving leaving, String group) {
        ALL.add(ApiKey.LEAVE_GROUP, 3, name, (scene, version) -> {
            JoinGroupResponse joined = member(scene, 3);
            return new LeaveGroupRequest()
                    .groupId(group == null ? scene.name("g") : group)
                    .members(leaving.of(joined.memberId()));
        });
    }

    private interface Groups {
        List<String> in(Scene scene) throws Exception;
    }

    private static void describe(String name, Groups groups) {
        ALL.add(ApiKey.DESCRIBE_GROUPS, name, (scene, version) -> new DescribeGroupsRequest().groups(groups.in(scene)));
    }

    private static void delete(String name, Groups groups) {
        ALL.add(
                ApiKey.DELETE_GROUPS,
                name,
                (scene, version) -> new DeleteGroupsRequest().groupsNames(groups.in(scene)));
    }

    private static void find(String name, int type, String... keys) {
        ALL.add(
                ApiKey.FIND_COORDINATOR,
                4,
                name,
                (scene, version) ->
                        new FindCoordinatorRequest().keyType((byte) type).coordinatorKeys(List.of(keys)));
    }
}
