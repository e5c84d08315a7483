package io.headrace.clients.consumer.internals.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.FindCoordinatorRequest;
import io.headrace.protocol.message.FindCoordinatorResponse;
import io.headrace.protocol.message.FindCoordinatorResponse.Coordinator;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupCoordinatorTest {

    private final GroupStage stage = new GroupStage();
    private final ScriptedLoop loop = stage.loop;
    private final GroupCoordinator coordinator = stage.coordinator;
    private final List<String> told = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();

    private void ask(String memberId, long timeoutMs) {
        Call call = Call.of(new HeartbeatRequest().groupId("g").memberId(memberId), 0, 4);
        coordinator.send(call, timeoutMs, new ResponseHandler<HeartbeatResponse>() {
            @Override
            public void onResponse(HeartbeatResponse response, int version, int nodeId) {
                told.add(memberId);
            }

            @Override
            public void onFailure(RuntimeException failure) {
                told.add("no " + memberId);
                failures.add(failure);
            }
        });
    }

    private static FindCoordinatorResponse refused(Errors error) {
        return new FindCoordinatorResponse()
                .coordinators(List.of(new Coordinator().key("g").nodeId(-1).errorCode(error.code())));
    }

    private static String memberId(ScriptedLoop.Sent sent) {
        return ((HeartbeatRequest) sent.request()).memberId();
    }

    @Test
    void nobodyIsLookedForWhileNobodyAsks() {
        loop.advance(GroupStage.LONG_MS);
        assertEquals(0, loop.waiting());
    }

    @Test
    void whatIsAskedWhileItIsNotKnownIsSentInOrder() {
        ask("a", GroupStage.LONG_MS);
        ask("b", GroupStage.LONG_MS);
        ScriptedLoop.Sent search = loop.take();
        assertEquals(Target.ANY, search.target());
        assertEquals(List.of("g"), ((FindCoordinatorRequest) search.request()).coordinatorKeys());
        assertEquals(0, loop.waiting(), "one search for both");
        search.answer(GroupStage.found(2));
        ScriptedLoop.Sent first = loop.take();
        assertEquals(Target.coordinator(2), first.target());
        assertEquals("a", memberId(first));
        ScriptedLoop.Sent second = loop.take();
        assertEquals("b", memberId(second));
        first.answer(new HeartbeatResponse());
        second.answer(new HeartbeatResponse());
        ask("c", GroupStage.LONG_MS);
        assertEquals("c", memberId(loop.take()), "it is known now");
        assertEquals(List.of("a", "b"), told);
    }

    @Test
    void brokersThatKnowOneKeyAreAskedForOne() {
        loop.supports(ApiKey.FIND_COORDINATOR, 2);
        ask("a", GroupStage.LONG_MS);
        ScriptedLoop.Sent search = loop.take();
        assertEquals("g", ((FindCoordinatorRequest) search.request()).key());
        search.answer(new FindCoordinatorResponse().nodeId(2));
        assertEquals(Target.coordinator(2), loop.take().target());
    }

    @Test
    void theSearchGoesOnWhileTheReasonPasses() {
        ask("a", GroupStage.LONG_MS);
        loop.take().answer(refused(Errors.COORDINATOR_NOT_AVAILABLE));
        assertEquals(0, loop.waiting(), "not at once");
        loop.advance(GroupStage.BACKOFF_MS * 2);
        loop.take().fail(new DisconnectException("cut"));
        loop.advance(GroupStage.BACKOFF_MS * 2);
        loop.take().answer(GroupStage.found(1));
        assertEquals("a", memberId(loop.take()));
    }

    @Test
    void aRefusalForGoodFailsAllThatWait() {
        ask("a", GroupStage.LONG_MS);
        ask("b", GroupStage.LONG_MS);
        loop.take().answer(refused(Errors.GROUP_AUTHORIZATION_FAILED));
        assertEquals(List.of("no a", "no b"), told);
        assertInstanceOf(GroupAuthorizationException.class, failures.get(0));
        ask("c", GroupStage.LONG_MS);
        assertEquals(ApiKey.FIND_COORDINATOR, loop.take().call().key(), "who asks again has it looked for again");
    }

    @Test
    void eachQuestionHasItsOwnDeadlineAndNamesTheReason() {
        ask("a", 1_000);
        ask("b", 5_000);
        loop.take().answer(refused(Errors.COORDINATOR_LOAD_IN_PROGRESS));
        loop.advance(1_000);
        assertEquals(List.of("no a"), told);
        assertInstanceOf(TimeoutException.class, failures.get(0));
        assertTrue(failures.get(0).getMessage().contains("was not found within 1000 ms"), failures.get(0)::getMessage);
        loop.take().answer(GroupStage.found(1));
        assertEquals("b", memberId(loop.take()));
    }

    @Test
    void aBrokerThatMetadataDoesNotKnowIsWaitedFor() {
        int before = loop.metadataRequests();
        ask("a", GroupStage.LONG_MS);
        loop.take().answer(GroupStage.found(9));
        assertEquals(before + 1, loop.metadataRequests());
        loop.publish(ClusterViews.ofBrokers(9).view());
        loop.advance(GroupStage.BACKOFF_MS * 2);
        loop.take().answer(GroupStage.found(9));
        assertEquals(Target.coordinator(9), loop.take().target());
    }

    @Test
    void anAnswerAboutAnotherGroupIsNone() {
        ask("a", GroupStage.LONG_MS);
        loop.take()
                .answer(new FindCoordinatorResponse()
                        .coordinators(List.of(new Coordinator().key("other").nodeId(1))));
        assertEquals(0, loop.waiting());
        loop.advance(GroupStage.BACKOFF_MS * 2);
        assertEquals(ApiKey.FIND_COORDINATOR, loop.take().call().key());
    }

    @Test
    void itIsLookedForAgainWhenItSaysThatItIsNotOrDoesNotAnswer() {
        ask("a", GroupStage.LONG_MS);
        stage.find().answer(new HeartbeatResponse());
        coordinator.heed(Errors.UNKNOWN_MEMBER_ID);
        ask("b", GroupStage.LONG_MS);
        assertEquals("b", memberId(loop.take()), "that says nothing of the coordinator");
        coordinator.heed(Errors.NOT_COORDINATOR);
        ask("c", GroupStage.LONG_MS);
        stage.find().fail(new TimeoutException("late"));
        ask("d", GroupStage.LONG_MS);
        assertEquals("d", memberId(stage.find()));
        assertEquals(List.of("a", "no c"), told);
    }

    /** Two requests may be lost with one connection; the second loss says nothing of whoever was found since. */
    @Test
    void whatWasAskedOfAFormerCoordinatorDoesNotEndTheNewOne() {
        ask("a", GroupStage.LONG_MS);
        ScriptedLoop.Sent first = stage.find();
        ask("b", GroupStage.LONG_MS);
        ScriptedLoop.Sent second = loop.take();
        first.fail(new DisconnectException("cut"));
        ask("c", GroupStage.LONG_MS);
        loop.take().answer(GroupStage.found(2));
        assertEquals(Target.coordinator(2), loop.take().target());
        second.fail(new DisconnectException("cut"));
        ask("d", GroupStage.LONG_MS);
        assertEquals(Target.coordinator(2), loop.take().target());
    }
}
