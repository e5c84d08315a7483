package io.headrace.clients.admin.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.Outcome;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.clients.internals.calls.TopicInterest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where a test runs operations against answers that it makes up: two brokers, and a topic t with three partitions. */
public final class OperationBench {

    /** What became of each item. */
    public static final class Result<K, V> implements Outcome<K, V> {
        private final Map<K, V> values = new HashMap<>();
        private final Map<K, RuntimeException> failures = new HashMap<>();

        @Override
        public void succeeded(K item, V value) {
            values.put(item, value);
        }

        @Override
        public void failed(K item, RuntimeException why) {
            failures.put(item, why);
        }

        /** The value of an item that must be done. */
        public V value(K item) {
            if (!values.containsKey(item)) {
                throw new AssertionError(item + " is not done", failures.get(item));
            }
            return values.get(item);
        }

        /** Why an item failed, which must be of this class. */
        public <T extends Throwable> T failure(Class<T> expected, K item) {
            return assertInstanceOf(expected, failures.get(item));
        }

        /** How many items are settled. */
        public int settled() {
            return values.size() + failures.size();
        }
    }

    private final ScriptedLoop loop = new ScriptedLoop();
    private final Operations operations =
            new Operations(loop, new TopicInterest(loop), new Operations.Limits(30_000, 10, new Backoff(100, 1_000)));

    /** The loop that brokers answer on. */
    public ScriptedLoop loop() {
        return loop;
    }

    /** Starts an operation that has a minute. */
    public <K, V> Result<K, V> start(Operation<K, V> operation, Collection<K> items) {
        loop.publish(ClusterViews.ofBrokers(2).topic("t", 0, 1, 2).view());
        Result<K, V> result = new Result<>();
        operations.start(operation, items, 60_000, result);
        return result;
    }

    /** Starts an operation that is its own single item. */
    public <V, O extends Operation<O, V>> Result<O, V> start(O operation) {
        return start(operation, List.of(operation));
    }

    /** The coordinator of a group is asked for, and is broker 2. */
    public ScriptedLoop.Sent takeFromCoordinator(String group) {
        ScriptedLoop.Sent search = loop.take();
        io.headrace.protocol.message.FindCoordinatorRequest request =
                (io.headrace.protocol.message.FindCoordinatorRequest) search.request();
        assertEquals(List.of(group), request.coordinatorKeys());
        search.answer(new io.headrace.protocol.message.FindCoordinatorResponse()
                .coordinators(List.of(new io.headrace.protocol.message.FindCoordinatorResponse.Coordinator()
                        .key(group)
                        .nodeId(2)
                        .host("two")
                        .port(2))));
        return loop.take();
    }

    /** Nothing is under way any more: time passes, and nothing is sent. */
    public void assertQuiet() {
        loop.advance(10_000);
        assertEquals(0, loop.waiting());
    }
}
