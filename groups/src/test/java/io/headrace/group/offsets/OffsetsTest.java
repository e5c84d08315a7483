package io.headrace.group.offsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.group.GroupRig.Reply;
import io.headrace.group.record.LegacyOffsetCommitKey;
import io.headrace.group.record.LegacyOffsetCommitValue;
import io.headrace.group.record.OffsetCommitValue;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Offsets are committed, fetched and deleted, by those who are nobody's members. */
class OffsetsTest extends OffsetStory {
    private static final Uuid FIRST = new Uuid(1, 1);
    private static final Uuid SECOND = new Uuid(2, 2);

    @Test
    void whatIsCommittedIsFetched() {
        assertEquals(Errors.NONE, commit(0, 42));

        OffsetFetchResponsePartitions fetched = fetch(0, true);
        assertEquals(42, fetched.committedOffset());
        assertEquals(5, fetched.committedLeaderEpoch());
        assertEquals("note", fetched.metadata());
        assertEquals(Errors.NONE.code(), fetched.errorCode());
        commit(0, 43);
        assertEquals(43, fetch(0));
        rig.restart();
        assertEquals(43, fetch(0));
    }

    @Test
    void whatIsNotCommittedIsMinusOne() {
        OffsetFetchResponsePartitions unknownGroup = fetch(0, false);
        assertEquals(-1, unknownGroup.committedOffset());
        assertEquals(Errors.NONE.code(), unknownGroup.errorCode());
        assertEquals("", unknownGroup.metadata());
        commit(0, 1);
        assertEquals(-1, fetch(1));
    }

    @Test
    void nothingIsAnsweredBeforeItIsCommitted() {
        rig.held = true;
        Reply<OffsetCommitResponse> reply = sendCommit(9, commitRequest("t", 0, 1));
        Reply<OffsetFetchResponseGroup> fetched = rig.ask(answer -> rig.machine.offsetFetch(
                rig.context(9, "c"), new OffsetFetchRequestGroup().groupId("g").topics(null), false, answer));
        assertFalse(reply.isAnswered());
        assertFalse(fetched.isAnswered());
        rig.release();
        assertTrue(reply.isAnswered());
        assertTrue(fetched.isAnswered());
    }

    @Test
    void whatCannotBeAppendedIsNotThere() {
        rig.appendError = Errors.NOT_ENOUGH_REPLICAS;
        assertEquals(Errors.COORDINATOR_NOT_AVAILABLE, commit(0, 1));
        rig.appendError = Errors.MESSAGE_TOO_LARGE;
        assertEquals(Errors.INVALID_COMMIT_OFFSET_SIZE, commit(0, 1));
        rig.appendError = Errors.NONE;
        assertEquals(-1, fetch(0));
        assertTrue(list(List.of(), List.of()).isEmpty());
    }

    @Test
    void metadataHasALimit() {
        rig.with("offset.metadata.max.bytes", 4);
        assertEquals(Errors.NONE, commit(0, 1));
        OffsetCommitRequest request = commitRequest("t", 1, 1);
        request.topics().get(0).partitions().get(0).committedMetadata("notes");
        assertEquals(Errors.OFFSET_METADATA_TOO_LARGE, commit(9, request));
        assertEquals(-1, fetch(1));
    }

    @Test
    void aGenerationOfAGroupThatIsNotThereIsRefused() {
        OffsetCommitRequest request =
                commitRequest("t", 0, 1).generationIdOrMemberEpoch(3).memberId("m");
        assertEquals(Errors.ILLEGAL_GENERATION, commit(8, request));
        assertEquals(Errors.GROUP_ID_NOT_FOUND, commit(9, request));
    }

    @Test
    void theEmptyGroupIdIsAllowedForOldTimesSake() {
        assertEquals(Errors.NONE, commit(9, commitRequest("t", 0, 1).groupId("")));
    }

    @Test
    void theRecordIsKafkas() {
        createTopic("t", FIRST);
        commit(0, 42);
        OffsetCommitValue value = (OffsetCommitValue) rig.lastRecord().value();
        assertEquals(4, rig.lastRecord().valueVersion());
        assertEquals(42, value.offset());
        assertEquals(5, value.leaderEpoch());
        assertEquals("note", value.metadata());
        assertEquals(rig.nowMs, value.commitTimestamp());
        assertEquals(FIRST, value.topicId());

        commit(4, commitRequest("t", 0, 43).retentionTimeMs(1000));
        value = (OffsetCommitValue) rig.lastRecord().value();
        assertEquals(1, rig.lastRecord().valueVersion());
        assertEquals(rig.nowMs + 1000, value.expireTimestamp());
    }

    @Test
    void allOffsetsOfAGroup() {
        createTopic("t", FIRST);
        commit(0, 10);
        commit(1, 11);
        commit(9, commitRequest("u", 7, 17));

        OffsetFetchResponseGroup all =
                fetch(new OffsetFetchRequestGroup().groupId("g").topics(null), false);

        assertEquals(2, all.topics().size());
        all.topics().forEach(topic -> {
            assertEquals(topic.name().equals("t") ? FIRST : Uuid.ZERO_UUID, topic.topicId());
            topic.partitions()
                    .forEach(partition ->
                            assertEquals(partition.partitionIndex() + 10, partition.committedOffset(), topic.name()));
        });
        assertTrue(fetch(new OffsetFetchRequestGroup().groupId("none").topics(null), false)
                .topics()
                .isEmpty());
    }

