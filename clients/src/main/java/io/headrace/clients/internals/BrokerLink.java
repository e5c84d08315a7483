package io.headrace.clients.internals;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.AuthenticationException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.ThrottledResponse;
import io.headrace.transport.ApiVersionRanges;
import io.headrace.transport.ClientConnection;
import io.headrace.transport.ClientThrottle;
import io.headrace.transport.IdleConnectionException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one broker: connects when there is something to send, waits between attempts, and keeps calls until the
 * connection takes them.
 *
 * <p>Owner: the client's loop. Calls wait in the order given. When an attempt to connect fails on all addresses of the
 * host, every call that waits fails with {@link DisconnectException}: whoever sent it knows better where to go next. A
 * call that comes while a new attempt has to wait for its backoff waits with it. When the broker does not take this client
 * for who it says it is, or the other way round, they fail with that {@link AuthenticationException} instead.
 *
 * <p>A broker that answers with a throttle time gets nothing more before that is over (KIP-219), on no connection. What
 * waits for it waits longer by as much: a deadline counts time that the broker may take, not time that it has asked for.
 *
 * <pre>
 *   IDLE --call--> (backoff) --> RESOLVING --> CONNECTING --> READY
 *    ^________________________________|____________|____________|     on failure and on close
 * </pre>
 */
final class BrokerLink {

    private static final Logger log = LoggerFactory.getLogger(BrokerLink.class);

    private enum State {
        IDLE,
        BACKOFF,
        RESOLVING,
        CONNECTING,
        READY,
        CLOSED
    }

    /** A call that has not been written yet. */
    private record Waiting(Call call, long deadlineNs, ResponseHandler<? super ApiMessage> handler) {}

    /** What the link needs from its client. */
    interface Owner {
        ClientSettings settings();

        long nanoTime();

        HostResolver resolver();

        /** Runs a task later in the loop's turn. */
        void execute(Runnable task);

        Scheduled schedule(long delayMs, Runnable task);

        ClientConnection connect(InetSocketAddress address, int timeoutMs, ClientConnection.Listener listener);

        /** The connection was lost or could not be made; idle connections are no loss. */
        void linkLost(BrokerLink link, KafkaException cause);

        /** A connection is ready for requests. */
        void linkReady(BrokerLink link);

        /** Told of what goes over the connections. */
        LinkMeter meter();
    }

    private final Owner owner;
    private final int nodeId;
    private final HostPort endpoint;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private State state = State.IDLE;
    private ClientConnection connection;
    private List<InetSocketAddress> addresses = List.of();
    private int nextAddress;

    /** The one that was tried last, null at first, and whether it was of use. */
    private InetSocketAddress lastAddress;

    private boolean wasOfUse;
    private int failures;

    /** Why the last attempt failed; null when there was none, or when there is a connection. */
    private String lastFailure;

    private long nextAttemptNs;
    private boolean isClosing;

    /** Null until the link is closed for good. */
    private String whyClosed;

    private long throttledUntilNs;
    private Scheduled throttleTimer;
    private Scheduled backoffTimer;
    private Scheduled waitingTimer;
    private long waitingTimerNs;

    BrokerLink(Owner owner, int nodeId, HostPort endpoint) {
        this.owner = owner;
        this.nodeId = nodeId;
        this.endpoint = endpoint;
        this.nextAttemptNs = owner.nanoTime();
        this.throttledUntilNs = nextAttemptNs;
    }

    int nodeId() {
        return nodeId;
    }

    HostPort endpoint() {
        return endpoint;
    }

    boolean isReady() {
        return state == State.READY;
    }

    boolean isConnecting() {
        return state == State.RESOLVING || state == State.CONNECTING;
    }

    /** Whether the last attempt failed and the next one must wait. */
    boolean isUnavailable() {
        return !isReady() && !isConnecting() && failures > 0 && nextAttemptNs - owner.nanoTime() > 0;
    }

    /** Whether the last attempt failed, or its connection was lost, and no other one is under way. */
    boolean isFailing() {
        return !isReady() && !isConnecting() && failures > 0;
    }

