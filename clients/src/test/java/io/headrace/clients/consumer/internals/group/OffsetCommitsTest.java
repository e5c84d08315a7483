package io.headrace.clients.consumer.internals.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.CommitFailedException;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.CoordinatorLoadInProgressException;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.OffsetMetadataTooLarge;
import io.headrace.common.errors.RebalanceInProgressException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.headrace.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commits on a scripted loop, with the answers of a coordinator. */
class OffsetCommitsTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);

    private final GroupStage stage = new GroupStage();
    private final ScriptedLoop loop = stage.loop;
    private final OffsetCommits commits = new OffsetCommits(loop, stage.settings, stage.coordinator, stage.session);
    private final List<RuntimeException> told = new ArrayList<>();
    private boolean isWaitedFor = true;

    private void begin(long offset) {
        commits.commit(Map.of(P0, new OffsetAndMetadata(offset)), GroupStage.LONG_MS, () -> isWaitedFor, told::add);
    }

    private ScriptedLoop.Sent commit(long offset) {
        begin(offset);
        return stage.find();
    }

    private static OffsetCommitResponse answer(Errors error) {
        return new OffsetCommitResponse()
                .topics(List.of(new OffsetCommitResponseTopic()
                        .name("t")
                        .partitions(List.of(new OffsetCommitResponsePartition()
                                .partitionIndex(0)
                                .errorCode(error.code())))));
    }

    @Test
    void whoeverWaitsHasItTriedAgain() {
        commit(5).answer(answer(Errors.COORDINATOR_LOAD_IN_PROGRESS));
        assertEquals(List.of(), told);
        loop.advance(GroupStage.BACKOFF_MS * 2);
        ScriptedLoop.Sent again = loop.take();
        assertEquals(
                5,
                ((OffsetCommitRequest) again.request())
                        .topics()
                        .get(0)
                        .partitions()
                        .get(0)
                        .committedOffset());
        again.answer(answer(Errors.NONE));
        assertEquals(1, told.size());
        assertNull(told.get(0));
    }

    /** A later commit would be undone by it, or another member's. */
    @Test
    void whatNobodyWaitsForIsNotTriedAgain() {
        ScriptedLoop.Sent sent = commit(5);
        isWaitedFor = false;
        sent.answer(answer(Errors.COORDINATOR_LOAD_IN_PROGRESS));
        assertInstanceOf(CoordinatorLoadInProgressException.class, told.get(0));
        loop.advance(GroupStage.LONG_MS);
        assertEquals(0, loop.waiting());
    }

    @Test
    void norWhenWhoeverWaitedHasGoneBeforeItIsTriedAgain() {
        ScriptedLoop.Sent sent = commit(5);
        sent.answer(answer(Errors.COORDINATOR_LOAD_IN_PROGRESS));
        isWaitedFor = false;
        loop.advance(GroupStage.LONG_MS);
        assertEquals(0, loop.waiting());
        assertInstanceOf(CoordinatorLoadInProgressException.class, told.get(0));
        assertEquals(ApiKey.OFFSET_COMMIT, sent.call().key());
    }

    private static OffsetCommitRequest request(ScriptedLoop.Sent sent) {
        return (OffsetCommitRequest) sent.request();
    }

    @Test
    void aMemberCommitsAsItself() {
        OffsetCommitRequest request = request(commit(5));
        assertEquals("me", request.memberId());
        assertEquals(3, request.generationIdOrMemberEpoch());
        assertEquals("t", request.topics().get(0).name());
    }

    @Test
    void whoHasNotSubscribedCommitsFromOutside() {
        stage.session.is(Membership.State.NONE);
        OffsetCommitRequest request = request(commit(5));
        assertEquals("", request.memberId());
        assertEquals(-1, request.generationIdOrMemberEpoch());
    }

    @Test
    void aMemberOfKip848NamesTopicsByTheIdsThatItKnewThen() {
        stage.session.withMemberEpochs();
        begin(5);
        // Deleted while the coordinator is looked for; the request is made after that.
        loop.publish(ClusterViews.ofBrokers(2).view());
        assertEquals(ClusterViews.id("t"), request(stage.find()).topics().get(0).topicId());
    }

    @Test
    void whoIsNotAMemberAsksNobody() {
        stage.session.is(Membership.State.REBALANCING);
        begin(5);
        assertInstanceOf(RebalanceInProgressException.class, told.get(0));
        stage.session.is(Membership.State.OUTSIDE);
        begin(6);
        assertInstanceOf(CommitFailedException.class, told.get(1));
        assertEquals(0, loop.waiting());
    }

    /** Whoever is told of the commit last should not be told to poll on. */
    @Test
    void whoWasRefusedIsToldWhy() {
        stage.session.isRefused(GroupErrors.failure(Errors.FENCED_INSTANCE_ID, stage.settings));
        begin(5);
        assertInstanceOf(CommitFailedException.class, told.get(0));
        assertTrue(told.get(0).getMessage().contains("has taken this one's place"), told.get(0)::getMessage);
        stage.session.isRefused(GroupErrors.failure(Errors.GROUP_AUTHORIZATION_FAILED, stage.settings));
        begin(6);
        assertInstanceOf(GroupAuthorizationException.class, told.get(1));
        assertEquals(0, loop.waiting());
    }

    @Test
    void whoWasPutOutIsToldAndTheMembershipHearsOfIt() {
        commit(5).answer(answer(Errors.UNKNOWN_MEMBER_ID));
        assertInstanceOf(CommitFailedException.class, told.get(0));
        assertEquals(List.of(Errors.UNKNOWN_MEMBER_ID), stage.session.refusals());
    }

    @Test
    void aCommitThatMetTheNextGenerationMayBeMadeAgainAfterTheRebalance() {
        ScriptedLoop.Sent sent = commit(5);
        stage.session.is(Membership.State.REBALANCING);
        sent.answer(answer(Errors.ILLEGAL_GENERATION));
        assertInstanceOf(RebalanceInProgressException.class, told.get(0));
    }

    @Test
    void withANewEpochItIsSentAgainAtOnce() {
        ScriptedLoop.Sent sent = commit(5);
        stage.session.epoch(4);
        sent.answer(answer(Errors.STALE_MEMBER_EPOCH));
        ScriptedLoop.Sent again = loop.take();
        assertEquals(4, request(again).generationIdOrMemberEpoch());
        again.answer(answer(Errors.NONE));
        assertNull(told.get(0));
    }

    @Test
    void whileTheNewEpochIsNotKnownItIsTriedAgainLater() {
        commit(5).answer(answer(Errors.STALE_MEMBER_EPOCH));
        assertEquals(0, loop.waiting());
        stage.session.epoch(4);
        loop.advance(GroupStage.BACKOFF_MS * 2);
        assertEquals(4, request(loop.take()).generationIdOrMemberEpoch());
    }

    @Test
    void refusalsForGoodNameWhatWasRefused() {
        commit(5).answer(answer(Errors.TOPIC_AUTHORIZATION_FAILED));
        assertEquals(Set.of("t"), ((TopicAuthorizationException) told.get(0)).unauthorizedTopics());
        begin(6);
        loop.take().answer(answer(Errors.OFFSET_METADATA_TOO_LARGE));
        assertInstanceOf(OffsetMetadataTooLarge.class, told.get(1));
        assertTrue(told.get(1).getMessage().contains("t-0"), told.get(1)::getMessage);
        begin(7);
        loop.take().answer(answer(Errors.GROUP_AUTHORIZATION_FAILED));
        assertInstanceOf(GroupAuthorizationException.class, told.get(2));
    }

    @Test
    void theDeadlineEndsItWithTheLastReason() {
        commit(5).answer(answer(Errors.COORDINATOR_LOAD_IN_PROGRESS));
        for (long passed = 0; passed < GroupStage.LONG_MS; passed += GroupStage.BACKOFF_MS) {
            loop.advance(GroupStage.BACKOFF_MS);
            while (loop.waiting() > 0) {
                loop.take().answer(answer(Errors.COORDINATOR_LOAD_IN_PROGRESS));
            }
        }
        assertInstanceOf(TimeoutException.class, told.get(0));
        assertTrue(told.get(0).getMessage().contains("Last failure"), told.get(0)::getMessage);
        assertEquals(1, told.size());
    }
}
