package io.headrace.interop.odd;

import io.headrace.common.Uuid;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.headrace.protocol.message.OffsetDeleteRequest;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.headrace.protocol.message.OffsetFetchRequest;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import java.util.List;

/** Offsets of groups: committed, fetched and deleted with requests that make no sense. */
final class OffsetCases {

    static final CaseList ALL = new CaseList();

    static {
        commit("an empty group", (s, r, t, p) -> r.groupId(""));
        commit("no member and no generation", (s, r, t, p) -> {});
        commit("a generation of a group that is not there", (s, r, t, p) -> r.generationIdOrMemberEpoch(3));
        commit("a member of a group that is not there", (s, r, t, p) -> r.memberId("m"));
        commit(
                "a member and a generation of a group that is not there",
                (s, r, t, p) -> r.memberId("m").generationIdOrMemberEpoch(1));
        commit("a generation of -2", (s, r, t, p) -> r.generationIdOrMemberEpoch(-2));
        commit("a negative offset", (s, r, t, p) -> p.committedOffset(-1));
        commit("a partition that is not there", (s, r, t, p) -> p.partitionIndex(9));
        commit("a negative partition", (s, r, t, p) -> p.partitionIndex(-1));
        commit("no topics", (s, r, t, p) -> r.topics(List.of()));
        commit("no partitions", (s, r, t, p) -> t.partitions(List.of()));
        commit("metadata that is too long", (s, r, t, p) -> p.committedMetadata("m".repeat(5_000)));
        commit("metadata of the greatest length", (s, r, t, p) -> p.committedMetadata("m".repeat(4_096)));
        commit("a partition twice", (s, r, t, p) -> t.partitions(List.of(p, p)));
        commit("a topic twice", (s, r, t, p) -> r.topics(List.of(t, t)));
        commit("no member while the group has some", (s, r, t, p) -> GroupCases.member(s, 3));
        commit("a stranger while the group has members", (s, r, t, p) -> {
            GroupCases.member(s, 3);
            r.memberId("stranger").generationIdOrMemberEpoch(1);
        });
        commit("an old generation", (s, r, t, p) -> {
            JoinGroupResponse joined = GroupCases.member(s, 3);
            r.memberId(joined.memberId()).generationIdOrMemberEpoch(0);
        });
        commit("a generation to come", (s, r, t, p) -> {
            JoinGroupResponse joined = GroupCases.member(s, 3);
            r.memberId(joined.memberId()).generationIdOrMemberEpoch(7);
        });
        ALL.add(ApiKey.OFFSET_COMMIT, 2, 9, "a topic that is not there", (s, v) -> committing(s, v, "absent", null));
        ALL.add(ApiKey.OFFSET_COMMIT, 2, 9, "an empty name", (s, v) -> committing(s, v, "", null));
        ALL.add(ApiKey.OFFSET_COMMIT, 10, "an id that is not there", (s, v) -> committing(s, v, "", new Uuid(1, 2)));
        ALL.add(ApiKey.OFFSET_COMMIT, 10, "no id", (s, v) -> committing(s, v, "", Uuid.ZERO_UUID));
        ALL.add(
                ApiKey.OFFSET_COMMIT,
                2,
                4,
                "a negative time to keep it",
                (s, v) -> committing(s, v, topic(s), null).retentionTimeMs(-7));
        ALL.add(ApiKey.OFFSET_COMMIT, 7, 9, "an instance that is not there", (s, v) -> {
            JoinGroupResponse joined = GroupCases.member(s, 3);
            return committing(s, v, topic(s), null)
                    .memberId(joined.memberId())
                    .generationIdOrMemberEpoch(joined.generationId())
                    .groupInstanceId("nobody");
        });
        ALL.add(ApiKey.OFFSET_COMMIT, 7, 9, "an instance with another member", (s, v) -> {
            JoinGroupResponse joined = GroupCases.staticMember(s, "i");
            return committing(s, v, topic(s), null)
                    .memberId("stranger")
                    .generationIdOrMemberEpoch(joined.generationId())
                    .groupInstanceId("i");
        });

        fetchOne("an empty group", "", 0);
        fetchOne("a group that is not there", "absent", 0);
        fetchOne("a partition that is not there", "absent", 9);
        fetchOne("a negative partition", "absent", -1);
        ALL.add(
                ApiKey.OFFSET_FETCH,
                2,
                7,
                "all topics of a group that is not there",
                (s, v) -> new OffsetFetchRequest().groupId("absent").topics(null));
        ALL.add(
                ApiKey.OFFSET_FETCH,
                2,
                7,
                "all topics of an empty group",
                (s, v) -> new OffsetFetchRequest().groupId("").topics(null));
        ALL.add(ApiKey.OFFSET_FETCH, 8, "no groups", (s, v) -> new OffsetFetchRequest().groups(List.of()));
        fetchMany("an empty group", (s, g) -> g.groupId(""));
        fetchMany("a group that is not there", (s, g) -> g.topics(null));
        fetchMany("no topics", (s, g) -> g.topics(List.of()));
        fetchFrom(
                9,
                "a member of a group that is not there",
                (s, g) -> g.memberId("m").memberEpoch(1));
        fetchFrom(9, "a member of no epoch", (s, g) -> g.memberId("m"));
        fetchFrom(9, "an epoch of no member", (s, g) -> g.memberEpoch(3));
        fetchFrom(9, "a stranger in a classic group", (s, g) -> {
            GroupCases.member(s, 3);
            g.groupId(s.name("g")).memberId("stranger").memberEpoch(1);
        });
        fetchFrom(9, "a member of a classic group in another generation", (s, g) -> {
            JoinGroupResponse joined = GroupCases.member(s, 3);
            g.groupId(s.name("g")).memberId(joined.memberId()).memberEpoch(9);
        });
        ALL.add(ApiKey.OFFSET_FETCH, 8, "a group twice", (s, v) -> {
            OffsetFetchRequestGroup group =
                    new OffsetFetchRequestGroup().groupId(s.name("g")).topics(null);
            return new OffsetFetchRequest().groups(List.of(group, group));
        });
        ALL.add(
                ApiKey.OFFSET_FETCH,
                10,
                "an id that is not there",
                (s, v) -> fetching()
                        .groups(List.of(new OffsetFetchRequestGroup()
                                .groupId(s.name("g"))
                                .topics(List.of(new OffsetFetchRequestTopics()
                                        .topicId(new Uuid(1, 2))
                                        .partitionIndexes(List.of(0)))))));
        ALL.add(
                ApiKey.OFFSET_FETCH,
                8,
                9,
                "a topic that is not there",
                (s, v) -> fetching()
                        .groups(List.of(new OffsetFetchRequestGroup()
                                .groupId(s.name("g"))
                                .topics(List.of(new OffsetFetchRequestTopics()
                                        .name("absent")
                                        .partitionIndexes(List.of(0, 0)))))));

        delete("an empty group", (s, r) -> r.groupId(""));
        delete("a group that is not there", (s, r) -> {});
        delete("a topic that is not there", (s, r) -> {
            GroupCases.member(s, 3);
            r.topics(offsetsOf("absent", 0));
        });
        delete("no topics", (s, r) -> {
            GroupCases.member(s, 3);
            r.topics(List.of());
        });
        delete("a partition that is not there", (s, r) -> {
            committed(s);
            r.topics(offsetsOf(s.name("t"), 9));
        });
        delete("a partition twice", (s, r) -> {
            committed(s);
            r.topics(offsetsOf(s.name("t"), 0, 0));
        });
        delete("members whose subscription cannot be read", (s, r) -> {
            GroupCases.member(s, 3);
            r.topics(offsetsOf(topic(s), 0));
        });
    }