    /** When the next attempt may start. */
    long nextAttemptNs() {
        return nextAttemptNs;
    }

    /** How long the broker still wants nothing sent, in ns; 0 when it takes requests. */
    long throttledForNs() {
        return Math.max(0, throttledUntilNs - owner.nanoTime());
    }

    /** Calls that are on their way or wait for it. */
    int load() {
        return waiting.size() + (connection == null ? 0 : connection.inFlight());
    }

    /** What the broker supports, or null while there is no connection. */
    ApiVersionRanges versions() {
        return isReady() ? connection.versions() : null;
    }

    /** Sends a call as soon as the connection takes it. */
    void send(Call call, long deadlineNs, ResponseHandler<? super ApiMessage> handler) {
        Waiting added = new Waiting(call, deadlineNs + throttledForNs(), handler);
        waiting.add(added);
        switch (state) {
            case READY -> drain();
            case IDLE -> startAttempt();
            case CLOSED -> failWaiting(new NotConnectedException(whyClosed));
            case BACKOFF, RESOLVING, CONNECTING -> {
                // The attempt under way, or the timer, takes it.
            }
        }
        if (!waiting.isEmpty()) {
            watchUntil(added.deadlineNs());
        }
    }

    private void startAttempt() {
        long delayNs = nextAttemptNs - owner.nanoTime();
        if (delayNs > 0) {
            state = State.BACKOFF;
            backoffTimer = owner.schedule(TimeUnit.NANOSECONDS.toMillis(delayNs) + 1, () -> {
                if (state == State.BACKOFF) {
                    state = State.IDLE;
                    startAttempt();
                }
            });
            return;
        }
        state = State.RESOLVING;
        owner.resolver().resolve(endpoint.host(), endpoint.port(), new HostResolver.Outcome() {
            @Override
            public void resolved(List<InetSocketAddress> found) {
                if (state == State.RESOLVING) {
                    addresses = inOrder(found);
                    nextAddress = 0;
                    connectToNextAddress();
                }
            }

            @Override
            public void failed(UnknownHostException failure) {
                if (state == State.RESOLVING) {
                    lost(new DisconnectException("the host of " + describe() + " cannot be resolved", failure));
                }
            }
        });
    }

    /** Begins with the address that was of use the last time, and leaves the one that failed for the end. */
    private List<InetSocketAddress> inOrder(List<InetSocketAddress> found) {
        int last = lastAddress == null ? -1 : found.indexOf(lastAddress);
        if (last < 0) {
            return found;
        }
        List<InetSocketAddress> ordered = new ArrayList<>(found);
        Collections.rotate(ordered, -(wasOfUse ? last : last + 1));
        return ordered;
    }

    private void connectToNextAddress() {
        state = State.CONNECTING;
        InetSocketAddress address = addresses.get(nextAddress++);
        lastAddress = address;
        wasOfUse = false;
        int timeoutMs = (int)
                Math.min(Integer.MAX_VALUE, owner.settings().connectTimeout().delayMs(failures));
        connection = owner.connect(address, timeoutMs, new ClientConnection.Listener() {
            private boolean isUp;
            private boolean wasReady;

            @Override
            public void onReady(ClientConnection ready) {
                wasReady = true;
                log.debug("connected to {}", describe());
                state = State.READY;
                failures = 0;
                lastFailure = null;
                throttle(ready.handshakeThrottleMs());
                drain();
                owner.linkReady(BrokerLink.this);
            }

            @Override
            public void onClosed(ClientConnection closed, KafkaException cause) {
                connection = null;
                if (cause instanceof AuthenticationException) {
                    owner.meter().refused(nodeId, wasReady);
                }
                if (isUp) {
                    owner.meter().disconnected(nodeId);
                }
                closed(cause);
            }

            @Override
            public void onConnected() {
                isUp = true;
                owner.meter().connected(nodeId);
            }

            @Override
            public void onAuthenticated(boolean isAgain, long tookNs) {
                owner.meter().authenticated(nodeId, isAgain, tookNs);
            }

            @Override
            public void onSent(ApiKey key, long bytes) {
                owner.meter().sent(nodeId, key, bytes);
            }

            @Override
            public void onAnswer(ApiMessage answer, long bytes, long latencyNs) {
                int throttleMs = answer instanceof ThrottledResponse throttled ? throttled.throttleTimeMs() : 0;
                owner.meter().answered(nodeId, answer.apiKey(), bytes, latencyNs, throttleMs);
            }
        });
    }