    @Test
    void offsetsGoWithTheirTopic() {
        createTopic("t", FIRST);
        createTopic("u", SECOND);
        commit(0, 10);
        commit(9, commitRequest("u", 0, 20));
        commitInTransaction(7, 1, 11);

        deleteTopic(FIRST);

        assertEquals(-1, fetch(0));
        assertEquals(-1, fetch(1, true).committedOffset());
        assertEquals(Errors.NONE.code(), fetch(1, true).errorCode());
        rig.endTransaction(7, true);
        assertEquals(-1, fetch(1));
        OffsetFetchResponseGroup all =
                fetch(new OffsetFetchRequestGroup().groupId("g").topics(null), false);
        assertEquals("u", all.topics().get(0).name());
        assertEquals(1, all.topics().size());
    }

    @Test
    void offsetsOfATopicThatWasDeletedMeanwhileGoWhenTheyAreLoaded() {
        createTopic("t", FIRST);
        commit(0, 10);
        rig.image = io.headrace.metadata.image.ClusterImage.empty("cluster");

        rig.restart();

        assertEquals(-1, fetch(0));
        assertTrue(rig.lastRecord().isTombstone());
    }

    @Test
    void aTopicOfTheSameNameInheritsNothing() {
        createTopic("t", FIRST);
        commit(0, 10);
        OffsetFetchRequestGroup byOtherId = new OffsetFetchRequestGroup()
                .groupId("g")
                .topics(List.of(
                        new OffsetFetchRequestTopics().name("t").topicId(SECOND).partitionIndexes(List.of(0))));

        assertEquals(
                -1, fetch(byOtherId, false).topics().get(0).partitions().get(0).committedOffset());
        assertEquals(SECOND, fetch(byOtherId, false).topics().get(0).topicId());
        deleteTopic(FIRST);
        createTopic("t", SECOND);
        assertEquals(-1, fetch(0));
        commit(0, 3);
        assertEquals(3, fetch(0));
    }

    @Test
    void manyOffsetsGoInSeveralSteps() {
        createTopic("t", FIRST);
        for (int partition = 0; partition < 2500; partition++) {
            commit(partition, partition);
        }
        int before = rig.log.size();
        deleteTopic(FIRST);
        assertEquals(before + 1000, rig.log.size());
        rig.advance(0);
        assertEquals(before + 2500, rig.log.size());
        assertTrue(fetch(new OffsetFetchRequestGroup().groupId("g").topics(null), false)
                .topics()
                .isEmpty());
    }

    @Test
    void anAdminDeletesOffsets() {
        commit(0, 10);
        commit(1, 11);

        assertEquals(Errors.NONE.code(), deleteOffsets("g", "t", 0, 5).errorCode());
        assertEquals(-1, fetch(0));
        assertEquals(11, fetch(1));
        rig.restart();
        assertEquals(-1, fetch(0));
        assertEquals(
                Errors.GROUP_ID_NOT_FOUND.code(), deleteOffsets("none", "t", 0).errorCode());
        assertEquals(Errors.INVALID_GROUP_ID.code(), deleteOffsets("", "t", 0).errorCode());
    }

    @Test
    void anAdminDeletesAGroup() {
        commit(0, 10);
        commitInTransaction(7, 1, 11);

        assertEquals(Errors.NONE, deleteGroup("g"));
        assertEquals(Errors.GROUP_ID_NOT_FOUND, deleteGroup("g"));

        rig.endTransaction(7, true);
        assertEquals(-1, fetch(0));
        assertEquals(-1, fetch(1));
        rig.restart();
        assertTrue(list(List.of(), List.of()).isEmpty());
        assertTrue(rig.compacted().values().stream().allMatch(CoordinatorRecord::isTombstone));
    }

    @Test
    void aGroupOfWhichOnlySomeOffsetsWentCanBeDeletedAgain() {
        for (int partition = 0; partition < 20; partition++) {
            commit(partition, 1);
        }
        rig.cutAfter = 7;
        assertEquals(Errors.NOT_COORDINATOR, deleteGroup("g"));
        rig.cutAfter = -1;
        assertEquals(1, list(List.of(), List.of()).size());
        rig.restart();
        assertEquals(Errors.NONE, deleteGroup("g"));
        assertTrue(list(List.of(), List.of()).isEmpty());
        rig.restart();
        assertTrue(rig.compacted().values().stream().allMatch(CoordinatorRecord::isTombstone));
    }

    @Test
    void groupsThatOnlyStoreOffsetsAreListed() {
        commit(0, 10);

        assertEquals(1, list(List.of(), List.of()).size());
        assertEquals("Empty", list(List.of(), List.of()).get(0).groupState());
        assertEquals("Classic", list(List.of(), List.of()).get(0).groupType());
        assertEquals("", list(List.of(), List.of()).get(0).protocolType());
        assertEquals(1, list(List.of("EMPTY", "stable"), List.of("classic")).size());
        assertEquals(0, list(List.of("Stable"), List.of()).size());
        assertEquals(0, list(List.of(), List.of("consumer")).size());
        assertEquals(0, list(List.of("whatever"), List.of()).size());
    }

    @Test
    void recordsOfOldBrokersAreRead() {
        rig.plant(CoordinatorRecord.of(
                new LegacyOffsetCommitKey().group("g").topic("t").partition(3),
                new LegacyOffsetCommitValue().offset(33).metadata("old").commitTimestamp(rig.nowMs),
                0));
        rig.restart();

        assertEquals(33, fetch(3));
        assertEquals("old", fetch(3, false).metadata());
        assertEquals(-1, fetch(3, false).committedLeaderEpoch());
    }
}