    private OffsetCases() {}

    private static String topic(Scene scene) throws Exception {
        scene.topic(scene.name("t"), 1);
        return scene.name("t");
    }

    private static void committed(Scene scene) throws Exception {
        scene.call(committing(scene, 2, topic(scene), null), 2);
    }

    private interface OddCommit {
        void make(
                Scene scene,
                OffsetCommitRequest request,
                OffsetCommitRequestTopic topic,
                OffsetCommitRequestPartition partition)
                throws Exception;
    }

    private static void commit(String name, OddCommit odd) {
        ALL.add(ApiKey.OFFSET_COMMIT, name, (scene, version) -> {
            Uuid id = scene.topic(scene.name("t"), 1);
            OffsetCommitRequest request = committing(scene, version, version < 10 ? scene.name("t") : "", id);
            OffsetCommitRequestTopic topic = request.topics().get(0);
            odd.make(scene, request, topic, topic.partitions().get(0));
            return request;
        });
    }

    private static OffsetCommitRequest committing(Scene scene, int version, String name, Uuid id) {
        OffsetCommitRequestTopic topic = new OffsetCommitRequestTopic()
                .name(name)
                .partitions(List.of(new OffsetCommitRequestPartition()
                        .partitionIndex(0)
                        .committedOffset(5)
                        .committedMetadata("m")));
        if (version >= 10) {
            topic.topicId(id);
        }
        return new OffsetCommitRequest()
                .groupId(scene.name("g"))
                .generationIdOrMemberEpoch(-1)
                .topics(List.of(topic));
    }

    private static void fetchOne(String name, String group, int partition) {
        ALL.add(
                ApiKey.OFFSET_FETCH,
                1,
                7,
                name,
                (scene, version) -> new OffsetFetchRequest()
                        .groupId(group)
                        .topics(List.of(new OffsetFetchRequestTopic()
                                .name(topic(scene))
                                .partitionIndexes(List.of(partition)))));
    }

    private interface OddFetch {
        void make(Scene scene, OffsetFetchRequestGroup group) throws Exception;
    }

    private static OffsetFetchRequest fetching() {
        return new OffsetFetchRequest();
    }

    private static void fetchMany(String name, OddFetch odd) {
        fetchFrom(8, name, odd);
    }

    private static void fetchFrom(int from, String name, OddFetch odd) {
        ALL.add(ApiKey.OFFSET_FETCH, from, name, (scene, version) -> {
            Uuid id = scene.topic(scene.name("t"), 1);
            OffsetFetchRequestTopics topic = new OffsetFetchRequestTopics().partitionIndexes(List.of(0));
            OffsetFetchRequestGroup group = new OffsetFetchRequestGroup()
                    .groupId("absent")
                    .topics(List.of(version < 10 ? topic.name(scene.name("t")) : topic.topicId(id)));
            odd.make(scene, group);
            return fetching().groups(List.of(group));
        });
    }

    private interface OddDelete {
        void make(Scene scene, OffsetDeleteRequest request) throws Exception;
    }

    private static void delete(String name, OddDelete odd) {
        ALL.add(ApiKey.OFFSET_DELETE, name, (scene, version) -> {
            OffsetDeleteRequest request =
                    new OffsetDeleteRequest().groupId(scene.name("g")).topics(offsetsOf(scene.name("t"), 0));
            odd.make(scene, request);
            return request;
        });
    }

    private static List<OffsetDeleteRequestTopic> offsetsOf(String topic, Integer... partitions) {
        return List.of(new OffsetDeleteRequestTopic()
                .name(topic)
                .partitions(List.of(partitions).stream()
                        .map(p -> new OffsetDeleteRequestPartition().partitionIndex(p))
                        .toList()));
    }
}
