package io.headrace.clients.internals.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.internals.groups.DeleteGroupsOperation;
import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.Target;
import io.headrace.common.errors.CoordinatorNotAvailableException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DeleteGroupsRequest;
import io.headrace.protocol.message.DeleteGroupsResponse;
import io.headrace.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import io.headrace.protocol.message.FindCoordinatorRequest;
import io.headrace.protocol.message.FindCoordinatorResponse;
import io.headrace.protocol.message.FindCoordinatorResponse.Coordinator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoordinatorRouteTest {

    private static final long TIMEOUT_MS = 60_000;

    private final ScriptedLoop loop = new ScriptedLoop();
    private final Set<String> done = new HashSet<>();
    private final Map<String, RuntimeException> failed = new HashMap<>();

    @BeforeEach
    void twoBrokers() {
        loop.publish(ClusterViews.ofBrokers(2).view());
    }

    private void delete(String... groups) {
        Operations operations = new Operations(
                loop, new TopicInterest(loop), new Operations.Limits(30_000, 9, new Backoff(100, 1_000)));
        operations.start(new DeleteGroupsOperation(), List.of(groups), TIMEOUT_MS, new Outcome<>() {
            @Override
            public void succeeded(String group, Void nothing) {
                assertTrue(done.add(group), "told once");
            }

            @Override
            public void failed(String group, RuntimeException why) {
                assertEquals(null, failed.put(group, why), "told once");
            }
        });
    }

    private static Coordinator at(String key, int node) {
        return new Coordinator().key(key).nodeId(node);
    }

    private static Coordinator failing(String key, Errors error) {
        return new Coordinator().key(key).nodeId(-1).errorCode(error.code());
    }

    private static FindCoordinatorResponse found(Coordinator... coordinators) {
        return new FindCoordinatorResponse().coordinators(List.of(coordinators));
    }

    private static DeleteGroupsResponse deleted(String group, Errors error) {
        return new DeleteGroupsResponse()
                .results(List.of(new DeletableGroupResult().groupId(group).errorCode(error.code())));
    }

    private static List<String> asked(ScriptedLoop.Sent sent) {
        return ((DeleteGroupsRequest) sent.request()).groupsNames();
    }

    @Test
    void coordinatorsOfSeveralGroupsAreFoundByOneRequest() {
        delete("a", "b");
        ScriptedLoop.Sent search = loop.take();
        assertEquals(Target.ANY, search.target());
        assertEquals(0, ((FindCoordinatorRequest) search.request()).keyType());
        assertEquals(Set.of("a", "b"), Set.copyOf(((FindCoordinatorRequest) search.request()).coordinatorKeys()));
        assertEquals(0, loop.waiting());
        search.answer(found(at("a", 1), at("b", 2)));
        ScriptedLoop.Sent first = loop.take();
        ScriptedLoop.Sent second = loop.take();
        assertEquals(List.of("a"), asked(first));
        assertEquals(Target.node(1), first.target());
        assertEquals(List.of("b"), asked(second));
        assertEquals(Target.node(2), second.target());
        first.answer(deleted("a", Errors.NONE));
        second.answer(deleted("b", Errors.NONE));
        assertEquals(Set.of("a", "b"), done);
    }

    @Test
    void anOldBrokerIsAskedForOneAfterTheOther() {
        delete("a", "b");
        loop.take().fail(new UnsupportedVersionException("too old"));
        loop.supports(ApiKey.FIND_COORDINATOR, 2);
        for (int i = 0; i < 2; i++) {
            ScriptedLoop.Sent search = loop.take();
            assertTrue(Set.of("a", "b").contains(((FindCoordinatorRequest) search.request()).key()));
            search.answer(new FindCoordinatorResponse().nodeId(1));
        }
        loop.take().answer(deleted("a", Errors.NONE));
        loop.take().answer(deleted("b", Errors.NONE));
        assertEquals(Set.of("a", "b"), done);
    }

    @Test
    void aCoordinatorThatMovedIsLookedForAgain() {
        delete("a");
        loop.take().answer(found(at("a", 1)));
        loop.take().answer(deleted("a", Errors.NOT_COORDINATOR));
        assertEquals(0, loop.waiting(), "not before the backoff is over");
        loop.advance(200);
        loop.take().answer(found(at("a", 2)));
        ScriptedLoop.Sent again = loop.take();
        assertEquals(Target.node(2), again.target());
        again.answer(deleted("a", Errors.NONE));
        assertEquals(Set.of("a"), done);
    }

    @Test
    void aCoordinatorThatLoadsIsAskedAgain() {
        delete("a");
        loop.take().answer(found(at("a", 1)));
        loop.take().answer(deleted("a", Errors.COORDINATOR_LOAD_IN_PROGRESS));
        loop.advance(200);
        ScriptedLoop.Sent again = loop.take();
        assertEquals(Target.node(1), again.target(), "nobody has to be looked for");
        again.answer(deleted("a", Errors.NONE));
        assertEquals(Set.of("a"), done);
    }

    @Test
    void aConnectionThatBreaksMayMeanAnotherCoordinator() {
        delete("a");
        loop.take().answer(found(at("a", 1)));
        loop.take().fail(new DisconnectException("gone"));
        loop.advance(200);
        loop.take().answer(found(at("a", 2)));
        loop.take().answer(deleted("a", Errors.NONE));
        assertEquals(Set.of("a"), done);
    }

    @Test
    void aSearchThatFindsNobodyYetIsRepeated() {
        delete("a");
        loop.take().answer(found(failing("a", Errors.COORDINATOR_NOT_AVAILABLE)));
        loop.advance(200);
        loop.take().answer(found(at("a", 7)));
        assertEquals(1, loop.metadataRequests(), "broker 7 is not known yet");
        loop.publish(ClusterViews.ofBrokers(7).view());
        loop.advance(2_000);
        loop.take().answer(found(at("a", 7)));
        loop.take().answer(deleted("a", Errors.NONE));
        assertEquals(Set.of("a"), done);
    }

    @Test
    void eachGroupFailsForItself() {
        delete("a", "b");
        loop.take().answer(found(failing("a", Errors.GROUP_AUTHORIZATION_FAILED), at("b", 1)));
        assertInstanceOf(GroupAuthorizationException.class, failed.get("a"));
        loop.take().answer(deleted("b", Errors.NON_EMPTY_GROUP));
        assertTrue(
                failed.get("b").getMessage().contains("(group b)"),
                failed.get("b").getMessage());
        assertEquals(0, loop.waiting());
    }

    @Test
    void whatIsNotFoundInTimeSaysSo() {
        delete("a");
        for (int i = 0; i < 3; i++) {
            loop.take().answer(found(failing("a", Errors.COORDINATOR_NOT_AVAILABLE)));
            loop.advance(2_000);
        }
        loop.advance(TIMEOUT_MS);
        assertInstanceOf(TimeoutException.class, failed.get("a"));
        assertTrue(
                failed.get("a").getMessage().contains("60000 ms waiting for group a to be deleted"),
                failed.get("a").getMessage());
        assertInstanceOf(CoordinatorNotAvailableException.class, failed.get("a").getCause());
    }
}