    private void closed(KafkaException cause) {
        if (state == State.CLOSED) {
            return;
        }
        boolean isRefused = cause instanceof AuthenticationException;
        if (state == State.CONNECTING && nextAddress < addresses.size() && !isRefused) {
            log.debug("{}: {}; trying the next address", describe(), cause.getMessage());
            connectToNextAddress();
            return;
        }
        if (cause instanceof IdleConnectionException) {
            log.debug("{}: {}", describe(), cause.getMessage());
            state = State.IDLE;
            wasOfUse = true;
            if (!waiting.isEmpty()) {
                // They wait for the end of a pause that the broker asked for, and nobody else would start an attempt.
                startAttempt();
            }
            return;
        }
        if (isClosing) {
            isClosing = false;
            log.debug("{}: {}", describe(), cause.getMessage());
            state = State.IDLE;
            return;
        }
        lost(cause);
    }

    private void lost(KafkaException cause) {
        boolean isRefused = cause instanceof AuthenticationException;
        if (isRefused) {
            log.warn("{}: {}", describe(), cause.getMessage());
        } else {
            log.info("{}: {}", describe(), cause.getMessage());
        }
        state = State.IDLE;
        lastFailure = cause.getMessage();
        long delayMs = owner.settings().reconnectBackoff().delayMs(failures);
        failures++;
        nextAttemptNs = owner.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs);
        failWaiting(
                isRefused
                        ? cause
                        : new NotConnectedException(describe() + " is not available: " + cause.getMessage(), cause));
        owner.linkLost(this, cause);
    }

    /** Writes what waits, as far as the limit of requests in flight allows. */
    private void drain() {
        int limit = owner.settings().maxInFlight();
        while (state == State.READY && !waiting.isEmpty() && connection.inFlight() < limit) {
            if (throttledForNs() > 0) {
                drainAfterThrottle();
                return;
            }
            write(waiting.poll());
        }
    }

    private void drainAfterThrottle() {
        if (throttleTimer == null) {
            throttleTimer = owner.schedule(TimeUnit.NANOSECONDS.toMillis(throttledForNs()) + 1, () -> {
                throttleTimer = null;
                drain();
            });
        }
    }

    /** The broker wants a pause from now on; it never gets shorter. */
    private void throttle(long pauseMs) {
        if (pauseMs <= 0) {
            return;
        }
        long untilNs = owner.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
        long moreNs = Math.min(untilNs - throttledUntilNs, TimeUnit.MILLISECONDS.toNanos(pauseMs));
        if (moreNs > 0) {
            log.debug("{} is not sent anything for {} ms", describe(), pauseMs);
            throttledUntilNs = untilNs;
            for (int left = waiting.size(); left > 0; left--) {
                Waiting call = waiting.poll();
                waiting.add(new Waiting(call.call(), call.deadlineNs() + moreNs, call.handler()));
            }
        }
    }

    private void write(Waiting next) {
        if (next.deadlineNs() - owner.nanoTime() <= 0) {
            fail(next, expired(next));
            return;
        }
        Call call = next.call();
        ApiMessage request;
        int version;
        try {
            version = connection.versions().pick(call.key(), call.lowestVersion(), call.highestVersion());
            request = call.body().apply(version);
        } catch (RuntimeException e) {
            fail(next, e);
            return;
        }
        io.headrace.transport.ResponseHandler outcome = new Outcome(next);
        if (call.isAnswered()) {
            connection.send(request, version, next.deadlineNs(), outcome);
        } else {
            connection.sendOneWay(request, version, outcome);
        }
    }

    /** Passes the outcome on, and makes use of the room that it leaves. */
    private final class Outcome implements io.headrace.transport.ResponseHandler {
        private final Waiting call;

        Outcome(Waiting call) {
            this.call = call;
        }

        @Override
        public void onResponse(ApiMessage response, int version) {
            if (response != null) {
                throttle(ClientThrottle.pauseMs(response, version));
            }
            try {
                call.handler().onResponse(response, version, nodeId);
            } finally {
                drain();
            }
        }

        @Override
        public void onFailure(RuntimeException failure) {
            call.handler().onFailure(failure);
        }
    }

    private void watchWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        long nowNs = owner.nanoTime();
        long leastNs = Long.MAX_VALUE;
        for (Waiting call : waiting) {
            leastNs = Math.min(leastNs, call.deadlineNs() - nowNs);
        }
        watchUntil(nowNs + leastNs);
    }

    /** Looks at what waits when this deadline passes, if not before. */
    private void watchUntil(long dueNs) {
        if (state == State.CLOSED) {
            return;
        }
        if (waitingTimer != null) {
            if (waitingTimerNs - dueNs <= 0) {
                return;
            }
            waitingTimer.cancel();
        }
        waitingTimerNs = dueNs;
        long leftNs = Math.max(0, dueNs - owner.nanoTime());
        waitingTimer = owner.schedule(TimeUnit.NANOSECONDS.toMillis(leftNs) + 1, () -> {
            waitingTimer = null;
            expireWaiting();
            watchWaiting();
        });
    }

    private void expireWaiting() {
        long nowNs = owner.nanoTime();
        waiting.removeIf(call -> {
            boolean isExpired = call.deadlineNs() - nowNs <= 0;
            if (isExpired) {
                fail(call, expired(call));
            }
            return isExpired;
        });
    }

    private NotSentInTimeException expired(Waiting call) {
        return new NotSentInTimeException(
                call.call().key() + " could not be sent to " + describe() + " before its deadline: " + whyNotSent());
    }

    private String whyNotSent() {
        if (isReady()) {
            return "too many requests in flight";
        }
        return connection != null
                ? connection.awaited()
                : "no connection" + (lastFailure == null ? "" : ": " + lastFailure);
    }

    private void failWaiting(RuntimeException failure) {
        List<Waiting> failed = List.copyOf(waiting);
        waiting.clear();
        failed.forEach(call -> fail(call, failure));
    }

    /** Later in the loop's turn, so that nobody is called back from within {@code send}. */
    private void fail(Waiting call, RuntimeException failure) {
        owner.execute(() -> call.handler().onFailure(failure));
    }

    /** Closes the connection; a later call opens a new one, without waiting. */
    void disconnect(String reason) {
        if (connection == null) {
            return;
        }
        isClosing = true;
        nextAddress = addresses.size();
        connection.close(reason);
        failWaiting(new NotConnectedException(describe() + ": " + reason));
    }

    /**
     * Closes for good: what waits and what is in flight fails.
     *
     * @param reason what the failures say
     */
    void close(String reason) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        whyClosed = reason;
        if (backoffTimer != null) {
            backoffTimer.cancel();
        }
        if (waitingTimer != null) {
            waitingTimer.cancel();
        }
        if (throttleTimer != null) {
            throttleTimer.cancel();
        }
        List<Waiting> failed = List.copyOf(waiting);
        waiting.clear();
        if (connection != null) {
            connection.close(reason);
        }
        owner.meter().gone(nodeId);
        for (Waiting call : failed) {
            call.handler().onFailure(new NotConnectedException(reason));
        }
    }

    /** Why the broker cannot be reached, or null when it can, or nobody tried. */
    String trouble() {
        if (lastFailure != null) {
            return describe() + ": " + lastFailure;
        }
        return isConnecting() ? describe() + ": no answer yet" : null;
    }

    String describe() {
        return nodeId < 0 ? "bootstrap server " + endpoint : "broker " + nodeId + " (" + endpoint + ")";
    }

    @Override
    public String toString() {
        return describe() + " " + state;
    }
}
