package io.headrace.clients.consumer.internals.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.CoordinatorLoadInProgressException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.FindCoordinatorResponse;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.headrace.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commits on a scripted loop, with the answers of a coordinator. */
class OffsetCommitsTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final int BACKOFF_MS = 100;
    private static final long LONG_MS = 60_000;

    private final ScriptedLoop loop = new ScriptedLoop();
    private final GroupSettings settings = new GroupSettings(
            "g", Optional.empty(), 10_000, 3_000, 60_000, null, null, 30_000, new Backoff(BACKOFF_MS, BACKOFF_MS));
    private final OffsetCommits commits =
            new OffsetCommits(loop, settings, new GroupCoordinator(loop, settings), new Outsider());
    private final List<RuntimeException> told = new ArrayList<>();
    private boolean isWaitedFor = true;

    /** Of no group: commits are sent as they are. */
    private static final class Outsider implements GroupSession {
        @Override
        public void subscribe(Wish wish) {}

        @Override
        public void unsubscribe(String reason, Departure departure, Runnable onDone) {}

        @Override
        public void rejoin(String reason) {}

        @Override
        public void polled() {}

        @Override
        public void answer(TurnAnswer answer) {}

        @Override
        public void commitRefused(Membership as, Errors error) {}

        @Override
        public boolean hasMemberEpochs() {
            return false;
        }

        @Override
        public Membership membership() {
            return Membership.none(Optional.empty());
        }

        @Override
        public boolean isWaitingForPoll() {
            return false;
        }
    }

    private ScriptedLoop.Sent commit(long offset) {
        loop.publish(ClusterViews.ofBrokers(2).view());
        commits.commit(Map.of(P0, new OffsetAndMetadata(offset)), LONG_MS, () -> isWaitedFor, told::add);
        loop.run();
        loop.take()
                .answer(new FindCoordinatorResponse()
                        .coordinators(List.of(new FindCoordinatorResponse.Coordinator()
                                .key("g")
                                .nodeId(1)
                                .host("localhost")
                                .port(1))));
        return loop.take();
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
        loop.advance(BACKOFF_MS * 2);
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
        loop.advance(LONG_MS);
        assertEquals(0, loop.waiting());
    }

    @Test
    void norWhenWhoeverWaitedHasGoneBeforeItIsTriedAgain() {
        ScriptedLoop.Sent sent = commit(5);
        sent.answer(answer(Errors.COORDINATOR_LOAD_IN_PROGRESS));
        isWaitedFor = false;
        loop.advance(LONG_MS);
        assertEquals(0, loop.waiting());
        assertInstanceOf(CoordinatorLoadInProgressException.class, told.get(0));
        assertEquals(ApiKey.OFFSET_COMMIT, sent.call().key());
    }
}
