package io.headrace.broker.net;

import io.headrace.broker.loop.Loop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The connections of one loop, with the memory they share.
 *
 * <p>Owner: the loop.
 */
public final class LoopConnections {

    private final Loop loop;
    private final LoopMemory memory;
    private final ConnectionSettings settings;
    private final RequestHandler handler;
    private final Set<Connection> open = new LinkedHashSet<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private boolean draining;

    /** The connections of {@code loop}, none at first. */
    public LoopConnections(Loop loop, long maxBytes, ConnectionSettings settings, RequestHandler handler) {
        this.loop = loop;
        this.memory = new LoopMemory(maxBytes, loop, this::evictStalled);
        this.settings = settings;
        this.handler = handler;
    }

    /** Whose they are. */
    public Loop loop() {
        return loop;
    }

    LoopMemory memory() {
        return memory;
    }

    ConnectionSettings settings() {
        return settings;
    }

    RequestHandler handler() {
        return handler;
    }

    void add(Connection connection) {
        open.add(connection);
        if (draining) {
            connection.drain();
        }
    }

    void remove(Connection connection) {
        open.remove(connection);
        if (draining && open.isEmpty()) {
            drained.complete(null);
        }
    }

    private void evictStalled() {
        List<Connection> all = new ArrayList<>(open);
        all.forEach(Connection::evictIfStalled);
    }

    /** How many requests are not answered wholly. Called on the loop. */
    public int unanswered() {
        return open.stream().mapToInt(Connection::unanswered).sum();
    }

    /** Adds how many requests wait for something, by the number of their API. Called on the loop. */
    public void countWaiting(Map<Integer, Integer> byApi) {
        open.forEach(connection -> connection.countWaiting(byApi));
    }

    /** How many there are. */
    public int size() {
        return open.size();
    }

    /**
     * Takes no more requests, answers those that have arrived, and closes each connection behind its last answer.
     * Called on the loop.
     *
     * @return completes when the last connection is closed
     */
    public CompletableFuture<Void> drain() {
        draining = true;
        List<Connection> all = new ArrayList<>(open);
        all.forEach(Connection::drain);
        if (open.isEmpty()) {
            drained.complete(null);
        }
        return drained;
    }

    /** Closes what is left at once. Called on the loop. */
    public void closeAll() {
        List<Connection> all = new ArrayList<>(open);
        all.forEach(connection -> connection.closeFor("the broker closes"));
    }
}
